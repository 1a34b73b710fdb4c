//! A small estate in memory with its metric points in a temporary folder; tests say only what they are about.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use cloudtrim::analyze::{AnalyzeOptions, analyze};
use cloudtrim::dataset::{
    CollectorState, CollectorStatus, DATASET_SCHEMA, Dataset, Manifest, MetricAnswer, MetricFile, MetricFormat,
    Resources,
};
use cloudtrim::model::analysis::{Analysis, Recommendation};
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::model::metric::Statistic;
use cloudtrim::pricing::PriceBook;
use cloudtrim::rules::RuleSet;
use cloudtrim::units::{Days, Usd, Window};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const REGION: &str = "us-east-1";

pub(crate) fn as_of() -> DateTime<Utc> {
    "2026-11-15T00:00:00Z".parse().unwrap()
}

/// So many days before `as_of`, as RFC 3339.
pub(crate) fn days_ago(days: i64) -> String {
    (as_of() - TimeDelta::days(days)).to_rfc3339()
}

pub(crate) struct EstateBuilder {
    folder: tempfile::TempDir,
    pub(crate) resources: Resources,
    pub(crate) gaps: Vec<cloudtrim::model::gap::Gap>,
    pub(crate) billing: Vec<cloudtrim::model::billing::BillingRow>,
    pub(crate) options: AnalyzeOptions,
    /// Lines of `metrics/<kind>.csv`.
    points: Vec<(ResourceKind, String)>,
}

