//! Exactly the planted waste is found; a saved dataset gives what the live audit gave; no credential is kept.

use std::fs;
use std::path::Path;

use super::fleet::{collected, files_below, found_in};
use super::server::SECRETS;
use cloudtrim::rules::RuleSet;

#[test]
fn exactly_the_planted_waste_is_found_and_no_decoy() {
    let collected = collected();
    let difference = collected.fleet.expected.difference(&found_in(&collected.live.analysis()));
    assert!(difference.is_empty(), "{}", difference.join("\n"));
}

#[test]
fn every_rule_has_waste_planted_for_it() {
    let expected = collected().fleet.expected.found();
    for rule in RuleSet::embedded().unwrap().rules {
        assert!(expected.iter().any(|(planted, ..)| *planted == rule.id), "nothing is planted for {}", rule.id);
    }
}

#[test]
fn what_cannot_be_judged_is_a_gap_and_not_a_verdict() {
    let collected = collected();
    let analysis = collected.live.analysis();
    let gaps = analysis["gaps"].as_array().unwrap();
    let reason_of = |name: &str, rule: &str| {
        let decoy = collected.fleet.expected.decoys.iter().find(|decoy| decoy.name == name).unwrap();
        let gap = gaps.iter().find(|gap| gap["resource_id"] == *decoy.resource_id && gap["rule"] == rule);
        gap.map(|gap| gap["reason"].as_str().unwrap().to_owned())
    };
    assert_eq!(reason_of("silent", "ec2-instance-idle").as_deref(), Some("no-data"));
    assert_eq!(reason_of("newcomer", "ec2-instance-idle").as_deref(), Some("too-young"));
    assert_eq!(reason_of("stopped-somehow", "ec2-instance-stopped").as_deref(), Some("no-data"));
    assert_eq!(reason_of("spot-worker", "ec2-instance-previous-generation").as_deref(), Some("price-missing"));
    let exempted = analysis["exempted"].as_array().unwrap();
    assert_eq!(exempted.len(), 2, "{exempted:?}");
}

#[test]
fn a_saved_dataset_gives_the_live_audit_byte_for_byte() {
    let collected = collected();
    let audit = |dataset: &Path, format: &str| {
        let run = collected.fleet.server.run(&["audit", dataset.to_str().unwrap(), "--format", format]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout
    };
    assert_eq!(collected.live.code, Some(0), "{}", collected.live.stderr);
    assert_eq!(collected.live.stdout, audit(&collected.saved, "json"), "saved by the live audit");
    assert_eq!(collected.live.stdout, audit(&collected.dataset, "json"), "collected before it");
    assert_eq!(audit(&collected.saved, "table"), audit(&collected.dataset, "table"));
}

#[test]
fn no_credential_is_in_a_saved_dataset() {
    let files = files_below(&collected().dataset);
    assert!(files.len() > 10, "{files:?}");
    for file in files {
        let bytes = fs::read(&file).unwrap();
        for secret in SECRETS {
            let kept = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!kept, "{} holds a credential", file.display());
        }
    }
}

#[test]
fn billing_and_forecast_are_what_cost_explorer_answered() {
    let collected = collected();
    let rows = fs::read_to_string(collected.dataset.join("billing/cost-explorer.csv")).unwrap();
    let compute: Vec<_> = rows.lines().filter(|line| line.contains("Elastic Compute Cloud - Compute")).collect();
    assert!(compute.len() >= 6, "six closed months: {rows}");
    // $72.50 a day, of which nine tenths are amortized: `tests/aws/seed/charges.py`.
    let closed =
        compute.iter().filter(|line| ["2030", "2175", "2247.5", "2102.5"].iter().any(|cost| line.contains(cost)));
    assert!(closed.count() >= 6, "{rows}");
    let forecast = fs::read_to_string(collected.dataset.join("billing/forecast.csv")).unwrap();
    assert_eq!(forecast.lines().count(), 2, "{forecast}");
}
