//! Functions, messaging, streaming and workflows: hand-computed, quantity × list price.

mod functions;
mod gaps;
mod growth;
mod messages;
mod streams;
mod workflows;

use cloudtrim::catalog::{Neighbourhood, Priced, price};
use cloudtrim::model::blueprint::Blueprint;
use cloudtrim::pricing::PriceBook;
use serde_json::{Value, json};

const HOURS: f64 = 730.0;
const MONTH_SECONDS: f64 = HOURS * 3_600.0;

fn blueprint(region: &str, type_name: &str, attributes: &Value, usage: &Value) -> Blueprint {
    Blueprint {
        address: format!("{type_name}.it"),
        type_name: type_name.to_owned(),
        region: Some(region.into()),
        attributes: attributes.as_object().unwrap().clone(),
        usage: usage.as_object().unwrap().clone(),
        ..Blueprint::default()
    }
}

/// Another declared resource whose `path` refers to `to`.
fn referring(type_name: &str, attributes: &Value, path: &str, to: &str) -> Blueprint {
    let mut other = blueprint("us-east-1", type_name, attributes, &json!({}));
    other.references.insert(path.to_owned(), vec![to.to_owned()]);
    other
}

fn priced(blueprint: &Blueprint, others: &[Blueprint]) -> Priced {
    let neighbourhood = Neighbourhood::new(others.iter().chain([blueprint]));
    price(blueprint, &neighbourhood, PriceBook::embedded(), None).unwrap()
}

/// Every line with a cost that is not zero, in dollars.
fn costs(priced: &Priced) -> Vec<(String, f64)> {
    let known = priced.lines.iter().filter_map(|line| Some((line.name.clone(), line.monthly?.to_f64())));
    known.filter(|(_, dollars)| *dollars != 0.0).collect()
}

#[track_caller]
fn agree(shown: &str, priced: &Priced, expected: &[(&str, f64)]) {
    let found = costs(priced);
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, expected.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "{shown}: {priced:#?}");
    for ((name, dollars), (_, wanted)) in found.iter().zip(expected) {
        assert!((dollars - wanted).abs() < 1e-6 * wanted.max(1.0), "{shown}: {name} costs {dollars}, not {wanted}");
    }
}

/// Region, type, attributes, usage, costing lines.
type Case = (&'static str, &'static str, Value, Value, Vec<(&'static str, f64)>);

#[track_caller]
fn all_cost(cases: Vec<Case>) {
    for (region, type_name, attributes, usage, expected) in cases {
        let shown = format!("{type_name} {attributes} {usage} in {region}");
        agree(&shown, &priced(&blueprint(region, type_name, &attributes, &usage), &[]), &expected);
    }
}
