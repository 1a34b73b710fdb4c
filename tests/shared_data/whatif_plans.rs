//! Plans of many Terraform versions through `cloudtrim whatif --terraform`, and changes whose cost is known.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::whatif::plans::totals_are_sums;

fn folder() -> PathBuf {
    PathBuf::from(std::env::var("CLOUDTRIM_SHARED_DATA").expect("CLOUDTRIM_SHARED_DATA names a folder")).join("plans")
}

fn whatif(plan: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_cloudtrim"))
        .args(["whatif", "--prices", "embedded", "--color", "never", "--as-of", "2026-11-21", "--terraform"])
        .arg(plan)
        .args(arguments)
        .env_remove("AWS_REGION")
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{} {arguments:?}: {stderr}", plan.display());
    String::from_utf8(output.stdout).unwrap()
}

#[derive(Deserialize)]
struct Known {
    file: String,
    by_action: BTreeMap<String, usize>,
    by_type: BTreeMap<String, usize>,
}

fn counted<'v>(words: impl Iterator<Item = &'v Value>) -> BTreeMap<String, usize> {
    words.fold(BTreeMap::new(), |mut counts, word| {
        *counts.entry(word.as_str().unwrap().to_owned()).or_default() += 1;
        counts
    })
}

/// Addresses that a change names. Those that only a state holds are no-ops of ours, which the index does not count.
fn changing(path: &Path) -> BTreeSet<String> {
    let document: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let changes = document["resource_changes"].as_array().unwrap().iter();
    changes.filter_map(|change| change["address"].as_str().map(str::to_owned)).collect()
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn every_plan_is_priced_in_every_format() {
    let folder = folder().join("terraform-show-json");
    let index: Vec<Known> = serde_json::from_slice(&std::fs::read(folder.join("INDEX.json")).unwrap()).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../../docs/cloudtrim.estimate-1.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    println!("{:>9} {:>7} {:>5} {:>11} {:>12}  plan", "resources", "priced", "free", "unsupported", "after");
    for Known { file, by_action, by_type } in index {
        let path = folder.join(&file);
        for format in ["table", "markdown", "comment", "csv"] {
            assert!(!whatif(&path, &["--format", format]).is_empty(), "{file} {format}");
        }
        // Some plans do not tell their region.
        let document: Value =
            serde_json::from_str(&whatif(&path, &["--format", "json", "--region", "us-east-1"])).unwrap();
        let faults: Vec<String> = validator.iter_errors(&document).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{file}: {faults:#?}");
        totals_are_sums(&document).unwrap_or_else(|why| panic!("{file}: {why}"));
        let resources = document["resources"].as_array().unwrap();
        assert!(resources.iter().all(|resource| !resource["address"].as_str().unwrap().contains("data.")), "{file}");
        let named = changing(&path);
        let of_changes = || resources.iter().filter(|one| named.contains(one["address"].as_str().unwrap()));
        assert_eq!(counted(of_changes().map(|one| &one["action"])), by_action, "{file}");
        assert_eq!(counted(of_changes().map(|one| &one["type"])), by_type, "{file}");
        let unsupported = resources.iter().filter(|one| one["supported"] == false).count();
        let told: u64 = document["unsupported"].as_object().into_iter().flatten().filter_map(|(_, n)| n.as_u64()).sum();
        assert_eq!(told, unsupported as u64, "{file}");
        let free = document["free_resources"].as_u64().unwrap() as usize;
        let priced = resources.len() - unsupported - free;
        let after = document["totals"]["after_monthly_usd"].as_f64();
        let after = after.map_or_else(|| "unknown".to_owned(), |after| format!("{after:.2}"));
        println!("{:>9} {priced:>7} {free:>5} {unsupported:>11} {after:>12}  {file}", resources.len());
    }
}

/// A number, or one as text.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

/// The change of a configuration, as a plan tells it.
fn change(address: &str, before: Option<&Value>, after: Option<&Value>) -> Value {
    let action = match (before, after) {
        (Some(_), Some(_)) => "update",
        (None, _) => "create",
        (_, None) => "delete",
    };
    let (type_name, name) = address.split_once('.').unwrap();
    json!({"address": address, "mode": "managed", "type": type_name, "name": name,
           "change": {"actions": [action], "before": before, "after": after}})
}

/// The case that has no plan of its own: an instance grows, another of the larger type goes.
fn resized_and_deleted(case: &Value) -> Value {
    let after = &case["after_resources"][0]["attributes"];
    let mut before = after.clone();
    before["instance_type"] = json!("m5.4xlarge");
    json!({"format_version": "1.2", "resource_changes": [
        change("aws_instance.web_app", Some(&before), Some(after)),
        change("aws_instance.web_app2", Some(after), None),
    ]})
}

/// `case,side,address,reason` of what is known to differ.
fn explained() -> BTreeSet<(String, String, String)> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/shared_data/changed_differences.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows = reader.deserialize::<(String, String, String, String)>().map(Result::unwrap);
    rows.map(|(case, side, address, _)| (case, side, address)).collect()
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn known_changes_are_computed() {
    let folder = folder().join("before-after");
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(folder.join("cases.json")).unwrap()).unwrap();
    let scratch = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (mut different, mut compared) = (BTreeSet::new(), 0);
    for case in &cases {
        let name = case["case"].as_str().unwrap();
        let plan = match case["plan"].as_str() {
            Some(plan) => folder.join(plan),
            None => {
                let file = scratch.join(format!("{name}.json"));
                std::fs::write(&file, resized_and_deleted(case).to_string()).unwrap();
                file
            }
        };
        let usage = scratch.join(format!("{name}.usage.yml"));
        let file = json!({"version": 0.1, "resource_usage": case.get("usage").unwrap_or(&json!({}))});
        std::fs::write(&usage, file.to_string()).unwrap();
        let arguments = ["--usage", usage.to_str().unwrap(), "--format", "json", "--region", "us-east-1"];
        let document: Value = serde_json::from_str(&whatif(&plan, &arguments)).unwrap();
        let ours = |address: &str, side: &str| {
            let resource = document["resources"].as_array().unwrap().iter().find(|one| one["address"] == address)?;
            if side == "difference" {
                resource["change_monthly_usd"].as_f64()
            } else {
                resource[side]["monthly_usd"].as_f64()
            }
        };
        let mut compare = |side: &str, address: &str, known: f64, ours: Option<f64>| {
            compared += 1;
            let equal = ours.is_some_and(|ours| (ours - known).abs() <= f64::max(0.01, known.abs() * 0.005));
            println!("{name} {side} {address}: known {known}, ours {ours:?}");
            if !equal {
                different.insert((name.to_owned(), side.to_owned(), address.to_owned()));
            }
        };
        for (side, total) in [("before", "before"), ("after", "after"), ("difference", "change")] {
            let expected = &case["expected"][side];
            for resource in expected["resources"].as_array().into_iter().flatten() {
                let address = resource["address"].as_str().unwrap();
                compare(side, address, number(&resource["monthly_cost"]).unwrap(), ours(address, side));
            }
            if let Some(known) = number(&expected["total_monthly_cost"]) {
                compare(side, "total", known, document["totals"][format!("{total}_monthly_usd")].as_f64());
            }
        }
    }
    assert!(compared > 15, "only {compared} amounts were compared");
    assert_eq!(different, explained(), "left: what differs; right: what is explained");
}
