//! Values of a scenario: amounts with ranges and growth, dollars, percentages.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use serde_json::Value as Json;

use crate::rules::literal::{Dimension, Literal};
use crate::rules::yaml::{Diagnostics, Fields, Node, Value};
use crate::whatif::amount::{Amount, number};

/// Beyond this no usage is meant: a quintillion.
const LARGEST: f64 = 1e18;
const AMOUNT_FIELDS: [&str; 4] = ["low", "expected", "high", "growth_per_month"];

/// `5000`, or `{ low: 100, expected: 200, high: 500, growth_per_month: 5 % }`; never negative.
pub(super) fn amount(node: &Node, path: &str, unit: &str, diagnostics: &mut Diagnostics) -> Option<Amount> {
    if let Value::Map(_) = node.value {
        return range(node, path, unit, diagnostics);
    }
    plain(node, path, unit, diagnostics).map(Amount::exactly)
}

fn range(node: &Node, path: &str, unit: &str, diagnostics: &mut Diagnostics) -> Option<Amount> {
    let fields = Fields::of(node, path, &AMOUNT_FIELDS, diagnostics)?;
    let before = diagnostics.mistakes.len();
    let mut end = |name: &str| {
        let path = fields.name(name);
        fields.get(name).and_then(|node| plain(node, &path, unit, diagnostics))
    };
    let (low, expected, high) = (end("low"), end("expected"), end("high"));
    let growth =
        fields.get("growth_per_month").map(|node| percent(node, &fields.name("growth_per_month"), diagnostics));
    if diagnostics.mistakes.len() > before {
        return None;
    }
    let expected = match (low, expected, high) {
        (_, Some(expected), _) => expected,
        (Some(low), None, Some(high)) => f64::midpoint(low, high),
        _ => {
            let hint = "give `expected`, or both `low` and `high`";
            diagnostics.at(node, path, "a range without an expected amount", hint);
            return None;
        }
    };
    let (low, high) = (low.unwrap_or(expected), high.unwrap_or(expected));
    if !(low <= expected && expected <= high) {
        let hint = "order them: low ≤ expected ≤ high";
        diagnostics.at(node, path, format!("{expected} is not between {low} and {high}"), hint);
        return None;
    }
    Some(Amount { low, expected, high, growth_per_month: growth.flatten().unwrap_or(0.0) / 100.0 })
}

/// A plain number that is not negative.
pub(super) fn plain(node: &Node, path: &str, unit: &str, diagnostics: &mut Diagnostics) -> Option<f64> {
    let hint = || format!("write a plain number of {unit}");
    match &node.value {
        Value::Number(number) if !number.is_finite() || *number > LARGEST => {
            diagnostics.at(node, path, "this is more than can be meant", hint());
            None
        }
        Value::Number(number) if *number < 0.0 => {
            diagnostics.at(node, path, format!("{number} is negative"), hint());
            None
        }
        Value::Number(number) => Some(*number),
        Value::Text(text) => {
            diagnostics.at(node, path, format!("expected a number, found the text `{text}`"), hint());
            None
        }
        other => {
            diagnostics.at(node, path, format!("expected a number, found {}", other.noun()), hint());
            None
        }
    }
}

/// `12 %` or `12`: percent.
pub(super) fn percent(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<f64> {
    let found = match &node.value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => Literal::parse(text)
            .ok()
            .filter(|literal| matches!(literal.dimension(), Dimension::Percent | Dimension::Number))
            .map(|literal| literal.number),
        _ => None,
    };
    let found = found.filter(|percent| percent.is_finite() && percent.abs() <= 1000.0);
    if found.is_none() {
        diagnostics.at(node, path, "expected a percentage", "write it as in `5 %`");
    }
    found
}

/// Dollars, or a range of them: (low, expected, high).
pub(super) fn dollars(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<Amount> {
    amount(node, path, "dollars", diagnostics)
}

pub(super) fn decimal(number: f64) -> Decimal {
    Decimal::from_f64(number).unwrap_or(Decimal::MAX)
}

/// A YAML node as JSON, for attributes.
pub(super) fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Flag(flag) => Json::Bool(*flag),
        Value::Number(found) => number(*found),
        Value::Text(text) => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        Value::Map(entries) => Json::Object(entries.iter().map(|(key, node)| (key.name.clone(), json(node))).collect()),
    }
}
