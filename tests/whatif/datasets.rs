//! Changes of a dataset: what the shipped ones say, and that they say what the audit says of the same change.

use std::collections::BTreeMap;
use std::path::Path;

use cloudtrim::analyze::analyze;
use cloudtrim::config::defaults;
use cloudtrim::dataset;
use cloudtrim::model::analysis::{Analysis, Recommendation};
use cloudtrim::model::comparison::{Comparison, ResourceComparison};
use cloudtrim::model::configuration::Configuration;
use cloudtrim::pricing::PriceBook;
use cloudtrim::report::{ComparisonFormat, Layout, render_comparison};
use cloudtrim::rules::RuleSet;
use cloudtrim::units::Usd;
use cloudtrim::whatif::changes::{ChangesError, run};
use cloudtrim::whatif::scenario::{Scenario, load, read};

const HEAD: &str = "dataset: ../datasets/demo\nchanges:\n";

fn compare(scenario: &Scenario) -> Result<Comparison, ChangesError> {
    let changes = scenario.dataset.as_ref().unwrap();
    run(scenario, changes, &RuleSet::embedded().unwrap(), PriceBook::embedded(), &defaults())
}

/// A scenario that stands beside the shipped ones.
fn scenario(text: &str) -> Scenario {
    read(Path::new("fixtures/scenarios/s.yml"), text).unwrap_or_else(|mistakes| panic!("{mistakes:#?}\n{text}"))
}

fn changed(changes: &str) -> Comparison {
    compare(&scenario(&format!("{HEAD}{changes}"))).unwrap()
}

fn audit() -> Analysis {
    let dataset = dataset::load(Path::new("fixtures/datasets/demo")).unwrap();
    analyze(&dataset, &RuleSet::embedded().unwrap(), PriceBook::embedded(), &defaults()).unwrap()
}

fn of<'a>(comparison: &'a Comparison, id: &str) -> Option<&'a ResourceComparison> {
    comparison.resources.iter().find(|resource| resource.address.ends_with(&format!("/{id}")))
}

fn change(comparison: &Comparison, id: &str) -> Option<Usd> {
    of(comparison, id)?.change_monthly_usd
}

fn usd(text: &str) -> Usd {
    text.parse().unwrap()
}

#[test]
fn shipped_changes_read_well() {
    let layout = Layout { width: 120, ..Layout::default() };
    for name in ["gp3", "log-retention", "s3-lifecycle", "graviton"] {
        let file = format!("fixtures/scenarios/{name}-over-dataset.yml");
        let comparison = compare(&load(Path::new(&file)).unwrap()).unwrap();
        let table = render_comparison(&comparison, ComparisonFormat::Table, false, &layout).unwrap();
        insta::assert_snapshot!(format!("dataset-{name}"), table);
    }
}

#[test]
fn without_a_change_before_is_after_is_what_the_audit_says() {
    let comparison = compare(&scenario("dataset: ../datasets/demo\nchanges: []\n")).unwrap();
    let (audit, totals) = (audit(), &comparison.totals);
    assert_eq!(totals.before_monthly_usd, Some(audit.totals.list_cost_monthly_usd));
    assert_eq!(totals.after_monthly_usd, totals.before_monthly_usd);
    assert_eq!((totals.change_monthly_usd, totals.before_at_least), (Some(Usd::ZERO), true));
    assert!(comparison.resources.iter().all(|resource| resource.action == "no-op"), "{comparison:#?}");
    assert_eq!(comparison.as_of.to_string(), "2026-11-15");
    assert!(comparison.warnings.is_empty(), "{:?}", comparison.warnings);
}

#[test]
fn all_recommendations_change_what_the_audit_totals() {
    let comparison = changed("  - apply: { all: true }\n");
    let audit = audit();
    assert_eq!(comparison.totals.change_monthly_usd, Some(Usd::ZERO - audit.totals.net_savings_monthly_usd));
    let saved = |id: &str| audit.recommendations.iter().find(|it| it.resource_id == id).unwrap().monthly_savings_usd;
    for id in ["vol-0e3012cdaed4c1e14", "vol-0c3898b45187d3b67", "northlight-parcel-labels"] {
        assert_eq!(change(&comparison, id), saved(id).map(|saved| Usd::ZERO - saved), "{id}");
    }
    assert_eq!(of(&comparison, "vol-0c3898b45187d3b67").unwrap().action, "delete");
    let once: Usd = comparison.one_off.iter().map(|line| line.usd).sum();
    assert_eq!(once, usd("146.00"), "{:?}", comparison.one_off);
}

