//! `fixtures/datasets/committed`: a stop that strands a reservation, one that other usage takes over.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cli::cloudtrim;

fn run(arguments: &[&str]) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let output = cloudtrim(&root).env("COLUMNS", "120").args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const DATASET: &str = "fixtures/datasets/committed";

#[test]
fn the_report_shows_net_beside_list() {
    insta::assert_snapshot!("table", run(&["audit", DATASET]));
    insta::assert_snapshot!("markdown", run(&["audit", DATASET, "--format", "markdown"]));
    insta::assert_snapshot!("csv", run(&["audit", DATASET, "--format", "csv"]));
}

#[test]
fn explain_shows_the_arithmetic() {
    insta::assert_snapshot!("explain", run(&["explain", "75c65499", "--dataset", DATASET]));
}

#[test]
fn the_json_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/cloudtrim.analysis-1.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let document: Value = serde_json::from_str(&run(&["audit", DATASET, "--format", "json"])).unwrap();
    let errors: Vec<_> =
        validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(document["commitments"]["state"], "known");
    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(DATASET).is_dir());
}

#[test]
fn a_stop_that_only_strands_a_reservation_saves_nothing_until_it_ends() {
    let document: Value = serde_json::from_str(&run(&["audit", DATASET, "--format", "json"])).unwrap();
    let of = |id: &str| {
        let all = document["recommendations"].as_array().unwrap();
        all.iter().find(|one| one["resource_id"] == id && one["rule"] == "ec2-instance-idle").unwrap().clone()
    };
    let stranded = of("i-0aaaaaaaaaaaaaaa1");
    assert_eq!(stranded["monthly_savings_usd"], 70.08);
    assert_eq!(stranded["commitments"]["net_savings_monthly_usd"]["high"], 0.0);
    assert_eq!(stranded["commitments"]["until"], "2027-03-01");
    let absorbed = of("i-0aaaaaaaaaaaaaaa2");
    assert_eq!(absorbed["commitments"]["net_savings_monthly_usd"]["low"], absorbed["monthly_savings_usd"]);
    let (net, after) =
        (&document["totals"]["net_savings_monthly_usd"], &document["totals"]["net_savings_after_commitments_usd"]);
    assert!((net.as_f64().unwrap() - after["low"].as_f64().unwrap() - 70.08).abs() < 1e-6, "{net} {after}");
}
