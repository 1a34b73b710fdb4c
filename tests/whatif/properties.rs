//! What holds for every scenario: nothing costs less by being used more, and sums are sums.

use std::collections::BTreeMap;
use std::path::Path;

use cloudtrim::model::comparison::Comparison;
use cloudtrim::pricing::PriceBook;
use cloudtrim::units::Usd;
use cloudtrim::whatif::scenario::{read, run};
use proptest::prelude::*;

/// A kind with attributes and its usage inputs.
const SAMPLES: &[(&str, &str, &[&str])] = &[
    ("sqs-queue", "{}", &["monthly_requests"]),
    ("lambda-function", "{ memory_size: 512 }", &["monthly_requests"]),
    ("aws_api_gateway_rest_api", "{}", &["monthly_requests"]),
    ("aws_s3_bucket", "{}", &[]),
    ("aws_dynamodb_table", "{ billing_mode: PAY_PER_REQUEST }", &["monthly_read_request_units", "storage_gb"]),
    ("aws_data_transfer", "{}", &["monthly_outbound_internet_gb", "monthly_intra_region_gb"]),
    ("aws_nat_gateway", "{}", &["monthly_data_processed_gb"]),
    ("aws_lb", "{ load_balancer_type: application }", &["processed_bytes_gb", "new_connections"]),
    ("aws_kinesis_stream", "{ stream_mode_details: { stream_mode: ON_DEMAND } }", &["monthly_on_demand_data_in_gb"]),
    ("aws_cloudwatch_log_group", "{}", &["storage_gb", "monthly_data_ingested_gb"]),
    ("aws_sfn_state_machine", "{ type: EXPRESS }", &["monthly_requests"]),
    ("aws_config_config_rule", "{}", &["monthly_rule_evaluations"]),
    ("aws_kms_key", "{}", &[]),
    ("aws_instance", "{ instance_type: m5.large }", &[]),
];

fn resource(name: &str, kind: usize, usage: &BTreeMap<String, f64>, count: u32) -> String {
    let (kind, attributes, _) = SAMPLES[kind];
    let word = if kind.starts_with("aws_") { "type" } else { "kind" };
    let usage: Vec<String> = usage.iter().map(|(name, amount)| format!("{name}: {amount}")).collect();
    format!(
        "      - {{ name: {name}, {word}: {kind}, count: {count}, attributes: {attributes}, usage: {{ {} }} }}\n",
        usage.join(", ")
    )
}

fn compare(before: &[String], after: &[String]) -> Comparison {
    let text = format!(
        "region: us-east-1\nconfigurations:\n  before:\n    resources:\n{}  after:\n    resources:\n{}",
        before.concat(),
        after.concat()
    );
    let scenario = read(Path::new("s.yml"), &text).unwrap_or_else(|mistakes| panic!("{mistakes:#?}\n{text}"));
    run(&scenario, PriceBook::embedded(), "2026-11-21".parse().unwrap()).unwrap()
}

fn sample() -> impl Strategy<Value = (usize, BTreeMap<String, f64>, u32)> {
    (0..SAMPLES.len()).prop_flat_map(|kind| {
        let inputs = SAMPLES[kind].2;
        let amounts = prop::collection::vec(0_u64..20_000_000_000, inputs.len());
        (Just(kind), amounts, 1_u32..20).prop_map(move |(kind, amounts, count)| {
            let usage = inputs.iter().zip(amounts).map(|(name, amount)| ((*name).to_owned(), amount as f64)).collect();
            (kind, usage, count)
        })
    })
}

/// Summed up anew from the components.
fn summed(comparison: &Comparison, after: bool) -> Usd {
    let sides =
        comparison.resources.iter().filter_map(|one| if after { one.after.as_ref() } else { one.before.as_ref() });
    sides.flat_map(|cost| &cost.components).filter_map(|component| component.monthly_usd).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_costs_less_by_being_used_more((kind, usage, count) in sample(), factor in 1_u32..50, more in 0_u32..5) {
        let larger = usage.iter().map(|(name, amount)| (name.clone(), amount * f64::from(factor))).collect();
        let comparison = compare(&[resource("a", kind, &usage, count)], &[resource("a", kind, &larger, count + more)]);
        let change = comparison.totals.change_monthly_usd.unwrap_or_default();
        prop_assert!(!change.is_negative(), "{change} {comparison:#?}");
    }

    #[test]
    fn the_same_costs_nothing_and_components_sum_to_totals(samples in prop::collection::vec(sample(), 1..6)) {
        let resources: Vec<String> =
            samples.iter().enumerate().map(|(at, (kind, usage, count))| resource(&format!("r{at}"), *kind, usage, *count)).collect();
        let comparison = compare(&resources, &resources);
        prop_assert!(comparison.totals.change_monthly_usd.unwrap_or_default().is_zero());
        prop_assert!(comparison.resources.iter().all(|resource| resource.action == "no-op"));
        let total = comparison.totals.after_monthly_usd.unwrap_or_default();
        prop_assert_eq!(summed(&comparison, true), total);
        prop_assert_eq!(summed(&comparison, false), total);
    }

    #[test]
    fn order_is_irrelevant(samples in prop::collection::vec(sample(), 2..6)) {
        let resources: Vec<String> =
            samples.iter().enumerate().map(|(at, (kind, usage, count))| resource(&format!("r{at}"), *kind, usage, *count)).collect();
        let reversed: Vec<String> = resources.iter().rev().cloned().collect();
        let (one, other) = (compare(&resources, &[]), compare(&reversed, &[]));
        prop_assert_eq!(one.totals, other.totals);
    }

    #[test]
    fn ranges_hold_the_expected(low in 0_u64..1_000_000, more in 0_u64..1_000_000, most in 0_u64..1_000_000) {
        let usage = format!("{{ low: {low}, expected: {}, high: {} }}", low + more, low + more + most);
        let text = format!(
            "region: us-east-1\nconfigurations:\n  now:\n    resources:\n      - {{ name: q, kind: sqs-queue, usage: {{ monthly_requests: {usage} }} }}\n"
        );
        let scenario = read(Path::new("s.yml"), &text).unwrap();
        let comparison = run(&scenario, PriceBook::embedded(), "2026-11-21".parse().unwrap()).unwrap();
        let total = &comparison.configurations[0];
        prop_assert!(total.low_monthly_usd <= total.monthly_usd && total.monthly_usd <= total.high_monthly_usd);
    }

    #[test]
    fn tiers_meet_at_their_edges(edge in prop::sample::select(vec![10_240_u64, 51_200, 153_600])) {
        // One more unit than the edge costs at most the first tier's price more.
        let cost = |gb: u64| {
            let usage = BTreeMap::from([("monthly_outbound_internet_gb".to_owned(), gb as f64)]);
            compare(&[resource("a", 5, &usage, 1)], &[]).totals.before_monthly_usd.unwrap()
        };
        let steps = [cost(edge - 1), cost(edge), cost(edge + 1)];
        let (to, beyond) = (steps[1] - steps[0], steps[2] - steps[1]);
        prop_assert!(!to.is_negative() && !to.is_zero() && beyond <= to, "{steps:?}");
    }

    #[test]
    fn no_text_makes_it_panic(text in "[ -~\n]{0,400}") {
        let _ = read(Path::new("s.yml"), &text);
    }
}