impl EstateBuilder {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            resources: Resources::default(),
            gaps: Vec::new(),
            billing: Vec::new(),
            options: AnalyzeOptions {
                min_savings: "1".parse::<Usd>().unwrap(),
                exempt_tag: ("cloudtrim".to_owned(), "ignore".to_owned()),
                suppressions: Vec::new(),
                rightsizing: cloudtrim::rightsize::settings::Settings::default(),
            },
            points: Vec::new(),
        }
    }

    /// A running on-demand Linux instance of 200 days.
    pub(crate) fn instance(&mut self, id: &str, instance_type: &str, more: Value) -> &mut Self {
        let base = json!({
            "instance_type": instance_type, "platform": "linux", "tenancy": "shared", "lifecycle": "on-demand",
            "architecture": "x86_64", "state": "running", "launched_at": days_ago(100),
            "root_attached_at": days_ago(200), "detailed_monitoring": false, "auto_assigned_public_ipv4": false,
            "volume_ids": [],
        });
        self.resources.instances.push(resource(id, base, more));
        self
    }

    /// Sizes of this family alone are proposed.
    pub(crate) fn only_family(&mut self, family: &str) -> &mut Self {
        let families = PriceBook::embedded().instance_specs().iter().map(|spec| spec.family.clone());
        self.options.rightsizing.families.excluded = families.filter(|it| it != family).collect();
        self
    }

    /// An available 100 GiB gp3 volume of 200 days.
    pub(crate) fn volume(&mut self, id: &str, more: Value) -> &mut Self {
        let base = json!({
            "volume_type": "gp3", "size_gib": 100, "iops": 3000, "throughput_mibps": 125, "state": "available",
            "created_at": days_ago(200),
        });
        self.resources.volumes.push(resource(id, base, more));
        self
    }

    pub(crate) fn address(&mut self, id: &str, more: Value) -> &mut Self {
        let base = json!({ "public_ip": "203.0.113.7", "pool": "amazon" });
        self.resources.addresses.push(resource(id, base, more));
        self
    }

    /// A group of `count` instances `i-0`, `i-1`, … in three zones, without policies.
    pub(crate) fn group(&mut self, id: &str, instance_type: &str, count: u32, more: Value) -> &mut Self {
        let ids: Vec<String> = (0..count).map(|number| format!("i-{number}")).collect();
        for member in &ids {
            self.instance(member, instance_type, json!({ "auto_scaling_group": id }));
        }
        let base = json!({
            "min_size": count, "max_size": count.saturating_mul(2), "desired_capacity": count,
            "desired_capacity_type": "units", "availability_zones": ["us-east-1a", "us-east-1b", "us-east-1c"],
            "instance_ids": ids, "instance_type": instance_type, "scaling_policies": [], "scheduled_actions": 0,
            "created_at": days_ago(400),
        });
        self.resources.auto_scaling_groups.push(resource(id, base, more));
        self
    }

    /// A service of four Linux tasks of 1 vCPU and 2 GiB on Fargate, without policies.
    pub(crate) fn service(&mut self, id: &str, more: Value) -> &mut Self {
        let base = json!({
            "status": "ACTIVE", "launch_type": "FARGATE", "desired_count": 4, "running_count": 4, "cpu_units": 1024,
            "memory_mib": 2048, "cpu_architecture": "x86_64", "operating_system_family": "LINUX",
            "scaling_policies": [], "created_at": days_ago(400),
        });
        self.resources.ecs_services.push(resource(id, base, more));
        self
    }

    pub(crate) fn log_group(&mut self, id: &str, more: Value) -> &mut Self {
        let base = json!({
            "class": "STANDARD", "stored_bytes": 0, "created_at": days_ago(400), "metric_filter_count": 0,
            "subscription_filter_count": 0,
        });
        self.resources.log_groups.push(resource(id, base, more));
        self
    }

    /// A provisioned table of 400 days without auto scaling.
    pub(crate) fn table(&mut self, id: &str, more: Value) -> &mut Self {
        let base = json!({
            "billing_mode": "PROVISIONED", "table_class": "STANDARD", "indexes": [], "scaling": [], "size_bytes": 0,
            "created_at": days_ago(400),
        });
        self.resources.tables.push(resource(id, base, more));
        self
    }

    /// A Python function on arm64 with a gigabyte of memory.
    pub(crate) fn function(&mut self, id: &str, more: Value) -> &mut Self {
        let base = json!({
            "memory_mb": 1024, "architecture": "arm64", "ephemeral_storage_mb": 512, "timeout_s": 60,
            "runtime": "python3.13", "package_type": "Zip", "provisioned_concurrency": 0, "snap_start": false,
        });
        self.resources.functions.push(resource(id, base, more));
        self
    }

    pub(crate) fn bucket(&mut self, id: &str, more: Value) -> &mut Self {
        let base = json!({
            "created_at": days_ago(400), "lifecycle_rules": [], "versioning": "never",
            "intelligent_tiering_configurations": 0, "incomplete_uploads": { "uploads": [] },
        });
        self.resources.buckets.push(resource(id, base, more));
        self
    }

    /// Points of one series every `period_s` seconds through `days` before `as_of`.
    pub(crate) fn metric(
        &mut self,
        kind: ResourceKind,
        id: &str,
        metric: &str,
        statistic: &str,
        (period_s, days): (i64, i64),
        value: impl Fn(i64) -> f64,
    ) -> &mut Self {
        let start = as_of() - TimeDelta::days(days);
        for number in 0..days * 86_400 / period_s {
            let timestamp = (start + TimeDelta::seconds(number * period_s)).format("%Y-%m-%dT%H:%M:%SZ");
            let mut line = String::new();
            write!(line, "{ACCOUNT},{REGION},{id},{metric},{statistic},{period_s},{timestamp},{}", value(number))
                .unwrap();
            self.points.push((kind, line));
        }
        self
    }

    /// CPU of an instance through the lookback, hourly points: the same Average throughout, and its Maximum.
    pub(crate) fn cpu(&mut self, id: &str, average: f64, maximum: f64) -> &mut Self {
        self.metric(ResourceKind::Ec2Instance, id, "CPUUtilization", "Average", (3600, 14), |_| average);
        self.metric(ResourceKind::Ec2Instance, id, "CPUUtilization", "Maximum", (3600, 14), |_| maximum)
    }

    /// The dataset, with every metric asked for and answered.
    pub(crate) fn dataset(&self) -> Dataset {
        let mut metrics = Vec::new();
        for kind in ResourceKind::ALL {
            let mut lines: Vec<&str> =
                self.points.iter().filter(|(of, _)| *of == kind).map(|(_, line)| line.as_str()).collect();
            if lines.is_empty() {
                continue;
            }
            lines.sort_unstable();
            let folder = self.folder.path().join("metrics");
            std::fs::create_dir_all(&folder).unwrap();
            let path = folder.join(format!("{kind}.csv"));
            let header = "account,region,resource,metric,statistic,period_s,timestamp,value";
            std::fs::write(&path, format!("{header}\n{}\n", lines.join("\n"))).unwrap();
            let shown = std::path::Path::new("metrics").join(format!("{kind}.csv"));
            metrics.push(MetricFile { kind, path, shown, format: MetricFormat::Csv });
        }
        Dataset {
            root: self.folder.path().to_owned(),
            manifest: Manifest {
                schema: DATASET_SCHEMA.to_owned(),
                tool_version: "0.1.0".to_owned(),
                as_of: as_of(),
                lookback_days: Days::new(14),
                accounts: vec![ACCOUNT.into()],
                regions: vec![REGION.into()],
                collectors: [
                    "ec2-instances",
                    "ec2-volumes",
                    "ec2-addresses",
                    "cloudwatch-alarms",
                    "dynamodb-tables",
                    "lambda-functions",
                    "logs-groups",
                    "autoscaling-groups",
                    "ecs-services",
                    "s3-buckets",
                ]
                .map(|collector| CollectorStatus {
                    collector: collector.to_owned(),
                    account: ACCOUNT.into(),
                    region: Some(REGION.into()),
                    state: CollectorState::Complete,
                })
                .to_vec(),
                metric_answers: answers(),
            },
            resources: self.resources.clone(),
            metrics,
            billing: self.billing.clone(),
            forecast: Vec::new(),
            billing_detail: cloudtrim::model::billing::BillingDetail::default(),
            gaps: self.gaps.clone(),
        }
    }

    pub(crate) fn analysis(&self) -> Analysis {
        analyze(&self.dataset(), &RuleSet::embedded().unwrap(), PriceBook::embedded(), &self.options).unwrap()
    }
}