/// The same change in the author's words.
fn in_words(it: &Recommendation) -> Option<String> {
    let set = match (it.rule.as_str(), &it.after.as_ref()?.configuration) {
        ("ec2-instance-stopped" | "ec2-instance-idle", _) => return None,
        (_, Configuration::Ec2Instance(after)) if it.rule == "ec2-instance-detailed-monitoring" => {
            format!("set: {{ detailed_monitoring: {} }}", after.detailed_monitoring)
        }
        ("ec2-instance-off-hours", Configuration::Ec2Instance(after)) => {
            format!("set: {{ running_hours_per_month: {} }}", after.running_hours_per_month?)
        }
        (_, Configuration::Ec2Instance(after)) => format!("set: {{ instance_type: {} }}", after.instance_type),
        ("ebs-volume-overprovisioned-iops", Configuration::EbsVolume(after)) => {
            format!("set: {{ iops: {} }}", after.iops?)
        }
        (_, Configuration::EbsVolume(after)) => {
            format!("set: {{ volume_type: gp3, iops: {}, throughput_mibps: {} }}", after.iops?, after.throughput_mibps?)
        }
        ("logs-group-infrequent-access", _) => "set: { class: INFREQUENT_ACCESS }".to_owned(),
        (_, Configuration::LogsGroup(after)) => format!("set: {{ retention_days: {} }}", after.retention_days?),
        (_, Configuration::Absent) => "delete: true".to_owned(),
        _ => return None,
    };
    Some(format!("  - select: {{ kind: {}, id: {} }}\n    {set}\n", it.resource_kind, it.resource_id))
}

#[test]
fn a_change_in_words_saves_what_the_audit_says() {
    let audit = audit();
    let mut asked: BTreeMap<&str, (&Recommendation, String)> = BTreeMap::new();
    for it in &audit.recommendations {
        if let Some(words) = in_words(it) {
            asked.entry(&it.resource_id).or_insert((it, words));
        }
    }
    assert!(asked.len() > 20, "{}", asked.len());
    let comparison = changed(&asked.values().map(|(_, words)| words.as_str()).collect::<String>());
    for (id, (it, words)) in &asked {
        let saved = it.monthly_savings_usd.map(|saved| Usd::ZERO - saved);
        assert_eq!(change(&comparison, id), saved, "{} {words}", it.rule);
    }
}

#[test]
fn gp3_without_figures_is_for_what_was_measured() {
    let comparison = changed("  - { select: { kind: ebs-volume, rule: ebs-volume-gp2 }, set: { volume_type: gp3 } }\n");
    let audit = audit();
    let gp2: Vec<&Recommendation> = audit.recommendations.iter().filter(|it| it.rule == "ebs-volume-gp2").collect();
    assert_eq!(gp2.len(), 6);
    for it in gp2 {
        let saved = it.savings_range.map(|range| Usd::ZERO - range.high);
        assert_eq!(change(&comparison, &it.resource_id), saved, "{}", it.resource_id);
    }
    let after = comparison.configurations.last().unwrap();
    // All that gp2 could give costs more than what is used: 4,200 IOPS at $0.005 and 125 MiB/s at $0.04 of the large
    // volume, 3 MiB/s of each of three small ones in us-east-1, at $0.044 of one in eu-west-1.
    assert_eq!(after.high_monthly_usd.unwrap() - after.monthly_usd.unwrap(), usd("26.492"));
    assert!(comparison.warnings.iter().any(|it| it.contains("use was not measured")), "{:?}", comparison.warnings);
}

