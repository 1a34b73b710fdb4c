//! What a resource that parses may still get wrong: absurd sizes, impossible dates, slips in AWS's words.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use serde::de::DeserializeOwned;

use super::Manifest;
use super::words::{nearest, slip};
use crate::model::ids::{AccountId, Region};
use crate::model::resource::{
    Address, Alarm, AutoScalingGroup, Bucket, EcsService, Function, Image, Instance, InstanceType, LogGroup,
    ScalingPolicy, Snapshot, Table, Volume,
};
use crate::model::vocabulary::{
    Architecture, BillingMode, CapacityDirection, InstanceState, Lifecycle, LogClass, PackageType, Platform,
    SnapshotTier, StorageClass, TableClass, Tenancy, VolumeState, VolumeType,
};

/// The largest EBS volume, io2 Block Express: 64 TiB. <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html>
const MOST_VOLUME_GIB: u64 = 65_536;
/// The most IOPS (io2) and MiB/s (gp3) of one volume, from the same page, with room for what AWS raises them to.
const MOST_IOPS: u64 = 1_000_000;
const MOST_THROUGHPUT_MIBPS: u64 = 20_000;
/// 1 EiB: more than any bucket or log group holds.
const MOST_BYTES: u64 = 1 << 60;
const MOST_OBJECTS: u64 = 1_000_000_000_000_000;
const MOST_VCPUS: u64 = 10_000;
/// 1 PiB.
const MOST_MEMORY_MIB: u64 = 1 << 30;
/// A hundred years, ten times CloudWatch Logs' longest retention of today.
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
const MOST_RETENTION_DAYS: u64 = 36_525;

/// More than any quota allows of instances in a group or tasks of a service.
const MOST_MEMBERS: u64 = 1_000_000;
const SERVICE_STATES: &[&str] = &["ACTIVE", "DRAINING", "INACTIVE"];
const POLICY_TYPES: &[&str] = &["TargetTrackingScaling", "StepScaling", "SimpleScaling", "PredictiveScaling"];
/// Ten times what a function can have, 10,240 MB of memory or storage and 15 minutes.
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
const MOST_FUNCTION_MB: u64 = 102_400;
const MOST_TIMEOUT_S: u64 = 9_000;
/// Units of one table: the default quota is 40,000 and can be raised.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>
const MOST_CAPACITY_UNITS: u64 = 1_000_000_000;

#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) field: String,
    pub(super) message: String,
    pub(super) hint: String,
}

#[derive(Debug, Default)]
pub(super) struct Sink {
    pub(super) found: Vec<Wrong>,
}

/// What a resource is checked against; without a readable manifest, accounts, regions and dates are not.
pub(super) struct Context<'a> {
    pub(super) manifest: Option<&'a Manifest>,
}

/// How much later than `as_of` a resource's moment can be: a live run may be told to judge as of an earlier day than it
/// reads.
pub const LATEST_AFTER_AS_OF: TimeDelta = TimeDelta::days(366);

impl Sink {
    pub(super) fn wrong(&mut self, field: &str, message: impl Into<String>, hint: impl Into<String>) {
        self.found.push(Wrong { field: field.to_owned(), message: message.into(), hint: hint.into() });
    }

    fn at_most(&mut self, field: &str, value: impl Into<u64>, most: u64, unit: &str) {
        let value = value.into();
        if value > most {
            self.wrong(
                field,
                format!("{value} {unit} is absurd"),
                format!("at most {most} {unit}; is it another unit?"),
            );
        }
    }

    fn at_least_one(&mut self, field: &str, value: impl Into<u64>, unit: &str) {
        if value.into() == 0 {
            self.wrong(field, format!("0 {unit} cannot be"), "");
        }
    }

    fn units(&mut self, field: &str, units: Option<u32>) {
        self.at_most(field, units.unwrap_or(0), MOST_CAPACITY_UNITS, "capacity units");
    }

    fn id_at(&mut self, field: &str, name: &str) {
        if name.is_empty() {
            self.wrong(field, "the name is empty", "");
        }
    }

