//! `fixtures/rules/<service>/<rule>.yml` → a dataset folder a case, in the dataset's own format.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, SecondsFormat, TimeDelta, TimeZone, Timelike, Utc, Weekday};
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::rules::metrics::metrics_of;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

const ACCOUNT: &str = "111122223333";
const REGION: &str = "eu-west-1";

/// The few resources that show one rule flagged, passed and unknown.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fixture {
    pub(crate) cases: Vec<Case>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// What is special about it.
    pub(crate) about: String,
    /// The verdict of the rule's conditions.
    pub(crate) expect: Expected,
    /// The verdict once the remediation has looked for something better, where that differs.
    #[serde(default)]
    pub(crate) remedied: Option<Expected>,
    /// Fields that differ from an unremarkable resource of the kind; null removes one, `3 days ago` is a moment.
    #[serde(default)]
    pub(crate) resource: Map<String, Value>,
    /// `CPUUtilization Maximum: 3.2 for 14 days`: a point an hour (IncomingBytes: a day) with that value.
    #[serde(default)]
    pub(crate) metrics: BTreeMap<String, String>,
    /// The same of other resources of the dataset, by id.
    #[serde(default)]
    pub(crate) metrics_beside: BTreeMap<String, BTreeMap<String, String>>,
    /// CloudWatch was not asked.
    #[serde(default)]
    pub(crate) unasked: bool,
    /// Other resources of the dataset, by kind.
    #[serde(default)]
    pub(crate) beside: Vec<BTreeMap<String, Map<String, Value>>>,
    /// Operations that were denied for the whole region, or (GetMetricData) for the resource.
    #[serde(default)]
    pub(crate) denied: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Expected {
    Flagged,
    Passed,
    Unknown,
}

/// Every fixture file with the id of its rule.
pub(crate) fn fixture_files() -> Vec<(String, PathBuf)> {
    let root = super::root().join("fixtures/rules");
    let mut found = Vec::new();
    for service in std::fs::read_dir(&root).unwrap() {
        let service = service.unwrap().path();
        for file in std::fs::read_dir(&service).unwrap() {
            let file = file.unwrap().path();
            let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
            found.push((format!("{}-{}", name(&service), name(&file)), file));
        }
    }
    found.sort();
    found
}

pub(crate) fn read(file: &Path) -> Fixture {
    serde_saphyr::from_str(&std::fs::read_to_string(file).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The moment every age of a fixture is relative to.
pub(crate) fn as_of() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 1, 0, 0, 0).unwrap()
}

/// The id of the resource that a case judges.
pub(crate) fn judged_id(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Ec2Instance => "i-0a000000000000001",
        ResourceKind::Ec2Address => "eipalloc-0a000000000000001",
        ResourceKind::AutoscalingGroup => "judged-group",
        ResourceKind::EcsService => "shop/judged",
        ResourceKind::EbsVolume => "vol-0a000000000000001",
        ResourceKind::EbsSnapshot => "snap-0a000000000000001",
        ResourceKind::Ec2Image => "ami-0a000000000000001",
        ResourceKind::DynamodbTable => "judged-table",
        ResourceKind::LambdaFunction => "judged-function",
        ResourceKind::LogsGroup => "/app/judged",
        ResourceKind::S3Bucket => "judged-bucket",
        ResourceKind::CloudwatchAlarm => "alarm-1",
        ResourceKind::Ec2InstanceType => "m5.large",
        ResourceKind::RdsInstance => "judged-database",
        ResourceKind::ElasticacheCluster => "judged-cache-001",
        ResourceKind::Ec2ReservedInstances => "0a000000-0000-4000-8000-000000000001",
        ResourceKind::SavingsPlan => "0b000000-0000-4000-8000-000000000001",
    }
}

