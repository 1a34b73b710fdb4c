//! Real CloudWatch series give the statistics that numpy computed of them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::{NaiveDateTime, TimeDelta};
use cloudtrim::dataset::load;
use cloudtrim::model::ids::{ResourceKey, ResourceKind};
use cloudtrim::model::metric::Statistic;
use cloudtrim::tables::{Answered, Tables};
use cloudtrim::units::Days;

fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os("CLOUDTRIM_SHARED_DATA").expect("CLOUDTRIM_SHARED_DATA names the folder"))
        .join("utilization/nab-cloudwatch")
}

/// Each file becomes the series of one instance. The clock going back repeats timestamps in one file, and CloudWatch
/// has one point a moment; the statistics beside the files count every row, so a repetition moves on by a second.
/// The files hold percentages, bytes and requests; a dataset takes any of them under a name of its own.
const METRIC: &str = "RealSeries";

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn real_series_have_the_statistics_numpy_gives() {
    let root = tempfile::tempdir().unwrap();
    let mut references = csv::Reader::from_path(folder().join("reference-stats.csv")).unwrap();
    let references: Vec<csv::StringRecord> = references.records().map(Result::unwrap).collect();
    assert_eq!(references.len(), 10);
    let manifest = r#"{"schema":"cloudtrim.dataset/1","tool_version":"0","as_of":"2014-08-01T00:00:00Z","lookback_days":300,
        "accounts":["111122223333"],"regions":["us-east-1"]}"#;
    let mut instances = String::new();
    let mut points = "account,region,resource,metric,statistic,period_s,timestamp,value\n".to_owned();
    for reference in &references {
        let id = format!("i-{}", &reference[0]);
        let instance = format!(
            r#"{{"account":"111122223333","region":"us-east-1","id":"{id}","instance_type":"m3.large","platform":"linux","tenancy":"shared","lifecycle":"on-demand","architecture":"x86_64","state":"running"}}"#
        );
        instances.push_str(&instance);
        instances.push('\n');
        let mut taken = BTreeSet::new();
        let mut rows = csv::Reader::from_path(folder().join(format!("{}.csv", &reference[0]))).unwrap();
        for row in rows.records() {
            let row = row.unwrap();
            let mut moment = NaiveDateTime::parse_from_str(&row[0], "%Y-%m-%d %H:%M:%S").unwrap();
            while !taken.insert(moment) {
                moment += TimeDelta::seconds(1);
            }
            let moment = moment.and_utc().format("%Y-%m-%dT%H:%M:%SZ");
            let point = format!("111122223333,us-east-1,{id},{METRIC},Average,300,{moment},{}\n", &row[1]);
            points.push_str(&point);
        }
    }
    for (path, content) in [
        ("manifest.json", manifest.to_owned()),
        ("resources/ec2-instance.jsonl", instances),
        ("metrics/ec2-instance.csv", points),
    ] {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let window = Days::new(300);
    let tables = Tables::build(&load(root.path()).unwrap(), &[window]).unwrap();
    for reference in &references {
        let key = ResourceKey {
            kind: ResourceKind::Ec2Instance,
            account: "111122223333".into(),
            region: "us-east-1".into(),
            id: format!("i-{}", &reference[0]),
        };
        let Answered::Points(found) = tables.statistics.get(&key, METRIC, Statistic::Average, window) else {
            panic!("{} has no points", &reference[0]);
        };
        assert_eq!(found.count.to_string(), &reference[1], "{}", &reference[0]);
        let computed = [found.average, found.p50, found.p95, found.p99, found.maximum, found.minimum];
        for (column, computed) in [5, 6, 7, 8, 9, 10].into_iter().zip(computed) {
            let expected: f64 = reference[column].parse().unwrap();
            let tolerance = expected.abs() * 1e-8 + 1e-9;
            assert!(
                (computed - expected).abs() <= tolerance,
                "{} {column}: {computed} is not {expected}",
                &reference[0]
            );
        }
    }
}
