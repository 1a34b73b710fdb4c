//! A change in words: what is different after it.

use std::collections::BTreeMap;

use super::fleet::{group_change, group_state, service_change, service_state};
use super::standing::attached_after;
use super::text::{count, listed, number, one_line};
use crate::model::analysis::Recommendation;
use crate::model::configuration::{
    CapacityConfiguration, Configuration, DbInstanceConfiguration, InstanceConfiguration, LogGroupConfiguration,
    ScalingBounds, TableCapacity, TableConfiguration, VolumeConfiguration,
};
use crate::model::ids::ResourceKind;
use crate::model::schedule::HOURS_PER_WEEK;
use crate::model::vocabulary::{BillingMode, StorageClass};

/// `gp2 → gp3`, `m5.xlarge, running → stopped`; the state as it is where the one after is not known.
pub(super) fn change(recommendation: &Recommendation) -> String {
    let before = &recommendation.before;
    let Some(after) = &recommendation.after else {
        return format!("{} → depends", state(&before.configuration));
    };
    let mut words = own_change(&before.configuration, &after.configuration);
    let mut gone: BTreeMap<ResourceKind, usize> = BTreeMap::new();
    for attached in &before.attached {
        if matches!(attached_after(after, &attached.resource_id), None | Some(Configuration::Absent)) {
            let number = gone.entry(attached.resource_kind).or_default();
            *number = number.saturating_add(1);
        }
    }
    let gone: Vec<_> = gone.into_iter().map(|(kind, number)| count(number, noun(kind))).collect();
    // A group's own change says how many of its instances go.
    if !gone.is_empty() && !matches!(before.configuration, Configuration::AutoscalingGroup(_)) {
        words.push_str(&format!(", with {}", listed(&gone)));
    }
    one_line(&words)
}

/// What people call one of a kind.
pub(super) const fn noun(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Ec2Instance => "instance",
        ResourceKind::Ec2InstanceType => "instance type",
        ResourceKind::Ec2Image => "image",
        ResourceKind::Ec2Address => "address",
        ResourceKind::AutoscalingGroup => "Auto Scaling group",
        ResourceKind::EcsService => "service",
        ResourceKind::Ec2ReservedInstances => "reservation",
        ResourceKind::EbsVolume => "volume",
        ResourceKind::EbsSnapshot => "snapshot",
        ResourceKind::CloudwatchAlarm => "alarm",
        ResourceKind::DynamodbTable => "table",
        ResourceKind::LambdaFunction => "function",
        ResourceKind::LogsGroup => "log group",
        ResourceKind::S3Bucket => "bucket",
        ResourceKind::RdsInstance => "database",
        ResourceKind::ElasticacheCluster => "cache cluster",
        ResourceKind::SavingsPlan => "Savings Plan",
    }
}

