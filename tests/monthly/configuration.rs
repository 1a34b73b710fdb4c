//! `report:` of `cloudtrim.yml`.

use std::path::Path;

use cloudtrim::config;
use cloudtrim::monthly::settings::{AnomalySettings, ReportSettings, Scope};
use cloudtrim::rules::RuleSet;

use super::estate::{month, usd};

fn sample() -> ReportSettings {
    config::load_report(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cloudtrim.yml")).unwrap()
}

#[test]
fn the_sample_is_what_it_says() {
    let settings = sample();
    let [whole, logs] = settings.budgets.as_slice() else { panic!("{:?}", settings.budgets) };
    assert_eq!(
        (whole.name.as_str(), whole.monthly, &whole.scope),
        ("the whole estate", usd("12000"), &Scope::default())
    );
    assert_eq!(whole.alerts, [50.0, 80.0, 100.0, 120.0]);
    assert_eq!(logs.scope.to_string(), "service AmazonCloudWatch in tag team=web");
    assert_eq!(logs.alerts, [50.0, 80.0, 100.0]);
    assert_eq!(settings.owner_tags, ["team", "owner"]);
    assert_eq!(settings.allocation_tags, ["team", "environment"]);
    let checkouts = &settings.unit_counts[0];
    assert_eq!((checkouts.unit.as_str(), checkouts.months[&month("2026-10")]), ("checkout", 1_200_000.0));
    assert_eq!(checkouts.scope.to_string(), "account 111122223333");
    let expected = AnomalySettings { min_impact: usd("25"), score: 3.5, weeks: 8, min_weeks: 4 };
    assert_eq!(settings.anomalies, expected);
}

#[test]
fn without_a_section_the_defaults_hold() {
    for text in ["", "min_savings: 3\n", "report: {}\n"] {
        let settings = config::read_report(Path::new("cloudtrim.yml"), text).unwrap();
        assert_eq!(settings, ReportSettings::default(), "{text}");
    }
    let defaults = ReportSettings::default();
    assert_eq!(defaults.owner_tags, ["owner", "Owner", "team", "Team"]);
    assert_eq!(defaults.anomalies.min_impact, usd("10"));
}

#[test]
fn each_mistake_is_told_where_it_is() {
    let text = r"report:
  budget: []
  budgets:
    - name: a
      monthly_usd: -5
      alerts: [80, 0, ninety]
    - name: a
      monthly_usd: 5
      match: { services: AmazonCloudWatch }
    - name: b
      monthly_usd: .nan
      match: { account: 111122223333, region: eu-west-1 }
    - monthly_usd: 5
      match: {}
    - name: a
      monthly_usd: 1
    - name: a
      monthly_usd: 2
  owner_tags: team
  allocation_tags: [team, 5]
  unit_counts:
    - name: requests
      unit: request
      months: { 2026-13: 5, 2026-10: 0 }
    - name: users
      months: 5
  anomalies:
    min_impact_usd: free
    score: 0
    weeks: 3
    min_weeks: 4.5
    week: 1
";
    let told = |mistakes: Vec<cloudtrim::model::mistake::Mistake>| {
        mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let path = Path::new("cloudtrim.yml");
    let mistakes = told(config::read_report(path, text).unwrap_err());
    let mut rules = RuleSet::embedded().unwrap();
    // An audit says the same.
    assert_eq!(told(config::read(path, text, &mut rules).unwrap_err()), mistakes);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("report-configuration-mistakes", mistakes);
    });
}

#[test]
fn more_weeks_are_needed_than_are_looked_at() {
    let text = "report:\n  anomalies: { weeks: 4, min_weeks: 5 }\n";
    let mistakes = config::read_report(Path::new("cloudtrim.yml"), text).unwrap_err();
    assert_eq!(
        mistakes[0].to_string(),
        "cloudtrim.yml:2:37: `report.anomalies.min_weeks`: more than `weeks`\n  hint: no day would ever be judged"
    );
    // Fewer weeks than the default needs: all of them.
    let few = config::read_report(Path::new("cloudtrim.yml"), "report: { anomalies: { weeks: 3 } }\n").unwrap();
    assert_eq!((few.anomalies.weeks, few.anomalies.min_weeks), (3, 3));
}
