//! Tables: the cheapest of fixed capacity, auto scaling and on-demand that would have held every hour.

use cloudtrim::model::analysis::Recommendation;
use cloudtrim::model::configuration::{Configuration, TableConfiguration};
use cloudtrim::model::ids::ResourceKind::DynamodbTable;
use cloudtrim::model::vocabulary::BillingMode;
use serde_json::{Value, json};

use super::{caveated, usd};
use crate::analyze::estate_builder::{EstateBuilder, days_ago, recommendation};

const RULE: &str = "dynamodb-table-overprovisioned";

/// Reads and writes a second, by the hour.
fn table(more: Value, reads: impl Fn(i64) -> f64, writes: impl Fn(i64) -> f64) -> EstateBuilder {
    let mut estate = EstateBuilder::new();
    estate.table("orders", more);
    let (read, write) = ("ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits");
    estate.metric(DynamodbTable, "orders", read, "Sum", (3600, 14), |hour| 3600.0 * reads(hour));
    estate.metric(DynamodbTable, "orders", write, "Sum", (3600, 14), |hour| 3600.0 * writes(hour));
    estate
}

fn after(it: &Recommendation) -> &TableConfiguration {
    match &it.after.as_ref().unwrap().configuration {
        Configuration::DynamodbTable(it) => it,
        other => panic!("{other:?}"),
    }
}

fn fact<'a>(it: &'a Recommendation, name: &str) -> &'a str {
    it.evidence.iter().find(|fact| fact.fact == name).map_or("", |fact| fact.value.as_str())
}

#[test]
fn steady_use_is_cheapest_with_a_fixed_capacity() {
    let estate = table(json!({ "read_capacity_units": 500, "write_capacity_units": 100 }), |_| 70.0, |_| 7.0);
    let analysis = estate.analysis();
    let it = recommendation(&analysis, RULE, "orders").unwrap();
    // 70 ÷ 0.7 and 7 ÷ 0.7 instead of 500 and 100 units, at $0.00013 and $0.00065 an hour.
    let (reads, writes) = (400.0 * 730.0 * 0.000_13, 90.0 * 730.0 * 0.000_65);
    assert!((it.monthly_savings_usd.unwrap().to_f64() - reads - writes).abs() < 1e-6, "{it:#?}");
    assert_eq!(after(it).capacity[0].read.provisioned_units, Some(100.0));
    assert!(after(it).capacity[0].read.scaling.is_none());
    // 70 reads a second are 183.96 million a month, $23.00; 18.4 million writes $11.50.
    assert_eq!(fact(it, "on demand"), "$34.49 a month");
    assert_eq!(fact(it, "provisioned, fixed"), "$14.24 a month");
    assert_eq!(fact(it, "Read utilization at which on demand costs as much"), "28.9 %; measured: 14.0 %");
}

#[test]
fn a_day_and_a_night_are_cheapest_with_auto_scaling() {
    let wave = |hour: i64| 300.0 - 280.0 * (hour as f64 * std::f64::consts::TAU / 24.0).cos();
    let estate = table(json!({ "read_capacity_units": 1000, "write_capacity_units": 1 }), wave, |_| 0.5);
    let analysis = estate.analysis();
    let it = recommendation(&analysis, RULE, "orders").unwrap();
    let scaling = after(it).capacity[0].read.scaling.unwrap();
    // Less would be too slow for the steepest hours; the highest, 580 a second, asks for 829.
    assert_eq!((scaling.minimum_units, scaling.maximum_units), (429, 829));
    assert_eq!(fact(it, "provisioned, auto scaling"), "$56.71 a month");
    assert_eq!(fact(it, "provisioned, fixed"), "$77.82 a month");
    assert_eq!(scaling.target_percent, Some(70.0));
    assert!(caveated(it, "auto scaling takes minutes"));
}

#[test]
fn an_hour_a_day_is_cheapest_on_demand() {
    let estate = table(
        json!({ "read_capacity_units": 200, "write_capacity_units": 1 }),
        |hour| f64::from(hour % 24 == 9) * 100.0,
        |_| 0.0,
    );
    let analysis = estate.analysis();
    let it = recommendation(&analysis, RULE, "orders").unwrap();
    assert_eq!(after(it).billing_mode, BillingMode::PayPerRequest);
    assert!(caveated(it, "four times in 24 hours") && caveated(it, "reserved capacity"));
}

#[test]
fn what_was_throttled_is_not_made_smaller() {
    let mut estate = table(json!({ "read_capacity_units": 500, "write_capacity_units": 100 }), |_| 70.0, |_| 7.0);
    estate.metric(DynamodbTable, "orders", "ReadThrottleEvents", "Sum", (3600, 1), |_| 1.0);
    let analysis = estate.analysis();
    let it = recommendation(&analysis, RULE, "orders").unwrap();
    assert_eq!(after(it).billing_mode, BillingMode::PayPerRequest);
    assert!(caveated(it, "it was throttled") && fact(it, "provisioned, fixed").is_empty());
}

#[test]
fn capacity_that_auto_scaling_provisions_is_billed_by_its_mean() {
    let scaling = json!([{ "direction": "Read", "minimum_units": 50, "maximum_units": 400, "target_percent": 70.0 }]);
    let more = json!({ "read_capacity_units": 60, "write_capacity_units": 1, "scaling": scaling });
    let mut estate = table(more, |_| 30.0, |_| 0.0);
    estate.metric(DynamodbTable, "orders", "ProvisionedReadCapacityUnits", "Average", (3600, 14), |hour| {
        if hour % 2 == 0 { 50.0 } else { 150.0 }
    });
    let analysis = estate.analysis();
    let it = recommendation(&analysis, RULE, "orders").unwrap();
    let line = it.before.components.iter().find(|line| line.name == "Read capacity (autoscaling)").unwrap();
    assert!((line.monthly.to_f64() - 100.0 * 730.0 * 0.000_13).abs() < 1e-9, "{line:?}");
}

#[test]
fn an_unused_table_is_deleted_or_put_on_demand_but_counted_once() {
    let mut estate = EstateBuilder::new();
    let units = json!({ "read_capacity_units": 100, "write_capacity_units": 100, "size_bytes": 4_u64 << 30 });
    estate.table("left-over", units);
    let analysis = estate.analysis();
    // 100 units of each are $56.94 a month, 4 GiB $1.00.
    let deleted = recommendation(&analysis, "dynamodb-table-unused", "left-over").unwrap();
    assert_eq!(deleted.monthly_savings_usd, Some(usd("57.94")));
    let kept = recommendation(&analysis, RULE, "left-over").unwrap();
    assert_eq!(kept.monthly_savings_usd, Some(usd("56.94")));
    assert!(deleted.selected && !kept.selected);
    assert_eq!(analysis.totals.net_savings_monthly_usd, usd("57.94"));
}

#[test]
fn a_young_table_is_billed_by_its_life() {
    let more = json!({ "billing_mode": "PAY_PER_REQUEST", "created_at": days_ago(7) });
    let mut estate = EstateBuilder::new();
    estate.table("orders", more);
    estate.metric(DynamodbTable, "orders", "ConsumedReadCapacityUnits", "Sum", (3600, 7), |_| 1e6);
    let analysis = estate.analysis();
    // 730 million reads at $0.125 a million.
    assert_eq!(analysis.totals.list_cost_monthly_usd.cents(), "91.25");
}
