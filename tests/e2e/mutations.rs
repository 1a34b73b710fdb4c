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
    /// These parameters in `cloudtrim.yml`; and `min_savings: 0`, since some decoys are small.
    Override(&'static [(&'static str, &'static str)]),
    /// The condition on this field is dropped, in a user's rule of the same id.
    Drop(&'static str),
    /// This text of the rule becomes that one, in a user's rule.
    Replace(&'static str, &'static str),
}

/// What then must come of it.
enum Then {
    /// This decoy is found.
    Finds(&'static str),
    /// What was planted for the rule is missed.
    Misses,
}

use Mutation::{Drop, Override, Replace};
use Then::{Finds, Misses};

const CASES: &[(&str, Mutation, Then)] = &[
    ("ec2-instance-idle", Override(&[("cpu_below", "100 %")]), Finds("peaks-at-eight")),
    ("ec2-instance-idle", Override(&[("cpu_below", "100 %")]), Finds("bursty")),
    ("ec2-instance-idle", Override(&[("daily_network_below", "1000 GB")]), Finds("quiet-relay")),
    ("ec2-instance-idle", Drop("in_auto_scaling_group"), Finds("pool-member")),
    ("ec2-instance-underutilized", Override(&[("cpu_headroom", "0 %")]), Finds("cpu-needed")),
    ("ec2-instance-stopped", Override(&[("stopped_for", "0 days")]), Finds("stopped-lately")),
    ("ec2-instance-previous-generation", Replace("is: running", "is: pending"), Misses),
    ("ec2-instance-detailed-monitoring", Drop("alarm_uses_detailed_monitoring"), Finds("watched-by-alarm")),
    ("ec2-instance-surplus-credits", Replace("above: 0", "above: 1000000000"), Misses),
    ("ebs-volume-unattached", Override(&[("unattached_for", "1 day")]), Finds("just-made")),
    ("ebs-volume-unattached", Override(&[("unattached_for", "1 day")]), Finds("just-detached")),
    ("ebs-volume-on-stopped-instance", Override(&[("stopped_for", "0 days")]), Finds("stopped-lately")),
    ("ebs-volume-idle", Override(&[("daily_operations_below", "1000000")]), Finds("read-now-and-then")),
    ("ebs-volume-gp2", Replace("is: gp2", "is: st1"), Misses),
    ("ebs-volume-overprovisioned-iops", Override(&[("used_below", "100 %")]), Finds("busy-database")),
    ("ebs-volume-overprovisioned-gp3", Override(&[("headroom", "0 %")]), Finds("fast-for-a-reason")),
    ("ebs-snapshot-orphaned", Override(&[("older_than", "0 days")]), Finds("young")),
    ("ebs-snapshot-orphaned", Drop("backs_image"), Finds("of-an-image")),
    ("ebs-snapshot-orphaned", Drop("backs_image"), Finds("of-a-disabled-image")),
    ("ebs-snapshot-orphaned", Drop("volume_exists"), Finds("of-a-living-volume")),
    ("ebs-snapshot-orphaned", Drop("service_managed"), Finds("of-backup")),
    ("ebs-snapshot-orphaned", Drop("service_managed"), Finds("of-lifecycle-manager")),
    ("ec2-address-unassociated", Drop("associated"), Finds("associated")),
    ("logs-group-without-retention", Replace("is: false", "is: true"), Misses),
    (
        "logs-group-long-retention",
        Override(&[("retention_above", "60 days"), ("target_retention", "30 days")]),
        Finds("/audit/one-year"),
    ),
    ("logs-group-unused", Override(&[("unused_for", "40 days")]), Finds("/app/seasonal")),
    ("logs-group-unused", Override(&[("unused_for", "20 days")]), Finds("/app/new")),
    ("logs-group-infrequent-access", Override(&[("minimum_ingestion", "0 GiB")]), Finds("/app/modest")),
    ("s3-bucket-without-lifecycle", Override(&[("minimum_size", "0 GiB")]), Finds("small-one")),
    ("s3-bucket-intelligent-tiering", Override(&[("minimum_size", "0 GiB")]), Finds("small-one")),
    ("s3-bucket-intelligent-tiering", Drop("lifecycle_transitions"), Finds("moves-already")),
    ("s3-bucket-incomplete-uploads", Override(&[("older_than", "0 days")]), Finds("uploading")),
    ("s3-bucket-incomplete-uploads", Drop("aborts_incomplete_uploads"), Finds("aborts-uploads")),
    ("s3-bucket-noncurrent-versions", Drop("expires_noncurrent"), Finds("expires-versions")),
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
    let unchanged = found(&dataset, RuleSet::embedded().unwrap(), "");
    assert!(expected.difference(&unchanged).is_empty(), "{:#?}", expected.difference(&unchanged));
    let mut survived = Vec::new();
    for (rule, mutation, then) in CASES {
        let (rules, config) = mutated(rule, mutation);
        let difference = expected.difference(&found(&dataset, rules, &config));
        let told = difference.iter().any(|line| match then {
            Finds(name) => line.starts_with(&format!("wrongly found {rule} ")) && line.contains(&format!("`{name}")),
            Misses => line.starts_with(&format!("missed {rule} ")),
        });
        if !told {
            let wanted = if let Finds(name) = then { *name } else { "a miss" };
            survived.push(format!("{rule}: {wanted} was not told apart; {difference:?}"));
        }
    }
    assert!(survived.is_empty(), "{}", survived.join("\n"));
}

#[test]
fn without_the_exempting_tag_the_exempted_is_found() {
    let collected = collected();
    let dataset = dataset::load(&collected.dataset).unwrap();
    let found = found(&dataset, RuleSet::embedded().unwrap(), "exempt_tag:\n  key: other\n  value: tag\n");
    let difference = collected.fleet.expected.difference(&found);
    assert_eq!(difference.len(), 2, "{difference:#?}");
    for (rule, name) in [("ec2-instance-idle", "`exempted`"), ("ebs-volume-unattached", "`kept-on-purpose`")] {
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

/// The rules and the configuration with one rule changed.
fn mutated(rule: &str, mutation: &Mutation) -> (RuleSet, String) {
    let mut rules = RuleSet::embedded().unwrap();
    let text = || fs::read_to_string(file_of(rule)).unwrap();
    let changed = match mutation {
        Override(parameters) => {
            let lines = parameters.iter().map(|(name, value)| format!("      {name}: {value}\n"));
            let config = format!("min_savings: 0\nrules:\n  {rule}:\n    parameters:\n{}", lines.collect::<String>());
            return (rules, config);
        }
        Drop(field) => without_condition(&text(), field),
        Replace(from, to) => {
            assert!(text().contains(from), "{rule} has no `{from}`");
            text().replace(from, to)
        }
    };
    let folder = tempfile::tempdir().unwrap();
    let (service, name) = rule_path(rule);
    fs::create_dir(folder.path().join(service)).unwrap();
    fs::write(folder.path().join(service).join(name), changed).unwrap();
    rules.add_folder(folder.path()).unwrap();
    (rules, String::new())
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
