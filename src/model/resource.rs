//! The resources of a dataset; these structs are the format of `resources/<kind>.jsonl`.
//!
//! `None` always means *not known* (the call was denied, AWS did not say), never *no* or *zero*.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{AccountId, Region, ResourceKey, ResourceKind};
use super::resource_line::resources;
use super::vocabulary::{
    Architecture, BillingMode, InstanceState, Lifecycle, LogClass, OfferingClass, PackageType, Platform,
    ReservationScope, SavingsPlanType, SnapshotTier, StorageClass, TableClass, Tenancy, VolumeState, VolumeType,
};
use crate::units::Usd;

pub use super::databases::{CacheCluster, DbInstance};
pub use super::resource_line::Tags;
pub use super::resource_parts::{
    Attachment, CapacityProvider, IncompleteUpload, IncompleteUploads, LaunchOverride, LifecycleRule,
    MixedInstancesPolicy, ScalingPolicy, Versioning,
};
pub use super::serverless::{CapacityScaling, TableIndex};

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
        /// Attached network interfaces.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        network_interfaces: Option<u32>,
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

    /// An EC2 Auto Scaling group; the id is its name. What it costs its instances cost.
    AutoScalingGroup (AutoscalingGroup) {
        min_size: u32,
        max_size: u32,
        desired_capacity: u32,
        /// What capacity counts: `units` (instances, unless overrides weigh them), `vcpu` or `memory-mib`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        desired_capacity_type: Option<String>,
        #[serde(default)]
        availability_zones: Vec<String>,
        /// Its instances, in whatever state of their life.
        #[serde(default)]
        instance_ids: Vec<String>,
        /// The instance type of its launch template or configuration; `None` where overrides say, or it was not read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instance_type: Option<String>,
        /// Name and version.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        launch_template: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        launch_configuration: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mixed_instances_policy: Option<MixedInstancesPolicy>,
        /// `None` when they could not be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scaling_policies: Option<Vec<ScalingPolicy>>,
        /// Scheduled actions set sizes by the clock; `None` when they could not be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scheduled_actions: Option<u32>,
        #[serde(default)]
        suspended_processes: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        created_at: Option<DateTime<Utc>>,
    }

    /// An ECS service; the id is `cluster/service`. Tasks on EC2 or external instances cost what those cost.
    EcsService (EcsService) {
        /// `ACTIVE`, `DRAINING` or `INACTIVE`.
        status: String,
        /// `REPLICA` or `DAEMON`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scheduling_strategy: Option<String>,
        /// `FARGATE`, `EC2` or `EXTERNAL`; `None` where a capacity provider strategy says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        launch_type: Option<String>,
        #[serde(default)]
        capacity_provider_strategy: Vec<CapacityProvider>,
        desired_count: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        running_count: Option<u32>,
        /// Family and revision.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task_definition: Option<String>,
        /// CPU units of a task: 1024 are one vCPU.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cpu_units: Option<u32>,
        /// Of a task.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        memory_mib: Option<u32>,
        /// Of a task; 20 GiB are included.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ephemeral_storage_gib: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cpu_architecture: Option<Architecture>,
        /// `LINUX`, `WINDOWS_SERVER_2022_CORE`, …
        #[serde(default, skip_serializing_if = "Option::is_none")]
        operating_system_family: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        platform_version: Option<String>,
        /// Service auto scaling; empty where there is none, `None` when it could not be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scaling_policies: Option<Vec<ScalingPolicy>>,
        /// The fewest and the most tasks of service auto scaling; `None` without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min_capacity: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_capacity: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        created_at: Option<DateTime<Utc>>,
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

    /// A DynamoDB table; the id is its name.
    Table (DynamodbTable) {
        billing_mode: BillingMode,
        table_class: TableClass,
        /// ReadCapacityUnits of a provisioned table.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        read_capacity_units: Option<u32>,
        /// WriteCapacityUnits of a provisioned table.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        write_capacity_units: Option<u32>,
        /// Its global secondary indexes: each has capacity of its own.
        #[serde(default)]
        indexes: Vec<TableIndex>,
        /// What Application Auto Scaling may change; `None` when that could not be read, empty when it may nothing.
        #[serde(default)]
        scaling: Option<Vec<CapacityScaling>>,
        /// The other regions of a global table.
        #[serde(default)]
        replica_regions: Vec<String>,
        /// TableSizeBytes, without its indexes; DynamoDB counts about every six hours.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        size_bytes: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        item_count: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        created_at: Option<DateTime<Utc>>,
    }

    /// A Lambda function as its newest (`$LATEST`) version is configured; the id is its name.
    Function (LambdaFunction) {
        memory_mb: u32,
        architecture: Architecture,
        /// Size of `/tmp`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ephemeral_storage_mb: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        timeout_s: Option<u32>,
        /// `None` for container images.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        runtime: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        package_type: Option<PackageType>,
        /// Executions kept ready, over all versions and aliases.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        provisioned_concurrency: Option<u32>,
        /// Starts from snapshots.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        snap_start: Option<bool>,
        /// LastModified: of code or configuration.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        modified_at: Option<DateTime<Utc>>,
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
        #[serde(default, deserialize_with = "super::resource_line::unique_keys")]
        bytes_by_class: Option<BTreeMap<StorageClass, u64>>,
        /// NumberOfObjects over all classes, the newest daily point.
        #[serde(default)]
        object_count: Option<u64>,
    }
}
