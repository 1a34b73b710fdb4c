//! Rules with one thing wrong.

use std::fmt::Write as _;
use std::path::Path;

use cloudtrim::rules::{EMBEDDED_RULES, RuleSet, RulesError, parse_rule};

use super::mutation::Mutation::{self, Append, Become, CutBefore, Replace, ReplaceBy};

const BASE: &str = "ec2/instance-idle.yml";

const CASES: &[(&str, Mutation)] = &[
    ("empty", Become("")),
    ("a list", Become("- id: ec2-instance-idle\n")),
    ("truncated", CutBefore("restore:")),
    ("truncated in a word", Replace("references:\n", "references: [https://docs.aws.amazon.com/\nx: [")),
    ("field mistyped", Replace("severity:", "sevarity:")),
    ("field twice", Append("hygiene: true\n")),
    ("field unknown", Append("priority: 1\n")),
    ("id that is not its path", Replace("id: ec2-instance-idle", "id: ec2-instance-lazy")),
    ("id with spaces", Replace("id: ec2-instance-idle", "id: EC2 idle instances")),
    ("summary missing", Replace("summary:", "# summary:")),
    ("resource kind unknown", Replace("resource: ec2-instance", "resource: ec2-instances")),
    ("severity unknown", Replace("severity: ", "severity: Critical # ")),
    ("effort unknown", Replace("effort: Low", "effort: None")),
    ("remediation unknown", Replace("remediation: Stop", "remediation: Hibernate")),
    ("remediation that does not fit the kind", Replace("remediation: Stop", "remediation: MigrateToGp3")),
    ("hygiene as a number", Replace("hygiene: false", "hygiene: 0")),
    ("duration in percent", Replace("default: 14 days", "default: 14 %")),
    ("duration without unit", Replace("default: 14 days", "default: 14")),
    ("duration in hours", Replace("default: 14 days", "default: 336 hours")),
    ("duration negative", Replace("default: 14 days", "default: -14 days")),
    ("duration a fraction", Replace("default: 14 days", "default: 14.5 days")),
    ("duration absurdly large", Replace("default: 14 days", "default: 99999999999 days")),
    ("percentage without unit", Replace("default: 5 %", "default: 5")),
    ("percentage of another kind", Replace("default: 5 %", "default: 5 MB")),
    ("percentage above its maximum", Replace("default: 5 %", "default: 500 %")),
    ("size as 1e308", Replace("default: 5 MB", "default: 1e309 MB")),
    ("parameter that nothing declares", Replace("below: $cpu_below", "below: $cpu_under")),
    (
        "parameter that nothing uses",
        Replace("parameters:\n", "parameters:\n  spare:\n    default: 1 day\n    help: Not used.\n"),
    ),
    (
        "parameter without help",
        Replace("    help: How long the instance must have been idle; a younger instance is unknown.\n", ""),
    ),
    ("condition on an unknown field", Replace("field: state", "field: status")),
    ("condition on a field of another kind", Replace("field: state", "field: volume_type")),
    ("condition on an unknown metric", Replace("metric: CPUUtilization", "metric: CPUUtilisation")),
    ("condition with an unknown statistic", Replace("statistic: Maximum", "statistic: p99")),
    ("condition with an unknown aggregate", Replace("aggregate: maximum\n", "aggregate: peak\n")),
    ("condition that compares with another unit", Replace("below: $cpu_below", "below: 5 GiB")),
    ("condition without operator", Replace("      below: $cpu_below\n", "")),
    ("condition with two operators", Replace("below: $cpu_below", "below: $cpu_below\n      above: 1 %")),
    ("flag compared with a word", Replace("is: false", "is: never")),
    ("no condition at all", Become(UNCONDITIONAL)),
    ("reference that is no address", Replace("  - https://docs", "  - docs")),
    ("tab as indentation", Replace("  all:", "\tall:")),
    ("nested without end", ReplaceBy("  all:\n", || format!("  all: {}\n", "[".repeat(20_000)))),
    ("anchors that multiply", Become(LAUGHS)),
];

const UNCONDITIONAL: &str = "\
id: ec2-instance-idle
summary: any instance
why: Because it is there.
resource: ec2-instance
severity: Low
when:
  all: []
remediation: Stop
effort: Low
restore: Start it again.
references: []
";

/// Ten times ten times ten …: the document is small, what it stands for is not.
const LAUGHS: &str = "\
a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]
h: &h [*g, *g, *g, *g, *g, *g, *g, *g, *g, *g]
i: &i [*h, *h, *h, *h, *h, *h, *h, *h, *h, *h]
";

fn base() -> &'static str {
    EMBEDDED_RULES.iter().find(|(path, _)| *path == BASE).unwrap().1
}

#[test]
fn each_is_one_clear_error() {
    let (mut golden, mut wrong) = (String::new(), Vec::new());
    for (name, mutation) in CASES {
        let text = String::from_utf8(mutation.apply(base()).unwrap()).unwrap();
        match parse_rule(Path::new(BASE), &text) {
            Ok(_) => wrong.push(format!("{name}: accepted")),
            Err(mistakes) if mistakes.len() == 1 => {
                writeln!(golden, "{name}\n    {}\n", mistakes[0].to_string().replace('\n', "\n    ")).unwrap();
            }
            Err(mistakes) => {
                let shown: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
                wrong.push(format!("{name}: {} errors\n{}", mistakes.len(), shown.join("\n")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
    insta::assert_snapshot!("rules", golden);
}

#[test]
fn what_is_spoilt_was_good_before() {
    parse_rule(Path::new(BASE), base()).unwrap();
}

#[test]
fn two_rules_of_one_id_are_one_error() {
    let folder = tempfile::tempdir().unwrap();
    for service in ["one/ec2", "two/ec2"] {
        std::fs::create_dir_all(folder.path().join(service)).unwrap();
        std::fs::write(folder.path().join(service).join("instance-idle.yml"), base()).unwrap();
    }
    let Err(RulesError::Mistakes(mistakes)) = RuleSet::embedded().unwrap().add_folder(folder.path()) else {
        panic!("accepted");
    };
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert!(mistakes[0].message.contains("ec2-instance-idle"), "{}", mistakes[0]);
}

#[test]
fn a_folder_of_rules_that_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let error = RuleSet::embedded().unwrap().add_folder(&folder.path().join("rules")).unwrap_err();
    assert!(error.to_string().contains("rules"), "{error}");
}
