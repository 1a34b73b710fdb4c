//! The costed configurations with more usage: nothing costs less by being used more.

use std::fs;
use std::path::PathBuf;

use cloudtrim::catalog::{Neighbourhood, price};
use cloudtrim::model::blueprint::Blueprint;
use cloudtrim::pricing::PriceBook;
use cloudtrim::units::Usd;
use serde_json::{Map, Value, json};

use super::costed_configurations::{Case, blueprints};

/// More of these costs less by AWS's own price list: (type, part of the path).
const CHEAPER: &[(&str, &str)] = &[];

/// Every number of the usage by its path.
fn numbers(value: &Value, path: &str, found: &mut Vec<(String, f64)>) {
    match value {
        Value::Number(number) => found.push((path.to_owned(), number.as_f64().unwrap())),
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| numbers(value, &format!("{path}/{name}"), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| numbers(value, &format!("{path}/{at}"), found));
        }
        _ => {}
    }
}

fn cost(blueprint: &Blueprint, all: &[Blueprint]) -> (Usd, usize) {
    let others = all.iter().filter(|other| other.address != blueprint.address).chain([blueprint]);
    let neighbourhood = Neighbourhood::new(others);
    let priced = price(blueprint, &neighbourhood, PriceBook::embedded(), None).unwrap();
    let unknown = priced.lines.iter().filter(|line| line.monthly.is_none()).count();
    (priced.lines.iter().filter_map(|line| line.monthly).sum(), unknown)
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn costed_configurations_never_cost_less_by_being_used_more() {
    let folder = PathBuf::from(std::env::var("CLOUDTRIM_SHARED_DATA").unwrap()).join("plans/infracost-golden");
    let usage: Map<String, Value> =
        serde_json::from_str(&fs::read_to_string(folder.join("usage.json")).unwrap()).unwrap();
    let (mut compared, mut cheaper) = (0, Vec::new());
    for line in fs::read_to_string(folder.join("cases.jsonl")).unwrap().lines() {
        let case: Case = serde_json::from_str(line).unwrap();
        let (declared, expected) = blueprints(case, &usage);
        let known: Vec<&str> = expected.iter().map(|expected| expected.address.as_str()).collect();
        for blueprint in declared.iter().filter(|one| known.contains(&one.address.as_str())) {
            let mut amounts = Vec::new();
            numbers(&Value::Object(blueprint.usage.clone()), "", &mut amounts);
            let (before, unknown) = cost(blueprint, &declared);
            for (path, amount) in amounts {
                let mut more = Value::Object(blueprint.usage.clone());
                *more.pointer_mut(&path).unwrap() = json!(amount * 3.0 + 1.0);
                let Value::Object(more) = more else { unreachable!() };
                let (after, still) = cost(&Blueprint { usage: more, ..blueprint.clone() }, &declared);
                compared += 1;
                let listed = CHEAPER.iter().any(|(kind, part)| blueprint.type_name == *kind && path.contains(part));
                if after < before && still <= unknown && !listed {
                    cheaper.push(format!("{} {path} {amount}: {before} → {after}", blueprint.address));
                }
            }
        }
    }
    assert!(compared > 300, "{compared}");
    assert!(cheaper.is_empty(), "{} of {compared} cost less with more:\n{}", cheaper.len(), cheaper.join("\n"));
}
