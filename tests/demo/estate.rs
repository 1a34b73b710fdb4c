//! The demo estate: what must be found in it, and what must be left alone.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::OnceLock;

use cloudtrim::analyze::analyze;
use cloudtrim::config;
use cloudtrim::dataset::{Dataset, load};
use cloudtrim::model::analysis::Analysis;
use cloudtrim::model::gap::GapReason;
use cloudtrim::pricing::PriceBook;
use cloudtrim::report::{Format, Layout, render};
use cloudtrim::rules::RuleSet;
use cloudtrim::units::Usd;

pub(super) fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/datasets/demo"))
}

fn dataset() -> &'static Dataset {
    static DATASET: OnceLock<Dataset> = OnceLock::new();
    DATASET.get_or_init(|| load(&folder()).unwrap_or_else(|error| panic!("{error}")))
}

fn analysis() -> &'static Analysis {
    static ANALYSIS: OnceLock<Analysis> = OnceLock::new();
    ANALYSIS.get_or_init(|| {
        analyze(dataset(), &RuleSet::embedded().unwrap(), PriceBook::embedded(), &config::defaults()).unwrap()
    })
}

/// Every finding: rule, and the resource's name or else its id. Nothing else may be found.
const FOUND: &[(&str, &str)] = &[
    ("ebs-snapshot-orphaned", "wms-before-upgrade"),
    ("ebs-volume-gp2", "edi-gateway-old-root"),
    ("ebs-volume-gp2", "nightly-etl-root"),
    ("ebs-volume-gp2", "nightly-etl-staging"),
    ("ebs-volume-gp2", "route-optimizer-maps"),
    ("ebs-volume-gp2", "route-optimizer-root"),
    ("ebs-volume-gp2", "staging-app-root"),
    ("ebs-volume-idle", "parcel-api-1-scratch"),
    ("ebs-volume-on-stopped-instance", "nightly-etl-root"),
    ("ebs-volume-on-stopped-instance", "nightly-etl-staging"),
    ("ebs-volume-overprovisioned-gp3", "parcel-api-eu-events"),
    ("ebs-volume-overprovisioned-iops", "reporting-db-data"),
    ("ebs-volume-unattached", "kafka-1-log"),
    ("ebs-volume-unattached", "old-wms-data"),
    ("ec2-address-unassociated", "old-office-vpn"),
    ("ec2-instance-detailed-monitoring", "parcel-api-1"),
    ("ec2-instance-graviton", "edi-gateway-old"),
    ("ec2-instance-graviton", "label-printer-eu"),
    ("ec2-instance-graviton", "marketing-site"),
    ("ec2-instance-graviton", "parcel-api-1"),
    ("ec2-instance-graviton", "parcel-api-eu"),
    ("ec2-instance-idle", "edi-gateway-old"),
    ("ec2-instance-off-hours", "route-optimizer"),
    ("ec2-instance-previous-generation", "label-printer-eu"),
    ("ec2-instance-previous-generation", "staging-app"),
    ("ec2-instance-stopped", "nightly-etl"),
    ("ec2-instance-surplus-credits", "ci-runner"),
    ("ec2-instance-underprovisioned", "reporting-db"),
    ("ec2-instance-underutilized", "dispatch-desktop"),
    ("ec2-instance-underutilized", "edi-gateway-old"),
    ("ec2-instance-underutilized", "label-printer-eu"),
    ("ec2-instance-underutilized", "parcel-api-1"),
    ("ec2-instance-underutilized", "parcel-api-eu"),
    ("elasticache-cluster-idle", "quote-cache"),
    ("elasticache-cluster-oversized", "quote-cache"),
    ("elasticache-cluster-oversized", "session-cache-001"),
    ("elasticache-cluster-oversized", "session-cache-002"),
    ("logs-group-infrequent-access", "/aws/lambda/parcel-tracker"),
    ("logs-group-infrequent-access", "/northlight/edi-messages"),
    ("logs-group-long-retention", "/northlight/payment-audit"),
    ("logs-group-unused", "/aws/lambda/quote-engine-v1"),
    ("logs-group-without-retention", "/aws/lambda/label-printer"),
    ("logs-group-without-retention", "/aws/lambda/parcel-tracker"),
    ("rds-instance-idle", "crm-db-old"),
    ("rds-instance-oversized", "crm-db-old"),
    ("rds-instance-oversized", "shipments-db"),
    ("rds-instance-undersized", "routing-db"),
    ("s3-bucket-incomplete-uploads", "northlight-depot-scans"),
    ("s3-bucket-intelligent-tiering", "northlight-delivery-photos"),
    ("s3-bucket-intelligent-tiering", "northlight-parcel-labels"),
    ("s3-bucket-noncurrent-versions", "northlight-documents"),
    ("s3-bucket-without-lifecycle", "northlight-parcel-labels"),
];

