//! Each rule says of its fixture's resources what the fixture says.

use std::fmt::Write as _;

use cloudtrim::analyze::{AnalyzeOptions, analyze};
use cloudtrim::dataset;
use cloudtrim::pricing::PriceBook;
use cloudtrim::rules::{KindVerdicts, RuleSet, evaluate_with_gaps};
use cloudtrim::tables::Tables;

use super::fixture::{Case, Expected, fixture_files, materialize, read};

fn rule_set(id: &str) -> RuleSet {
    let rules = RuleSet::embedded().unwrap_or_else(|error| panic!("{error:?}")).rules;
    RuleSet { rules: rules.into_iter().filter(|rule| rule.id == id).collect() }
}

/// The verdict of a case and what is said for it.
fn judge(rules: &RuleSet, case: &Case) -> (Expected, String) {
    let kind = rules.rules[0].kind;
    let folder = materialize(kind, case);
    let dataset = dataset::load(folder.path()).unwrap_or_else(|error| panic!("{}: {error:?}", case.about));
    let tables = Tables::build(&dataset, &rules.windows()).unwrap_or_else(|error| panic!("{}: {error:?}", case.about));
    let judged = super::fixture::judged_id(kind);
    // Neighbors of the same kind are not what the case is about.
    let verdicts = evaluate_with_gaps(rules, &tables, &dataset.gaps, &|key| key.id != judged);
    let KindVerdicts { flagged, passed, unknown, .. } = &verdicts[0];
    assert_eq!(flagged.len() + passed + unknown.len(), 1, "{}: one resource, one verdict", case.about);
    let mut said = String::new();
    for fact in flagged.iter().flat_map(|finding| &finding.evidence) {
        let coverage = fact.coverage_percent.map_or_else(String::new, |percent| format!(" (coverage {percent:.0} %)"));
        let condition = if fact.condition.is_empty() { String::new() } else { format!("; {}", fact.condition) };
        writeln!(said, "  {}: {}{condition}{coverage}", fact.fact, fact.value).unwrap();
    }
    for gap in unknown {
        writeln!(said, "  {} ({}): {}", gap.reason, gap.service, gap.detail).unwrap();
    }
    let verdict = match (flagged.len(), passed) {
        (1, _) => Expected::Flagged,
        (_, 1) => Expected::Passed,
        _ => Expected::Unknown,
    };
    (verdict, said)
}

#[test]
fn every_case_has_the_verdict_it_expects() {
    let mut wrong = Vec::new();
    for (id, file) in fixture_files() {
        let rules = rule_set(&id);
        assert_eq!(rules.rules.len(), 1, "{} shows no rule that ships", file.display());
        let mut golden = String::new();
        for case in read(&file).cases {
            let (verdict, said) = judge(&rules, &case);
            if verdict != case.expect {
                wrong.push(format!("{id}: {}: {verdict:?} instead of {:?}\n{said}", case.about, case.expect));
            }
            write!(golden, "{verdict:?}: {}\n{said}", case.about).unwrap();
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(id, golden);
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The verdict of a case once the remediation has looked for something better.
fn remedied(rules: &RuleSet, case: &Case) -> (Expected, String) {
    let kind = rules.rules[0].kind;
    let folder = materialize(kind, case);
    let dataset = dataset::load(folder.path()).unwrap_or_else(|error| panic!("{}: {error:?}", case.about));
    let options = AnalyzeOptions {
        min_savings: cloudtrim::units::Usd::ZERO,
        exempt_tag: ("cloudtrim".to_owned(), "ignore".to_owned()),
        suppressions: Vec::new(),
        time_zone: chrono_tz::Tz::UTC,
        rightsizing: cloudtrim::rightsize::settings::Settings::default(),
    };
    let analysis = analyze(&dataset, rules, PriceBook::embedded(), &options).unwrap_or_else(|error| panic!("{error}"));
    let judged = super::fixture::judged_id(kind);
    let flagged = analysis.recommendations.iter().any(|it| it.resource_id == judged);
    let unknown: Vec<&str> = analysis
        .gaps
        .iter()
        .filter(|gap| gap.rule.is_some() && gap.resource_id.as_deref() == Some(judged))
        .map(|gap| gap.detail.as_str())
        .collect();
    assert!(!flagged || unknown.is_empty(), "{}: two verdicts", case.about);
    let verdict = match (flagged, unknown.is_empty()) {
        (true, _) => Expected::Flagged,
        (false, false) => Expected::Unknown,
        (false, true) => Expected::Passed,
    };
    (verdict, unknown.join("; "))
}

#[test]
fn every_case_has_the_verdict_it_expects_after_remediation() {
    let mut wrong = Vec::new();
    for (id, file) in fixture_files() {
        let rules = rule_set(&id);
        for case in read(&file).cases {
            let expected = case.remedied.unwrap_or(case.expect);
            let (verdict, said) = remedied(&rules, &case);
            if verdict != expected {
                wrong.push(format!("{id}: {}: {verdict:?} instead of {expected:?} {said}", case.about));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
