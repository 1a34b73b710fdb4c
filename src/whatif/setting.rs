//! One configuration under conditions: blueprints with their usage made plain, priced one by one.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::adjust::{AdjustedLine, Adjustments};
use super::amount::{Amount, Conditions, Usage};
use crate::catalog::{Allowance, Field, Form, Neighbourhood, find, is_free, price_many};
use crate::model::blueprint::Blueprint;
use crate::pricing::PriceBook;
use crate::units::Usd;

/// A declared resource, so many times, with usage that may be a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Declared {
    pub blueprint: Blueprint,
    pub usage: Usage,
    pub count: Amount,
}

/// What a whole evaluation shares.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    pub prices: &'a PriceBook,
    pub adjustments: &'a Adjustments,
    /// The account-wide free tier, once over all resources; none where it is off.
    pub allowance: Option<&'a Allowance>,
    /// The day that costs are of, where a version's age decides them.
    pub as_of: NaiveDate,
}

/// One resource, priced.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub address: String,
    /// What people call it, where that is no part of the address.
    pub name: Option<String>,
    pub kind: String,
    pub type_name: String,
    pub region: Option<String>,
    pub supported: bool,
    /// Its type bears no charge itself.
    pub free: bool,
    /// In a few words: `3 × t3.micro`.
    pub words: String,
    pub lines: Vec<AdjustedLine>,
    pub gaps: Vec<String>,
}

impl Entry {
    /// The sum of what is known; `None` where something is not and nothing is.
    pub fn monthly(&self) -> Option<Usd> {
        let known: Vec<Usd> = self.lines.iter().filter_map(|line| line.line.monthly).collect();
        if known.is_empty() && !self.free && self.at_least() {
            return None;
        }
        Some(known.into_iter().sum())
    }

    /// Something about it is not known.
    pub fn at_least(&self) -> bool {
        !self.supported || !self.gaps.is_empty() || self.lines.iter().any(|line| line.line.monthly.is_none())
    }
}

/// Every resource under the conditions; the order of the resources does not matter, the free tier goes by address.
pub fn priced(resources: &[Declared], conditions: Conditions, terms: Terms<'_>) -> Vec<Entry> {
    let plain: Vec<Blueprint> = resources
        .iter()
        .map(|declared| {
            let mut blueprint = declared.blueprint.clone();
            blueprint.usage.extend(declared.usage.at(conditions));
            blueprint
        })
        .collect();
    let neighbourhood = Neighbourhood::new(&plain).on(terms.as_of);
    let mut allowance = terms.allowance.cloned();
    let mut order: Vec<usize> = (0..plain.len()).collect();
    if allowance.is_some() {
        order.sort_by(|one, other| plain.get(*one).map(|it| &it.address).cmp(&plain.get(*other).map(|it| &it.address)));
    }
    let mut entries: Vec<(usize, Entry)> = order
        .into_iter()
        .filter_map(|at| {
            let (blueprint, declared) = (plain.get(at)?, resources.get(at)?);
            let count = declared.count.decimal_at(conditions);
            Some((at, entry(blueprint, count, &neighbourhood, terms, allowance.as_mut())))
        })
        .collect();
    entries.sort_by_key(|(at, _)| *at);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

fn entry(
    blueprint: &Blueprint,
    count: Decimal,
    neighbourhood: &Neighbourhood<'_>,
    terms: Terms<'_>,
    allowance: Option<&mut Allowance>,
) -> Entry {
    let kind = find(&blueprint.type_name);
    let free = kind.is_none() && is_free(&blueprint.type_name);
    let priced = price_many(blueprint, count, neighbourhood, terms.prices, allowance);
    let mut gaps = Vec::new();
    if priced.is_none() && !free {
        gaps.push(format!("`{}` is not supported: its cost is not known", blueprint.type_name));
    }
    let priced = priced.unwrap_or_default();
    gaps.extend(priced.gaps);
    let region = blueprint.region.as_ref();
    Entry {
        address: blueprint.address.clone(),
        name: None,
        kind: kind.map_or(blueprint.type_name.as_str(), |kind| kind.kind).to_owned(),
        type_name: blueprint.type_name.clone(),
        region: region.map(|region| region.as_str().to_owned()),
        supported: kind.is_some() || free,
        free,
        words: kind.map(|kind| words(blueprint, count, kind.attributes)).unwrap_or_default(),
        lines: priced.lines.into_iter().map(|line| terms.adjustments.apply(line, region)).collect(),
        gaps,
    }
}

/// The first few attributes that the price depends on: `3 × t3.micro`, `read_capacity 100, write_capacity 50`.
fn words(blueprint: &Blueprint, count: Decimal, fields: &[Field]) -> String {
    const SHOWN: usize = 3;
    let told = fields.iter().filter_map(|field| {
        let value = blueprint.attributes.get(field.name)?;
        match (field.form, value) {
            // What is not chosen is no news: `tenancy` is `default` in every plan.
            (Form::Text, serde_json::Value::String(text)) if text.is_empty() || text == "default" => None,
            (Form::Text, serde_json::Value::String(text)) if text.parse::<f64>().is_err() => Some(text.clone()),
            (Form::Number(_) | Form::Text, serde_json::Value::String(number)) => {
                Some(format!("{} {number}", field.name.replace('_', " ")))
            }
            (Form::Number(_) | Form::Text, serde_json::Value::Number(number)) => {
                Some(format!("{} {number}", field.name.replace('_', " ")))
            }
            (Form::Flag, serde_json::Value::Bool(true)) => Some(field.name.replace('_', " ")),
            _ => None,
        }
    });
    let told = told.take(SHOWN).collect::<Vec<_>>().join(", ");
    let shown = count.round_dp(2).normalize();
    match (count == Decimal::ONE, told.is_empty()) {
        (true, _) => told,
        (false, true) => format!("{shown} ×"),
        (false, false) => format!("{shown} × {told}"),
    }
}