fn own_change(before: &Configuration, after: &Configuration) -> String {
    match (before, after) {
        (Configuration::Ec2Address(_), Configuration::Absent) => format!("{} → released", state(before)),
        (_, Configuration::Absent) => format!("{} → deleted", state(before)),
        (Configuration::Ec2Instance(one), Configuration::Ec2Instance(two)) => {
            if one.running && !two.running {
                return format!("{} → stopped", state(before));
            }
            let mut parts = Vec::new();
            if one.instance_type != two.instance_type {
                parts.push(format!("{} → {}", one.instance_type, two.instance_type));
            }
            if one.detailed_monitoring != two.detailed_monitoring {
                let word = |detailed: bool| if detailed { "detailed" } else { "basic" };
                let (from, to) = (word(one.detailed_monitoring), word(two.detailed_monitoring));
                parts.push(format!("{from} → {to} monitoring"));
            }
            if running_hours(one) != running_hours(two) {
                parts.extend(running_hours(two).map(|words| format!("runs {words}")));
            }
            joined(&parts, before)
        }
        (Configuration::EbsVolume(one), Configuration::EbsVolume(two)) => volume_change(one, two),
        (Configuration::AutoscalingGroup(one), Configuration::AutoscalingGroup(two)) => {
            joined(&group_change(one, two), before)
        }
        (Configuration::EcsService(one), Configuration::EcsService(two)) => joined(&service_change(one, two), before),
        (Configuration::DynamodbTable(one), Configuration::DynamodbTable(two)) if one == two => {
            format!("{} → the same", state(before))
        }
        (Configuration::LambdaFunction(one), Configuration::LambdaFunction(two)) => {
            let mut parts = Vec::new();
            if one.memory_mb != two.memory_mb {
                let whole = |memory: u32| number(f64::from(memory));
                parts.push(format!("{} → {} MB", whole(one.memory_mb), whole(two.memory_mb)));
            }
            if one.architecture != two.architecture {
                parts.push(format!("{} → {}", one.architecture, two.architecture));
            }
            joined(&parts, before)
        }
        (Configuration::LogsGroup(one), Configuration::LogsGroup(two)) => {
            let mut parts = Vec::new();
            if one.class != two.class {
                parts.push(format!("{} → {}", one.class, two.class));
            }
            if one.retention_days != two.retention_days {
                parts.push(format!("kept {} → {}", retention(one), retention(two)));
            }
            if one.stored_gib.total_cmp(&two.stored_gib).is_ne() {
                parts.push(format!("{} → {} GiB", number(one.stored_gib), number(two.stored_gib)));
            }
            joined(&parts, before)
        }
        (Configuration::S3Bucket(one), Configuration::S3Bucket(two)) => {
            let mut parts = Vec::new();
            if one.gib_by_class != two.gib_by_class {
                parts.push(format!("{} → {}", classes(&one.gib_by_class), classes(&two.gib_by_class)));
            }
            if one.incomplete_upload_gib_by_class != two.incomplete_upload_gib_by_class {
                let sum = |parts: &BTreeMap<StorageClass, f64>| number(parts.values().sum());
                let (from, to) = (&one.incomplete_upload_gib_by_class, &two.incomplete_upload_gib_by_class);
                parts.push(format!("incomplete uploads {} → {} GiB", sum(from), sum(to)));
            }
            joined(&parts, before)
        }
        (Configuration::RdsInstance(one), Configuration::RdsInstance(two)) => database_change(one, two, before),
        (Configuration::ElasticacheCluster(one), Configuration::ElasticacheCluster(two)) => {
            let mut parts = Vec::new();
            if one.node_type != two.node_type {
                let nodes = if one.nodes == 1 { String::new() } else { format!("{} × ", one.nodes) };
                parts.push(format!("{nodes}{} → {}", one.node_type, two.node_type));
            }
            joined(&parts, before)
        }
        (_, after) => format!("{} → {}", state(before), state(after)),
    }
}

fn database_change(one: &DbInstanceConfiguration, two: &DbInstanceConfiguration, before: &Configuration) -> String {
    if one.running && !two.running {
        return format!("{} → stopped", state(before));
    }
    let mut parts = Vec::new();
    if one.instance_class != two.instance_class {
        parts.push(format!("{} → {}", one.instance_class, two.instance_class));
    }
    parts.extend(setting(one.iops, two.iops, "IOPS"));
    parts.extend(setting(one.throughput_mibps, two.throughput_mibps, "MiB/s"));
    joined(&parts, before)
}

fn joined(parts: &[String], before: &Configuration) -> String {
    if parts.is_empty() { format!("{} → the same", state(before)) } else { parts.join(", ") }
}

fn volume_change(one: &VolumeConfiguration, two: &VolumeConfiguration) -> String {
    let mut parts = Vec::new();
    if one.volume_type != two.volume_type {
        parts.push(format!("{} → {}", one.volume_type, two.volume_type));
    }
    if one.size_gib != two.size_gib {
        parts.push(format!("{} → {} GiB", whole(one.size_gib), whole(two.size_gib)));
    }
    parts.extend(setting(one.iops, two.iops, "IOPS"));
    parts.extend(setting(one.throughput_mibps, two.throughput_mibps, "MiB/s"));
    if parts.is_empty() { "the same".to_owned() } else { parts.join(", ") }
}

fn setting(from: Option<u32>, to: Option<u32>, unit: &str) -> Option<String> {
    match (from, to) {
        (from, to) if from == to => None,
        (Some(from), Some(to)) => Some(format!("{} → {} {unit}", whole(from), whole(to))),
        (None, Some(to)) => Some(format!("{} {unit}", whole(to))),
        // What it becomes has no such setting.
        (_, None) => None,
    }
}

