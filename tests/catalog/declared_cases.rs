//! Cases as data: a declared resource, and its lines as arithmetic.
//!
//! A line reads `name = quantity * unit price`: a product of factors, the last of which is the price. `?` stands for a
//! usage or price that is not known.

use std::collections::BTreeMap;

use cloudtrim::catalog::{Neighbourhood, Priced, price};
use cloudtrim::model::blueprint::Blueprint;
use cloudtrim::model::estimate_line::EstimateLine;
use cloudtrim::pricing::PriceBook;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

pub(super) struct Case {
    pub(super) type_name: &'static str,
    pub(super) region: &'static str,
    /// JSON objects; texts `ref:ADDRESS.ATTRIBUTE` are references, `unknown` is known only after apply.
    pub(super) attributes: &'static str,
    pub(super) usage: &'static str,
    pub(super) lines: &'static [&'static str],
    /// A part of each gap.
    pub(super) gaps: &'static [&'static str],
}

impl Case {
    pub(super) const fn new(
        type_name: &'static str,
        region: &'static str,
        attributes: &'static str,
        usage: &'static str,
        lines: &'static [&'static str],
    ) -> Self {
        Self { type_name, region, attributes, usage, lines, gaps: &[] }
    }

    pub(super) const fn gaps(self, gaps: &'static [&'static str]) -> Self {
        Self { gaps, ..self }
    }

    pub(super) fn blueprint(&self) -> Blueprint {
        let mut blueprint = Blueprint {
            address: format!("{}.case", self.type_name),
            type_name: self.type_name.to_owned(),
            region: Some(self.region.into()),
            usage: object(self.usage),
            ..Blueprint::default()
        };
        for (name, value) in object(self.attributes) {
            match value.as_str().map(|text| (text, text.strip_prefix("ref:"))) {
                Some(("unknown", _)) => _ = blueprint.unknown.insert(name),
                Some((_, Some(target))) => {
                    let address = target.split('.').take(2).collect::<Vec<_>>().join(".");
                    blueprint.unknown.insert(name.clone());
                    blueprint.references.insert(name, vec![address]);
                }
                _ => _ = blueprint.attributes.insert(name, value),
            }
        }
        blueprint
    }
}

pub(super) fn object(json: &str) -> Map<String, Value> {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

pub(super) fn priced(blueprint: &Blueprint, neighbours: &[Blueprint]) -> Priced {
    let neighbourhood = Neighbourhood::new(neighbours.iter().chain([blueprint]));
    price(blueprint, &neighbourhood, PriceBook::embedded(), None).unwrap()
}

/// `name = quantity * unit price`, as the cases write it but computed.
fn shown(line: &EstimateLine) -> String {
    let text = |number: Option<Decimal>| number.map_or("?".to_owned(), |number| number.normalize().to_string());
    format!("{} = {} * {}", line.name, text(line.quantity), text(line.unit_price))
}

/// The factors of a case's line multiplied out.
fn computed(line: &str) -> String {
    let (name, product) = line.split_once(" = ").unwrap_or_else(|| panic!("no ` = ` in `{line}`"));
    let (quantity, price) = product.rsplit_once(" * ").unwrap_or_else(|| panic!("no ` * ` in `{line}`"));
    let number = |text: &str| -> Decimal { text.trim().parse().unwrap_or_else(|_| panic!("`{text}` in `{line}`")) };
    let product = |text: &str| match text {
        "?" => "?".to_owned(),
        factors => factors.split(" * ").map(number).product::<Decimal>().normalize().to_string(),
    };
    let price: Vec<&str> = price.split(" x ").collect();
    let price = if price == ["?"] { "?".to_owned() } else { product(&price.join(" * ")) };
    format!("{name} = {} * {price}", product(quantity))
}

/// Every case with what differs, so that one run shows all.
pub(super) fn check(cases: &[Case]) {
    let mut wrong = BTreeMap::new();
    for (number, case) in cases.iter().enumerate() {
        let priced = priced(&case.blueprint(), &[]);
        let lines: Vec<String> = priced.lines.iter().map(shown).collect();
        let expected: Vec<String> = case.lines.iter().map(|line| computed(line)).collect();
        let gaps = priced.gaps.len() == case.gaps.len()
            && priced.gaps.iter().zip(case.gaps).all(|(gap, part)| gap.contains(part));
        let sums = priced.lines.iter().all(|line| match (line.quantity, line.unit_price, line.monthly) {
            (Some(quantity), Some(each), Some(monthly)) => quantity * each == monthly.amount(),
            (_, _, monthly) => monthly.is_none() && !line.gap.is_empty(),
        });
        if lines != expected || !gaps || !sums {
            let name = format!("{number} {} {} {}", case.type_name, case.attributes, case.usage);
            wrong.insert(name, (expected, lines, priced.gaps));
        }
    }
    assert!(wrong.is_empty(), "cases that cost something else (expected, found, gaps): {wrong:#?}");
}
