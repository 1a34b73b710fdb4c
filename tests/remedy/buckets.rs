//! Buckets: lifecycle, Intelligent-Tiering, incomplete uploads.

use serde_json::json;

use super::{caveated, range, usd};
use crate::analyze::estate_builder::{EstateBuilder, days_ago, recommendation};

const GIB: u64 = 1 << 30;

fn bucket(gib: u64, objects: u64) -> EstateBuilder {
    let mut estate = EstateBuilder::new();
    estate.bucket("data", json!({ "bytes_by_class": { "STANDARD": gib * GIB }, "object_count": objects }));
    estate
}

#[test]
fn large_objects_move_whole_and_small_ones_maybe_not() {
    // 1000 GiB × ($0.023 − $0.0125) = $10.50.
    let analysis = bucket(1000, 1000).analysis();
    let it = recommendation(&analysis, "s3-bucket-without-lifecycle", "data").unwrap();
    let savings = it.savings_range.unwrap();
    assert_eq!(savings.high, usd("10.5"));
    assert!(savings.low > usd("10.4"), "1000 objects hide at most 125 MiB in small ones");
    assert!(it.one_off_cost_usd.is_some());
    // 20 million objects: all of it may lie in objects below 128 KiB.
    let analysis = bucket(1000, 20_000_000).analysis();
    let it = recommendation(&analysis, "s3-bucket-without-lifecycle", "data").unwrap();
    assert_eq!(it.savings_range, Some(range("0", "10.5")));
}

#[test]
fn the_minimum_size_has_two_sides() {
    for (gib, found) in [(10, false), (200, true)] {
        let analysis = bucket(gib, 100).analysis();
        assert_eq!(recommendation(&analysis, "s3-bucket-without-lifecycle", "data").is_some(), found, "{gib} GiB");
    }
}

#[test]
fn intelligent_tiering_may_cost_more_than_it_saves() {
    let analysis = bucket(1000, 1_000_000).analysis();
    let it = recommendation(&analysis, "s3-bucket-intelligent-tiering", "data").unwrap();
    let savings = it.savings_range.unwrap();
    // The low end is the monitoring charge alone: a million objects at $0.0025 a thousand.
    assert_eq!(savings.low, usd("-2.5"));
    assert_eq!(savings.high, usd("8"));
    assert!(!it.selected, "a loss at the low end never enters a total");
}

#[test]
fn incomplete_uploads_older_than_a_week() {
    let upload = |days: i64, gib: Option<u64>| json!({ "key": "part", "initiated_at": days_ago(days), "bytes": gib.map(|gib| gib * GIB) });
    let mut estate = EstateBuilder::new();
    estate.bucket("data", json!({
        "bytes_by_class": { "STANDARD": 150 * GIB }, "object_count": 1,
        "incomplete_uploads": { "uploads": [upload(8, Some(100)), upload(6, Some(50)), upload(30, None)], "truncated": true },
    }));
    let analysis = estate.analysis();
    let it = recommendation(&analysis, "s3-bucket-incomplete-uploads", "data").unwrap();
    // 100 GiB × $0.023; the younger upload stays.
    assert_eq!(it.monthly_savings_usd, Some(usd("2.3")));
    assert!(caveated(it, "at least: the bucket has more") && caveated(it, "at least: the parts of 1 upload"));
    // Its bytes are in BucketSizeBytes too, and are not billed twice.
    assert_eq!(analysis.totals.list_cost_monthly_usd, usd("3.45"));
}
