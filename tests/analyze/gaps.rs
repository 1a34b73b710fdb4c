//! What could not be read, judged or priced is said, and totals are "at least" then.

use cloudtrim::model::gap::{Gap, GapReason};
use cloudtrim::units::Usd;
use serde_json::json;

use super::estate_builder::{EstateBuilder, recommendation};

#[test]
fn spot_is_never_priced_as_on_demand() {
    let mut estate = EstateBuilder::new();
    estate.instance("i-1", "m5.large", json!({ "lifecycle": "spot" }));
    let analysis = estate.analysis();
    assert_eq!(analysis.totals.list_cost_monthly_usd, Usd::ZERO);
    assert!(analysis.totals.list_cost_at_least);
    let unpriced: Vec<&Gap> =
        analysis.gaps.iter().filter(|gap| gap.reason == GapReason::PriceMissing && gap.rule.is_none()).collect();
    assert_eq!(unpriced.len(), 1);
    assert_eq!(unpriced[0].resource_id.as_deref(), Some("i-1"));
}

#[test]
fn without_metrics_an_instance_is_unknown() {
    let mut estate = EstateBuilder::new();
    estate.instance("i-1", "m5.large", json!({}));
    let analysis = estate.analysis();
    for rule in ["ec2-instance-idle", "ec2-instance-underutilized"] {
        assert!(recommendation(&analysis, rule, "i-1").is_none());
        assert!(analysis.gaps.iter().any(|gap| gap.rule.as_deref() == Some(rule)), "{rule}");
    }
    assert!(analysis.totals.savings_at_least);
}

#[test]
fn what_was_not_read_makes_totals_at_least_but_billing_does_not() {
    let gap = |service: &str, operation: &str| Gap {
        service: service.to_owned(),
        account: None,
        region: None,
        operation: Some(operation.to_owned()),
        rule: None,
        resource_id: None,
        reason: GapReason::Denied,
        detail: "not authorized".to_owned(),
    };
    for (service, operation, savings, list) in [
        ("EBS", "DescribeVolumes", true, true),
        ("CloudWatch", "GetMetricData", true, false),
        ("Cost Explorer", "GetCostAndUsage", false, false),
    ] {
        let mut estate = EstateBuilder::new();
        estate.gaps.push(gap(service, operation));
        let analysis = estate.analysis();
        assert_eq!(analysis.gaps.len(), 1);
        assert_eq!(
            (analysis.totals.savings_at_least, analysis.totals.list_cost_at_least),
            (savings, list),
            "{service}"
        );
    }
}

#[test]
fn many_unjudged_resources_become_one_line_that_counts_them() {
    let mut estate = EstateBuilder::new();
    for number in 0..25 {
        estate.instance(&format!("i-{number:02}"), "m5.large", json!({}));
    }
    let analysis = estate.analysis();
    let idle: Vec<&Gap> = analysis.gaps.iter().filter(|gap| gap.rule.as_deref() == Some("ec2-instance-idle")).collect();
    assert_eq!(idle.len(), 1);
    assert!(idle[0].detail.starts_with("25 resources: "), "{}", idle[0].detail);
}
