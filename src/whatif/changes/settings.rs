//! `set:` of a change: what can be written of each kind.

use super::Located;
use super::limits::{RETENTIONS, limits};
use crate::model::ids::ResourceKind;
use crate::model::vocabulary::{LogClass, StorageClass, VolumeType};
use crate::rules::literal::{Dimension, GIB_BYTES, Literal};
use crate::rules::yaml::{Diagnostics, Fields, Node, Value, did_you_mean};
use crate::units::HOURS_PER_MONTH;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Setting {
    Delete,
    /// An instance no longer runs; starting one is no edit.
    Stop,
    InstanceType(String),
    DetailedMonitoring(bool),
    /// Of a month of 730.
    RunningHours(f64),
    VolumeType(VolumeType),
    Iops(u32),
    Throughput(u32),
    Retention(u32),
    LogClass(LogClass),
    /// Standard data moved into these classes.
    StorageClasses(Vec<(StorageClass, Part)>),
}

/// How much of the Standard data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Part {
    /// 0 to 1.
    Share(f64),
    Gib(f64),
}

impl Setting {
    /// What it writes, as `set` spells it; later changes of the same win.
    pub(super) const fn attribute(&self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Stop => "running",
            Self::InstanceType(_) => "instance_type",
            Self::DetailedMonitoring(_) => "detailed_monitoring",
            Self::RunningHours(_) => "running_hours_per_month",
            Self::VolumeType(_) => "volume_type",
            Self::Iops(_) => "iops",
            Self::Throughput(_) => "throughput_mibps",
            Self::Retention(_) => "retention_days",
            Self::LogClass(_) => "class",
            Self::StorageClasses(_) => "storage_classes",
        }
    }

    pub(super) fn fits(&self, kind: ResourceKind) -> bool {
        matches!(self, Self::Delete) || attributes(kind).contains(&self.attribute())
    }
}

/// What `set` takes of a kind.
const fn attributes(kind: ResourceKind) -> &'static [&'static str] {
    match kind {
        ResourceKind::Ec2Instance => &["instance_type", "detailed_monitoring", "running_hours_per_month", "running"],
        ResourceKind::EbsVolume => &["volume_type", "iops", "throughput_mibps"],
        ResourceKind::LogsGroup => &["retention_days", "class"],
        ResourceKind::S3Bucket => &["storage_classes"],
        _ => &[],
    }
}

/// Without a kind (a mistake of its own) nothing can be said of the attributes.
pub(super) fn settings(
    node: &Node,
    path: &str,
    kind: Option<ResourceKind>,
    diagnostics: &mut Diagnostics,
) -> Vec<Located<Setting>> {
    let Some(kind) = kind else { return Vec::new() };
    let known = attributes(kind);
    if known.is_empty() {
        let message = format!("nothing of a resource of kind `{kind}` can be set");
        diagnostics.at(node, path, message, "`delete: true` is all that can be done");
        return Vec::new();
    }
    let Some(fields) = Fields::of(node, path, known, diagnostics) else { return Vec::new() };
    if fields.entries().is_empty() {
        diagnostics.at(node, path, "must not be empty", format!("set one of `{}`", known.join("`, `")));
    }
    let mut found = Vec::new();
    for (key, node) in fields.entries().iter().filter(|(key, _)| known.contains(&key.name.as_str())) {
        let path = fields.name(&key.name);
        found
            .extend(setting(&key.name, &fields, node, &path, diagnostics).map(|value| Located::at(node, &path, value)));
    }
    check_performance(&fields, &found, diagnostics);
    found
}

fn setting(name: &str, fields: &Fields<'_>, node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<Setting> {
    match name {
        "instance_type" => fields.text(name, diagnostics).map(|name| Setting::InstanceType(name.to_owned())),
        "detailed_monitoring" => flag(node, path, diagnostics).map(Setting::DetailedMonitoring),
        "running_hours_per_month" => hours(node, path, diagnostics).map(Setting::RunningHours),
        "running" if flag(node, path, diagnostics)? => {
            diagnostics.at(node, path, "an instance can only be stopped", "write `running: false`, or `stop: true`");
            None
        }
        "running" => Some(Setting::Stop),
        "volume_type" => {
            word(fields, name, VolumeType::WORDS, diagnostics).map(VolumeType::from_word).map(Setting::VolumeType)
        }
        "iops" => whole(node, path, "operations a second", diagnostics).map(Setting::Iops),
        "throughput_mibps" => whole(node, path, "MiB/s", diagnostics).map(Setting::Throughput),
        "retention_days" => retention(node, path, diagnostics).map(Setting::Retention),
        "class" => {
            word(fields, name, &LogClass::WORDS[..2], diagnostics).map(LogClass::from_word).map(Setting::LogClass)
        }
        "storage_classes" => storage_classes(node, path, diagnostics).map(Setting::StorageClasses),
        _ => None,
    }
}

fn word(
    fields: &Fields<'_>,
    name: &str,
    words: &'static [&'static str],
    diagnostics: &mut Diagnostics,
) -> Option<&'static str> {
    let words: Vec<(&'static str, &'static str)> = words.iter().map(|word| (*word, *word)).collect();
    fields.word(name, &words, diagnostics)
}

