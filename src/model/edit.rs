//! Edits: what a change does to one configuration. Edits that write the same attribute exclude each other, others stack.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::configuration::{Configuration, TableCapacity};
use super::schedule::WeeklySchedule;
use super::vocabulary::{Architecture, BillingMode, LogClass, StorageClass, VolumeType};

/// One change to one configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
pub enum Edit {
    /// The resource is gone. Excludes every other edit.
    Delete,
    /// The instance no longer runs; what hangs on it stays. Excludes every other edit of the instance.
    Stop,
    InstanceType {
        instance_type: String,
        /// Surplus credits that the new type would be charged, vCPU-hours a month.
        surplus_vcpu_hours_per_month: Option<f64>,
        /// What a burstable type may use for ever, vCPUs; `None` for others.
        baseline_vcpus: Option<f64>,
    },
    DetailedMonitoring {
        enabled: bool,
    },
    /// The instance runs for some hours of a month only.
    Schedule {
        running_hours_per_month: f64,
        /// Which hours of the week, where that is known.
        schedule: Option<WeeklySchedule>,
        /// vCPUs in use on average in these hours, where that was measured.
        vcpus_while_running: Option<f64>,
    },
    /// Sizes and type of an Auto Scaling group; its instances have edits of their own.
    GroupCapacity {
        min_size: u32,
        desired_capacity: u32,
        instance_type: Option<String>,
    },
    /// Size and number of a service's tasks at once: both spend the same spare capacity.
    EcsTasks {
        cpu_units: u32,
        memory_mib: u32,
        tasks_by_provider: BTreeMap<String, f64>,
    },
    /// The processor architecture of a service's tasks.
    EcsArchitecture {
        architecture: Architecture,
    },
    /// Type, IOPS and throughput at once: what ModifyVolume takes.
    VolumePerformance {
        volume_type: VolumeType,
        iops: Option<u32>,
        throughput_mibps: Option<u32>,
    },
    /// Billing mode and the capacity of the table and its indexes at once: what UpdateTable takes.
    TableCapacity {
        billing_mode: BillingMode,
        capacity: Vec<TableCapacity>,
    },
    FunctionMemory {
        memory_mb: u32,
        /// What all invocations take then; another share of a CPU makes them slower.
        duration_ms_per_month: Option<f64>,
    },
    FunctionArchitecture {
        architecture: Architecture,
    },
    LogRetention {
        retention_days: u32,
        stored_gib: f64,
    },
    LogClass {
        class: LogClass,
    },
    /// Bytes moved between storage classes.
    BucketClasses {
        gib_by_class: BTreeMap<StorageClass, f64>,
        monitored_objects: Option<u64>,
    },
    /// Parts of incomplete uploads removed.
    AbortUploads {
        remaining_gib_by_class: BTreeMap<StorageClass, f64>,
    },
    DbInstanceClass {
        instance_class: String,
        /// Surplus credits that the new class would be charged, vCPU-hours a month.
        surplus_vcpu_hours_per_month: Option<f64>,
    },
    /// Provisioned IOPS and throughput of a database's volume; its type and size stay.
    DbStoragePerformance {
        iops: Option<u32>,
        throughput_mibps: Option<u32>,
    },
    CacheNodeType {
        node_type: String,
    },
}

/// What an edit writes; two edits of one resource stack when they write different attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attribute {
    Existence,
    InstanceType,
    DetailedMonitoring,
    RunningHours,
    GroupCapacity,
    EcsTasks,
    EcsArchitecture,
    VolumePerformance,
    TableCapacity,
    FunctionMemory,
    FunctionArchitecture,
    LogRetention,
    LogClass,
    BucketClasses,
    IncompleteUploads,
    DbInstanceClass,
    DbStoragePerformance,
    CacheNodeType,
}

impl Edit {
    /// The instance runs at the hours of `schedule` only, and uses so many vCPUs on average in them.
    pub fn schedule(schedule: WeeklySchedule, vcpus_while_running: f64) -> Self {
        Self::Schedule {
            running_hours_per_month: schedule.running_hours_per_month(),
            schedule: Some(schedule),
            vcpus_while_running: Some(vcpus_while_running),
        }
    }

    pub const fn attribute(&self) -> Attribute {
        match self {
            Self::Delete | Self::Stop => Attribute::Existence,
            Self::InstanceType { .. } => Attribute::InstanceType,
            Self::DetailedMonitoring { .. } => Attribute::DetailedMonitoring,
            Self::Schedule { .. } => Attribute::RunningHours,
            Self::GroupCapacity { .. } => Attribute::GroupCapacity,
            Self::EcsTasks { .. } => Attribute::EcsTasks,
            Self::EcsArchitecture { .. } => Attribute::EcsArchitecture,
            Self::VolumePerformance { .. } => Attribute::VolumePerformance,
            Self::TableCapacity { .. } => Attribute::TableCapacity,
            Self::FunctionMemory { .. } => Attribute::FunctionMemory,
            Self::FunctionArchitecture { .. } => Attribute::FunctionArchitecture,
            Self::LogRetention { .. } => Attribute::LogRetention,
            Self::LogClass { .. } => Attribute::LogClass,
            Self::BucketClasses { .. } => Attribute::BucketClasses,
            Self::AbortUploads { .. } => Attribute::IncompleteUploads,
            Self::DbInstanceClass { .. } => Attribute::DbInstanceClass,
            Self::DbStoragePerformance { .. } => Attribute::DbStoragePerformance,
            Self::CacheNodeType { .. } => Attribute::CacheNodeType,
        }
    }

