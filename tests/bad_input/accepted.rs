//! What is strange but not wrong: read, judged and reported without a panic and without inventing anything.

use cloudtrim::units::Usd;

use super::mutation::Mutation::{self, Become, Replace, ReplaceBy, Vanish};
use super::pipeline::{audit_by_default, minimal, render_all};

const VOLUMES: &str = "resources/ebs-volume.jsonl";
const INSTANCES: &str = "resources/ec2-instance.jsonl";
const GROUPS: &str = "resources/logs-group.jsonl";

const CASES: &[(&str, &str, Mutation)] = &[
    ("no billing", "billing/cost-explorer.csv", Vanish),
    ("no detail of the bill", "billing/detail.csv", Vanish),
    ("no cuts of the bill", "billing/cuts.csv", Vanish),
    ("no budgets", "billing/budgets.csv", Vanish),
    ("no forecast", "billing/forecast.csv", Vanish),
    ("no gaps", "gaps.jsonl", Vanish),
    ("no metrics of a kind", "metrics/ebs-volume.csv", Vanish),
    ("no resources of a kind", VOLUMES, Vanish),
    ("a kind without a line", VOLUMES, Become("")),
    ("a credit", "billing/cost-explorer.csv", Replace("1.50,", "-1.50,")),
    ("a volume type of next year", VOLUMES, Replace("\"volume_type\":\"gp2\"", "\"volume_type\":\"gp4\"")),
    ("an instance type of next year", INSTANCES, Replace("m5.large", "m12z.large")),
    ("a platform of next year", INSTANCES, Replace("\"platform\":\"linux\"", "\"platform\":\"temple-os\"")),
    ("the largest volume there is", VOLUMES, Replace("\"size_gib\":100", "\"size_gib\":65536")),
    ("a retention of a hundred years", GROUPS, Replace("\"retention_days\":null", "\"retention_days\":36500")),
    ("a tag of a hundred thousand characters", VOLUMES, ReplaceBy("left-over", || "long ".repeat(20_000))),
    ("a name that clears the screen", VOLUMES, Replace("left-over", "\\u001b[2J\\u001b]0;owned\\u0007")),
    ("a name that reads backwards", VOLUMES, Replace("left-over", "\\u202egnp.exe")),
    ("a name of nulls", VOLUMES, Replace("left-over", "\\u0000\\u0000")),
    ("a name of several lines", VOLUMES, Replace("left-over", "one\\ntwo\\r\\nthree | four")),
    ("a name of crabs", VOLUMES, Replace("left-over", "🦀🦀🦀")),
    ("a tag key that is empty", VOLUMES, Replace("\"Name\":\"left-over\"", "\"\":\"\"")),
    ("a name that a spreadsheet runs", VOLUMES, Replace("left-over", "=HYPERLINK(1+1)")),
];

#[test]
fn the_strange_is_reported() {
    let mut wrong = Vec::new();
    for (name, file, mutation) in CASES {
        let folder = minimal();
        mutation.apply_to(&folder.path().join(file));
        match audit_by_default(folder.path()) {
            Ok(analysis) => {
                render_all(&analysis);
                let totals = &analysis.totals;
                assert!(totals.net_savings_monthly_usd <= totals.list_cost_monthly_usd, "{name}: saves more than all");
                assert!(totals.net_savings_monthly_usd >= Usd::ZERO, "{name}: saves less than nothing");
            }
            Err(mistakes) => wrong.push(format!("{name}: {mistakes:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_word_of_next_year_is_a_gap_and_costs_nothing_it_does_not() {
    let folder = minimal();
    Replace("\"volume_type\":\"gp2\"", "\"volume_type\":\"gp4\"").apply_to(&folder.path().join(VOLUMES));
    let analysis = audit_by_default(folder.path()).unwrap();
    assert!(analysis.totals.list_cost_at_least, "the volume's cost is not known, so the total is \"at least\"");
    assert!(analysis.gaps.iter().any(|gap| gap.resource_id.as_deref() == Some("vol-0bbbbbbbbbbbbbbb1")));
}

#[test]
fn no_report_lets_a_name_write_to_the_terminal() {
    use cloudtrim::report::{Format, Layout, render};

    let folder = minimal();
    Replace("left-over", "\\u001b[2J\\u009b31m\\u202e\\u0007").apply_to(&folder.path().join(VOLUMES));
    let analysis = audit_by_default(folder.path()).unwrap();
    for format in [Format::Table, Format::Markdown] {
        let report = render(&analysis, format, &Layout::default()).unwrap();
        let written = report.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(written, None, "{format:?}");
    }
}

#[test]
fn a_manifest_alone_is_an_empty_account() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(minimal().path().join("manifest.json"), folder.path().join("manifest.json")).unwrap();
    let analysis = audit_by_default(folder.path()).unwrap();
    assert_eq!(analysis.totals.list_cost_monthly_usd, Usd::ZERO);
    assert!(analysis.recommendations.is_empty());
    render_all(&analysis);
}
