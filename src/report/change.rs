//! A change in words: what is different after it.

use std::collections::BTreeMap;

use super::standing::attached_after;
use super::text::{count, listed, number, one_line};
use crate::model::analysis::Recommendation;
use crate::model::configuration::{Configuration, LogGroupConfiguration, VolumeConfiguration};
use crate::model::ids::ResourceKind;
use crate::model::vocabulary::StorageClass;

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
    if !gone.is_empty() {
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
        ResourceKind::Ec2ReservedInstances => "reservation",
        ResourceKind::EbsVolume => "volume",
        ResourceKind::EbsSnapshot => "snapshot",
        ResourceKind::CloudwatchAlarm => "alarm",
        ResourceKind::LogsGroup => "log group",
        ResourceKind::S3Bucket => "bucket",
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
            joined(&parts, before)
        }
        (Configuration::EbsVolume(one), Configuration::EbsVolume(two)) => volume_change(one, two),
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
        (_, after) => format!("{} → {}", state(before), state(after)),
    }
}

fn joined(parts: &[String], before: &Configuration) -> String {
    if parts.is_empty() { format!("{} → the same", state(before)) } else { parts.join(", ") }
}

fn volume_change(one: &VolumeConfiguration, two: &VolumeConfiguration) -> String {
    let whole = |value: u32| number(f64::from(value));
    let mut parts = Vec::new();
    if one.volume_type != two.volume_type {
        parts.push(format!("{} → {}", one.volume_type, two.volume_type));
    }
    if one.size_gib != two.size_gib {
        parts.push(format!("{} → {} GiB", whole(one.size_gib), whole(two.size_gib)));
    }
    let mut attribute = |from: Option<u32>, to: Option<u32>, unit: &str| match (from, to) {
        (from, to) if from == to => {}
        (Some(from), Some(to)) => parts.push(format!("{} → {} {unit}", whole(from), whole(to))),
        (None, Some(to)) => parts.push(format!("{} {unit}", whole(to))),
        // The type it becomes has no such setting.
        (_, None) => {}
    };
    attribute(one.iops, two.iops, "IOPS");
    attribute(one.throughput_mibps, two.throughput_mibps, "MiB/s");
    if parts.is_empty() { "the same".to_owned() } else { parts.join(", ") }
}

/// A configuration in a few words: `m5.xlarge, running`, `gp2 100 GiB`.
pub(super) fn state(configuration: &Configuration) -> String {
    let words = match configuration {
        Configuration::Ec2Instance(instance) => {
            format!("{}, {}", instance.instance_type, if instance.running { "running" } else { "stopped" })
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
        Configuration::LogsGroup(group) => {
            format!("{}, {} GiB, kept {}", group.class, number(group.stored_gib), retention(group))
        }
        Configuration::S3Bucket(bucket) => classes(&bucket.gib_by_class),
        Configuration::Absent => "deleted".to_owned(),
    };
    one_line(&words)
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
