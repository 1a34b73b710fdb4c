//! A small analysis by hand, with every state a report must tell apart.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use cloudtrim::model::action::{Action, Effort, Severity};
use cloudtrim::model::analysis::{
    ANALYSIS_SCHEMA, Analysis, AttachedConfiguration, BilledMonth, BilledService, BillingSummary, Evidence,
    ExemptedResource, ForecastSummary, KindCoverage, PricedState, Recommendation, Reconciliation, SuppressedFinding,
    Totals,
};
use cloudtrim::model::configuration::{
    BucketConfiguration, Configuration, InstanceConfiguration, LogGroupConfiguration, SnapshotConfiguration,
    VolumeConfiguration,
};
use cloudtrim::model::cost::{CostComponent, PriceSource};
use cloudtrim::model::gap::{Gap, GapReason};
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::model::vocabulary::{Lifecycle, LogClass, Platform, SnapshotTier, StorageClass, Tenancy, VolumeType};
use cloudtrim::units::{Days, GbMonth, HOURS_PER_MONTH, Quantity, UnitPrice, Usd, UsdRange, Window};

pub(crate) fn usd(text: &str) -> Usd {
    text.parse().unwrap()
}

pub(crate) fn as_of() -> DateTime<Utc> {
    "2026-11-20T06:00:00Z".parse().unwrap()
}

fn price(file: &str, key: &str) -> PriceSource {
    PriceSource {
        file: file.to_owned(),
        key: key.to_owned(),
        sku: Some("ABCDEFGH12345678".to_owned()),
        source: "AWS Price List bulk file".to_owned(),
        as_of: "2026-10-15".to_owned(),
    }
}

pub(crate) fn instance(instance_type: &str, running: bool) -> Configuration {
    Configuration::Ec2Instance(InstanceConfiguration {
        instance_type: instance_type.to_owned(),
        platform: Platform::Linux,
        tenancy: Tenancy::Shared,
        lifecycle: Lifecycle::OnDemand,
        running,
        detailed_monitoring: false,
        surplus_vcpu_hours_per_month: None,
        auto_assigned_public_ipv4: false,
        running_hours_per_month: None,
        schedule: None,
    })
}

pub(crate) fn compute(instance_type: &str, hourly: &str) -> CostComponent {
    let unit_price: UnitPrice<_> = hourly.parse().unwrap();
    let key = format!("AmazonEC2 eu-west-1 {instance_type} linux shared");
    CostComponent::new("Compute", HOURS_PER_MONTH, unit_price, price("AmazonEC2/on-demand.csv", &key))
}

pub(crate) fn volume(volume_type: VolumeType, size_gib: u32) -> Configuration {
    Configuration::EbsVolume(VolumeConfiguration { volume_type, size_gib, iops: Some(3000), throughput_mibps: None })
}

pub(crate) fn storage(volume_type: &str, gib: u32, unit_price: &str) -> CostComponent {
    let unit_price: UnitPrice<GbMonth> = unit_price.parse().unwrap();
    let key = format!("AmazonEC2 eu-west-1 ebs.{volume_type}.storage");
    CostComponent::new("Storage", Quantity::of(gib), unit_price, price("AmazonEC2/ebs.csv", &key))
}

pub(crate) fn priced(configuration: Configuration, components: Vec<CostComponent>) -> PricedState {
    let list_cost_monthly_usd = components.iter().map(|component| component.monthly).sum();
    PricedState { configuration, attached: Vec::new(), components, list_cost_monthly_usd, missing: Vec::new() }
}

/// A counted recommendation whose saving is the difference of the two states.
pub(crate) fn recommendation(
    id: &str,
    rule: &str,
    resource: (ResourceKind, &str),
    action: Action,
    before: PricedState,
    after: Option<PricedState>,
) -> Recommendation {
    let saving = after.as_ref().map(|after| before.list_cost_monthly_usd - after.list_cost_monthly_usd);
    let mut made = Recommendation {
        id: id.to_owned(),
        rule: rule.to_owned(),
        severity: Severity::Medium,
        account: "123456789012".into(),
        region: "eu-west-1".into(),
        resource_kind: resource.0,
        resource_id: resource.1.to_owned(),
        arn: String::new(),
        name: None,
        tags: BTreeMap::new(),
        action,
        effort: Effort::Low,
        selected: saving.is_some(),
        hygiene: false,
        monthly_savings_usd: saving,
        savings_range: saving.map(|saving| UsdRange::new(saving, saving)),
        commitments: None,
        one_off_cost_usd: None,
        before,
        after,
        options: Vec::new(),
        hours_of_week: None,
        evidence: vec![Evidence::fact("state", "as it is")],
        caveats: Vec::new(),
        restore: "restore it from a snapshot".to_owned(),
    };
    made.arn = made.key().arn();
    made
}

