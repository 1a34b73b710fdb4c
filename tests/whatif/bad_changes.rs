//! Changes with mistakes: every one is told, at its place, with what to do.

use std::fmt::Write as _;
use std::path::Path;

use cloudtrim::config::defaults;
use cloudtrim::model::mistake::Mistake;
use cloudtrim::pricing::PriceBook;
use cloudtrim::rules::RuleSet;
use cloudtrim::whatif::changes::{ChangesError, run};
use cloudtrim::whatif::scenario::read;
use proptest::prelude::*;

const FILE: &str = "fixtures/scenarios/s.yml";

/// What the text of a scenario alone shows.
const MISTAKES: &[(&str, &str)] = &[
    ("changes of nothing", "changes: []\n"),
    ("no changes", "dataset: ../datasets/demo\n"),
    ("empty changes", "dataset: ../datasets/demo\nchanges:\n"),
    ("no such folder", "dataset: ../datasets/demmo\nchanges: []\n"),
    ("a dataset that is none", "dataset: { folder: x }\nchanges: { a: 1 }\n"),
    (
        "what a dataset brings itself",
        "dataset: ../datasets/demo\nregion: eu-west-1\nfree_tier: true\nas_of: 2026-11-21\ndefaults: {}\n\
         configurations: { before: {} }\nchanges: []\n",
    ),
    (
        "unknown words",
        "dataset: ../datasets/demo\nchanges:\n  - { selct: { kind: ebs-volume }, set: { volume_type: gp3 } }\n  \
         - { select: { kind: ebs-volum }, set: { volume_type: gp3 } }\n  \
         - { select: { kind: ebs-volume }, set: { volume_typ: gp3 } }\n  \
         - { select: { kind: ebs-volume }, set: { volume_type: gp4 } }\n  \
         - { select: { kind: ebs-volume, tags: { a: b } }, set: { instance_type: m7g.large } }\n  \
         - { select: { kind: ec2-address }, set: { in_use: true } }\n",
    ),
    (
        "nothing to do, and too much",
        "dataset: ../datasets/demo\nchanges:\n  - { select: { kind: ebs-volume } }\n  \
         - { select: { kind: ebs-volume }, set: { volume_type: gp3 }, delete: true }\n  \
         - { select: { kind: ebs-volume }, stop: true }\n  - { select: { kind: ebs-volume }, delete: false }\n  \
         - { select: { kind: ebs-volume }, set: {} }\n  - { delete: true }\n  - apply\n  \
         - { apply: {} }\n  - { apply: { rule: x }, select: { kind: ebs-volume } }\n",
    ),
    (
        "figures that AWS does not take",
        "dataset: ../datasets/demo\nchanges:\n  \
         - { select: { kind: ebs-volume }, set: { volume_type: gp3, iops: 2999, throughput_mibps: 2001 } }\n  \
         - { select: { kind: ebs-volume }, set: { volume_type: gp3, iops: 3000, throughput_mibps: 800 } }\n  \
         - { select: { kind: ebs-volume }, set: { volume_type: gp2, iops: 5000 } }\n  \
         - { select: { kind: ebs-volume }, set: { volume_type: io2, iops: 1e300 } }\n  \
         - { select: { kind: ebs-volume }, set: { iops: -1, throughput_mibps: fast } }\n  \
         - { select: { kind: ebs-volume }, set: { iops: 3000.5 } }\n  \
         - { select: { kind: logs-group }, set: { retention_days: 31 } }\n  \
         - { select: { kind: logs-group }, set: { retention_days: 30 days, class: ARCHIVE } }\n  \
         - { select: { kind: ec2-instance }, set: { running: true, detailed_monitoring: yes please } }\n  \
         - { select: { kind: ec2-instance }, set: { running_hours_per_month: 731 } }\n  \
         - { select: { kind: ec2-instance }, set: { running_hours_per_month: nights } }\n",
    ),
    ("no number", "dataset: ../datasets/demo\nchanges: [{ select: { kind: ebs-volume }, set: { iops: .nan } }]\n"),
    (
        "storage classes",
        "dataset: ../datasets/demo\nchanges:\n  \
         - { select: { kind: s3-bucket }, set: { storage_classes: { STANDARD_IA: 60 %, GLACIER_IR: 60 % } } }\n  \
         - { select: { kind: s3-bucket }, set: { storage_classes: { STANDARD_AI: 60 %, GLACIER: 7 days } } }\n  \
         - { select: { kind: s3-bucket }, set: { storage_classes: STANDARD_IA } }\n",
    ),
    (
        "conditions",
        "dataset: ../datasets/demo\nchanges:\n  \
         - { select: { kind: ebs-volume, where: volume_type is gp2 }, delete: true }\n  \
         - { select: { kind: ebs-volume, where: { field: volum_type, is: gp2 } }, delete: true }\n  \
         - { select: { kind: ebs-volume, where: [{ field: size, below: 14 days }, { field: age, above: $window }] }, delete: true }\n  \
         - { select: { kind: ebs-volume, where: { metric: CPU, statistic: Maximum, window: 14 days, below: 5 } }, delete: true }\n  \
         - { select: { kind: ebs-volume, id: 5, region: [], tag: prod }, delete: true }\n",
    ),
];

