//! Instances, groups, containers: hand-computed lines and gaps.

use std::collections::BTreeMap;
use std::str::FromStr;

use cloudtrim::catalog::{self, Neighbourhood, Priced};
use cloudtrim::model::blueprint::Blueprint;
use cloudtrim::pricing::PriceBook;
use cloudtrim::units::Usd;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

mod containers;
mod gaps;
mod groups;
mod instances;
mod volumes;

const PRICED: &str = "priced";

/// Texts `ref:ADDRESS` are references.
fn references(value: &mut Value, path: &str, found: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                references(value, &path, found);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| references(item, path, found)),
        Value::String(text) => {
            if let Some(address) = text.strip_prefix("ref:") {
                found.entry(path.to_owned()).or_default().push(address.to_owned());
                *value = Value::Null;
            }
        }
        _ => {}
    }
}

fn blueprint(address: &str, type_name: &str, region: &str, mut attributes: Value, usage: Value) -> Blueprint {
    let mut found = BTreeMap::new();
    references(&mut attributes, "", &mut found);
    let object = |value: Value| if let Value::Object(fields) = value { fields } else { Map::new() };
    Blueprint {
        address: address.to_owned(),
        type_name: type_name.to_owned(),
        region: Some(region.into()),
        attributes: object(attributes),
        references: found,
        usage: object(usage),
        ..Blueprint::default()
    }
}

/// Further resources are an object of addresses (`aws_launch_template.web`) and attributes.
fn priced(type_name: &str, region: &str, attributes: Value, usage: Value, others: &Value) -> Priced {
    let mut declared = vec![blueprint(PRICED, type_name, region, attributes, usage)];
    for (address, attributes) in others.as_object().into_iter().flatten() {
        let type_name = address.split('.').next().unwrap();
        declared.push(blueprint(address, type_name, region, attributes.clone(), json!({})));
    }
    let neighbourhood = Neighbourhood::new(&declared);
    catalog::price(&declared[0], &neighbourhood, PriceBook::embedded(), None).unwrap()
}

/// `730 * 0.107 + 8 * 0.11`.
fn sum(arithmetic: &str) -> Decimal {
    let product =
        |term: &str| term.split('*').map(|factor| Decimal::from_str(factor.trim()).unwrap()).product::<Decimal>();
    arithmetic.split('+').map(product).sum()
}

fn total(priced: &Priced) -> Decimal {
    priced.lines.iter().filter_map(|line| line.monthly).map(Usd::amount).sum()
}

/// Every line with a cost, in order: part and name, and its arithmetic.
type Case<'a> = (&'a str, &'a str, Value, Value, Value, &'a [(&'a str, &'a str)]);

fn check(cases: &[Case<'_>]) {
    for (type_name, region, attributes, usage, others, expected) in cases {
        let shown = format!("{type_name} {attributes} {usage}");
        let priced = priced(type_name, region, attributes.clone(), usage.clone(), others);
        let lines: Vec<_> = priced
            .lines
            .iter()
            .filter_map(|line| Some((format!("{} {}", line.part, line.name).trim().to_owned(), line.monthly?.amount())))
            .collect();
        let names: Vec<&str> = lines.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, expected.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "{shown}");
        for ((name, monthly), (_, arithmetic)) in lines.iter().zip(*expected) {
            assert_eq!(monthly.normalize(), sum(arithmetic).normalize(), "{shown}: {name}");
        }
    }
}