pub(crate) fn gap(
    service: &str,
    operation: Option<&str>,
    rule: Option<&str>,
    id: Option<&str>,
    reason: GapReason,
) -> Gap {
    Gap {
        service: service.to_owned(),
        account: Some("123456789012".into()),
        region: Some("us-east-1".into()),
        operation: operation.map(str::to_owned),
        rule: rule.map(str::to_owned),
        resource_id: id.map(str::to_owned),
        reason,
        detail: String::new(),
    }
}

fn absent() -> PricedState {
    priced(Configuration::Absent, Vec::new())
}

fn idle_instance() -> Recommendation {
    let before = priced(instance("m5.xlarge", true), vec![compute("m5.xlarge", "0.214")]);
    let after = priced(instance("m5.xlarge", false), Vec::new());
    let resource = (ResourceKind::Ec2Instance, "i-0f3a9c1d2e4b5a678");
    let mut idle = recommendation("3f2a91bc00000001", "ec2-instance-idle", resource, Action::Stop, before, Some(after));
    idle.name = Some("web-1".to_owned());
    idle.severity = Severity::High;
    idle.tags = BTreeMap::from([("Name".to_owned(), "web-1".to_owned()), ("team".to_owned(), "shop".to_owned())]);
    idle.evidence = vec![Evidence {
        fact: "CPUUtilization Maximum maximum over 14 days".to_owned(),
        value: "3.2 %".to_owned(),
        condition: "below 5 %".to_owned(),
        coverage_percent: Some(99.7),
        window: Some(Window::before(as_of(), Days::new(14))),
    }];
    idle.caveats = vec!["what runs once a quarter does not show in 14 days".to_owned()];
    idle.restore = String::from("start the instance again");
    idle
}

fn smaller_instance() -> Recommendation {
    let before = priced(instance("m5.xlarge", true), vec![compute("m5.xlarge", "0.214")]);
    let after = priced(instance("m5.large", true), vec![compute("m5.large", "0.107")]);
    let resource = (ResourceKind::Ec2Instance, "i-0f3a9c1d2e4b5a678");
    let rule = "ec2-instance-underutilized";
    let mut smaller = recommendation("3f2a91bc00000002", rule, resource, Action::Rightsize, before, Some(after));
    smaller.name = Some("web-1".to_owned());
    smaller.selected = false;
    smaller
}

fn stopped_instance() -> Recommendation {
    let attached = |configuration| AttachedConfiguration {
        resource_kind: ResourceKind::EbsVolume,
        resource_id: "vol-0aa11bb22cc33dd44".to_owned(),
        configuration,
    };
    let mut before = priced(instance("c5.large", false), vec![storage("gp2", 200, "0.11")]);
    before.attached = vec![attached(volume(VolumeType::Gp2, 200))];
    let mut after = absent();
    after.attached = vec![attached(Configuration::Absent)];
    let resource = (ResourceKind::Ec2Instance, "i-0123456789abcdef0");
    let mut stopped =
        recommendation("77aa01bb00000003", "ec2-instance-stopped", resource, Action::Delete, before, Some(after));
    stopped.hygiene = true;
    stopped.effort = Effort::Medium;
    stopped
}

fn gp2_volume() -> Recommendation {
    let before = priced(volume(VolumeType::Gp2, 500), vec![storage("gp2", 500, "0.11")]);
    let after = priced(volume(VolumeType::Gp3, 500), vec![storage("gp3", 500, "0.088")]);
    let resource = (ResourceKind::EbsVolume, "vol-0fedcba9876543210");
    let mut gp2 = recommendation("90cd12ef00000004", "ebs-volume-gp2", resource, Action::Upgrade, before, Some(after));
    gp2.name = Some("db data, \"primary\"".to_owned());
    gp2.tags = BTreeMap::from([("team".to_owned(), "data".to_owned())]);
    gp2.effort = Effort::VeryLow;
    gp2
}

