//! Commitments of a dataset: read, partly read, not read, none, expired; the totals and the first lines.

use cloudtrim::dataset::{CollectorState, CollectorStatus, Dataset};
use cloudtrim::model::analysis::Analysis;
use cloudtrim::model::commitments::CommitmentState;
use cloudtrim::model::gap::{Gap, GapReason};
use cloudtrim::pricing::PriceBook;
use cloudtrim::report::{Format, Layout, render};
use cloudtrim::rules::RuleSet;
use cloudtrim::units::Usd;
use serde_json::json;

use crate::analyze::estate_builder::{ACCOUNT, EstateBuilder, REGION, recommendation};

/// One idle m5.large, two where `spare`, and what was read.
fn estate(spare: bool) -> EstateBuilder {
    let mut estate = EstateBuilder::new();
    estate.options.min_savings = Usd::ZERO;
    for id in ["i-1", "i-2"].into_iter().take(1 + usize::from(spare)) {
        estate.instance(id, "m5.large", json!({ "availability_zone": "us-east-1a" }));
        let cpu = if id == "i-1" { 1.0 } else { 70.0 };
        estate.cpu(id, cpu, cpu);
        for metric in ["NetworkIn", "NetworkOut"] {
            let kind = cloudtrim::model::ids::ResourceKind::Ec2Instance;
            estate.metric(kind, id, metric, "Sum", (3600, 14), |_| if id == "i-1" { 10.0 } else { 1e9 });
        }
    }
    estate
}

fn reserve(estate: &mut EstateBuilder, end: &str) {
    let it = json!({ "account": ACCOUNT, "region": REGION, "id": "ri-1", "instance_type": "m5.large",
        "platform": "linux", "tenancy": "shared", "scope": "Region", "instance_count": 1,
        "start": "2025-01-01T00:00:00Z", "end": end });
    estate.resources.reserved_instances.push(serde_json::from_value(it).unwrap());
}

/// By the rule of idle instances alone.
fn analysis(estate: &EstateBuilder, statuses: &[(&str, CollectorState)]) -> Analysis {
    let mut rules = RuleSet::embedded().unwrap();
    rules.rules.retain(|rule| rule.id == "ec2-instance-idle");
    judged(estate, statuses, &rules)
}

fn judged(estate: &EstateBuilder, statuses: &[(&str, CollectorState)], rules: &RuleSet) -> Analysis {
    let mut dataset: Dataset = estate.dataset();
    for (collector, state) in statuses {
        dataset.manifest.collectors.push(CollectorStatus {
            collector: (*collector).to_owned(),
            account: ACCOUNT.into(),
            region: (*collector == RESERVED).then(|| REGION.into()),
            state: *state,
        });
    }
    cloudtrim::analyze::analyze(&dataset, rules, PriceBook::embedded(), &estate.options).unwrap()
}

const RESERVED: &str = "ec2-reserved-instances";
const PLANS: &str = "savings-plans";
const WHOLE: [(&str, CollectorState); 2] = [(RESERVED, CollectorState::Complete), (PLANS, CollectorState::Complete)];

fn first_lines(analysis: &Analysis) -> String {
    let text = render(analysis, Format::Table, &Layout { width: 400, ..Layout::default() }).unwrap();
    text.split("\nRecommendations").next().unwrap().to_owned()
}

#[test]
fn what_was_not_read_is_said_first_and_nothing_is_netted() {
    let mut estate = estate(false);
    let never = analysis(&estate, &[]);
    estate.gaps.push(Gap {
        service: "Reserved Instances".to_owned(),
        account: Some(ACCOUNT.into()),
        region: Some(REGION.into()),
        operation: Some("DescribeReservedInstances".to_owned()),
        rule: None,
        resource_id: None,
        reason: GapReason::Denied,
        detail: "DescribeReservedInstances was denied; allow ec2:DescribeReservedInstances".to_owned(),
    });
    let denied = analysis(&estate, &[(RESERVED, CollectorState::Failed), (PLANS, CollectorState::Failed)]);
    let partly = analysis(&estate, &[(RESERVED, CollectorState::Failed), (PLANS, CollectorState::Complete)]);
    for (analysis, state) in [
        (&never, CommitmentState::NotRead),
        (&denied, CommitmentState::NotRead),
        (&partly, CommitmentState::PartlyKnown),
    ] {
        assert_eq!(analysis.commitments.as_ref().unwrap().state, state);
        assert_eq!(analysis.totals.net_savings_after_commitments_usd, None);
        assert!(analysis.commitments.as_ref().unwrap().purchases.is_empty(), "no advice on what is not known");
        let idle = recommendation(analysis, "ec2-instance-idle", "i-1").unwrap();
        assert!(idle.caveats.iter().any(|caveat| caveat.contains("not wholly read")), "{:?}", idle.caveats);
        assert!(first_lines(analysis).contains("Commitments"), "{}", first_lines(analysis));
    }
    assert!(first_lines(&denied).contains("allow ec2:DescribeReservedInstances"));
    assert!(first_lines(&partly).contains("allow ec2:DescribeReservedInstances"));
    assert_eq!(denied.totals.savings_at_least, never.totals.savings_at_least, "it makes no saving larger");
}

