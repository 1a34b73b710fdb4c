//! What is priced: a resource's configuration together with its usage.
//!
//! One function (`estimate`) prices a configuration; a saving is the difference of two.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::engine_support::ExtendedSupport;
use super::ids::Region;
use super::schedule::WeeklySchedule;
use super::vocabulary::{
    Architecture, BillingMode, Lifecycle, LogClass, Platform, SnapshotTier, StorageClass, TableClass, Tenancy,
    VolumeType,
};

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
    AutoscalingGroup(AutoScalingGroupConfiguration),
    EcsService(EcsServiceConfiguration),
    DynamodbTable(TableConfiguration),
    LambdaFunction(FunctionConfiguration),
    LogsGroup(LogGroupConfiguration),
    S3Bucket(BucketConfiguration),
    RdsInstance(DbInstanceConfiguration),
    ElasticacheCluster(CacheClusterConfiguration),
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

/// Costs nothing itself: its instances are configurations of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AutoScalingGroupConfiguration {
    pub min_size: u32,
    pub max_size: u32,
    pub desired_capacity: u32,
    /// `None` where it launches several types, or which one is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_type: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EcsServiceConfiguration {
    /// The average number of running tasks by provider: `FARGATE`, `FARGATE_SPOT`; tasks on others cost what their
    /// instances cost.
    pub tasks_by_provider: BTreeMap<String, f64>,
    /// Of a task; `None` where the task definition is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<FargateTask>,
}

/// The size of a Fargate task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FargateTask {
    /// 1024 are one vCPU.
    pub cpu_units: u32,
    pub memory_mib: u32,
    /// In all; 20 GiB are included.
    pub ephemeral_storage_gib: u32,
    pub architecture: Architecture,
    pub windows: bool,
}

impl FargateTask {
    /// GiB of ephemeral storage that every task has for nothing.
    pub const INCLUDED_STORAGE_GIB: u32 = 20;
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableConfiguration {
    pub billing_mode: BillingMode,
    pub table_class: TableClass,
    /// The table belongs to a global table: its writes are replicated.
    pub replicated: bool,
    /// The table itself first, then its global secondary indexes.
    pub capacity: Vec<TableCapacity>,
    /// Data held, indexes included; `None` where not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored_gib: Option<f64>,
}

/// Capacity and use of a table or of one of its indexes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableCapacity {
    /// The index; `None` for the table itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    pub read: CapacityConfiguration,
    pub write: CapacityConfiguration,
}

/// One direction of a capacity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CapacityConfiguration {
    /// Units provisioned, the mean over the billed hours where auto scaling changes them; `None` where not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provisioned_units: Option<f64>,
    /// Least and most that auto scaling may provision; `None` without auto scaling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaling: Option<ScalingBounds>,
    /// Units consumed in 730 hours; `None` where not measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consumed_units_per_month: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScalingBounds {
    pub minimum_units: u32,
    pub maximum_units: u32,
    /// `None` where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_percent: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FunctionConfiguration {
    pub memory_mb: u32,
    pub architecture: Architecture,
    pub ephemeral_storage_mb: u32,
    /// Executions kept ready; `None` where not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provisioned_concurrency: Option<u32>,
    /// In 730 hours; `None` where not measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invocations_per_month: Option<f64>,
    /// Milliseconds of all invocations in 730 hours; `None` where not measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms_per_month: Option<f64>,
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

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DbInstanceConfiguration {
    /// `db.m6g.large`.
    pub instance_class: String,
    pub engine: String,
    /// As AWS says it; `None` where the engine's own applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license_model: Option<String>,
    pub multi_az: bool,
    /// A stopped instance pays for its storage alone.
    pub running: bool,
    /// `gp3`; `aurora` and `aurora-iopt1` are held and billed by the cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocated_gib: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iops: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throughput_mibps: Option<u32>,
    /// The fee that its major version bears now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended_support: Option<ExtendedSupport>,
    /// Surplus CPU credits charged, in vCPU-hours a month; 0 where none were, `None` where not measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surplus_vcpu_hours_per_month: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CacheClusterConfiguration {
    /// `cache.m6g.large`.
    pub node_type: String,
    pub engine: String,
    pub nodes: u32,
}
