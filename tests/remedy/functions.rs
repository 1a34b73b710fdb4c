//! Functions: the saving of less memory is a range that CPU time narrows; arm64 costs a fifth less.

use cloudtrim::model::action::Action;
use cloudtrim::model::configuration::{Configuration, FunctionConfiguration};
use cloudtrim::model::gap::GapReason;
use cloudtrim::model::ids::ResourceKind::LambdaFunction;
use serde_json::{Value, json};

use super::caveated;
use crate::analyze::estate_builder::{EstateBuilder, recommendation};

const RULE: &str = "lambda-function-oversized-memory";

/// Ten minutes of duration every hour, in six hundred invocations.
fn function(more: Value, used_mb: Option<f64>, cpu_ms: Option<f64>) -> EstateBuilder {
    let mut estate = EstateBuilder::new();
    estate.function("resize", more);
    estate.metric(LambdaFunction, "resize", "Invocations", "Sum", (3600, 14), |_| 600.0);
    estate.metric(LambdaFunction, "resize", "Duration", "Sum", (3600, 14), |_| 600_000.0);
    estate.metric(LambdaFunction, "resize", "Duration", "Maximum", (3600, 14), |_| 4_000.0);
    if let Some(used) = used_mb {
        estate.metric(LambdaFunction, "resize", "used_memory_max", "Maximum", (3600, 14), |_| used);
    }
    if let Some(cpu) = cpu_ms {
        estate.metric(LambdaFunction, "resize", "cpu_total_time", "Sum", (3600, 14), |_| cpu);
    }
    estate
}

fn after(configuration: &Configuration) -> &FunctionConfiguration {
    match configuration {
        Configuration::LambdaFunction(it) => it,
        other => panic!("{other:?}"),
    }
}

#[test]
fn less_memory_saves_nothing_for_what_only_computes_and_its_share_for_what_only_waits() {
    // 730 × 600 s at 1 GiB are 438,000 GB-seconds, $5.84 on arm64; 256 MB hold 200 MB.
    let analysis = function(json!({}), Some(200.0), None).analysis();
    let it = recommendation(&analysis, RULE, "resize").unwrap();
    let savings = it.savings_range.unwrap();
    assert_eq!((savings.low.cents(), savings.high.cents()), ("0.00".to_owned(), "4.38".to_owned()));
    assert_eq!(it.monthly_savings_usd.unwrap().cents(), "0.00");
    assert_eq!(after(&it.after.as_ref().unwrap().configuration).memory_mb, 256);
    assert!(caveated(it, "CPU time was not measured"));
}

#[test]
fn cpu_time_narrows_the_range() {
    // A fiftieth of the duration is CPU time: at most 1,769 ÷ 256 − 1,769 ÷ 1,024 = 5.18 times that longer.
    let analysis = function(json!({}), Some(200.0), Some(12_000.0)).analysis();
    let it = recommendation(&analysis, RULE, "resize").unwrap();
    let savings = it.savings_range.unwrap();
    assert_eq!((savings.low.cents(), savings.high.cents()), ("4.23".to_owned(), "4.38".to_owned()));
    assert!(it.selected && !caveated(it, "CPU time was not measured"));
    let slower = it.evidence.iter().find(|fact| fact.fact == "duration at the smaller size").unwrap();
    assert_eq!(slower.value, "unchanged to 1.10 times as long");
}

#[test]
fn memory_that_was_not_measured_never_shrinks_and_the_gap_says_what_measuring_is_worth() {
    let analysis = function(json!({}), None, None).analysis();
    assert!(recommendation(&analysis, RULE, "resize").is_none());
    let gap = analysis.gaps.iter().find(|gap| gap.rule.as_deref() == Some(RULE)).unwrap();
    assert_eq!(gap.reason, GapReason::NoData);
    assert!(gap.detail.contains("enable Lambda Insights") && gap.detail.contains("up to $5.11 a month"), "{gap:?}");
}

#[test]
fn arm64_costs_a_fifth_less_and_stacks_with_less_memory() {
    let analysis = function(json!({ "architecture": "x86_64" }), Some(200.0), Some(12_000.0)).analysis();
    let it = recommendation(&analysis, "lambda-function-x86", "resize").unwrap();
    assert_eq!(it.action, Action::MigrateToGraviton);
    // 438,000 GB-seconds at $0.0000166667 less $0.0000133334.
    assert_eq!(it.monthly_savings_usd.unwrap().cents(), "1.46");
    let smaller = recommendation(&analysis, RULE, "resize").unwrap();
    assert!(it.selected && smaller.selected);
    let sum = it.monthly_savings_usd.unwrap() + smaller.monthly_savings_usd.unwrap();
    assert!(analysis.totals.net_savings_monthly_usd < sum, "a smaller function saves less by its architecture");
}

#[test]
fn provisioned_concurrency_shrinks_with_the_memory() {
    let with = |executions: u32| {
        let analysis = function(json!({ "provisioned_concurrency": executions }), Some(200.0), Some(0.0)).analysis();
        recommendation(&analysis, RULE, "resize").unwrap().monthly_savings_usd.unwrap()
    };
    // Five executions of 1 GiB are kept for $43.80 a month; a quarter of it is left.
    assert!((with(5) - with(0)).to_f64() > 30.0, "{} {}", with(5), with(0));
}
