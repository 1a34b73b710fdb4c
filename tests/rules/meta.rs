//! What must hold of every rule that ships.

use std::collections::BTreeSet;

use cloudtrim::rules::{EMBEDDED_RULES, Remediation, RuleSet};

use super::fixture::{Expected, fixture_files, read};
use super::root;

/// The ids are part of the machine output: none goes or changes its name unnoticed.
const IDS: &[&str] = &[
    "autoscaling-group-capacity-floor",
    "autoscaling-group-oversized",
    "dynamodb-table-overprovisioned",
    "dynamodb-table-steady-on-demand",
    "dynamodb-table-unused",
    "ebs-snapshot-orphaned",
    "ebs-volume-gp2",
    "ebs-volume-idle",
    "ebs-volume-on-stopped-instance",
    "ebs-volume-overprovisioned-gp3",
    "ebs-volume-overprovisioned-iops",
    "ebs-volume-unattached",
    "ec2-address-unassociated",
    "ec2-instance-detailed-monitoring",
    "ec2-instance-graviton",
    "ec2-instance-idle",
    "ec2-instance-off-hours",
    "ec2-instance-previous-generation",
    "ec2-instance-stopped",
    "ec2-instance-surplus-credits",
    "ec2-instance-underprovisioned",
    "ec2-instance-underutilized",
    "ecs-service-oversized-task",
    "ecs-service-x86",
    "elasticache-cluster-idle",
    "elasticache-cluster-oversized",
    "lambda-function-oversized-memory",
    "lambda-function-x86",
    "logs-group-infrequent-access",
    "logs-group-long-retention",
    "logs-group-unused",
    "logs-group-without-retention",
    "rds-instance-idle",
    "rds-instance-oversized",
    "rds-instance-undersized",
    "s3-bucket-incomplete-uploads",
    "s3-bucket-intelligent-tiering",
    "s3-bucket-noncurrent-versions",
    "s3-bucket-without-lifecycle",
];

fn rules() -> RuleSet {
    RuleSet::embedded().unwrap_or_else(|error| panic!("{error:#?}"))
}

#[test]
fn the_rules_that_ship_are_the_ones_in_the_folder() {
    let mut in_folder = BTreeSet::new();
    for service in std::fs::read_dir(root().join("rules")).unwrap() {
        let service = service.unwrap();
        for file in std::fs::read_dir(service.path()).unwrap() {
            let names = [service.file_name(), file.unwrap().file_name()];
            in_folder.insert(names.map(|name| name.to_str().unwrap().to_owned()).join("/"));
        }
    }
    let embedded: BTreeSet<String> = EMBEDDED_RULES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(embedded, in_folder);
    let ids: Vec<String> = rules().rules.into_iter().map(|rule| rule.id).collect();
    assert_eq!(ids, IDS);
}

#[test]
fn sentences_are_worded_alike() {
    for rule in rules().rules {
        let id = &rule.id;
        assert!(!rule.summary.ends_with('.') && rule.summary.len() <= 80, "{id}: summary is a short phrase");
        assert!(
            rule.summary.starts_with(|first: char| first.is_lowercase()
                || ["Elastic IP", "Auto Scaling"].iter().any(|name| rule.summary.starts_with(name))),
            "{id}: {}",
            rule.summary
        );
        assert!(rule.why.ends_with('.'), "{id}: why is made of sentences");
        assert!(rule.restore.ends_with('.'), "{id}: restore is made of sentences");
        for parameter in &rule.parameters {
            assert!(parameter.help.ends_with('.'), "{id}: {} has a sentence", parameter.name);
        }
    }
}

#[test]
fn references_are_to_the_documentation_of_aws() {
    for rule in rules().rules {
        assert!(!rule.references.is_empty(), "{}", rule.id);
        for reference in &rule.references {
            assert!(reference.starts_with("https://docs.aws.amazon.com/"), "{}: {reference}", rule.id);
        }
    }
}

#[test]
fn hygiene_is_what_the_design_lists() {
    let hygiene: Vec<String> = rules().rules.into_iter().filter(|rule| rule.hygiene).map(|rule| rule.id).collect();
    assert_eq!(
        hygiene,
        [
            "ec2-instance-stopped",
            "ec2-instance-underprovisioned",
            "logs-group-without-retention",
            "rds-instance-undersized",
            "s3-bucket-incomplete-uploads",
            "s3-bucket-noncurrent-versions"
        ]
    );
}

#[test]
fn every_remediation_word_is_used() {
    let used: BTreeSet<Remediation> = rules().rules.iter().map(|rule| rule.remediation).collect();
    for (name, word) in Remediation::ALL {
        assert!(used.contains(word), "{name}");
    }
}

#[test]
fn every_rule_has_a_fixture_of_each_verdict() {
    let fixtures = fixture_files();
    for id in IDS {
        let (_, file) = fixtures.iter().find(|(rule, _)| rule == id).unwrap_or_else(|| panic!("{id} has no fixture"));
        let cases = read(file).cases;
        for verdict in [Expected::Flagged, Expected::Passed, Expected::Unknown] {
            let shown = cases.iter().any(|case| case.remedied.unwrap_or(case.expect) == verdict);
            assert!(shown, "{id} is not shown {verdict:?}");
        }
    }
}

#[test]
fn windows_are_those_of_metrics() {
    let days: Vec<u32> = rules().windows().iter().map(|days| days.count()).collect();
    assert_eq!(days, [14, 30, 90]);
}
