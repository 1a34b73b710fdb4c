//! `cloudtrim.yml` with one thing wrong.

use std::fmt::Write as _;
use std::path::Path;

use cloudtrim::config;
use cloudtrim::rules::RuleSet;

const GOOD: &str = "\
min_savings: 5
exempt_tag:
  key: cloudtrim
  value: ignore
rules:
  ec2-instance-idle:
    parameters:
      cpu_below: 3 %
suppressions:
  - rule: ebs-volume-gp2
    resource: vol-0bbbbbbbbbbbbbbb1
    reason: migrated next quarter
    owner: platform
    expires: 2026-12-31
";

/// What is wrong, the text, and what it becomes.
const CASES: &[(&str, &str, &str)] = &[
    ("not a mapping", GOOD, "just words\n"),
    ("truncated", "  key: cloudtrim", "  key: \"cloudtrim"),
    ("option mistyped", "min_savings", "min_saving"),
    ("min_savings negative", "min_savings: 5", "min_savings: -5"),
    ("min_savings as text", "min_savings: 5", "min_savings: five"),
    ("min_savings with a dollar sign", "min_savings: 5", "min_savings: $5"),
    ("min_savings not finite", "min_savings: 5", "min_savings: .inf"),
    ("min_savings beyond any number", "min_savings: 5", "min_savings: 1e308"),
    ("min_savings twice", "min_savings: 5\n", "min_savings: 5\nmin_savings: 6\n"),
    ("exempting tag without value", "  value: ignore\n", ""),
    ("rule unknown", "  ec2-instance-idle:", "  ec2-instances-idle:"),
    ("parameter unknown", "cpu_below", "cpu_under"),
    ("parameter without unit", "3 %", "3"),
    ("parameter in another unit", "3 %", "3 MB"),
    ("parameter negative", "3 %", "-3 %"),
    ("parameter above its maximum", "3 %", "300 %"),
    ("parameter not a number", "3 %", ".nan"),
    ("suppression without reason", "    reason: migrated next quarter\n", ""),
    ("suppression with an empty reason", "migrated next quarter", "\"\""),
    ("suppression without owner", "    owner: platform\n", ""),
    ("suppression of an unknown rule", "rule: ebs-volume-gp2", "rule: ebs-volume-gp1"),
    (
        "suppression of everything",
        "  - rule: ebs-volume-gp2\n    resource: vol-0bbbbbbbbbbbbbbb1\n    reason",
        "  - reason",
    ),
    ("suppression with no such day", "2026-12-31", "2026-13-31"),
    ("suppression with a mistyped field", "expires", "expire"),
    ("suppressions not a list", "  - rule: ebs-volume-gp2\n    resource", "    rule: ebs-volume-gp2\n    resource"),
];

fn read(text: &str) -> Result<(), Vec<String>> {
    let mut rules = RuleSet::embedded().unwrap();
    config::read(Path::new("cloudtrim.yml"), text, &mut rules)
        .map(drop)
        .map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
}

#[test]
fn each_is_one_clear_error() {
    let (mut golden, mut wrong) = (String::new(), Vec::new());
    for (name, from, to) in CASES {
        assert!(GOOD.contains(from), "{name}: nothing to change");
        match read(&GOOD.replacen(from, to, 1)) {
            Ok(()) => wrong.push(format!("{name}: accepted")),
            Err(mistakes) if mistakes.len() == 1 => {
                writeln!(golden, "{name}\n    {}\n", mistakes[0].replace('\n', "\n    ")).unwrap();
            }
            Err(mistakes) => wrong.push(format!("{name}: {} errors\n{}", mistakes.len(), mistakes.join("\n"))),
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
    insta::assert_snapshot!("configurations", golden);
}

#[test]
fn what_is_spoilt_was_good_before() {
    read(GOOD).unwrap();
}

#[test]
fn all_mistakes_are_told_at_once() {
    let spoilt = GOOD.replace("min_savings: 5", "min_savings: -5").replace("3 %", "3").replace("2026-12-31", "soon");
    assert_eq!(read(&spoilt).unwrap_err().len(), 3);
}
