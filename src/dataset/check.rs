//! What a resource that parses may still get wrong: absurd sizes, impossible dates, slips in AWS's words.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use serde::de::DeserializeOwned;

use super::Manifest;
use super::words::{nearest, slip};
use crate::model::ids::{AccountId, Region};
use crate::model::resource::{
    Address, Alarm, Bucket, Image, Instance, InstanceType, LogGroup, ReservedInstances, SavingsPlan, Snapshot, Volume,
};
use crate::model::vocabulary::{
    Architecture, InstanceState, Lifecycle, LogClass, OfferingClass, Platform, ReservationScope, SavingsPlanType,
    SnapshotTier, StorageClass, Tenancy, VolumeState, VolumeType,
};
use crate::units::Usd;

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
/// AWS's quota is far below; a purchase of more is a slip.
const MOST_RESERVED: u64 = 100_000;
/// Dollars an hour of one commitment, and dollars upfront for one instance.
const MOST_HOURLY_USD: i64 = 1_000_000;
const MOST_UPFRONT_USD: i64 = 100_000_000;
/// A hundred years, ten times CloudWatch Logs' longest retention of today.
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
const MOST_RETENTION_DAYS: u64 = 36_525;

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

    fn word(&mut self, field: &str, word: &str, known: &[&str]) {
        if word.is_empty() {
            self.wrong(field, "the word is empty", format!("known words: {}", known.join(", ")));
        } else if let Some(meant) = slip(word, known) {
            self.wrong(field, format!("`{word}` is none of the known words"), format!("did you mean `{meant}`?"));
        }
    }

    /// A list that is closed: what decides what is covered is not guessed.
    fn one_of(&mut self, field: &str, word: &str, known: &[&str], hint: &str) {
        if !known.contains(&word) {
            let near = nearest(word, known).map(|near| format!("did you mean `{near}`?"));
            let listed =
                || if hint.is_empty() { format!("known words: {}", known.join(", ")) } else { hint.to_owned() };
            self.wrong(field, format!("`{word}` is none of the known words"), near.unwrap_or_else(listed));
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

    /// Terms reach years into the future, so they are held to the calendar of AWS alone.
    fn term(&mut self, start: Option<DateTime<Utc>>, end: Option<DateTime<Utc>>) {
        for (field, moment) in [("start", start), ("end", end)] {
            if let Some(moment) = moment.filter(|moment| *moment < first_day()) {
                self.wrong(field, format!("{} is before AWS existed", shown(moment)), "the earliest year is 2006");
            }
        }
        if let (Some(start), Some(end)) = (start, end)
            && start >= end
        {
            self.wrong("end", "the term ends before it begins", "the end is exclusive");
        }
    }

    fn dollars(&mut self, field: &str, amount: Option<Usd>, most: i64) {
        let Some(amount) = amount else { return };
        if amount.is_negative() {
            self.wrong(field, format!("{amount} is negative"), "");
        } else if amount.to_f64() > most as f64 {
            self.wrong(field, format!("{amount} is absurd"), format!("at most {most} dollars; is it another unit?"));
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