/// The recommendation of a rule for a resource.
pub(crate) fn recommendation<'a>(analysis: &'a Analysis, rule: &str, id: &str) -> Option<&'a Recommendation> {
    analysis.recommendations.iter().find(|it| it.rule == rule && it.resource_id == id)
}

fn resource<T: DeserializeOwned>(id: &str, base: Value, more: Value) -> T {
    let mut all = json!({ "account": ACCOUNT, "region": REGION, "id": id, "tags": {} });
    for part in [base, more] {
        for (name, value) in part.as_object().unwrap() {
            all[name.as_str()] = value.clone();
        }
    }
    serde_json::from_value(all).unwrap()
}

fn answers() -> Vec<MetricAnswer> {
    const INSTANCE: [(&str, Statistic); 11] = [
        ("CPUUtilization", Statistic::Average),
        ("CPUUtilization", Statistic::Maximum),
        ("NetworkIn", Statistic::Sum),
        ("NetworkOut", Statistic::Sum),
        ("EBSReadOps", Statistic::Sum),
        ("EBSWriteOps", Statistic::Sum),
        ("EBSReadBytes", Statistic::Sum),
        ("EBSWriteBytes", Statistic::Sum),
        ("CPUSurplusCreditsCharged", Statistic::Sum),
        ("mem_used_percent", Statistic::Average),
        ("mem_used_percent", Statistic::Maximum),
    ];
    const VOLUME: [(&str, Statistic); 5] = [
        ("VolumeReadOps", Statistic::Sum),
        ("VolumeWriteOps", Statistic::Sum),
        ("VolumeReadBytes", Statistic::Sum),
        ("VolumeWriteBytes", Statistic::Sum),
        ("VolumeIdleTime", Statistic::Sum),
    ];
    let answer = |kind, metric: &str, statistic, period_s, days| MetricAnswer {
        account: ACCOUNT.into(),
        region: REGION.into(),
        kind,
        metric: metric.to_owned(),
        statistic,
        period_s,
        window: Window::before(as_of(), Days::new(days)),
    };
    let mut all = vec![answer(ResourceKind::LogsGroup, "IncomingBytes", Statistic::Sum, 86_400, 90)];
    for metric in cloudtrim::rules::metrics::RULE_METRICS {
        if matches!(metric.kind, ResourceKind::DynamodbTable | ResourceKind::LambdaFunction) {
            all.extend(
                metric.statistics.iter().map(|statistic| answer(metric.kind, metric.name, *statistic, 3600, 90)),
            );
        }
    }
    all.extend(INSTANCE.map(|(metric, statistic)| answer(ResourceKind::Ec2Instance, metric, statistic, 3600, 14)));
    all.extend(VOLUME.map(|(metric, statistic)| answer(ResourceKind::EbsVolume, metric, statistic, 300, 14)));
    all
}
