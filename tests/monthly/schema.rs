//! The published JSON Schema of the report describes what is written, wholly.

use cloudtrim::model::history::FindingState;
use cloudtrim::model::monthly::{
    AlertOn, AlertState, BudgetSource, BudgetState, Cause, MonthState, MonthlyReport, Part,
};
use serde_json::Value;

use super::big::{Size, report};
use super::estate::Estate;
use super::sentences::everything;

type Spoil = fn(&mut Value);

fn schema() -> Value {
    serde_json::from_str(include_str!("../../docs/cloudtrim.report-1.schema.json")).unwrap()
}

fn errors(report: &MonthlyReport) -> Vec<String> {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let document = serde_json::to_value(report).unwrap();
    validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn it_is_a_schema() {
    jsonschema::meta::validate(&schema()).unwrap();
}

#[test]
fn what_is_written_is_valid() {
    let nothing = Estate::of("2026-10", "2026-11-05").report();
    for report in [everything().report(), nothing, report(Size { months: 3, recommendations: 7 })] {
        let errors = errors(&report);
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn what_is_written_is_read_again() {
    let report = everything().report();
    let text = serde_json::to_string(&report).unwrap();
    let again: MonthlyReport = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), text);
}

#[test]
fn what_is_not_written_is_refused() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let good = serde_json::to_value(everything().report()).unwrap();
    let spoil: [(&str, Spoil); 5] = [
        ("money as text", |document| document["headline"]["net_savings_monthly_usd"] = "5".into()),
        ("a field nobody knows", |document| document["waterfall"]["surprise"] = 1.into()),
        ("another schema", |document| document["schema"] = "cloudtrim.report/2".into()),
        ("an unknown cause", |document| document["movers"][0]["cause"] = "magic".into()),
        ("no reason", |document| {
            document["missing"][0].as_object_mut().unwrap().remove("reason");
        }),
    ];
    for (what, spoil) in spoil {
        let mut document = good.clone();
        spoil(&mut document);
        assert!(!validator.is_valid(&document), "{what}");
    }
}

/// What both documents hold is described by the same words.
#[test]
fn what_an_analysis_has_is_described_like_there() {
    let analysis: Value = serde_json::from_str(include_str!("../../docs/cloudtrim.analysis-1.schema.json")).unwrap();
    let schema = schema();
    let mut shared = 0;
    for (name, definition) in analysis["$defs"].as_object().unwrap() {
        if let Some(own) = schema["$defs"].get(name) {
            assert_eq!(own, definition, "{name}");
            shared += 1;
        }
    }
    assert!(shared > 10, "{shared}");
}

#[test]
fn every_field_is_documented() {
    crate::report::schema::assert_documented(&schema());
}

#[test]
fn word_lists_are_complete() {
    fn words(name: &str, all: &[impl serde::Serialize]) {
        let all: Vec<Value> = all.iter().map(|word| serde_json::to_value(word).unwrap()).collect();
        let mut written = schema()["$defs"][name]["enum"].as_array().unwrap().clone();
        written.sort_by_key(ToString::to_string);
        let mut known = all;
        known.sort_by_key(ToString::to_string);
        assert_eq!(written, known, "{name}");
    }
    words("finding_state", &FindingState::ALL);
    words("month_state", &[MonthState::Open, MonthState::Estimated, MonthState::Closed, MonthState::NotRead]);
    words("cause", &[Cause::Rate, Cause::Usage, Cause::NewResource, Cause::Gone, Cause::Mixed, Cause::Unknown]);
    words("alert_on", &[AlertOn::Actual, AlertOn::Forecast]);
    words("alert_state", &[AlertState::Met, AlertState::Expected, AlertState::NotMet, AlertState::Unknown]);
    words("budget_source", &[BudgetSource::Config, BudgetSource::AwsBudgets]);
    words("budget_state", &[BudgetState::Over, BudgetState::ExpectedOver, BudgetState::Within, BudgetState::Unknown]);
    words("part", &Part::ALL);
}
