//! Mistakes in a user's rule: all at once, where they are, with what to do about them.

use std::fmt::Write as _;
use std::path::Path;

use cloudtrim::rules::{RuleSet, RulesError, parse_rule};

/// A rule without mistakes; cases replace a part of it.
const RULE: &str = r"id: ec2-instance-quiet
summary: quiet
why: Because.
resource: ec2-instance
severity: Low
parameters:
  window: { default: 14 days, help: Days. }
  cpu_below: { default: 5 %, help: Peak., maximum: 50 % }
when:
  all:
    - { field: state, is: running }
    - { metric: CPUUtilization, statistic: Maximum, aggregate: maximum, window: $window, coverage: 90 %, below: $cpu_below }
remediation: Stop
effort: Low
restore: Start it.
references: [https://docs.aws.amazon.com/]
";

fn mistakes(replace: &str, with: &str) -> String {
    assert!(RULE.contains(replace), "{replace}");
    let text = RULE.replace(replace, with);
    match parse_rule(Path::new("mine/ec2/instance-quiet.yml"), &text) {
        Ok(_) => String::from("no mistake"),
        Err(mistakes) => mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn the_rule_itself_has_none() {
    assert_eq!(mistakes("quiet\n", "quiet\n"), "no mistake");
}

#[test]
fn each_is_told_where_it_is() {
    let cases = [
        ("field: state", "field: stat"),
        ("is: running", "is: 5"),
        ("is: running", "below: 5"),
        ("below: $cpu_below", "below: $cpu_bellow"),
        ("below: $cpu_below", "below: 5"),
        ("below: $cpu_below", "below: 5 MB"),
        ("below: $cpu_below", "below: 5 %, above: 1 %"),
        ("default: 5 %", "default: 60 %"),
        ("default: 5 %", "default: 5%"),
        ("default: 14 days", "default: 1.5 days"),
        ("metric: CPUUtilization", "metric: CpuUtilisation"),
        ("statistic: Maximum", "statistic: Sum"),
        ("coverage: 90 %, ", ""),
        ("aggregate: maximum", "aggregate: p999"),
        ("resource: ec2-instance", "resource: ec2-instances"),
        ("remediation: Stop", "remediation: stop"),
        ("remediation: Stop", "remediation: ReduceGp3Performance"),
        ("id: ec2-instance-quiet", "id: ec2-instance-silent"),
        ("severity: Low\n", ""),
        ("restore: Start it.", "restore: Start it.\nrestor: x"),
        ("- { field: state, is: running }", "- { feld: state, is: running }"),
        ("- { field: state, is: running }", "- { all: [] }"),
        ("effort: Low", "effort: [Low"),
        ("effort: Low", "effort: Low\neffort: Low"),
        ("references: [https", "references: [http"),
    ];
    let mut golden = String::new();
    for (replace, with) in cases {
        let found = mistakes(replace, with);
        assert_ne!(found, "no mistake", "{with}");
        write!(golden, "{with:?}\n{found}\n\n").unwrap();
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("rule-mistakes", golden);
    });
}

#[test]
fn all_are_told_at_once() {
    let text = RULE
        .replace("field: state", "field: stat")
        .replace("below: $cpu_below", "below: 5")
        .replace("effort: Low", "effort: Little");
    let found = parse_rule(Path::new("mine/ec2/instance-quiet.yml"), &text).unwrap_err();
    assert!(found.len() >= 3, "{found:#?}");
}

#[test]
fn a_folder_adds_and_replaces() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("ec2")).unwrap();
    std::fs::write(folder.path().join("ec2/instance-quiet.yml"), RULE).unwrap();
    let mine =
        RULE.replace("id: ec2-instance-quiet", "id: ec2-instance-idle").replace("summary: quiet", "summary: mine");
    std::fs::write(folder.path().join("ec2/instance-idle.yml"), mine).unwrap();
    let mut rules = RuleSet::embedded().unwrap();
    rules.add_folder(folder.path()).unwrap();
    assert_eq!(rules.rules.len(), RuleSet::embedded().unwrap().rules.len() + 1);
    assert_eq!(rules.get("ec2-instance-idle").unwrap().summary, "mine");
    assert!(rules.rules.is_sorted_by(|one, other| one.id < other.id));

    std::fs::write(folder.path().join("ec2/instance-loud.yaml"), RULE).unwrap();
    assert!(matches!(rules.add_folder(folder.path()), Err(RulesError::Mistakes(mistakes)) if mistakes.len() == 1));
    assert!(matches!(rules.add_folder(Path::new("/nonexistent")), Err(RulesError::Io { .. })));
}