    fn word(&mut self, field: &str, word: &str, known: &[&str]) {
        if word.is_empty() {
            self.wrong(field, "the word is empty", format!("known words: {}", known.join(", ")));
        } else if let Some(meant) = slip(word, known) {
            self.wrong(field, format!("`{word}` is none of the known words"), format!("did you mean `{meant}`?"));
        }
    }

    fn moment(&mut self, field: &str, moment: Option<DateTime<Utc>>, context: &Context<'_>) {
        let (Some(moment), Some(manifest)) = (moment, context.manifest) else { return };
        let latest = manifest.as_of.checked_add_signed(LATEST_AFTER_AS_OF).unwrap_or(DateTime::<Utc>::MAX_UTC);
        if moment > latest {
            let as_of = manifest.as_of.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
            self.wrong(field, format!("{} is in the future", shown(moment)), format!("the dataset is as of {as_of}"));
        } else if moment < first_day() {
            self.wrong(field, format!("{} is before AWS existed", shown(moment)), "the earliest year is 2006");
        }
    }

    fn place(&mut self, account: &str, region: Option<&str>, context: &Context<'_>) {
        if !is_account(account) {
            self.wrong("account", format!("`{account}` is no account id"), "an account id is twelve digits in quotes");
        } else if let Some(manifest) = context.manifest {
            let known: Vec<&str> = manifest.accounts.iter().map(AccountId::as_str).collect();
            if !known.contains(&account) {
                self.wrong(
                    "account",
                    format!("account `{account}` is not in the manifest"),
                    meant(account, &known, "accounts"),
                );
            }
        }
        if let (Some(region), Some(manifest)) = (region, context.manifest) {
            let known: Vec<&str> = manifest.regions.iter().map(Region::as_str).collect();
            if !known.contains(&region) {
                self.wrong(
                    "region",
                    format!("region `{region}` is not in the manifest"),
                    meant(region, &known, "regions"),
                );
            }
        }
    }

    fn id(&mut self, id: &str, prefix: &str) {
        if id.is_empty() {
            self.wrong("id", "the id is empty", "");
        } else if !id.starts_with(prefix) {
            self.wrong("id", format!("`{id}` does not begin with `{prefix}`"), "is it a resource of another kind?");
        }
    }
}

fn meant(word: &str, known: &[&str], list: &str) -> String {
    match nearest(word, known) {
        Some(near) => format!("did you mean `{near}`? else add it to `{list}` in manifest.json"),
        None => format!("add it to `{list}` in manifest.json"),
    }
}

pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The year of S3 and EC2.
pub(super) fn first_day() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2006, 1, 1, 0, 0, 0).single().unwrap_or(DateTime::<Utc>::MIN_UTC)
}

