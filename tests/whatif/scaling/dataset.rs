//! Demand from a dataset: the sum over instances that were there.

use std::fmt::Write as _;
use std::path::Path;

use cloudtrim::whatif::scaling::{Metric, ScalingError};

use super::read;

const MANIFEST: &str = r#"{
  "schema": "cloudtrim.dataset/1", "tool_version": "0.1.0", "as_of": "2026-11-15T06:20:00Z", "lookback_days": 14,
  "accounts": ["123456789012"], "regions": ["us-east-1"]
}"#;

/// A dataset of instances (id, type, state) and CPU points (id, minute after 06:00, percent).
fn write(folder: &Path, instances: &[(&str, &str, &str)], points: &[(&str, u32, f64)]) {
    for part in ["resources", "metrics"] {
        std::fs::create_dir_all(folder.join(part)).unwrap();
    }
    std::fs::write(folder.join("manifest.json"), MANIFEST).unwrap();
    let mut lines = String::new();
    for (id, instance_type, state) in instances {
        let place = r#""account":"123456789012","region":"us-east-1""#;
        let kind = r#""platform":"linux","tenancy":"shared","lifecycle":"on-demand","architecture":"x86_64""#;
        writeln!(lines, r#"{{{place},"id":"{id}","instance_type":"{instance_type}",{kind},"state":"{state}","volume_ids":[],"tags":{{}}}}"#)
            .unwrap();
    }
    std::fs::write(folder.join("resources/ec2-instance.jsonl"), lines).unwrap();
    let mut rows = "account,region,resource,metric,statistic,period_s,timestamp,value\n".to_owned();
    for (id, minute, percent) in points {
        writeln!(
            rows,
            "123456789012,us-east-1,{id},CPUUtilization,Average,300,2026-11-15T06:{minute:02}:00Z,{percent}"
        )
        .unwrap();
    }
    std::fs::write(folder.join("metrics/ec2-instance.csv"), rows).unwrap();
}

const A: &str = "i-0aaaaaaaaaaaaaaa1";
const B: &str = "i-0bbbbbbbbbbbbbbb2";
const C: &str = "i-0ccccccccccccccc3";

fn text(ids: &[&str], idle: &str) -> String {
    format!(
        "unit: web\ndemand: {{ dataset: {{ dir: ., resource_ids: [{}] }}, idle: {{ cpu: {idle} }} }}\n\
         policies:\n  - {{ name: two, fixed: 2 }}\n  - {{ name: tracking, target_tracking: {{ cpu: 60 %, min: 1, max: 9 }} }}\n",
        ids.join(", ")
    )
}

fn error(folder: &Path, ids: &[&str], idle: &str) -> String {
    match read(&text(ids, idle), folder).unwrap().run().unwrap_err() {
        ScalingError::Dataset(error) => error.to_string().replace(&folder.display().to_string(), "DIR"),
        other @ ScalingError::NoDemand { .. } => other.to_string(),
    }
}

#[test]
fn the_load_of_all_is_their_sum() {
    let folder = tempfile::tempdir().unwrap();
    let instances = [(A, "m5.large", "running"), (B, "m5.large", "running"), (C, "m5.large", "terminated")];
    // B comes at 06:05, misses 06:10, and runs on; C is there at 06:00 and 06:05.
    let points = [
        (A, 0, 50.0),
        (A, 5, 40.0),
        (A, 10, 30.0),
        (A, 15, 100.0),
        (B, 5, 20.0),
        (B, 15, 60.0),
        (C, 0, 10.0),
        (C, 5, 10.0),
    ];
    write(folder.path(), &instances, &points);
    let section = read(&text(&[A, B, C], "2 %"), folder.path()).unwrap();
    let demand = section.demand().unwrap();
    assert_eq!((demand.step_s, demand.minutes(), demand.idle(Metric::Cpu)), (300, 20, 2.0));
    let every_five: Vec<Option<f64>> = demand.series(Metric::Cpu).iter().copied().step_by(5).collect();
    assert_eq!(every_five, [Some(48.0 + 8.0), Some(38.0 + 18.0 + 8.0), None, Some(98.0 + 58.0)]);
    assert_eq!(demand.at_capacity_share, 1.0 / 8.0);
    let outcomes = section.run().unwrap();
    assert_eq!(outcomes[0].outcome.unit_hours_month.to_f64(), 1_460.0);
    assert_eq!(outcomes[1].outcome.unknown_share, 0.25);
}

#[test]
fn what_is_no_demand_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let instances = [(A, "m5.large", "running"), (B, "m5.xlarge", "running"), (C, "m5.large", "running")];
    write(folder.path(), &instances, &[(A, 0, 50.0), (A, 5, 40.0), (B, 0, 10.0)]);
    let cases = [
        error(folder.path(), &[A, "i-0ddddddddddddddd4"], "1 %"),
        error(folder.path(), &[A, B], "1 %"),
        error(folder.path(), &[C], "1 %"),
        error(folder.path(), &[A], "45 %"),
    ];
    insta::assert_snapshot!(cases.join("\n"), @r"
    the dataset DIR/. has no instance i-0ddddddddddddddd4
    a unit is one instance of one type, and these are of m5.large, m5.xlarge
    the dataset DIR/. has no point of CPUUtilization Average of these instances
    CPUUtilization Average of i-0aaaaaaaaaaaaaaa1 is as low as 40 %, below the 45 % that every unit is said to use idle
    ");
    write(folder.path(), &instances, &[(A, 0, 50.0), (A, 0, 40.0)]);
    assert!(error(folder.path(), &[A], "1 %").contains("two points of this metric"));
    assert!(error(&folder.path().join("none"), &[A], "1 %").contains("mistake"));
}

#[test]
fn requests_are_not_in_a_dataset() {
    let text = text(&[A], "1 %").replace("cpu: 60 %, min", "cpu: 60 %, requests_per_target: 5, min");
    let mistakes = read(&text, Path::new(".")).unwrap_err();
    assert_eq!(mistakes.len(), 1);
    assert!(mistakes[0].message.contains("does not say requests"));
}
