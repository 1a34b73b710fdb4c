//! Log groups: retention never saves the whole stored cost; Infrequent Access halves ingestion.

use cloudtrim::model::ids::ResourceKind::LogsGroup;
use cloudtrim::units::Usd;
use serde_json::{Value, json};

use super::{caveated, range, usd};
use crate::analyze::estate_builder::{EstateBuilder, days_ago, recommendation};

const GIB: u64 = 1 << 30;

fn group(more: Value, gib_a_day: f64, days: i64) -> EstateBuilder {
    let mut estate = EstateBuilder::new();
    estate.log_group("/app", more);
    estate.metric(LogsGroup, "/app", "IncomingBytes", "Sum", (86_400, days), |_| gib_a_day * 2_f64.powi(30));
    estate
}

#[test]
fn an_old_group_saves_a_range() {
    // 2 GiB a day: 30 days are at most 60 GiB uncompressed, at least 9 GiB; the group holds 1000 GiB at $0.03.
    let analysis = group(json!({ "stored_bytes": 1000 * GIB }), 2.0, 90).analysis();
    let it = recommendation(&analysis, "logs-group-without-retention", "/app").unwrap();
    assert_eq!(it.savings_range, Some(range("28.2", "29.73")));
    assert!(it.hygiene && it.selected && caveated(it, "begins to show about 72 hours"));
}

#[test]
fn a_group_whose_life_was_counted_saves_exactly() {
    // 80 days × 1 GiB, stored as 16 GiB: ratio 0.2; beyond 30 days are 10 GiB.
    let analysis = group(json!({ "stored_bytes": 16 * GIB, "created_at": days_ago(80) }), 1.0, 80).analysis();
    let it = recommendation(&analysis, "logs-group-without-retention", "/app").unwrap();
    assert_eq!(it.savings_range, Some(range("0.3", "0.3")));
}

#[test]
fn nothing_is_beyond_the_target_yet() {
    for (age, begins) in [(30, true), (31, false)] {
        let analysis = group(json!({ "stored_bytes": 6 * GIB, "created_at": days_ago(age) }), 1.0, age).analysis();
        let it = recommendation(&analysis, "logs-group-without-retention", "/app").unwrap();
        assert_eq!(caveated(it, "saves nothing yet"), begins, "{age} days");
        assert_eq!(it.monthly_savings_usd == Some(Usd::ZERO), begins, "{age} days");
    }
}

#[test]
fn a_retention_is_shortened_from_above_a_year() {
    for (retention, found) in [(365, false), (400, true)] {
        let more = json!({ "stored_bytes": 1000 * GIB, "retention_days": retention, "created_at": days_ago(2000) });
        let analysis = group(more, 1.0, 90).analysis();
        assert_eq!(recommendation(&analysis, "logs-group-long-retention", "/app").is_some(), found, "{retention} days");
    }
}

#[test]
fn infrequent_access_halves_ingestion_only() {
    let analysis = group(json!({ "stored_bytes": 10 * GIB }), 24.0, 90).analysis();
    let it = recommendation(&analysis, "logs-group-infrequent-access", "/app").unwrap();
    // 730 GiB a month × ($0.50 − $0.25).
    assert_eq!(it.monthly_savings_usd, Some(usd("182.5")));
    assert!(caveated(it, "cannot change"));
    for filters in [json!({ "metric_filter_count": 1 }), json!({ "subscription_filter_count": 1 })] {
        let mut estate = group(filters, 24.0, 90);
        estate.resources.log_groups[0].stored_bytes = Some(10 * GIB);
        assert!(recommendation(&estate.analysis(), "logs-group-infrequent-access", "/app").is_none());
    }
}

#[test]
fn an_unused_group_is_deleted() {
    let mut estate = EstateBuilder::new();
    estate.log_group("/old", json!({ "stored_bytes": 100 * GIB, "retention_days": 365 }));
    let analysis = estate.analysis();
    assert_eq!(recommendation(&analysis, "logs-group-unused", "/old").unwrap().monthly_savings_usd, Some(usd("3")));
}

#[test]
fn of_equal_savings_the_change_that_can_be_undone_is_selected() {
    let mut estate = EstateBuilder::new();
    estate.log_group("/old", json!({ "stored_bytes": 100 * GIB, "created_at": days_ago(2000) }));
    let analysis = estate.analysis();
    assert!(!recommendation(&analysis, "logs-group-unused", "/old").unwrap().selected);
    assert!(recommendation(&analysis, "logs-group-without-retention", "/old").unwrap().selected);
    assert_eq!(analysis.totals.net_savings_monthly_usd, usd("3"));
}
