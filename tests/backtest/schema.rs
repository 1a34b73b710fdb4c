//! The published JSON Schema of `cloudtrim.backtest/1` describes what is written, wholly.

use cloudtrim::report::{BacktestFormat, Paint, render_backtest};
use serde_json::Value;

use super::fleet::{fleet, result};

type Spoil = fn(&mut Value);

fn schema() -> Value {
    serde_json::from_str(include_str!("../../docs/cloudtrim.backtest-1.schema.json")).unwrap()
}

fn document(machines: usize) -> Value {
    let backtest = result(&fleet()[..machines]);
    serde_json::from_str(&render_backtest(&backtest, BacktestFormat::Json, Paint::Plain).unwrap()).unwrap()
}

#[test]
fn it_is_a_schema() {
    jsonschema::meta::validate(&schema()).unwrap();
}

#[test]
fn what_is_written_is_valid() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for machines in [0, 1, 6] {
        let document = document(machines);
        let errors: Vec<_> =
            validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn what_is_not_written_is_refused() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let good = document(6);
    let spoil: [(&str, Spoil); 5] = [
        ("another schema", |document| document["schema"] = "cloudtrim.backtest/2".into()),
        ("a field nobody knows", |document| document["policies"][0]["surprise"] = 1.into()),
        ("a family nobody knows", |document| document["policies"][0]["family"] = "guess".into()),
        ("vCPUs below zero", |document| document["machines"][0]["vcpus"] = (-1).into()),
        ("no name", |document| {
            document["policies"][0].as_object_mut().unwrap().remove("name");
        }),
    ];
    for (what, spoil) in spoil {
        let mut document = good.clone();
        spoil(&mut document);
        assert!(!validator.is_valid(&document), "{what}");
    }
}

/// Every property is described and must be there, and no object takes strangers.
#[test]
fn every_field_is_documented() {
    let schema = schema();
    let objects = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    let mut seen = 0;
    for object in objects {
        let Some(properties) = object["properties"].as_object() else { continue };
        assert_eq!(object["additionalProperties"], false);
        let required = object["required"].as_array().unwrap();
        for (name, property) in properties {
            assert!(property["description"].as_str().is_some_and(|text| !text.is_empty()), "{name}");
            assert!(required.iter().any(|field| field == name), "{name}");
            seen += 1;
        }
    }
    assert!(seen >= 40, "{seen}");
}
