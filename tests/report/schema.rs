//! The published JSON Schema describes what is written, wholly.

use cloudtrim::model::action::{Action, Effort, Severity};
use cloudtrim::model::gap::GapReason;
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::report::{Format, GroupBy, Layout, render};
use serde_json::Value;

use super::analysis::{everything, nothing, with_words};

type Spoil = fn(&mut Value);

fn schema() -> Value {
    serde_json::from_str(include_str!("../../docs/cloudtrim.analysis-1.schema.json")).unwrap()
}

#[test]
fn it_is_a_schema() {
    jsonschema::meta::validate(&schema()).unwrap();
}

#[test]
fn what_is_written_is_valid() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let grouped = Layout { group_by: Some(GroupBy::Service), top: Some(1), ..Layout::default() };
    for analysis in [everything(), nothing(), with_words("\u{1b} =1 |")] {
        for layout in [Layout::default(), grouped.clone()] {
            let text = render(&analysis, Format::Json, &layout).unwrap();
            let document: Value = serde_json::from_str(&text).unwrap();
            let errors: Vec<_> =
                validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(errors.is_empty(), "{errors:#?}");
        }
    }
}

#[test]
fn what_is_not_written_is_refused() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let good: Value = serde_json::from_str(&render(&everything(), Format::Json, &Layout::default()).unwrap()).unwrap();
    let spoil: [(&str, Spoil); 5] = [
        ("money as text", |document| document["totals"]["net_savings_monthly_usd"] = "5".into()),
        ("a field nobody knows", |document| document["totals"]["surprise"] = 1.into()),
        ("another schema", |document| document["schema"] = "cloudtrim.analysis/2".into()),
        ("an unknown action", |document| document["recommendations"][0]["action"] = "Explode".into()),
        ("no id", |document| {
            document["recommendations"][0].as_object_mut().unwrap().remove("id");
        }),
    ];
    for (what, spoil) in spoil {
        let mut document = good.clone();
        spoil(&mut document);
        assert!(!validator.is_valid(&document), "{what}");
    }
}

#[test]
fn every_field_is_documented() {
    assert_documented(&schema());
}

/// Every property is described and no object takes strangers, `$defs` included.
pub(crate) fn assert_documented(schema: &Value) {
    fn walk(path: &str, value: &Value, faults: &mut Vec<String>) {
        let Some(object) = value.as_object() else { return };
        if let Some(properties) = object.get("properties").and_then(Value::as_object) {
            if object.get("additionalProperties").is_none() {
                faults.push(format!("{path}: additionalProperties is not said"));
            }
            for (name, property) in properties {
                if property.get("description").and_then(Value::as_str).is_none_or(str::is_empty) {
                    faults.push(format!("{path}/{name}: no description"));
                }
            }
        }
        for (key, inner) in object {
            walk(&format!("{path}/{key}"), inner, faults);
            for (position, item) in inner.as_array().into_iter().flatten().enumerate() {
                walk(&format!("{path}/{key}/{position}"), item, faults);
            }
        }
    }
    let mut faults = Vec::new();
    walk("", schema, &mut faults);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn word_lists_are_complete() {
    let schema = schema();
    let words = |name: &str| schema["$defs"][name]["enum"].clone();
    let names = |all: Vec<&str>| Value::from(all);
    assert_eq!(words("action"), names(Action::ALL.iter().map(|one| one.name()).collect()));
    assert_eq!(words("effort"), names(Effort::ALL.iter().map(|one| one.name()).collect()));
    assert_eq!(words("severity"), names(Severity::ALL.iter().map(|one| one.name()).collect()));
    assert_eq!(words("resource_kind"), names(ResourceKind::ALL.iter().map(|one| one.name()).collect()));
    for reason in words("gap_reason").as_array().unwrap() {
        let reason: GapReason = serde_json::from_value(reason.clone()).unwrap();
        assert_eq!(serde_json::to_value(reason).unwrap(), reason.name());
    }
}
