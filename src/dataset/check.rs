//! What a resource that parses may still get wrong: absurd sizes, impossible dates, slips in AWS's words.

use serde::de::DeserializeOwned;

use super::sink::{Context, Sink};
use crate::model::resource::{
    Address, Alarm, AutoScalingGroup, Bucket, CacheCluster, DbInstance, EcsService, Function, Image, Instance,
    InstanceType, LogGroup, ReservedInstances, SavingsPlan, ScalingPolicy, Snapshot, Table, Volume,
};
use crate::model::vocabulary::{
    Architecture, BillingMode, CapacityDirection, InstanceState, Lifecycle, LogClass, OfferingClass, PackageType,
    Platform, ReservationScope, SavingsPlanType, SnapshotTier, StorageClass, TableClass, Tenancy, VolumeState,
    VolumeType,
};

/// The largest EBS volume, io2 Block Express: 64 TiB. <https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html>
const MOST_VOLUME_GIB: u64 = 65_536;
/// The most IOPS (io2) and MiB/s (gp3) of one volume, from the same page, with room for what AWS raises them to.
const MOST_IOPS: u64 = 1_000_000;
const MOST_THROUGHPUT_MIBPS: u64 = 20_000;
/// 1 EiB: more than any bucket or log group holds.
const MOST_BYTES: u64 = 1 << 60;
const MOST_OBJECTS: u64 = 1_000_000_000_000_000;
/// Ten times the nodes of the largest ElastiCache cluster.
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html>
const MOST_NODES: u64 = 5_000;
const MOST_VCPUS: u64 = 10_000;
/// 1 PiB.
const MOST_MEMORY_MIB: u64 = 1 << 30;
/// AWS's quota is far below; a purchase of more is a slip.
const MOST_RESERVED: u64 = 100_000;
/// Dollars an hour of one commitment, and dollars upfront for one instance.
const MOST_HOURLY_USD: i64 = 1_000_000;
const MOST_UPFRONT_USD: i64 = 100_000_000;
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
    ReservedInstances => |r, context, sink| {
        sink.place(r.account.as_str(), Some(r.region.as_str()), context);
        sink.id(&r.id, "");
        instance_type(&r.instance_type, "instance_type", sink);
        sink.word("platform", r.platform.word(), Platform::WORDS);
        sink.one_of("tenancy", r.tenancy.word(), &["shared", "dedicated"], "the default tenancy is `shared`");
        sink.one_of("scope", r.scope.word(), ReservationScope::WORDS, "");
        match (&r.scope, &r.availability_zone) {
            (ReservationScope::AvailabilityZone, None) => {
                sink.wrong("availability_zone", "the zone is missing", "the scope is `Availability Zone`");
            }
            (ReservationScope::Region, Some(zone)) => {
                sink.wrong("availability_zone", format!("`{zone}` does not fit the scope `Region`"), "drop one of the two");
            }
            _ => {}
        }
        sink.word("offering_class", r.offering_class.as_ref().map_or("standard", OfferingClass::word), OfferingClass::WORDS);
        sink.at_least_one("instance_count", r.instance_count, "instances");
        sink.at_most("instance_count", r.instance_count, MOST_RESERVED, "instances");
        sink.term(r.start, r.end);
        sink.dollars("fixed_price_usd", r.fixed_price_usd, MOST_UPFRONT_USD);
        sink.dollars("recurring_hourly_usd", r.recurring_hourly_usd, MOST_HOURLY_USD);
    };
    // A plan's own region need not be among those audited.
    SavingsPlan => |p, context, sink| {
        sink.place(p.account.as_str(), None, context);
        sink.id(&p.id, "");
        sink.word("plan_type", p.plan_type.word(), SavingsPlanType::WORDS);
        sink.word("state", &p.state, SAVINGS_PLAN_STATES);
        match (&p.plan_type, &p.instance_family) {
            (SavingsPlanType::Ec2Instance, None) => {
                sink.wrong("instance_family", "the family is missing", "an EC2Instance plan covers one, such as `m5`");
            }
            (SavingsPlanType::Ec2Instance, Some(family)) if family.is_empty() || family.contains('.') => {
                sink.wrong("instance_family", format!("`{family}` is no instance family"), "a family looks like `m5`");
            }
            (SavingsPlanType::Ec2Instance, Some(_)) if p.region.as_str() == "global" => {
                sink.wrong("region", "an EC2Instance plan covers one region", "name it, as in `us-east-1`");
            }
            (SavingsPlanType::Compute, Some(family)) => {
                sink.wrong("instance_family", format!("a Compute plan is not bound to `{family}`"), "drop it");
            }
            _ => {}
        }
        sink.term(p.start, p.end);
        sink.dollars("commitment_hourly_usd", Some(p.commitment_hourly_usd), MOST_HOURLY_USD);
        if p.commitment_hourly_usd.is_zero() {
            sink.wrong("commitment_hourly_usd", "$0.00 an hour is no commitment", "");
        }
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
    DbInstance => |d, context, sink| {
        sink.place(d.account.as_str(), Some(d.region.as_str()), context);
        sink.id(&d.id, "");
        class_name(&d.instance_class, "instance_class", "db.", "db.m6g.large", sink);
        sink.at_most("allocated_gib", d.allocated_gib.unwrap_or(0), MOST_VOLUME_GIB, "GiB");
        sink.at_most("iops", d.iops.unwrap_or(0), MOST_IOPS, "IOPS");
        sink.at_most("throughput_mibps", d.throughput_mibps.unwrap_or(0), MOST_THROUGHPUT_MIBPS, "MiB/s");
        sink.moment("created_at", d.created_at, context);
    };
    CacheCluster => |c, context, sink| {
        sink.place(c.account.as_str(), Some(c.region.as_str()), context);
        sink.id(&c.id, "");
        class_name(&c.node_type, "node_type", "cache.", "cache.m6g.large", sink);
        sink.at_most("nodes", c.nodes, MOST_NODES, "nodes");
        sink.moment("created_at", c.created_at, context);
    };
}

fn class_name(word: &str, field: &str, prefix: &str, example: &str, sink: &mut Sink) {
    if word.strip_prefix(prefix).is_none_or(str::is_empty) {
        sink.wrong(field, format!("`{word}` does not begin with `{prefix}`"), format!("it looks like `{example}`"));
    }
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

/// <https://docs.aws.amazon.com/savingsplans/latest/APIReference/API_SavingsPlan.html>
const SAVINGS_PLAN_STATES: &[&str] = &[
    "payment-pending",
    "payment-failed",
    "active",
    "retired",
    "queued",
    "queued-deleted",
    "pending-return",
    "returned",
];

fn instance_type(word: &str, field: &str, sink: &mut Sink) {
    if !word.split_once('.').is_some_and(|(family, size)| !family.is_empty() && !size.is_empty()) {
        sink.wrong(field, format!("`{word}` is no instance type"), "an instance type looks like `m5.large`");
    }
}