/// Write the dataset of a case; the folder goes with the returned handle.
pub(crate) fn materialize(kind: ResourceKind, case: &Case) -> TempDir {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    std::fs::create_dir_all(root.join("resources")).unwrap();
    std::fs::create_dir_all(root.join("metrics")).unwrap();
    std::fs::create_dir_all(root.join("billing")).unwrap();
    let mut lines: BTreeMap<ResourceKind, String> = BTreeMap::new();
    writeln!(lines.entry(kind).or_default(), "{}", resource(kind, &case.resource)).unwrap();
    for beside in &case.beside {
        for (name, fields) in beside {
            let kind = ResourceKind::from_name(name).unwrap_or_else(|| panic!("{name} is no kind"));
            writeln!(lines.entry(kind).or_default(), "{}", resource(kind, fields)).unwrap();
        }
    }
    for kind in ResourceKind::ALL {
        // An empty file says that there are none; no file would say that nobody looked.
        let lines = lines.remove(&kind).unwrap_or_default();
        std::fs::write(root.join(format!("resources/{kind}.jsonl")), lines).unwrap();
    }
    std::fs::write(root.join(format!("metrics/{kind}.csv")), metrics(judged_id(kind), &case.metrics)).unwrap();
    for (id, series) in &case.metrics_beside {
        // Ids of instances alone are told apart.
        let file = root.join(format!("metrics/{}.csv", ResourceKind::Ec2Instance));
        let before = std::fs::read_to_string(&file).unwrap_or_default();
        let more = metrics(id, series);
        let rows = if before.is_empty() { more.as_str() } else { more.split_once('\n').unwrap().1 };
        std::fs::write(&file, before + rows).unwrap();
    }
    std::fs::write(root.join("manifest.json"), manifest(kind, case).to_string()).unwrap();
    std::fs::write(root.join("gaps.jsonl"), gaps(kind, case)).unwrap();
    folder
}

fn manifest(kind: ResourceKind, case: &Case) -> Value {
    let mut answers = Vec::new();
    for metric in metrics_of(kind).filter(|_| !case.unasked) {
        for statistic in metric.statistics {
            answers.push(json!({
                "account": ACCOUNT, "region": REGION, "kind": kind, "metric": metric.name, "statistic": statistic,
                "period_s": period_s(metric.name),
                "window": { "start": ago(90), "end": ago(0) },
            }));
        }
    }
    let derived = |answer: &Value| {
        cloudtrim::model::metric::DERIVED_METRICS.iter().any(|derived| answer["metric"] == derived.name)
    };
    answers.retain(|answer| !derived(answer));
    let mut regions = vec![json!(REGION)];
    regions.extend(case.resource.get("region").cloned());
    json!({
        "schema": "cloudtrim.dataset/1", "tool_version": "0.1.0", "as_of": ago(0), "lookback_days": 14,
        "accounts": [ACCOUNT], "regions": regions, "collectors": [], "metric_answers": answers,
    })
}

fn period_s(metric: &str) -> i64 {
    if metric == "IncomingBytes" { 86_400 } else { 3_600 }
}

fn gaps(kind: ResourceKind, case: &Case) -> String {
    let mut lines = String::new();
    for operation in &case.denied {
        let metrics = operation == "GetMetricData";
        let gap = json!({
            "service": if metrics { "CloudWatch" } else { "EC2" },
            "account": ACCOUNT, "region": REGION, "operation": operation,
            "resource_id": metrics.then(|| judged_id(kind)),
            "reason": "denied", "detail": format!("not authorized to perform {operation}"),
        });
        writeln!(lines, "{gap}").unwrap();
    }
    lines
}

/// An unremarkable resource of the kind with the fields of the case.
fn resource(kind: ResourceKind, fields: &Map<String, Value>) -> Value {
    let mut whole = unremarkable(kind);
    let object = whole.as_object_mut().unwrap();
    for (name, value) in fields {
        if value.is_null() {
            object.remove(name);
        } else {
            object.insert(name.clone(), value.clone());
        }
    }
    date(&mut whole);
    whole
}