/// What looks like it, and why it must be left alone. A rule that finds one of these has lost a condition.
const DECOYS: &[(&str, &str, &str)] = &[
    ("ec2-instance-idle", "parcel-canary", "its Auto Scaling group would start another"),
    ("ec2-instance-idle", "marketing-site", "as little CPU, but it serves pages"),
    ("ec2-instance-idle", "route-optimizer", "idle all week, but for Monday's job"),
    ("ec2-instance-idle", "bastion", "exempted by its tag"),
    ("ec2-instance-idle", "warehouse-sync-new", "five days old"),
    ("ec2-instance-graviton", "dispatch-desktop", "there is no Windows for arm64"),
    ("ec2-instance-graviton", "reporting-db", "its memory is full, and as much on Graviton would be too"),
    ("ec2-instance-underprovisioned", "route-optimizer", "all its CPU is in use for three hours of a week"),
    ("ec2-instance-underutilized", "warehouse-sync-new", "five days old"),
    ("ec2-instance-underutilized", "reporting-db", "its memory is full"),
    ("ec2-instance-underutilized", "tracking-db-eu", "a smaller type would not carry what it reads from its volumes"),
    ("ec2-instance-underutilized", "route-optimizer", "Monday's job takes all its CPU"),
    ("ec2-instance-off-hours", "marketing-site", "as little CPU, but it serves pages at night"),
    ("ec2-instance-off-hours", "edi-gateway-old", "idle at all hours is not for a schedule"),
    ("ec2-instance-off-hours", "parcel-canary", "its Auto Scaling group would start another"),
    ("ec2-instance-off-hours", "warehouse-sync-new", "five days old"),
    ("ec2-instance-stopped", "sales-demo", "stopped nine days ago"),
    ("ec2-instance-detailed-monitoring", "reporting-db", "a one-minute alarm needs it"),
    ("ec2-instance-surplus-credits", "staging-app", "burstable, and charged nothing"),
    ("ec2-instance-previous-generation", "parcel-api-1", "a newer generation of it costs the same"),
    ("ebs-volume-unattached", "reporting-db-data-old", "detached two days ago"),
    ("ebs-volume-unattached", "dispatch-desktop-restore", "six days old"),
    ("ebs-volume-on-stopped-instance", "sales-demo-root", "its instance stopped nine days ago"),
    ("ebs-volume-idle", "marketing-site-root", "it is written to"),
    ("ebs-volume-overprovisioned-iops", "tracking-db-eu-data", "it uses two thirds of them"),
    ("ebs-volume-overprovisioned-gp3", "tracking-db-eu-wal", "it needs what was added"),
    ("ebs-snapshot-orphaned", "web-image-root", "a disabled image starts from it"),
    ("ebs-snapshot-orphaned", "backup-recovery-point", "AWS Backup owns it"),
    ("ebs-snapshot-orphaned", "reporting-db-quarter", "its volume lives"),
    ("ebs-snapshot-orphaned", "wms-last", "forty days old"),
    ("ebs-snapshot-orphaned", "wms-archive", "exempted by its tag"),
    ("ebs-snapshot-orphaned", "geo-index-eu", "images could not be read there"),
    ("ec2-address-unassociated", "nat-us-east-1a", "a NAT gateway's"),
    ("logs-group-without-retention", "/ecs/parcel-api", "thirty days"),
    ("logs-group-long-retention", "/northlight/access-audit", "just a year"),
    ("logs-group-unused", "/aws/lambda/quote-engine-v3", "twelve days old"),
    ("logs-group-infrequent-access", "/ecs/parcel-api", "subscribed to"),
    ("logs-group-infrequent-access", "/northlight/access-audit", "a metric filter reads it"),
    ("logs-group-infrequent-access", "/northlight/edi-messages-eu", "in that class already"),
    ("elasticache-cluster-idle", "session-cache-002", "few are connected, but some"),
    ("elasticache-cluster-oversized", "rates-cache", "its memory is full"),
    ("rds-instance-idle", "orders-db-replica", "nobody reads from it, but a failover would"),
    ("rds-instance-oversized", "orders-db", "its memory is full, and it is busy by day"),
    ("rds-instance-undersized", "orders-db", "busy by day only"),
    ("s3-bucket-without-lifecycle", "northlight-data-lake", "tiered down"),
    ("s3-bucket-without-lifecycle", "northlight-www", "small"),
    ("s3-bucket-intelligent-tiering", "northlight-route-models", "wholly in that class"),
    ("s3-bucket-incomplete-uploads", "northlight-depot-scans-eu", "young, and a rule ends them"),
    ("s3-bucket-noncurrent-versions", "northlight-data-lake", "a rule expires them"),
];

