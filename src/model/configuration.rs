//! What is priced: a resource's configuration together with its usage.
//!
//! One function (`estimate`) prices a configuration; a saving is the difference of two.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ids::Region;
use super::schedule::WeeklySchedule;
use super::vocabulary::{Lifecycle, LogClass, Platform, SnapshotTier, StorageClass, Tenancy, VolumeType};

/// A configuration in its region: all that a price depends on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    pub region: Region,
    #[serde(flatten)]
    pub configuration: Configuration,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Configuration {
    Ec2Instance(InstanceConfiguration),
    EbsVolume(VolumeConfiguration),
    EbsSnapshot(SnapshotConfiguration),
    Ec2Address(AddressConfiguration),
    LogsGroup(LogGroupConfiguration),
    S3Bucket(BucketConfiguration),
    /// Deleted: costs nothing.
    Absent,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InstanceConfiguration {
    pub instance_type: String,
    pub platform: Platform,
    pub tenancy: Tenancy,
    pub lifecycle: Lifecycle,
    /// A stopped instance has no compute, monitoring or credit cost.
    pub running: bool,
    /// Detailed monitoring: seven metrics.
    pub detailed_monitoring: bool,
    /// Surplus CPU credits charged, in vCPU-hours a month; 0 where none were, `None` where not measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surplus_vcpu_hours_per_month: Option<f64>,
    /// A public IPv4 address that is no Elastic IP; billed only while running.
    pub auto_assigned_public_ipv4: bool,
    /// Hours of a month of 730 that it runs, while `running`; `None` for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub running_hours_per_month: Option<f64>,
    /// Which hours of the week these are, where a schedule says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<WeeklySchedule>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VolumeConfiguration {
    pub volume_type: VolumeType,
    pub size_gib: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iops: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throughput_mibps: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SnapshotConfiguration {
    pub tier: SnapshotTier,
    /// At most this much is billed: snapshots are incremental.
    pub size_gib_at_most: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddressConfiguration {
    /// Associated with something; the price is the same since February 2024, the row differs.
    pub in_use: bool,
    /// Addresses brought by the customer bear no charge.
    pub amazon_owned: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogGroupConfiguration {
    pub class: LogClass,
    /// `None` when it never expires.
    pub retention_days: Option<u32>,
    /// Billed (compressed) GiB held.
    pub stored_gib: f64,
    /// Uncompressed GiB ingested in 730 hours; `None` where not measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ingested_gib_per_month: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BucketConfiguration {
    /// GiB by storage class, without the parts of incomplete uploads (CloudWatch's BucketSizeBytes counts these in).
    pub gib_by_class: BTreeMap<StorageClass, f64>,
    /// Objects under Intelligent-Tiering's monitoring charge (128 KiB and larger).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monitored_objects: Option<u64>,
    /// GiB of parts of incomplete multipart uploads, by storage class.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub incomplete_upload_gib_by_class: BTreeMap<StorageClass, f64>,
}
