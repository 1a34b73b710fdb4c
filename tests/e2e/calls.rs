//! What a collection asks of AWS: as few calls as the pages allow, and none that `cloudtrim permissions` does not name.

use std::collections::{BTreeMap, BTreeSet};

use cloudtrim::collect::operations;
use polars::prelude::{LazyFrame, PlRefPath, ScanArgsParquet, col, len, lit};
use serde_json::Value;

use super::fleet::{REGIONS, collected};

const QUERIES_PER_CALL: u64 = 500;
const POINTS_PER_CALL: u64 = 100_800;

/// The calls of one region (all regions: `None`) by service and operation.
fn calls(region: Option<&str>) -> BTreeMap<(String, String), u64> {
    let mut counted = BTreeMap::new();
    for (call, count) in &collected().calls {
        let [_account, where_, service, operation] = call.split('/').collect::<Vec<_>>()[..] else { panic!("{call}") };
        if region.is_none_or(|region| region == where_) {
            *counted.entry((service.to_owned(), operation.to_owned())).or_default() += count;
        }
    }
    counted
}

fn of(calls: &BTreeMap<(String, String), u64>, service: &str, operation: &str) -> u64 {
    calls.get(&(service.to_owned(), operation.to_owned())).copied().unwrap_or_default()
}

/// The lines of `resources/<kind>.jsonl` of one region.
fn resources(kind: &str, region: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(collected().dataset.join(format!("resources/{kind}.jsonl"))).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["region"] == region).collect()
}

#[test]
fn listings_take_as_many_calls_as_they_have_pages() {
    // The fleet's server cuts pages of twenty.
    for region in REGIONS {
        let calls = calls(Some(region));
        for (operation, kind) in [("DescribeVolumes", "ebs-volume"), ("DescribeSnapshots", "ebs-snapshot")] {
            let pages = (resources(kind, region).len() as u64).div_ceil(20).max(1);
            assert_eq!(of(&calls, "ec2", operation), pages, "{region} {operation}");
        }
        // moto cuts reservations, and the launch of the group makes one more.
        let pages = (resources("ec2-instance", region).len() as u64).div_ceil(20);
        assert!(of(&calls, "ec2", "DescribeInstances") <= pages + 1, "{region}: {calls:?}");
        assert_eq!(of(&calls, "ec2", "DescribeAddresses"), 1, "{region}");
    }
    assert!(resources("ebs-volume", REGIONS[0]).len() > 30, "the fleet has several pages of volumes");
}

#[test]
fn metrics_come_in_batches_and_never_by_the_resource() {
    let collected = collected();
    for region in REGIONS {
        let (queries, points) = metrics_of(region);
        // What has no points (metrics of groups and Container Insights that are off) is asked too, and not saved.
        let most = (queries + 100).div_ceil(QUERIES_PER_CALL) + points.div_ceil(POINTS_PER_CALL);
        let made = of(&calls(Some(region)), "monitoring", "GetMetricData");
        assert!(made > 0 && made <= most, "{region}: {made} calls for {queries} queries and {points} points");
        assert_eq!(of(&calls(Some(region)), "monitoring", "GetMetricStatistics"), 0);
    }
    assert!(!collected.calls.is_empty());
}

/// Series and points of the saved metric tables of one region.
fn metrics_of(region: &str) -> (u64, u64) {
    let (mut series, mut points) = (0, 0);
    for file in std::fs::read_dir(collected().dataset.join("metrics")).unwrap() {
        let path = PlRefPath::try_from_path(&file.unwrap().path()).unwrap();
        let scan = LazyFrame::scan_parquet(path, ScanArgsParquet::default()).unwrap();
        let of_region = scan.filter(col("region").eq(lit(region)));
        let counts =
            of_region.group_by([col("resource"), col("metric"), col("statistic")]).agg([len()]).collect().unwrap();
        series += counts.height() as u64;
        points += counts.column("len").unwrap().u32().unwrap().iter().flatten().map(u64::from).sum::<u64>();
    }
    (series, points)
}

#[test]
fn a_bucket_takes_six_calls_and_one_for_each_upload() {
    let calls = calls(None);
    let buckets = REGIONS.iter().map(|region| resources("s3-bucket", region).len() as u64).sum::<u64>();
    let asked: u64 = calls.iter().filter(|((service, _), _)| service == "s3").map(|(_, count)| count).sum();
    let (listings, parts) = (of(&calls, "s3", "ListBuckets"), of(&calls, "s3", "ListParts"));
    assert!(buckets > 10 && listings >= 1 && parts == 3, "{calls:?}");
    assert!(asked - listings - parts <= 6 * buckets, "{asked} calls for {buckets} buckets: {calls:?}");
}

#[test]
fn cost_explorer_is_asked_six_times_at_most() {
    let calls = calls(None);
    assert_eq!(of(&calls, "ce", "GetCostAndUsage"), 1);
    assert!(of(&calls, "ce", "GetCostForecast") <= 1);
    let all: u64 = calls.iter().filter(|((service, _), _)| service == "ce").map(|(_, count)| count).sum();
    // Two for the bill, four for what commitments cover.
    assert!(all <= 6, "{calls:?}");
    let coverage = ["GetReservationCoverage", "GetReservationUtilization", "GetSavingsPlansCoverage"];
    assert!(coverage.iter().all(|operation| of(&calls, "ce", operation) == 1), "{calls:?}");
    assert_eq!(of(&calls, "savingsplans", "DescribeSavingsPlans"), 1);
}

#[test]
fn every_operation_called_is_one_that_the_policy_allows() {
    let run = collected().fleet.server.run(&["permissions"]);
    let policy: Value = serde_json::from_str(&run.stdout).unwrap();
    let allowed: BTreeSet<&str> = policy["Statement"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|statement| statement["Action"].as_array().unwrap())
        .map(|action| action.as_str().unwrap())
        .collect();
    let declared = operations();
    for (service, operation) in calls(None).keys() {
        let found: Vec<_> = declared.iter().filter(|one| one.name == operation).collect();
        assert!(!found.is_empty(), "{service}:{operation} was called and is not declared");
        // STS answers who one is without any permission.
        for action in found.iter().flat_map(|one| one.actions).filter(|action| !action.starts_with("sts:")) {
            assert!(allowed.contains(action), "{service}:{operation} needs {action}, which the policy does not allow");
        }
    }
}