fn snapshot() -> Recommendation {
    let at_most = SnapshotConfiguration { tier: SnapshotTier::Standard, size_gib_at_most: 80.0 };
    let before = priced(Configuration::EbsSnapshot(at_most), vec![storage("snapshot", 80, "0.05")]);
    let resource = (ResourceKind::EbsSnapshot, "snap-0a1b2c3d4e5f60718");
    let mut snapshot =
        recommendation("a1b2c3d400000005", "ebs-snapshot-orphaned", resource, Action::Delete, before, Some(absent()));
    snapshot.savings_range = Some(UsdRange::new(usd("0.40"), usd("4")));
    snapshot.monthly_savings_usd = Some(usd("0.40"));
    snapshot.region = "us-east-1".into();
    snapshot
}

fn log_group() -> Recommendation {
    let group = |retention_days, stored_gib| {
        Configuration::LogsGroup(LogGroupConfiguration {
            class: LogClass::Standard,
            retention_days,
            stored_gib,
            ingested_gib_per_month: Some(40.0),
        })
    };
    let before = priced(group(None, 1200.0), vec![storage("logs", 1200, "0.03")]);
    let after = priced(group(Some(30), 12.5), vec![storage("logs", 12, "0.03")]);
    let resource = (ResourceKind::LogsGroup, "/aws/lambda/checkout-payment-notification-handler-production");
    let rule = "logs-group-without-retention";
    let mut logs = recommendation("bb00cc1100000006", rule, resource, Action::Configure, before, Some(after));
    logs.hygiene = true;
    logs
}

fn versioned_bucket() -> Recommendation {
    let bytes = BTreeMap::from([(StorageClass::Standard, 850.0)]);
    let configuration = Configuration::S3Bucket(BucketConfiguration {
        gib_by_class: bytes,
        monitored_objects: None,
        incomplete_upload_gib_by_class: BTreeMap::new(),
    });
    let before = priced(configuration, vec![storage("s3", 850, "0.023")]);
    let resource = (ResourceKind::S3Bucket, "example-shop-uploads");
    let rule = "s3-bucket-noncurrent-versions";
    let mut bucket = recommendation("cc22dd3300000007", rule, resource, Action::Configure, before, None);
    bucket.hygiene = true;
    bucket.selected = false;
    bucket.severity = Severity::Low;
    bucket.caveats = vec!["the bytes of noncurrent versions cannot be told apart".to_owned()];
    bucket
}

fn billing() -> BillingSummary {
    let service = |name: &str, cost: &str| BilledService {
        service_name: name.to_owned(),
        billed_cost_usd: usd(cost),
        effective_cost_usd: Some(usd(cost)),
    };
    let services = vec![service("Amazon Elastic Compute Cloud - Compute", "300"), service("EC2 - Other", "112.5")];
    BillingSummary {
        months: vec![BilledMonth {
            month: "2026-10".to_owned(),
            estimated: false,
            services,
            billed_cost_usd: usd("412.5"),
            effective_cost_usd: None,
        }],
        reconciliation: Some(Reconciliation {
            month: "2026-10".to_owned(),
            services: vec!["Amazon Elastic Compute Cloud - Compute".to_owned(), "EC2 - Other".to_owned()],
            billed_cost_usd: usd("412.5"),
            list_cost_monthly_usd: usd("500"),
            difference_usd: usd("87.5"),
        }),
        forecast: Some(ForecastSummary {
            start: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
            end: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
            mean_billed_cost_usd: usd("410"),
            low_billed_cost_usd: None,
            high_billed_cost_usd: None,
        }),
    }
}