fn unremarkable(kind: ResourceKind) -> Value {
    let mut whole = match kind {
        ResourceKind::Ec2Instance => json!({
            "instance_type": "m5.xlarge", "platform": "linux", "tenancy": "shared", "lifecycle": "on-demand",
            "architecture": "x86_64", "state": "running", "launched_at": "100 days ago",
            "root_attached_at": "400 days ago", "detailed_monitoring": false, "ebs_optimized": true,
            "virtualization": "hvm", "volume_ids": [], "auto_assigned_public_ipv4": false,
        }),
        ResourceKind::Ec2InstanceType => json!({ "vcpus": 2, "memory_mib": 8192, "architectures": ["x86_64"] }),
        ResourceKind::Ec2Image => json!({ "state": "available", "created_at": "200 days ago", "snapshot_ids": [] }),
        ResourceKind::Ec2Address => json!({ "public_ip": "198.51.100.7", "pool": "amazon" }),
        ResourceKind::AutoscalingGroup => json!({
            "min_size": 10, "max_size": 20, "desired_capacity": 10, "desired_capacity_type": "units",
            "availability_zones": ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
            "instance_ids": ["i-01", "i-02", "i-03", "i-04", "i-05", "i-06", "i-07", "i-08", "i-09", "i-10"],
            "instance_type": "m5.xlarge", "launch_template": "web:3", "scaling_policies": [], "scheduled_actions": 0,
            "created_at": "400 days ago",
        }),
        ResourceKind::EcsService => json!({
            "status": "ACTIVE", "scheduling_strategy": "REPLICA", "launch_type": "FARGATE", "desired_count": 3,
            "running_count": 3, "task_definition": "judged:7", "cpu_units": 1024, "memory_mib": 2048,
            "cpu_architecture": "x86_64", "operating_system_family": "LINUX", "platform_version": "1.4.0",
            "scaling_policies": [], "created_at": "400 days ago",
        }),
        ResourceKind::EbsVolume => json!({
            "volume_type": "gp3", "size_gib": 100, "iops": 3000, "throughput_mibps": 125, "state": "in-use",
            "created_at": "400 days ago", "attachments": [{ "instance_id": "i-0a000000000000001" }],
        }),
        ResourceKind::EbsSnapshot => json!({
            "volume_id": "vol-0c000000000000001", "volume_size_gib": 100, "tier": "standard", "state": "completed",
            "started_at": "200 days ago",
        }),
        ResourceKind::CloudwatchAlarm => json!({ "instance_ids": [], "auto_scaling_groups": [], "period_s": 300 }),
        ResourceKind::DynamodbTable => json!({
            "billing_mode": "PROVISIONED", "table_class": "STANDARD", "read_capacity_units": 100,
            "write_capacity_units": 100, "indexes": [], "scaling": [], "size_bytes": 1_073_741_824_u64,
            "item_count": 1_000_000, "created_at": "400 days ago",
        }),
        ResourceKind::LambdaFunction => json!({
            "memory_mb": 512, "architecture": "arm64", "ephemeral_storage_mb": 512, "timeout_s": 30,
            "runtime": "python3.13", "package_type": "Zip", "provisioned_concurrency": 0, "snap_start": false,
            "modified_at": "100 days ago",
        }),
        ResourceKind::LogsGroup => json!({
            "class": "STANDARD", "retention_days": 30, "stored_bytes": 10_737_418_240_u64,
            "created_at": "400 days ago", "metric_filter_count": 0, "subscription_filter_count": 0,
        }),
        ResourceKind::S3Bucket => json!({
            "created_at": "400 days ago", "lifecycle_rules": [], "versioning": "never",
            "intelligent_tiering_configurations": 0, "incomplete_uploads": { "uploads": [] },
            "bytes_by_class": { "STANDARD": 107_374_182_400_u64 }, "object_count": 10_000,
        }),
        ResourceKind::RdsInstance => json!({
            "instance_class": "db.m5.xlarge", "engine": "postgres", "engine_version": "16.3",
            "license_model": "postgresql-license", "status": "available", "multi_az": false, "storage_type": "gp3",
            "allocated_gib": 100, "iops": 3000, "throughput_mibps": 125, "created_at": "400 days ago",
            "deletion_protection": false,
        }),
        ResourceKind::ElasticacheCluster => json!({
            "node_type": "cache.m5.xlarge", "engine": "redis", "engine_version": "7.1.0", "nodes": 1,
            "node_ids": ["0001"], "status": "available", "created_at": "400 days ago", "snapshot_retention_days": 0,
        }),
        ResourceKind::Ec2ReservedInstances => json!({
            "instance_type": "m5.large", "platform": "linux", "tenancy": "shared", "scope": "Region",
            "instance_count": 1,
        }),
        ResourceKind::SavingsPlan => {
            json!({ "plan_type": "Compute", "commitment_hourly_usd": 1.0, "state": "active" })
        }
    };
    let object = whole.as_object_mut().unwrap();
    object.insert("account".to_owned(), json!(ACCOUNT));
    object.insert("region".to_owned(), json!(REGION));
    object.insert("id".to_owned(), json!(judged_id(kind)));
    object.insert("tags".to_owned(), json!({}));
    whole
}