fn flag(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<bool> {
    if let Value::Flag(flag) = node.value {
        return Some(flag);
    }
    diagnostics.at(node, path, format!("expected `true` or `false`, found {}", node.value.noun()), "");
    None
}

/// A whole number that is not negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole and within bounds")]
fn whole(node: &Node, path: &str, unit: &str, diagnostics: &mut Diagnostics) -> Option<u32> {
    let hint = format!("write a whole number of {unit}");
    match node.value {
        Value::Number(number) if (0.0..=f64::from(u32::MAX)).contains(&number) && number.fract() == 0.0 => {
            Some(number as u32)
        }
        Value::Number(number) => {
            diagnostics.at(node, path, format!("{number} is no such number"), hint);
            None
        }
        _ => {
            diagnostics.at(node, path, format!("expected a number, found {}", node.value.noun()), hint);
            None
        }
    }
}

/// More than none (`stop: true` says that), at most a whole month.
fn hours(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<f64> {
    let month = HOURS_PER_MONTH.to_f64();
    match node.value {
        Value::Number(hours) if hours > 0.0 && hours <= month => Some(hours),
        _ => {
            let message = format!("expected hours of a month, more than 0 and at most {month}");
            diagnostics.at(node, path, message, "write a plain number such as `282.44`");
            None
        }
    }
}

fn retention(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<u32> {
    let days = whole(node, path, "days", diagnostics)?;
    if RETENTIONS.contains(&days) {
        return Some(days);
    }
    let below = RETENTIONS.into_iter().filter(|other| *other < days).max();
    let above = RETENTIONS.into_iter().find(|other| *other > days);
    let near: Vec<String> = [below, above].into_iter().flatten().map(|days| days.to_string()).collect();
    let hint = format!("the nearest that it takes: {}", near.join(" and "));
    diagnostics.at(node, path, format!("CloudWatch Logs takes no retention of {days} days"), hint);
    None
}

/// `{ STANDARD_IA: 60 %, GLACIER_IR: 500 GiB }`: what of the Standard data goes where.
fn storage_classes(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<Vec<(StorageClass, Part)>> {
    let Value::Map(entries) = &node.value else {
        let hint = "write it as `{ STANDARD_IA: 60 % }`: what of the Standard data goes where";
        diagnostics.at(node, path, format!("expected a mapping, found {}", node.value.noun()), hint);
        return None;
    };
    let known =
        || StorageClass::WORDS.iter().copied().filter(|word| *word != "STANDARD").chain(["INTELLIGENT_TIERING"]);
    let mut found = Vec::new();
    for (key, node) in entries {
        let path = format!("{path}.{}", key.name);
        if !known().any(|word| word == key.name) {
            let hint = did_you_mean(&key.name, known());
            diagnostics.at_key(key, &path, format!("`{}` is no class to move Standard data into", key.name), hint);
            continue;
        }
        let class = match key.name.as_str() {
            "INTELLIGENT_TIERING" => StorageClass::IntelligentTieringFrequent,
            word => StorageClass::from_word(word),
        };
        found.extend(part(node, &path, diagnostics).map(|part| (class, part)));
    }
    let shares: f64 = found.iter().map(|(_, part)| if let Part::Share(share) = part { *share } else { 0.0 }).sum();
    if shares > 1.0 + 1e-9 {
        diagnostics.at(node, path, format!("{:.0} % is more than there is", shares * 100.0), "");
    }
    Some(found)
}

fn part(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<Part> {
    let literal = match &node.value {
        Value::Text(text) => Literal::parse(text).ok(),
        _ => None,
    };
    let part = literal.and_then(|literal| match literal.dimension() {
        Dimension::Percent if (0.0..=100.0).contains(&literal.base()) => Some(Part::Share(literal.base() / 100.0)),
        Dimension::Size if literal.base() >= 0.0 => Some(Part::Gib(literal.base() / GIB_BYTES)),
        _ => None,
    });
    if part.is_none() {
        diagnostics.at(node, path, "expected a share or a size", "write it as in `60 %` or `500 GiB`");
    }
    part
}

/// Figures that the type cannot have, where the change itself says the type.
fn check_performance(fields: &Fields<'_>, found: &[Located<Setting>], diagnostics: &mut Diagnostics) {
    let volume_type = found.iter().find_map(|it| if let Setting::VolumeType(it) = &it.value { Some(it) } else { None });
    let iops = found.iter().find_map(|it| if let Setting::Iops(it) = it.value { Some(it) } else { None });
    let throughput = found.iter().find_map(|it| if let Setting::Throughput(it) = it.value { Some(it) } else { None });
    let Some(volume_type) = volume_type else { return };
    let limits = limits(volume_type);
    let mut told = false;
    for (field, iops, throughput) in [("iops", iops, None), ("throughput_mibps", None, throughput)] {
        if let Some((wrong, node)) = limits.wrong(volume_type, iops, throughput, None).zip(fields.get(field)) {
            diagnostics.at(node, &fields.name(field), wrong, "");
            told = true;
        }
    }
    if let (false, Some(wrong), Some(node)) =
        (told, limits.wrong(volume_type, iops, throughput, None), fields.get("throughput_mibps"))
    {
        diagnostics.at(node, &fields.name("throughput_mibps"), wrong, "");
    }
}
