//! Databases: costs computed by hand from the prices of the book, and what is said where nothing can be computed.

mod aurora;
mod caches;
mod dynamodb;
mod gaps;
mod growth;
mod instances;
mod others;

use cloudtrim::catalog::{Neighbourhood, Priced, price};
use cloudtrim::model::blueprint::Blueprint;
use cloudtrim::pricing::PriceBook;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

/// A resource and each of its lines whose cost is known: name, quantity, dollars a month.
struct Case {
    what: &'static str,
    type_name: &'static str,
    region: &'static str,
    attributes: Value,
    usage: Value,
    lines: Vec<(&'static str, f64, f64)>,
}

fn blueprint(type_name: &str, region: &str, attributes: Value, usage: Value) -> Blueprint {
    let (Value::Object(attributes), Value::Object(usage)) = (attributes, usage) else { panic!("no objects") };
    Blueprint {
        address: format!("{type_name}.it"),
        type_name: type_name.to_owned(),
        region: Some(region.into()),
        attributes,
        usage,
        ..Blueprint::default()
    }
}

/// Prices the first of some resources that are declared together.
fn price_first(blueprints: &[Blueprint]) -> Priced {
    let neighbourhood = Neighbourhood::new(blueprints);
    price(&blueprints[0], &neighbourhood, PriceBook::embedded(), None).unwrap()
}

fn price_one(type_name: &str, region: &str, attributes: Value, usage: Value) -> Priced {
    price_first(&[blueprint(type_name, region, attributes, usage)])
}

/// All lines of a known cost, and no other.
fn assert_lines(what: &str, priced: &Priced, expected: &[(&str, f64, f64)]) {
    let known: Vec<(String, f64, f64)> = priced
        .lines
        .iter()
        .filter_map(|line| {
            let part = if line.part.is_empty() { String::new() } else { format!("{}: ", line.part) };
            let quantity = line.quantity?.to_f64().unwrap();
            Some((format!("{part}{}", line.name), quantity, line.monthly?.to_f64()))
        })
        .collect();
    let names: Vec<&str> = known.iter().map(|(name, ..)| name.as_str()).collect();
    let expected_names: Vec<&str> = expected.iter().map(|(name, ..)| *name).collect();
    assert_eq!(names, expected_names, "{what}");
    for ((name, quantity, monthly), (_, expected_quantity, expected_monthly)) in known.iter().zip(expected) {
        assert!((quantity - expected_quantity).abs() < 1e-6, "{what}: {name}: {quantity}, not {expected_quantity}");
        assert!((monthly - expected_monthly).abs() < 1e-6, "{what}: {name}: ${monthly}, not ${expected_monthly}");
    }
}

fn check(cases: Vec<Case>) {
    for Case { what, type_name, region, attributes, usage, lines } in cases {
        assert_lines(what, &price_one(type_name, region, attributes, usage), &lines);
    }
}

fn nothing() -> Value {
    json!({})
}