/// `3 days ago` → the moment, wherever it stands.
fn date(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(days) = text.strip_suffix(" days ago") {
                *text = ago(days.parse().unwrap_or_else(|_| panic!("`{text}` is no age")));
            }
        }
        Value::Array(values) => values.iter_mut().for_each(date),
        Value::Object(fields) => fields.values_mut().for_each(date),
        _ => {}
    }
}

fn ago(days: i64) -> String {
    moment(as_of() - TimeDelta::days(days))
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// `3.2 for 14 days`, `3.2 for 14 days until 2 days ago`, and with a peak: `3.2 for 14 days, once 80`, or with hours that
/// differ: `1 for 14 days, 40 on Mon-Fri from 7 to 20, 30 on Sat from 8 to 12 in the last 7 days`.
fn metrics(id: &str, all: &BTreeMap<String, String>) -> String {
    let mut rows = Vec::new();
    for (series, points) in all {
        let (metric, statistic) = series.split_once(' ').unwrap_or_else(|| panic!("`{series}` lacks a statistic"));
        let mut parts = points.split(", ");
        let base = parts.next().unwrap();
        let rest: Vec<&str> = parts.collect();
        let peak = rest.iter().find_map(|part| part.strip_prefix("once ")).map(|peak| peak.parse::<f64>().unwrap());
        let hours: Vec<Hours> =
            rest.iter().filter(|part| !part.starts_with("once ")).map(|part| Hours::of(part)).collect();
        let words: Vec<&str> = base.split(' ').collect();
        let (value, days, until) = match words.as_slice() {
            [value, "for", days, "days"] => (value, days, 0),
            [value, "for", days, "days", "until", until, "days", "ago"] => (value, days, until.parse().unwrap()),
            _ => panic!("`{points}` is not `VALUE for N days`"),
        };
        let (value, days): (f64, i64) = (value.parse().unwrap(), days.parse().unwrap());
        let period = period_s(metric);
        let end = as_of() - TimeDelta::days(until);
        let count = days * 86_400 / period;
        for point in 0..count {
            let at = end - TimeDelta::seconds((count - point) * period);
            let value = hours.iter().rev().find(|hours| hours.contain(at)).map_or(value, |hours| hours.value);
            let value = peak.filter(|_| point == count / 2).unwrap_or(value);
            rows.push(format!("{ACCOUNT},{REGION},{id},{metric},{statistic},{period},{},{value}", moment(at)));
        }
    }
    rows.sort();
    let header = "account,region,resource,metric,statistic,period_s,timestamp,value";
    std::iter::once(header.to_owned()).chain(rows).fold(String::new(), |text, row| text + &row + "\n")
}

/// `40 on Mon-Fri from 7 to 20`, `40 on Tue from 20 to 22 in the last 7 days`.
struct Hours {
    value: f64,
    days: std::ops::RangeInclusive<u32>,
    of_day: std::ops::Range<u32>,
    since: DateTime<Utc>,
}

impl Hours {
    fn of(text: &str) -> Self {
        let words: Vec<&str> = text.split(' ').collect();
        let (value, days, from, to, last) = match words.as_slice() {
            [value, "on", days, "from", from, "to", to] => (value, days, from, to, 1000),
            [value, "on", days, "from", from, "to", to, "in", "the", "last", last, "days"] => {
                (value, days, from, to, last.parse().unwrap())
            }
            _ => panic!("`{text}` is not `VALUE on DAYS from HOUR to HOUR`"),
        };
        let (first, last_day) = days.split_once('-').unwrap_or((days, days));
        let day = |name: &str| name.parse::<Weekday>().unwrap().num_days_from_monday();
        Self {
            value: value.parse().unwrap(),
            days: day(first)..=day(last_day),
            of_day: from.parse().unwrap()..to.parse().unwrap(),
            since: as_of() - TimeDelta::days(last),
        }
    }

    fn contain(&self, at: DateTime<Utc>) -> bool {
        at >= self.since && self.days.contains(&at.weekday().num_days_from_monday()) && self.of_day.contains(&at.hour())
    }
}
