//! A rule without its threshold finds a decoy, or no longer its waste: the fleet proves every rule.

use std::fs;
use std::path::{Path, PathBuf};

use cloudtrim::analyze::analyze;
use cloudtrim::config;
use cloudtrim::dataset::{self, Dataset};
use cloudtrim::pricing::PriceBook;
use cloudtrim::rules::RuleSet;

use super::fleet::{Found, collected};

/// What is done to a rule.
enum Mutation {
    /// These parameters in `cloudtrim.yml`.
    Override(&'static [(&'static str, &'static str)]),
    /// The condition on this field is dropped, in a user's rule of the same id.
    Drop(&'static str),
    /// This text of the rule becomes that one, in a user's rule.
    Replace(&'static str, &'static str),
}

/// What then must come of it.
enum Then {
    /// The decoys whose names begin so are found.
    Finds(&'static [&'static str]),
    /// What was planted for the rule is missed.
    Misses,
}

use Mutation::{Drop, Override, Replace};
use Then::{Finds, Misses};

type Case = (&'static str, Mutation, Then);

/// Some decoys are too small for the default of a dollar a month.
const EVERY_CENT: &str = "min_savings: 0\n";

const CASES: &[Case] = &[
    ("ec2-instance-idle", Override(&[("cpu_below", "100 %")]), Finds(&["peaks-at-eight", "bursty"])),
    ("ec2-instance-idle", Override(&[("daily_network_below", "1000 GB")]), Finds(&["quiet-relay"])),
    ("ec2-instance-underutilized", Replace("is: running", "is: pending"), Misses),
    ("ec2-instance-graviton", Replace("is: x86_64", "is: arm64"), Misses),
    ("ec2-instance-underprovisioned", Replace("is: running", "is: pending"), Misses),
    ("ec2-instance-off-hours", Override(&[("network_at_most", "100 KB")]), Finds(&["busy-at-night"])),
    ("ec2-instance-off-hours", Override(&[("stopped_hours_at_least", "168")]), Misses),
    ("ec2-instance-stopped", Override(&[("stopped_for", "0 days")]), Finds(&["stopped-lately"])),
    ("ec2-instance-previous-generation", Replace("is: running", "is: pending"), Misses),
    ("ec2-instance-detailed-monitoring", Drop("alarm_uses_detailed_monitoring"), Finds(&["watched-by-alarm"])),
    ("ec2-instance-surplus-credits", Replace("above: 0", "above: 1000000000"), Misses),
    ("autoscaling-group-capacity-floor", Drop("managed"), Finds(&["nodes-of-eks"])),
    ("autoscaling-group-capacity-floor", Replace("above: 2", "above: 100"), Misses),
    ("autoscaling-group-oversized", Replace("above: 0", "above: 100"), Misses),
    ("ecs-service-oversized-task", Replace("is: ACTIVE", "is: DRAINING"), Misses),
    ("ecs-service-x86", Replace("is: x86_64", "is: i386"), Misses),
    ("ebs-volume-unattached", Override(&[("unattached_for", "1 day")]), Finds(&["just-made", "just-detached"])),
    ("ebs-volume-on-stopped-instance", Override(&[("stopped_for", "0 days")]), Finds(&["stopped-lately"])),
    ("ebs-volume-idle", Override(&[("daily_operations_below", "1000000")]), Finds(&["read-now-and-then"])),
    ("ebs-volume-gp2", Replace("is: gp2", "is: st1"), Misses),
    ("ebs-volume-overprovisioned-iops", Override(&[("used_below", "100 %")]), Finds(&["busy-database"])),
    ("ebs-volume-overprovisioned-gp3", Override(&[("headroom", "0 %")]), Finds(&["fast-for-a-reason"])),
    ("ebs-snapshot-orphaned", Override(&[("older_than", "0 days")]), Finds(&["young"])),
    ("ebs-snapshot-orphaned", Drop("backs_image"), Finds(&["of-an-image", "of-a-disabled-image"])),
    ("ebs-snapshot-orphaned", Drop("volume_exists"), Finds(&["of-a-living-volume"])),
    ("ebs-snapshot-orphaned", Drop("service_managed"), Finds(&["of-backup", "of-lifecycle-manager"])),
    ("ec2-address-unassociated", Drop("associated"), Finds(&["associated"])),
    ("dynamodb-table-overprovisioned", Replace("is: PROVISIONED", "is: PAY_PER_REQUEST"), Misses),
    ("dynamodb-table-steady-on-demand", Replace("is: PAY_PER_REQUEST", "is: PROVISIONED"), Misses),
    ("dynamodb-table-unused", Override(&[("unused_for", "15 days")]), Finds(&["read-lately"])),
    ("lambda-function-oversized-memory", Override(&[("memory_headroom", "0 %")]), Finds(&["needs-its-memory"])),
    ("lambda-function-oversized-memory", Override(&[("minimum_invocations", "49")]), Finds(&["rarely-called"])),
    ("lambda-function-x86", Replace("is: x86_64", "is: arm64"), Misses),
    ("rds-instance-idle", Replace("at_most: 0", "at_most: 1"), Finds(&["weekly-database"])),
    ("rds-instance-oversized", Replace("is: available", "is: stopped"), Misses),
    ("rds-instance-undersized", Override(&[("cpu_above", "100 %")]), Misses),
    ("elasticache-cluster-idle", Override(&[("connections_at_most", "40")]), Finds(&["weekly-cache"])),
    ("elasticache-cluster-oversized", Replace("is: available", "is: creating"), Misses),
    ("logs-group-without-retention", Replace("is: false", "is: true"), Misses),
    (
        "logs-group-long-retention",
        Override(&[("retention_above", "60 days"), ("target_retention", "30 days")]),
        Finds(&["/audit/one-year"]),
    ),
    ("logs-group-unused", Override(&[("unused_for", "40 days")]), Finds(&["/app/seasonal"])),
    ("logs-group-unused", Override(&[("unused_for", "20 days")]), Finds(&["/app/new"])),
    ("logs-group-infrequent-access", Override(&[("minimum_ingestion", "0 GiB")]), Finds(&["/app/modest"])),
    ("s3-bucket-without-lifecycle", Override(&[("minimum_size", "0 GiB")]), Finds(&["small-one"])),
    ("s3-bucket-intelligent-tiering", Override(&[("minimum_size", "0 GiB")]), Finds(&["small-one"])),
    ("s3-bucket-intelligent-tiering", Drop("lifecycle_transitions"), Finds(&["moves-already"])),
    ("s3-bucket-incomplete-uploads", Override(&[("older_than", "0 days")]), Finds(&["uploading"])),
    ("s3-bucket-incomplete-uploads", Drop("aborts_incomplete_uploads"), Finds(&["aborts-uploads"])),
    ("s3-bucket-noncurrent-versions", Drop("expires_noncurrent"), Finds(&["expires-versions"])),
];

#[test]
fn every_rule_is_mutated() {
    for rule in RuleSet::embedded().unwrap().rules {
        assert!(CASES.iter().any(|(mutated, ..)| *mutated == rule.id), "{} has no mutation", rule.id);
    }
}

#[test]
fn a_rule_without_its_threshold_fails_the_comparison() {
    let collected = collected();
    let dataset = dataset::load(&collected.dataset).unwrap();
    let expected = &collected.fleet.expected;
    let unchanged = expected.difference(&found(&dataset, RuleSet::embedded().unwrap(), ""));
    assert!(unchanged.is_empty(), "{unchanged:#?}");
    let every_cent = expected.difference(&found(&dataset, RuleSet::embedded().unwrap(), EVERY_CENT));
    let mut survived = Vec::new();
    for batch in batches() {
        let (rules, config) = mutated(&batch);
        let mut difference = expected.difference(&found(&dataset, rules, &config));
        // What is found for its few cents alone proves nothing of the mutation.
        difference.retain(|line| !every_cent.contains(line));
        for (rule, _, then) in batch {
            let told = |beginning: &str, name: &str| {
                difference.iter().any(|line| line.starts_with(&format!("{beginning} {rule} ")) && line.contains(name))
            };
            match then {
                Finds(names) => {
                    let untold = names.iter().filter(|name| !told("wrongly found", &format!("`{name}")));
                    survived.extend(untold.map(|name| format!("{rule}: {name} was not found")));
                }
                Misses if !told("missed", "") => survived.push(format!("{rule}: nothing was missed")),
                Misses => {}
            }
        }
    }
    assert!(survived.is_empty(), "{}", survived.join("\n"));
}

/// At most one mutation of a rule in each, since rules do not depend on each other and an analysis takes its time.
fn batches() -> Vec<Vec<&'static Case>> {
    let mut batches: Vec<Vec<&Case>> = Vec::new();
    for case in CASES {
        match batches.iter_mut().find(|batch| batch.iter().all(|(rule, ..)| *rule != case.0)) {
            Some(batch) => batch.push(case),
            None => batches.push(vec![case]),
        }
    }
    batches
}

#[test]
fn without_the_exempting_tag_the_exempted_is_found() {
    let collected = collected();
    let dataset = dataset::load(&collected.dataset).unwrap();
    let found = found(&dataset, RuleSet::embedded().unwrap(), "exempt_tag:\n  key: other\n  value: tag\n");
    let difference = collected.fleet.expected.difference(&found);
    assert_eq!(difference.len(), 4, "{difference:#?}");
    for (rule, name) in [
        ("ec2-instance-idle", "`exempted`"),
        ("ec2-instance-graviton", "`exempted`"),
        ("ec2-instance-underutilized", "`exempted`"),
        ("ebs-volume-unattached", "`kept-on-purpose`"),
    ] {
        assert!(difference.iter().any(|line| line.contains(rule) && line.contains(name)), "{difference:#?}");
    }
}

fn found(dataset: &Dataset, mut rules: RuleSet, config: &str) -> Found {
    let options = config::read(Path::new("cloudtrim.yml"), config, &mut rules).unwrap();
    let analysis = analyze(dataset, &rules, PriceBook::embedded(), &options).unwrap();
    let key = |one: &cloudtrim::model::analysis::Recommendation| {
        (one.rule.clone(), one.region.to_string(), one.resource_id.clone())
    };
    analysis.recommendations.iter().map(key).collect()
}

/// The rules and the configuration with these rules changed.
fn mutated(batch: &[&Case]) -> (RuleSet, String) {
    let mut rules = RuleSet::embedded().unwrap();
    let mut overrides = String::new();
    let folder = tempfile::tempdir().unwrap();
    for (rule, mutation, _) in batch {
        let text = fs::read_to_string(file_of(rule)).unwrap();
        let changed = match mutation {
            Override(parameters) => {
                overrides.extend([format!("  {rule}:\n    parameters:\n")]);
                overrides.extend(parameters.iter().map(|(name, value)| format!("      {name}: {value}\n")));
                continue;
            }
            Drop(field) => without_condition(&text, field),
            Replace(from, to) => {
                assert!(text.contains(from), "{rule} has no `{from}`");
                text.replace(from, to)
            }
        };
        let (service, name) = rule_path(rule);
        fs::create_dir_all(folder.path().join(service)).unwrap();
        fs::write(folder.path().join(service).join(name), changed).unwrap();
    }
    rules.add_folder(folder.path()).unwrap();
    let section = if overrides.is_empty() { "" } else { "rules:\n" };
    (rules, format!("{EVERY_CENT}{section}{overrides}"))
}

/// `ebs-volume-idle` is `ebs/volume-idle.yml`.
fn rule_path(rule: &str) -> (&str, String) {
    let (service, rest) = rule.split_once('-').unwrap();
    (service, format!("{rest}.yml"))
}

fn file_of(rule: &str) -> PathBuf {
    let (service, name) = rule_path(rule);
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(service).join(name)
}

/// The rule without the item of `when: all:` on this field.
fn without_condition(text: &str, field: &str) -> String {
    let mut kept = String::new();
    let (mut dropping, mut dropped) = (false, false);
    for line in text.lines() {
        let begins = line.starts_with("    - ");
        if begins || !line.starts_with("      ") {
            dropping = line == format!("    - field: {field}");
            dropped |= dropping;
        }
        if !dropping {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    assert!(dropped, "there is no condition on `{field}` in {text}");
    kept
}
