//! The price book and the calculator.

mod book;
mod embedded;
mod folder;
mod known_costs;
mod objects;
mod offers;
mod properties;

use cloudtrim::model::configuration::{
    AddressConfiguration, BucketConfiguration, Configuration, EcsServiceConfiguration, FargateTask,
    InstanceConfiguration, LogGroupConfiguration, Placed, SnapshotConfiguration, VolumeConfiguration,
};
use cloudtrim::model::cost::Estimate;
use cloudtrim::model::vocabulary::{
    Architecture, Lifecycle, LogClass, Platform, SnapshotTier, StorageClass, Tenancy, VolumeType,
};
use cloudtrim::pricing::PriceBook;

/// In hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn estimate(region: &str, configuration: Configuration) -> Estimate {
    cloudtrim::estimate::estimate(&Placed { region: region.into(), configuration }, PriceBook::embedded())
}

/// A running, on-demand, shared Linux instance with no surplus credits.
fn instance(instance_type: &str) -> InstanceConfiguration {
    InstanceConfiguration {
        instance_type: instance_type.to_owned(),
        platform: Platform::Linux,
        tenancy: Tenancy::Shared,
        lifecycle: Lifecycle::OnDemand,
        running: true,
        detailed_monitoring: false,
        surplus_vcpu_hours_per_month: Some(0.0),
        auto_assigned_public_ipv4: false,
        running_hours_per_month: None,
        schedule: None,
    }
}

fn volume(volume_type: VolumeType, size_gib: u32, iops: Option<u32>, throughput_mibps: Option<u32>) -> Configuration {
    Configuration::EbsVolume(VolumeConfiguration { volume_type, size_gib, iops, throughput_mibps })
}

fn snapshot(tier: SnapshotTier, size_gib_at_most: f64) -> Configuration {
    Configuration::EbsSnapshot(SnapshotConfiguration { tier, size_gib_at_most })
}

fn address(in_use: bool, amazon_owned: bool) -> Configuration {
    Configuration::Ec2Address(AddressConfiguration { in_use, amazon_owned })
}

/// `extras`: on arm64 with 30 GiB of storage.
fn service(tasks_by_provider: std::collections::BTreeMap<String, f64>, units: u32, extras: bool) -> Configuration {
    let task = FargateTask {
        cpu_units: units,
        memory_mib: units.saturating_mul(2),
        ephemeral_storage_gib: if extras { 30 } else { 20 },
        architecture: if extras { Architecture::Arm64 } else { Architecture::X8664 },
        windows: false,
    };
    Configuration::EcsService(EcsServiceConfiguration { tasks_by_provider, task: Some(task) })
}

fn log_group(class: LogClass, stored_gib: f64, ingested_gib_per_month: Option<f64>) -> Configuration {
    Configuration::LogsGroup(LogGroupConfiguration { class, retention_days: None, stored_gib, ingested_gib_per_month })
}

fn bucket(gib_by_class: &[(StorageClass, f64)]) -> BucketConfiguration {
    BucketConfiguration {
        gib_by_class: gib_by_class.iter().cloned().collect(),
        monitored_objects: Some(0),
        incomplete_upload_gib_by_class: std::collections::BTreeMap::new(),
    }
}