const ORDERED: &str = "  - select: { kind: ebs-volume, where: { field: volume_type, is: gp2 }, tag: { Name: route-optimizer-maps } }
    set: { volume_type: gp3 }
  - { select: { kind: ebs-volume, id: vol-0498945383c2cc195 }, set: { iops: 5000 } }
  - { select: { kind: ebs-volume, id: vol-0498945383c2cc195 }, set: { iops: 4000 } }
  - { select: { kind: s3-bucket, id: northlight-delivery-photos }, set: { storage_classes: { STANDARD_IA: 50 % } } }
  - { select: { kind: s3-bucket, id: northlight-delivery-photos }, set: { storage_classes: { GLACIER_IR: 100 GiB } } }
  - { select: { kind: s3-bucket, id: northlight-route-models }, set: { storage_classes: { GLACIER_IR: 100 GiB } } }
  - { select: { kind: ec2-instance, id: i-0deb93b5b629f5325 }, delete: true }
  - { select: { kind: ec2-instance, tag: { Name: vpn-gateway } }, stop: true }
  - { select: { kind: ebs-volume, region: ap-south-1 }, delete: true }
  - { select: { kind: ec2-instance, id: i-0e0538b1a7a51cefc }, set: { instance_type: m7g.xlarge } }
  - select:
      kind: ec2-instance
      where: { metric: CPUUtilization, statistic: Maximum, window: 14 days, coverage: 50 %, aggregate: maximum, below: 1 % }
    stop: true
  - { select: { kind: logs-group, id: /northlight/payment-audit }, set: { retention_days: 30 } }
  - { select: { kind: logs-group, id: /northlight/payment-audit }, set: { retention_days: 3653 } }
  - { select: { kind: ec2-instance, id: i-07e23714fd693a804 }, set: { instance_type: t4g.nano } }
";

#[test]
fn later_changes_hold_and_what_could_not_be_done_is_said() {
    let comparison = changed(ORDERED);
    let after = |id: &str| of(&comparison, id).and_then(|it| it.after.as_ref()).map(|it| it.configuration.clone());
    assert_eq!(after("vol-0498945383c2cc195").unwrap(), "gp3 2400 GiB, 4000 IOPS, 125 MiB/s");
    assert_eq!(after("northlight-delivery-photos").unwrap(), "STANDARD 8100 GiB, GLACIER_IR 100 GiB");
    assert_eq!(after("i-0deb93b5b629f5325"), None);
    assert!(of(&comparison, "/northlight/payment-audit").is_none(), "kept as long as before");
    let gaps: Vec<&str> = comparison.resources.iter().flat_map(|it| &it.gaps).map(String::as_str).collect();
    let once = comparison.one_off.iter().map(|it| format!("{}: {} ({})", it.name, it.usd, it.formula));
    let once: Vec<String> = once.collect();
    let told = [comparison.warnings.join("\n"), gaps.join("\n"), once.join("\n")];
    insta::assert_snapshot!("dataset-told", told.join("\n\n"));
}

#[test]
fn discounts_and_unit_costs_are_those_of_a_scenario() {
    let plain = changed("  - { select: { kind: ec2-instance, id: i-07e23714fd693a804 }, stop: true }\n");
    let comparison = compare(&scenario(
        "dataset: ../datasets/demo\ndiscounts: [{ percent: 10 %, note: EDP }]\nunit: { name: parcel, per_month: 1000 }\n\
         changes: [{ select: { kind: ec2-instance, id: i-07e23714fd693a804 }, stop: true }]\n",
    ))
    .unwrap();
    let share = |one: Option<Usd>, other: Option<Usd>| one.unwrap().to_f64() / other.unwrap().to_f64();
    let (totals, list) = (&comparison.totals, &plain.totals);
    assert!((share(totals.before_monthly_usd, list.before_monthly_usd) - 0.9).abs() < 1e-9);
    assert!((share(totals.change_monthly_usd, list.change_monthly_usd) - 0.9).abs() < 1e-9);
    let total = comparison.unit_costs.iter().find(|it| it.configuration == "after" && it.service == "total").unwrap();
    assert_eq!(total.monthly_usd, totals.after_monthly_usd);
    assert!((total.usd_per_unit.unwrap() * 1000.0 - totals.after_monthly_usd.unwrap().to_f64()).abs() < 1e-9);
}

#[test]
fn components_sum_to_totals_on_both_sides() {
    let comparison = changed(ORDERED);
    let sum = |side: fn(&ResourceComparison) -> Option<&cloudtrim::model::comparison::ResourceCost>| -> Usd {
        let components = comparison.resources.iter().filter_map(side).flat_map(|cost| &cost.components);
        components.filter_map(|component| component.monthly_usd).sum()
    };
    assert_eq!(Some(sum(|it| it.before.as_ref())), comparison.totals.before_monthly_usd);
    assert_eq!(Some(sum(|it| it.after.as_ref())), comparison.totals.after_monthly_usd);
    assert_eq!(comparison.totals.before_monthly_usd, Some(audit().totals.list_cost_monthly_usd));
}