    /// Whether both can be done to one resource, in either order.
    pub fn stacks_with(&self, other: &Self) -> bool {
        let (one, two) = (self.attribute(), other.attribute());
        one != two
            && one != Attribute::Existence
            && two != Attribute::Existence
            && !self.takes_the_rest_of(other)
            && !other.takes_the_rest_of(self)
    }

    /// Whether this schedule stops the hours in which that burstable type would earn the CPU credits that it spends in the
    /// others: a stopped instance earns none
    /// (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html>).
    fn takes_the_rest_of(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Schedule { vcpus_while_running: Some(used), .. },
                Self::InstanceType { baseline_vcpus: Some(baseline), .. },
            ) => used > baseline,
            _ => false,
        }
    }

    /// The configuration after the edit; an edit that does not fit the kind changes nothing.
    #[must_use]
    pub fn apply(&self, before: &Configuration) -> Configuration {
        let mut after = before.clone();
        match (self, &mut after) {
            (Self::Delete, _) => return Configuration::Absent,
            (Self::Stop, Configuration::Ec2Instance(instance)) => instance.running = false,
            (
                Self::InstanceType { instance_type, surplus_vcpu_hours_per_month, .. },
                Configuration::Ec2Instance(instance),
            ) => {
                instance.instance_type.clone_from(instance_type);
                instance.surplus_vcpu_hours_per_month = *surplus_vcpu_hours_per_month;
            }
            (Self::DetailedMonitoring { enabled }, Configuration::Ec2Instance(instance)) => {
                instance.detailed_monitoring = *enabled;
            }
            (Self::Schedule { running_hours_per_month, schedule, .. }, Configuration::Ec2Instance(instance)) => {
                instance.running_hours_per_month = Some(*running_hours_per_month);
                instance.schedule.clone_from(schedule);
            }
            (
                Self::GroupCapacity { min_size, desired_capacity, instance_type },
                Configuration::AutoscalingGroup(group),
            ) => {
                group.min_size = *min_size;
                group.desired_capacity = *desired_capacity;
                group.instance_type.clone_from(instance_type);
            }
            (Self::EcsTasks { cpu_units, memory_mib, tasks_by_provider }, Configuration::EcsService(service)) => {
                service.tasks_by_provider.clone_from(tasks_by_provider);
                if let Some(task) = &mut service.task {
                    task.cpu_units = *cpu_units;
                    task.memory_mib = *memory_mib;
                }
            }
            (Self::EcsArchitecture { architecture }, Configuration::EcsService(service)) => {
                if let Some(task) = &mut service.task {
                    task.architecture = architecture.clone();
                }
            }
            (Self::VolumePerformance { volume_type, iops, throughput_mibps }, Configuration::EbsVolume(volume)) => {
                volume.volume_type = volume_type.clone();
                volume.iops = *iops;
                volume.throughput_mibps = *throughput_mibps;
            }
            (Self::TableCapacity { billing_mode, capacity }, Configuration::DynamodbTable(table)) => {
                table.billing_mode = billing_mode.clone();
                table.capacity.clone_from(capacity);
            }
            (Self::FunctionMemory { memory_mb, duration_ms_per_month }, Configuration::LambdaFunction(function)) => {
                function.memory_mb = *memory_mb;
                function.duration_ms_per_month = *duration_ms_per_month;
            }
            (Self::FunctionArchitecture { architecture }, Configuration::LambdaFunction(function)) => {
                function.architecture = architecture.clone();
            }
            (Self::LogRetention { retention_days, stored_gib }, Configuration::LogsGroup(group)) => {
                group.retention_days = Some(*retention_days);
                group.stored_gib = *stored_gib;
            }
            (Self::LogClass { class }, Configuration::LogsGroup(group)) => group.class = class.clone(),
            (Self::BucketClasses { gib_by_class, monitored_objects }, Configuration::S3Bucket(bucket)) => {
                bucket.gib_by_class.clone_from(gib_by_class);
                bucket.monitored_objects = *monitored_objects;
            }
            (Self::AbortUploads { remaining_gib_by_class }, Configuration::S3Bucket(bucket)) => {
                bucket.incomplete_upload_gib_by_class.clone_from(remaining_gib_by_class);
            }
            (Self::Stop, Configuration::RdsInstance(database)) => database.running = false,
            (
                Self::DbInstanceClass { instance_class, surplus_vcpu_hours_per_month },
                Configuration::RdsInstance(database),
            ) => {
                database.instance_class.clone_from(instance_class);
                database.surplus_vcpu_hours_per_month = *surplus_vcpu_hours_per_month;
            }
            (Self::DbStoragePerformance { iops, throughput_mibps }, Configuration::RdsInstance(database)) => {
                database.iops = *iops;
                database.throughput_mibps = *throughput_mibps;
            }
            (Self::CacheNodeType { node_type }, Configuration::ElasticacheCluster(cluster)) => {
                cluster.node_type.clone_from(node_type);
            }
            _ => {}
        }
        after
    }
}