/// One of everything.
pub(crate) fn everything() -> Analysis {
    let mut analysis = nothing();
    let counted = [idle_instance(), log_group(), stopped_instance(), gp2_volume(), snapshot()];
    let net = counted.iter().filter_map(|one| one.monthly_savings_usd).sum();
    let mut suppressed = gp2_volume();
    suppressed.resource_id = String::from("vol-0suppressed000000");
    suppressed.id = String::from("dd44ee5500000008");
    suppressed.selected = false;
    analysis.recommendations = counted.into();
    analysis.recommendations.insert(1, smaller_instance());
    analysis.recommendations.push(versioned_bucket());
    let overlap = usd("78.11");
    analysis.totals = Totals {
        list_cost_monthly_usd: usd("500"),
        list_cost_at_least: true,
        gross_savings_monthly_usd: net + overlap,
        overlap_monthly_usd: overlap,
        net_savings_monthly_usd: net,
        net_savings_after_commitments_usd: None,
        savings_at_least: true,
    };
    let kind = |resource_kind, resources, priced, cost| KindCoverage {
        resource_kind,
        resources,
        priced,
        exempted: 0,
        list_cost_monthly_usd: usd(cost),
        flagged: 2,
        passed: 3,
        unknown: 1,
    };
    analysis.coverage =
        vec![kind(ResourceKind::Ec2Instance, 12, 11, "380"), kind(ResourceKind::EbsVolume, 20, 20, "120")];
    let denied = |id| gap("EBS", Some("DescribeVolumes"), None, Some(id), GapReason::Denied);
    let young = |id| gap("EC2", None, Some("ec2-instance-idle"), Some(id), GapReason::TooYoung);
    let mut missing = gap("EC2", None, None, Some("i-0mac"), GapReason::PriceMissing);
    missing.detail = String::from("no price for mac2.metal in us-east-1");
    analysis.gaps = vec![denied("vol-1"), denied("vol-2"), denied("vol-3"), young("i-1"), young("i-2"), missing];
    analysis.suppressed = vec![SuppressedFinding {
        recommendation: suppressed,
        reason: "migrated with the December release".to_owned(),
        owner: "data team".to_owned(),
        expires: NaiveDate::from_ymd_opt(2027, 1, 31),
    }];
    analysis.exempted = vec![ExemptedResource {
        account: "123456789012".into(),
        region: "eu-west-1".into(),
        resource_kind: ResourceKind::Ec2Instance,
        resource_id: "i-0exempt".to_owned(),
        by: "cloudtrim=ignore".to_owned(),
    }];
    analysis.billing = Some(billing());
    (analysis.priced_components, analysis.stale_priced_components) = (40, 3);
    analysis.oldest_price_as_of = Some("2026-08-01".to_owned());
    analysis.warnings = vec!["cloudtrim.yml:12: suppression matches nothing".to_owned()];
    analysis.overrides = vec!["ec2-instance-idle: `cpu_below` is 10 %, default 5 %".to_owned()];
    analysis
}

/// An account with nothing in it.
pub(crate) fn nothing() -> Analysis {
    Analysis {
        schema: ANALYSIS_SCHEMA.to_owned(),
        as_of: as_of(),
        prices_as_of: Some("2026-10-15".to_owned()),
        oldest_price_as_of: Some("2026-09-01".to_owned()),
        priced_components: 0,
        stale_priced_components: 0,
        accounts: vec!["123456789012".into()],
        regions: vec!["eu-west-1".into(), "us-east-1".into()],
        lookback_days: 14,
        min_savings_monthly_usd: usd("1"),
        totals: Totals {
            list_cost_monthly_usd: Usd::ZERO,
            list_cost_at_least: false,
            gross_savings_monthly_usd: Usd::ZERO,
            overlap_monthly_usd: Usd::ZERO,
            net_savings_monthly_usd: Usd::ZERO,
            net_savings_after_commitments_usd: None,
            savings_at_least: false,
        },
        coverage: Vec::new(),
        recommendations: Vec::new(),
        gaps: Vec::new(),
        suppressed: Vec::new(),
        exempted: Vec::new(),
        billing: None,
        commitments: None,
        warnings: Vec::new(),
        overrides: Vec::new(),
    }
}

/// The same with a stranger's words wherever strangers write.
pub(crate) fn with_words(words: &str) -> Analysis {
    let mut analysis = everything();
    let owned = || words.to_owned();
    for one in &mut analysis.recommendations {
        one.name = Some(owned());
        one.resource_id = owned();
        one.id = owned();
        one.rule = owned();
        one.restore = owned();
        one.tags = BTreeMap::from([(owned(), owned()), ("team".to_owned(), owned())]);
        one.caveats = vec![owned()];
        one.evidence = vec![Evidence::fact(words, words)];
        one.region = words.into();
        if let Configuration::Ec2Instance(instance) = &mut one.before.configuration {
            instance.instance_type = owned();
        }
    }
    for gap in &mut analysis.gaps {
        gap.detail = owned();
        gap.resource_id = Some(owned());
        gap.service = owned();
    }
    for one in &mut analysis.suppressed {
        one.reason = owned();
        one.owner = owned();
    }
    for one in &mut analysis.exempted {
        one.by = owned();
    }
    analysis.accounts = vec![words.into()];
    analysis.warnings = vec![owned()];
    analysis.overrides = vec![owned()];
    analysis
}