fn found() -> BTreeSet<(&'static str, &'static str)> {
    let name = |it: &'static cloudtrim::model::analysis::Recommendation| it.name.as_ref().unwrap_or(&it.resource_id);
    analysis().recommendations.iter().map(|it| (it.rule.as_str(), name(it).as_str())).collect()
}

#[test]
fn exactly_the_planted_waste_is_found() {
    assert_eq!(found(), FOUND.iter().copied().collect::<BTreeSet<_>>());
}

#[test]
fn every_rule_finds_something_and_leaves_something_alone() {
    let held = |kind| analysis().coverage.iter().any(|it| it.resource_kind == kind && it.resources > 0);
    for rule in RuleSet::embedded().unwrap().rules.iter().filter(|rule| held(rule.kind)) {
        assert!(FOUND.iter().any(|(found, _)| *found == rule.id), "{} finds nothing", rule.id);
        let spared = DECOYS.iter().any(|(spared, ..)| *spared == rule.id);
        // What makes a volume gp2 is its type alone: every gp3 volume is its neighbor.
        assert!(spared || rule.id == "ebs-volume-gp2", "{} has no neighbor", rule.id);
    }
}

#[test]
fn every_decoy_is_there_and_not_found() {
    let kinds = [
        "ec2-instance",
        "ebs-volume",
        "ebs-snapshot",
        "ec2-address",
        "logs-group",
        "s3-bucket",
        "rds-instance",
        "elasticache-cluster",
    ];
    let text: String = kinds
        .iter()
        .map(|kind| std::fs::read_to_string(folder().join(format!("resources/{kind}.jsonl"))).unwrap())
        .collect();
    let found = found();
    for (rule, name, why) in DECOYS {
        assert!(text.contains(&format!("\"{name}\"")), "{name} is not in the dataset");
        assert!(!found.contains(&(rule, name)), "{rule} finds {name}, which must be left alone: {why}");
    }
}

#[test]
fn what_cannot_be_judged_is_a_gap() {
    let gap = |reason, text: &str| {
        assert!(
            analysis().gaps.iter().any(|gap| gap.reason == reason && format!("{gap:?}").contains(text)),
            "no gap `{reason}` with {text}"
        );
    };
    gap(GapReason::Denied, "DescribeImages");
    gap(GapReason::Throttled, "GetMetricData");
    gap(GapReason::TooYoung, "ec2-instance-idle");
    gap(GapReason::PriceMissing, "m7i.xlarge windows");
    gap(GapReason::PriceMissing, "spot");
    gap(GapReason::NoData, "ec2-instance-stopped");
    let totals = &analysis().totals;
    assert!(totals.list_cost_at_least && totals.savings_at_least);
}

#[test]
fn the_bill_is_in_line_with_the_list_cost() {
    let it = analysis().billing.as_ref().unwrap().reconciliation.as_ref().unwrap();
    assert_eq!(it.month, "2026-10");
    assert_eq!(it.services.len(), 7, "{:?}", it.services);
    let share = it.billed_cost_usd.to_f64() / it.list_cost_monthly_usd.to_f64();
    assert!((0.85..1.0).contains(&share), "billed {} of list {}", it.billed_cost_usd, it.list_cost_monthly_usd);
}

#[test]
fn totals_add_up() {
    let (totals, recommendations) = (&analysis().totals, &analysis().recommendations);
    assert_eq!(
        totals.gross_savings_monthly_usd - totals.overlap_monthly_usd,
        totals.net_savings_monthly_usd,
        "gross − overlap = net"
    );
    assert!(totals.net_savings_monthly_usd < totals.list_cost_monthly_usd);
    let most = recommendations.iter().filter_map(|it| it.monthly_savings_usd).max().unwrap();
    assert!(totals.net_savings_monthly_usd > most && most > Usd::ZERO);
}

#[test]
fn the_report_reads_like_this() {
    insta::assert_snapshot!("demo-audit", render(analysis(), Format::Table, &Layout::default()).unwrap());
}