fn shown(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// A resource as the loader sees it.
pub(super) trait Checked: DeserializeOwned + Send {
    fn fields() -> &'static [&'static str];
    fn wrong_field(field: &str, json: &str) -> Option<serde_json::Error>;
    /// Account, region, id.
    fn place(&self) -> (&str, &str, &str);
    fn check(&self, context: &Context<'_>, sink: &mut Sink);
}

macro_rules! checked {
    ($($model:ident => $check:expr;)*) => {
        $(impl Checked for $model {
            fn fields() -> &'static [&'static str] {
                Self::FIELD_NAMES
            }
            fn wrong_field(field: &str, json: &str) -> Option<serde_json::Error> {
                Self::field_error(field, json)
            }
            fn place(&self) -> (&str, &str, &str) {
                (self.account.as_str(), self.region.as_str(), &self.id)
            }
            fn check(&self, context: &Context<'_>, sink: &mut Sink) {
                let check: fn(&Self, &Context<'_>, &mut Sink) = $check;
                check(self, context, sink);
            }
        })*
    };
}

checked! {
    Instance => |i, context, sink| {
        sink.place(i.account.as_str(), Some(i.region.as_str()), context);
        sink.id(&i.id, "i-");
        instance_type(&i.instance_type, "instance_type", sink);
        sink.word("platform", i.platform.word(), Platform::WORDS);
        sink.word("tenancy", i.tenancy.word(), Tenancy::WORDS);
        sink.word("lifecycle", i.lifecycle.word(), Lifecycle::WORDS);
        sink.word("architecture", i.architecture.word(), Architecture::WORDS);
        sink.word("state", i.state.word(), InstanceState::WORDS);
        sink.moment("stopped_at", i.stopped_at, context);
        sink.moment("launched_at", i.launched_at, context);
        sink.moment("root_attached_at", i.root_attached_at, context);
    };
    InstanceType => |t, context, sink| {
        sink.place(t.account.as_str(), Some(t.region.as_str()), context);
        instance_type(&t.id, "id", sink);
        sink.at_least_one("vcpus", t.vcpus, "vCPUs");
        sink.at_most("vcpus", t.vcpus, MOST_VCPUS, "vCPUs");
        sink.at_least_one("memory_mib", t.memory_mib, "MiB");
        sink.at_most("memory_mib", t.memory_mib, MOST_MEMORY_MIB, "MiB");
        for architecture in &t.architectures {
            sink.word("architectures", architecture.word(), Architecture::WORDS);
        }
        for (field, value) in [
            ("network_baseline_gbps", t.network_baseline_gbps),
            ("ebs_baseline_throughput_mbps", t.ebs_baseline_throughput_mbps),
        ] {
            if value.is_some_and(|value| value < 0.0) {
                sink.wrong(field, "it is negative", "");
            }
        }
    };
    Image => |i, context, sink| {
        sink.place(i.account.as_str(), Some(i.region.as_str()), context);
        sink.id(&i.id, "ami-");
        sink.moment("created_at", i.created_at, context);
    };
    Address => |a, context, sink| {
        sink.place(a.account.as_str(), Some(a.region.as_str()), context);
        // An address of EC2-Classic has no allocation id and goes by itself.
        if a.id != a.public_ip {
            sink.id(&a.id, "eipalloc-");
        }
        if a.public_ip.parse::<std::net::IpAddr>().is_err() {
            sink.wrong("public_ip", format!("`{}` is no IP address", a.public_ip), "");
        }
    };
    AutoScalingGroup => |g, context, sink| {
        sink.place(g.account.as_str(), Some(g.region.as_str()), context);
        sink.id(&g.id, "");
        for (field, size) in
            [("min_size", g.min_size), ("max_size", g.max_size), ("desired_capacity", g.desired_capacity)]
        {
            sink.at_most(field, size, MOST_MEMBERS, "instances");
        }
        if let Some(word) = &g.instance_type {
            instance_type(word, "instance_type", sink);
        }
        for (index, one) in g.mixed_instances_policy.iter().flat_map(|policy| &policy.overrides).enumerate() {
            if let Some(word) = &one.instance_type {
                instance_type(word, &format!("mixed_instances_policy.overrides[{index}].instance_type"), sink);
            }
        }
        scaling(g.scaling_policies.as_deref().unwrap_or_default(), sink);
        sink.moment("created_at", g.created_at, context);
    };
    EcsService => |s, context, sink| {
        sink.place(s.account.as_str(), Some(s.region.as_str()), context);
        if s.id.split('/').filter(|part| !part.is_empty()).count() != 2 || s.id.matches('/').count() != 1 {
            sink.wrong("id", format!("`{}` is no service", s.id), "a service is called `cluster/service`");
        }
        sink.word("status", &s.status, SERVICE_STATES);
        if let Some(word) = &s.scheduling_strategy {
            sink.word("scheduling_strategy", word, &["REPLICA", "DAEMON"]);
        }
        if let Some(word) = &s.launch_type {
            sink.word("launch_type", word, &["FARGATE", "EC2", "EXTERNAL"]);
        }
        if let Some(architecture) = &s.cpu_architecture {
            sink.word("cpu_architecture", architecture.word(), Architecture::WORDS);
        }
        sink.at_most("desired_count", s.desired_count, MOST_MEMBERS, "tasks");
        sink.at_most("running_count", s.running_count.unwrap_or(0), MOST_MEMBERS, "tasks");
        for (field, value, most, unit) in [
            ("cpu_units", s.cpu_units, MOST_VCPUS * 1024, "CPU units"),
            ("memory_mib", s.memory_mib, MOST_MEMORY_MIB, "MiB"),
            ("ephemeral_storage_gib", s.ephemeral_storage_gib, MOST_VOLUME_GIB, "GiB"),
        ] {
            if let Some(value) = value {
                sink.at_least_one(field, value, unit);
                sink.at_most(field, value, most, unit);
            }
        }
        scaling(s.scaling_policies.as_deref().unwrap_or_default(), sink);
        sink.moment("created_at", s.created_at, context);
    };
    Volume => |v, context, sink| {
        sink.place(v.account.as_str(), Some(v.region.as_str()), context);
        sink.id(&v.id, "vol-");
        sink.word("volume_type", v.volume_type.word(), VolumeType::WORDS);
        sink.at_least_one("size_gib", v.size_gib, "GiB");
        sink.at_most("size_gib", v.size_gib, MOST_VOLUME_GIB, "GiB");
        sink.at_most("iops", v.iops.unwrap_or(0), MOST_IOPS, "IOPS");
        sink.at_most("throughput_mibps", v.throughput_mibps.unwrap_or(0), MOST_THROUGHPUT_MIBPS, "MiB/s");
        sink.word("state", v.state.word(), VolumeState::WORDS);
        sink.moment("created_at", v.created_at, context);
        for (index, attachment) in v.attachments.iter().enumerate() {
            sink.moment(&format!("attachments[{index}].attached_at"), attachment.attached_at, context);
        }
    };
    Snapshot => |s, context, sink| {
        sink.place(s.account.as_str(), Some(s.region.as_str()), context);
        sink.id(&s.id, "snap-");
        sink.at_most("volume_size_gib", s.volume_size_gib, MOST_VOLUME_GIB, "GiB");
        sink.at_most("full_snapshot_bytes", s.full_snapshot_bytes.unwrap_or(0), MOST_BYTES, "bytes");
        sink.word("tier", s.tier.word(), SnapshotTier::WORDS);
        sink.moment("started_at", s.started_at, context);
    };
    Alarm => |a, context, sink| {
        sink.place(a.account.as_str(), Some(a.region.as_str()), context);
        sink.id(&a.id, "");
        if a.period_s == Some(0) {
            sink.wrong("period_s", "0 seconds cannot be", "");
        }
    };
    Table => |t, context, sink| {
        sink.place(t.account.as_str(), Some(t.region.as_str()), context);
        sink.id(&t.id, "");
        sink.word("billing_mode", t.billing_mode.word(), BillingMode::WORDS);
        sink.word("table_class", t.table_class.word(), TableClass::WORDS);
        sink.units("read_capacity_units", t.read_capacity_units);
        sink.units("write_capacity_units", t.write_capacity_units);
        sink.at_most("size_bytes", t.size_bytes.unwrap_or(0), MOST_BYTES, "bytes");
        sink.at_most("item_count", t.item_count.unwrap_or(0), MOST_OBJECTS, "items");
        sink.moment("created_at", t.created_at, context);
        for (place, index) in t.indexes.iter().enumerate() {
            sink.id_at(&format!("indexes[{place}].name"), &index.name);
            sink.units(&format!("indexes[{place}].read_capacity_units"), index.read_capacity_units);
            sink.units(&format!("indexes[{place}].write_capacity_units"), index.write_capacity_units);
            sink.at_most(&format!("indexes[{place}].size_bytes"), index.size_bytes.unwrap_or(0), MOST_BYTES, "bytes");
            if t.indexes.iter().take(place).any(|other| other.name == index.name) {
                sink.wrong(&format!("indexes[{place}].name"), format!("`{}` is given twice", index.name), "");
            }
        }
        for (place, scaling) in t.scaling.iter().flatten().enumerate() {
            let field = |name: &str| format!("scaling[{place}].{name}");
            sink.word(&field("direction"), scaling.direction.word(), CapacityDirection::WORDS);
            sink.units(&field("minimum_units"), Some(scaling.minimum_units));
            sink.units(&field("maximum_units"), Some(scaling.maximum_units));
            if scaling.minimum_units > scaling.maximum_units {
                let message = format!("{} is more than maximum_units", scaling.minimum_units);
                sink.wrong(&field("minimum_units"), message, "");
            }
            if scaling.target_percent.is_some_and(|target| !(1.0..=100.0).contains(&target)) {
                sink.wrong(&field("target_percent"), "a target utilization is 1 to 100 percent", "");
            }
            if scaling.index.as_ref().is_some_and(|name| !t.indexes.iter().any(|index| index.name == *name)) {
                sink.wrong(&field("index"), "the table has no such index", "");
            }
        }
    };
    Function => |f, context, sink| {
        sink.place(f.account.as_str(), Some(f.region.as_str()), context);
        sink.id(&f.id, "");
        sink.at_least_one("memory_mb", f.memory_mb, "MB");
        sink.at_most("memory_mb", f.memory_mb, MOST_FUNCTION_MB, "MB");
        sink.at_most("ephemeral_storage_mb", f.ephemeral_storage_mb.unwrap_or(0), MOST_FUNCTION_MB, "MB");
        sink.at_most("timeout_s", f.timeout_s.unwrap_or(0), MOST_TIMEOUT_S, "seconds");
        sink.word("architecture", f.architecture.word(), Architecture::WORDS);
        if let Some(package_type) = &f.package_type {
            sink.word("package_type", package_type.word(), PackageType::WORDS);
        }
        sink.moment("modified_at", f.modified_at, context);
    };
    LogGroup => |g, context, sink| {
        sink.place(g.account.as_str(), Some(g.region.as_str()), context);
        sink.id(&g.id, "");
        sink.word("class", g.class.word(), LogClass::WORDS);
        if let Some(days) = g.retention_days {
            sink.at_least_one("retention_days", days, "days");
            sink.at_most("retention_days", days, MOST_RETENTION_DAYS, "days");
        }
        sink.at_most("stored_bytes", g.stored_bytes.unwrap_or(0), MOST_BYTES, "bytes");
        sink.moment("created_at", g.created_at, context);
    };
    // A bucket's own region need not be among those audited.
    Bucket => |b, context, sink| {
        sink.place(b.account.as_str(), None, context);
        sink.id(&b.id, "");
        sink.moment("created_at", b.created_at, context);
        for (class, bytes) in b.bytes_by_class.iter().flatten() {
            let field = format!("bytes_by_class.{class}");
            sink.word(&field, class.word(), StorageClass::WORDS);
            sink.at_most(&field, *bytes, MOST_BYTES, "bytes");
        }
        sink.at_most("object_count", b.object_count.unwrap_or(0), MOST_OBJECTS, "objects");
        for (index, upload) in b.incomplete_uploads.iter().flat_map(|incomplete| &incomplete.uploads).enumerate() {
            sink.moment(&format!("incomplete_uploads.uploads[{index}].initiated_at"), Some(upload.initiated_at), context);
            let field = format!("incomplete_uploads.uploads[{index}].bytes");
            sink.at_most(&field, upload.bytes.unwrap_or(0), MOST_BYTES, "bytes");
        }
    };
}

fn scaling(policies: &[ScalingPolicy], sink: &mut Sink) {
    for (index, policy) in policies.iter().enumerate() {
        let field = format!("scaling_policies[{index}]");
        sink.word(&format!("{field}.policy_type"), &policy.policy_type, POLICY_TYPES);
        if policy.target_value.is_some_and(|target| !target.is_finite() || target < 0.0) {
            sink.wrong(&format!("{field}.target_value"), "it is negative", "");
        }
    }
}

fn instance_type(word: &str, field: &str, sink: &mut Sink) {
    if !word.split_once('.').is_some_and(|(family, size)| !family.is_empty() && !size.is_empty()) {
        sink.wrong(field, format!("`{word}` is no instance type"), "an instance type looks like `m5.large`");
    }
}