/// What shows only beside the dataset, the rules and the instance types.
const BESIDE_THE_DATASET: &str = "dataset: ../datasets/demo\nchanges:\n  \
    - { select: { kind: ebs-volume, rule: ebs-volume-gp3 }, set: { volume_type: gp3 } }\n  \
    - { select: { kind: ebs-volume, rule: s3-bucket-without-lifecycle }, delete: true }\n  \
    - { select: { kind: ebs-volume, id: [vol-0498945383c2cc19, vol-1] }, delete: true }\n  \
    - { select: { kind: ec2-instance }, set: { instance_type: m7g.larg } }\n  \
    - { apply: { rules: [ebs-volume-gp2, ebs-volume-idel] } }\n";

fn told(name: &str, mistakes: &[Mistake]) -> String {
    assert!(!mistakes.is_empty(), "{name}");
    let mut told = format!("## {name}\n");
    for mistake in mistakes {
        assert!(mistake.line > 0, "{name}: {mistake}");
        writeln!(told, "{mistake}").unwrap();
    }
    told
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let sections = MISTAKES.iter().map(|(name, text)| told(name, &read(Path::new(FILE), text).expect_err(name)));
    insta::assert_snapshot!("changes", sections.collect::<Vec<_>>().join("\n"));
}

#[test]
fn mistakes_beside_the_dataset_are_told_with_their_place() {
    let scenario = read(Path::new(FILE), BESIDE_THE_DATASET).unwrap();
    let changes = scenario.dataset.as_ref().unwrap();
    let error = run(&scenario, changes, &RuleSet::embedded().unwrap(), PriceBook::embedded(), &defaults());
    let Err(ChangesError::Mistakes(mistakes)) = error else { panic!("{error:?}") };
    insta::assert_snapshot!("changes-beside-the-dataset", told("beside the dataset", &mistakes));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(text in "[ -~\n]{0,300}") {
        let _ = read(Path::new(FILE), &format!("dataset: ../datasets/demo\nchanges: {text}"));
        let _ = read(Path::new(FILE), &format!("dataset: ../datasets/demo\nchanges: [{{ select: {{ kind: ebs-volume }}, set: {text} }}]"));
    }

    #[test]
    fn whole_numbers_of_any_size_are_judged(iops in any::<f64>(), throughput in any::<i64>(), days in any::<f64>()) {
        let text = format!(
            "dataset: ../datasets/demo\nchanges:\n  - {{ select: {{ kind: ebs-volume }}, set: {{ volume_type: gp3, iops: {iops}, throughput_mibps: {throughput} }} }}\n  \
             - {{ select: {{ kind: logs-group }}, set: {{ retention_days: {days} }} }}\n"
        );
        let mistakes = read(Path::new(FILE), &text).expect_err("no such figures");
        prop_assert!(mistakes.iter().all(|it| it.line == 3 || it.line == 4), "{mistakes:?}");
    }
}