#[test]
fn without_any_commitment_nothing_is_said() {
    let analysis = analysis(&estate(false), &WHOLE);
    assert_eq!(analysis.commitments.as_ref().unwrap().state, CommitmentState::None);
    assert_eq!(analysis.totals.net_savings_after_commitments_usd, None);
    assert!(!first_lines(&analysis).contains("Commitments"));
    let idle = recommendation(&analysis, "ec2-instance-idle", "i-1").unwrap();
    assert!(idle.commitments.is_none() && !idle.caveats.iter().any(|caveat| caveat.contains("ommitment")));
}

#[test]
fn a_reservation_counts_until_it_ends() {
    // As of 2026-11-15T00:00:00Z.
    for (end, stranded, expiring) in [
        ("2026-11-14T23:59:59Z", None, None),
        ("2026-11-15T00:00:00Z", None, None),
        ("2026-11-15T00:00:01Z", Some("$70.08"), Some(true)),
        ("2027-01-14T00:00:00Z", Some("$70.08"), Some(true)),
        ("2027-01-14T00:00:01Z", Some("$70.08"), Some(false)),
    ] {
        let mut estate = estate(false);
        reserve(&mut estate, end);
        let analysis = analysis(&estate, &WHOLE);
        let idle = recommendation(&analysis, "ec2-instance-idle", "i-1").unwrap();
        let found = idle.commitments.as_ref().map(|effect| effect.stranded_monthly_usd.to_string());
        assert_eq!(found.as_deref(), stranded, "{end}");
        let uses = &analysis.commitments.as_ref().unwrap().reservations;
        assert_eq!(uses.first().map(|one| one.expiring), expiring, "{end}");
    }
}

#[test]
fn totals_say_net_after_commitments_beside_net() {
    for (spare, lost) in [(false, "70.08"), (true, "0")] {
        let mut estate = estate(spare);
        reserve(&mut estate, "2027-03-01T00:00:00Z");
        let analysis = analysis(&estate, &WHOLE);
        let after = analysis.totals.net_savings_after_commitments_usd.unwrap();
        let lost: Usd = lost.parse().unwrap();
        let net = analysis.totals.net_savings_monthly_usd - lost;
        assert_eq!((after.low, after.high), (net, net));
    }
}

/// One instance stops, the other, which could have taken the reservation over, becomes a type that it does not cover.
#[test]
fn a_change_that_leaves_a_reservation_unused_saves_that_much_less() {
    let mut estate = estate(true);
    reserve(&mut estate, "2027-03-01T00:00:00Z");
    let analysis = judged(&estate, &WHOLE, &RuleSet::embedded().unwrap());
    assert!(recommendation(&analysis, "ec2-instance-graviton", "i-2").unwrap().selected);
    let (net, after) = (analysis.totals.net_savings_monthly_usd, analysis.totals.net_savings_after_commitments_usd);
    assert_eq!(net - after.unwrap().low, "70.08".parse().unwrap());
}

#[test]
fn advice_stands_on_what_stays_and_is_in_no_total() {
    let mut estate = estate(true);
    // Started a week ago: no floor.
    estate.instance("i-3", "m5.large", json!({ "launched_at": crate::analyze::estate_builder::days_ago(7) }));
    let analysis = analysis(&estate, &WHOLE);
    let commitments = analysis.commitments.as_ref().unwrap();
    let bought: Vec<_> = commitments.purchases.iter().flat_map(|one| one.resource_ids.clone()).collect();
    assert_eq!(bought, ["i-2"], "i-1 is stopped, i-3 is too young");
    let idle = recommendation(&analysis, "ec2-instance-idle", "i-1").unwrap();
    assert_eq!(analysis.totals.net_savings_monthly_usd, idle.monthly_savings_usd.unwrap());
    assert!(commitments.purchase_savings_monthly_usd > Usd::ZERO);
}

#[test]
fn plans_without_rates_give_a_range_and_no_advice() {
    let mut estate = estate(true);
    let plan = json!({ "account": ACCOUNT, "region": "global", "id": "sp-1", "plan_type": "Compute",
        "commitment_hourly_usd": 0.05, "payment_option": "No Upfront", "state": "active",
        "start": "2026-01-01T00:00:00Z", "end": "2027-01-01T00:00:00Z" });
    estate.resources.savings_plans.push(serde_json::from_value(plan).unwrap());
    let analysis = analysis(&estate, &WHOLE);
    let idle = recommendation(&analysis, "ec2-instance-idle", "i-1").unwrap();
    let range = idle.commitments.as_ref().unwrap().net_savings_monthly_usd;
    assert_eq!((range.low.to_string(), range.high.to_string()), ("$0.00".to_owned(), "$70.08".to_owned()));
    assert!(analysis.commitments.as_ref().unwrap().purchases.is_empty());
    assert!(analysis.gaps.iter().any(|gap| gap.detail.contains("active Savings Plans")), "{:?}", analysis.gaps);
}