fn whole(value: u32) -> String {
    number(f64::from(value))
}

/// A configuration in a few words: `m5.xlarge, running`, `gp2 100 GiB`.
pub(super) fn state(configuration: &Configuration) -> String {
    let words = match configuration {
        Configuration::Ec2Instance(instance) => {
            let runs = match running_hours(instance) {
                _ if !instance.running => "stopped".to_owned(),
                Some(words) => format!("runs {words}"),
                None => "running".to_owned(),
            };
            format!("{}, {runs}", instance.instance_type)
        }
        Configuration::EbsVolume(volume) => {
            format!("{} {} GiB", volume.volume_type, number(f64::from(volume.size_gib)))
        }
        Configuration::EbsSnapshot(snapshot) => {
            format!("{}, at most {} GiB", snapshot.tier, number(snapshot.size_gib_at_most))
        }
        Configuration::Ec2Address(address) => {
            if address.in_use { "address in use" } else { "unused address" }.to_owned()
        }
        Configuration::AutoscalingGroup(group) => group_state(group),
        Configuration::EcsService(service) => service_state(service),
        Configuration::DynamodbTable(table) => capacity(table),
        Configuration::LambdaFunction(function) => {
            format!("{} MB, {}", number(f64::from(function.memory_mb)), function.architecture)
        }
        Configuration::LogsGroup(group) => {
            format!("{}, {} GiB, kept {}", group.class, number(group.stored_gib), retention(group))
        }
        Configuration::S3Bucket(bucket) => classes(&bucket.gib_by_class),
        Configuration::RdsInstance(database) => {
            let standby = if database.multi_az { ", Multi-AZ" } else { "" };
            let running = if database.running { "running" } else { "stopped" };
            format!("{} {}{standby}, {running}", database.engine, database.instance_class)
        }
        Configuration::ElasticacheCluster(cluster) => {
            format!("{} {}, {}", cluster.engine, cluster.node_type, count(cluster.nodes as usize, "node"))
        }
        Configuration::Absent => "deleted".to_owned(),
    };
    one_line(&words)
}

/// `Mon-Fri 07:00-20:00 UTC, 65 of 168 hours`; `None` where it always runs.
fn running_hours(instance: &InstanceConfiguration) -> Option<String> {
    let hours = instance.running_hours_per_month?;
    Some(match &instance.schedule {
        Some(schedule) => format!("{schedule}, {} of {HOURS_PER_WEEK} hours", schedule.running_hours()),
        None => format!("{} hours a month", number(hours)),
    })
}

/// `PROVISIONED 100 RCU, 20 WCU`, `PROVISIONED 5–120 RCU, 5–20 WCU`, with the indexes' units; `PAY_PER_REQUEST`.
fn capacity(table: &TableConfiguration) -> String {
    if table.billing_mode != BillingMode::Provisioned {
        return table.billing_mode.word().to_owned();
    }
    let units = |of: fn(&TableCapacity) -> CapacityConfiguration| {
        let known = |least_or_most: fn(ScalingBounds) -> u32| {
            table.capacity.iter().map(of).try_fold(0.0, |sum, it| {
                Some(sum + it.scaling.map(|scaling| f64::from(least_or_most(scaling))).or(it.provisioned_units)?)
            })
        };
        match (known(|scaling| scaling.minimum_units), known(|scaling| scaling.maximum_units)) {
            (Some(least), Some(most)) if least.total_cmp(&most).is_eq() => number(least),
            (Some(least), Some(most)) => format!("{}–{}", number(least), number(most)),
            _ => "unknown".to_owned(),
        }
    };
    format!("{} {} RCU, {} WCU", table.billing_mode, units(|it| it.read), units(|it| it.write))
}

fn retention(group: &LogGroupConfiguration) -> String {
    group.retention_days.map_or_else(|| "forever".to_owned(), |days| count(days as usize, "day"))
}

fn classes(gib_by_class: &BTreeMap<StorageClass, f64>) -> String {
    let parts: Vec<_> = gib_by_class
        .iter()
        .filter(|(_, gib)| **gib > 0.0)
        .map(|(class, gib)| format!("{} GiB {class}", number(*gib)))
        .collect();
    if parts.is_empty() { "no bytes counted".to_owned() } else { parts.join(" + ") }
}
