//! The resources of a dataset; these structs are the format of `resources/<kind>.jsonl`.
//!
//! `None` always means *not known* (the call was denied, AWS did not say), never *no* or *zero*.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::ids::{AccountId, Region, ResourceKey, ResourceKind};
use super::vocabulary::{
    Architecture, InstanceState, Lifecycle, LogClass, OfferingClass, Platform, ReservationScope, SavingsPlanType,
    SnapshotTier, StorageClass, Tenancy, VolumeState, VolumeType,
};
use crate::units::Usd;

pub type Tags = BTreeMap<String, String>;

/// Where a resource lives and what it is called; the first fields of every line.
macro_rules! resources {
    ($($(#[$doc:meta])* $name:ident ($kind:ident) { $($(#[$fdoc:meta])* $field:ident : $type:ty),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            pub account: AccountId,
            pub region: Region,
            pub id: String,
            $($(#[$fdoc])* pub $field: $type,)*
            /// `None` when the tags could not be read.
            #[serde(default, deserialize_with = "unique_keys", skip_serializing_if = "Option::is_none")]
            pub tags: Option<Tags>,
        }

        impl $name {
            pub const KIND: ResourceKind = ResourceKind::$kind;

            /// The fields of a line, in order, for did-you-mean and documentation.
            pub const FIELD_NAMES: &'static [&'static str] =
                &["account", "region", "id", $(stringify!($field),)* "tags"];

            /// Why `json` is no value of the field; `None` when it is one, or there is no such field.
            pub fn field_error(field: &str, json: &str) -> Option<serde_json::Error> {
                match field {
                    "account" => serde_json::from_str::<AccountId>(json).err(),
                    "region" => serde_json::from_str::<Region>(json).err(),
                    "id" => serde_json::from_str::<String>(json).err(),
                    "tags" => serde_json::from_str::<Option<Tags>>(json).err(),
                    $(stringify!($field) => serde_json::from_str::<$type>(json).err(),)*
                    _ => None,
                }
            }

            pub fn key(&self) -> ResourceKey {
                ResourceKey {
                    kind: Self::KIND,
                    account: self.account.clone(),
                    region: self.region.clone(),
                    id: self.id.clone(),
                }
            }

            /// The tag `Name`, where there is one.
            pub fn name(&self) -> Option<&str> {
                self.tags.as_ref()?.get("Name").map(String::as_str)
            }
        })*
    };
}

resources! {
    /// An EC2 instance.
    Instance (Ec2Instance) {
        instance_type: String,
        /// `eu-west-1a`: where zonal reservations must match.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        availability_zone: Option<String>,
        platform: Platform,
        tenancy: Tenancy,
        lifecycle: Lifecycle,
        architecture: Architecture,
        state: InstanceState,
        /// When it stopped, from StateTransitionReason; `None` while running or when that text cannot be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stopped_at: Option<DateTime<Utc>>,
        /// LaunchTime: changes at every start.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        launched_at: Option<DateTime<Utc>>,
        /// When the root volume was attached: the birth of an EBS-backed instance.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        root_attached_at: Option<DateTime<Utc>>,
        /// Detailed (one-minute) monitoring is on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detailed_monitoring: Option<bool>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        auto_scaling_group: Option<String>,
        /// What owns it, from service tags: `EKS`, `EMR`, `Elastic Beanstalk`, `ECS`, `CloudFormation`, …
        #[serde(default, skip_serializing_if = "Option::is_none")]
        managed_by: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        image_id: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ebs_optimized: Option<bool>,
        /// The virtualization type: `hvm` or `paravirtual`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        virtualization: Option<String>,
        /// Attached EBS volumes.
        #[serde(default)]
        volume_ids: Vec<String>,
        /// A public IPv4 address in use that is no Elastic IP.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        auto_assigned_public_ipv4: Option<bool>,
    }

    /// What a region offers: one instance type, as DescribeInstanceTypes tells it.
    InstanceType (Ec2InstanceType) {
        vcpus: u32,
        memory_mib: u64,
        #[serde(default)]
        architectures: Vec<Architecture>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        burstable: Option<bool>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        current_generation: Option<bool>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hypervisor: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        network_baseline_gbps: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ebs_baseline_iops: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ebs_baseline_throughput_mbps: Option<f64>,
        /// 0 where it has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        local_storage_gb: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gpus: Option<u32>,
    }

    /// An Amazon Machine Image owned by the account, disabled and deprecated ones included.
    Image (Ec2Image) {
        /// `available`, `disabled`, `deregistered`, …
        state: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        created_at: Option<DateTime<Utc>>,
        #[serde(default)]
        snapshot_ids: Vec<String>,
    }

    /// An Elastic IP address; the id is the allocation id.
    Address (Ec2Address) {
        public_ip: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        association_id: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instance_id: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        network_interface_id: Option<String>,
        /// Set when an AWS service manages the address: `alb`, `nlb`, `rds`, …
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service_managed: Option<String>,
        /// A customer-owned or bring-your-own pool bears no public IPv4 charge: `amazon` is billed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pool: Option<String>,
    }

    /// Reserved Instances of one purchase that are active.
    ReservedInstances (Ec2ReservedInstances) {
        instance_type: String,
        platform: Platform,
        /// `shared` or `dedicated`.
        tenancy: Tenancy,
        scope: ReservationScope,
        /// For the scope `Availability Zone`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        availability_zone: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        offering_class: Option<OfferingClass>,
        /// `No Upfront`, `Partial Upfront`, `All Upfront`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        offering_type: Option<String>,
        instance_count: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<DateTime<Utc>>,
        /// The first moment at which they no longer apply.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        end: Option<DateTime<Utc>>,
        /// What was paid upfront for one instance.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fixed_price_usd: Option<Usd>,
        /// What one instance is charged each hour, used or not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recurring_hourly_usd: Option<Usd>,
    }

    /// An active Savings Plan; its region is `global` where it is bound to none.
    SavingsPlan (SavingsPlan) {
        plan_type: SavingsPlanType,
        /// Of EC2 Instance Savings Plans: `m5`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instance_family: Option<String>,
        commitment_hourly_usd: Usd,
        /// `No Upfront`, `Partial Upfront`, `All Upfront`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        payment_option: Option<String>,
        /// `active`; others are kept for what they say and not applied.
        state: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<DateTime<Utc>>,
        /// The first moment at which it no longer applies.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        end: Option<DateTime<Utc>>,
    }

    /// An EBS volume.
    Volume (EbsVolume) {
        volume_type: VolumeType,
        size_gib: u32,
        /// Provisioned or, for gp2, baseline IOPS; `None` for types that have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        iops: Option<u32>,
        /// Provisioned MiB/s; gp3 only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        throughput_mibps: Option<u32>,
        state: VolumeState,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        created_at: Option<DateTime<Utc>>,
        /// The snapshot it was made from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        snapshot_id: Option<String>,
        #[serde(default)]
        attachments: Vec<Attachment>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        multi_attach: Option<bool>,
    }

    /// An EBS snapshot owned by the account.
    Snapshot (EbsSnapshot) {
        /// The source volume; `vol-ffffffff` for copies.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        volume_id: Option<String>,
        volume_size_gib: u32,
        /// FullSnapshotSizeInBytes, where AWS tells it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        full_snapshot_bytes: Option<u64>,
        tier: SnapshotTier,
        state: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        started_at: Option<DateTime<Utc>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
    }

    /// A CloudWatch metric alarm, so far as it watches EC2 instances; the id is its name.
    Alarm (CloudwatchAlarm) {
        #[serde(default)]
        instance_ids: Vec<String>,
        /// By Auto Scaling group name, for alarms on the `AutoScalingGroupName` dimension.
        #[serde(default)]
        auto_scaling_groups: Vec<String>,
        /// Shortest period of its metrics, in seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        period_s: Option<u32>,
        /// It watches something cloudtrim cannot tell apart (a metrics-insights query, a search).
        #[serde(default)]
        opaque: bool,
    }

    /// A CloudWatch Logs log group; the id is its name.
    LogGroup (LogsGroup) {
        class: LogClass,
        /// `None` when it never expires.
        #[serde(default)]
        retention_days: Option<u32>,
        /// Compressed bytes, as billed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stored_bytes: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        created_at: Option<DateTime<Utc>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        metric_filter_count: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subscription_filter_count: Option<u32>,
    }

    /// An S3 bucket; the id is its name, the region its own.
    Bucket (S3Bucket) {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        created_at: Option<DateTime<Utc>>,
        /// `None` when the lifecycle configuration could not be read; empty when there is none.
        #[serde(default)]
        lifecycle_rules: Option<Vec<LifecycleRule>>,
        #[serde(default)]
        versioning: Option<Versioning>,
        /// Enabled Intelligent-Tiering (archive) configurations.
        #[serde(default)]
        intelligent_tiering_configurations: Option<u32>,
        /// `None` when the uploads could not be listed.
        #[serde(default)]
        incomplete_uploads: Option<IncompleteUploads>,
        /// BucketSizeBytes by storage class, the newest daily point; `None` when CloudWatch was not answered.
        #[serde(default, deserialize_with = "unique_keys")]
        bytes_by_class: Option<BTreeMap<StorageClass, u64>>,
        /// NumberOfObjects over all classes, the newest daily point.
        #[serde(default)]
        object_count: Option<u64>,
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    pub instance_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// One S3 lifecycle rule, so far as cost goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a separate fact of one line in a dataset")]
pub struct LifecycleRule {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub enabled: bool,
    /// It covers the whole bucket: no prefix, tag or size filter.
    pub whole_bucket: bool,
    #[serde(default)]
    pub transitions: bool,
    #[serde(default)]
    pub expires_current: bool,
    #[serde(default)]
    pub expires_noncurrent: bool,
    /// AbortIncompleteMultipartUpload, days after initiation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abort_uploads_after_days: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Versioning {
    Never,
    Enabled,
    Suspended,
}

/// Incomplete multipart uploads of a bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncompleteUploads {
    pub uploads: Vec<IncompleteUpload>,
    /// There are more uploads than were listed.
    #[serde(default)]
    pub truncated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncompleteUpload {
    pub key: String,
    pub initiated_at: DateTime<Utc>,
    /// The bytes of its parts; `None` when they were not listed (beyond the cap, denied).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_class: Option<String>,
}

/// A map or null; a key that is given twice is a mistake, where serde would keep the last.
fn unique_keys<'de, D, K, V>(deserializer: D) -> Result<Option<BTreeMap<K, V>>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + std::fmt::Display,
    V: Deserialize<'de>,
{
    struct Unique<K, V>(std::marker::PhantomData<(K, V)>);

    impl<'de, K: Deserialize<'de> + Ord + std::fmt::Display, V: Deserialize<'de>> Visitor<'de> for Unique<K, V> {
        type Value = Option<BTreeMap<K, V>>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a map or null")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some(key) = entries.next_key::<K>()? {
                if map.contains_key(&key) {
                    return Err(A::Error::custom(format!("duplicate field `{key}`")));
                }
                map.insert(key, entries.next_value()?);
            }
            Ok(Some(map))
        }
    }

    deserializer.deserialize_any(Unique(std::marker::PhantomData))
}
