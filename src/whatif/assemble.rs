//! Priced configurations → the comparison that reports show.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::adjust::AdjustedLine;
use super::setting::Entry;
use crate::model::comparison::{
    Comparison, ComparisonSource, ComparisonTotals, Component, ComponentPrice, ConfigurationTotal, ESTIMATE_SCHEMA,
    PricesUsed, ResourceComparison, ResourceCost,
};
use crate::model::cost::is_stale_price;
use crate::units::{HOURS_PER_MONTH, Usd};

/// One configuration, priced.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    pub name: String,
    pub label: Option<String>,
    pub entries: Vec<Entry>,
    /// Sums at the low and high ends of all ranges.
    pub low: Option<Usd>,
    pub high: Option<Usd>,
}

/// What a whole configuration costs, as far as it is known.
pub fn total(entries: &[Entry]) -> Option<Usd> {
    let known: Vec<Usd> = entries.iter().filter_map(Entry::monthly).collect();
    if known.is_empty() && entries.iter().any(Entry::at_least) { None } else { Some(known.into_iter().sum()) }
}

/// `actions` holds what a plan says it does to an address; without it, what is there before and after decides.
pub fn compare(
    name: &str,
    source: ComparisonSource,
    as_of: NaiveDate,
    columns: &[Column],
    actions: &BTreeMap<String, String>,
) -> Comparison {
    let mut comparison = Comparison {
        schema: ESTIMATE_SCHEMA.to_owned(),
        name: name.to_owned(),
        source,
        as_of,
        currency: "USD".to_owned(),
        hours_per_month: HOURS_PER_MONTH.amount().to_u32().unwrap_or_default(),
        ..Comparison::default()
    };
    comparison.configurations = columns.iter().map(configuration).collect();
    comparison.totals = totals(columns);
    comparison.resources = resources(columns, actions);
    comparison.prices = prices_used(columns, as_of);
    for resource in comparison.resources.iter().filter(|resource| !resource.supported) {
        *comparison.unsupported.entry(resource.type_name.clone()).or_default() += 1;
    }
    comparison.free_resources = comparison.resources.iter().filter(|resource| is_free(resource)).count();
    if source == ComparisonSource::Terraform {
        comparison.totals.unchanged_monthly_usd = unchanged(&comparison.resources);
    }
    comparison
}

/// Only free types have no kind of their own.
fn is_free(resource: &ResourceComparison) -> bool {
    resource.supported && resource.kind == resource.type_name
}

/// `None` where there are none, or nothing is known of them.
fn unchanged(resources: &[ResourceComparison]) -> Option<Usd> {
    let unchanged = resources.iter().filter(|resource| resource.action == "no-op" && !is_free(resource));
    let mut known = unchanged.filter_map(|resource| resource.after.as_ref()?.monthly_usd).peekable();
    known.peek().is_some().then(|| known.sum())
}

fn configuration(column: &Column) -> ConfigurationTotal {
    let monthly = total(&column.entries);
    ConfigurationTotal {
        name: column.name.clone(),
        label: column.label.clone(),
        monthly_usd: monthly,
        low_monthly_usd: least(monthly, column.low),
        high_monthly_usd: most(monthly, column.high),
        yearly_usd: monthly.map(yearly),
        at_least: column.entries.iter().any(Entry::at_least),
        ..ConfigurationTotal::default()
    }
}

fn least(expected: Option<Usd>, low: Option<Usd>) -> Option<Usd> {
    match (expected, low) {
        (Some(expected), Some(low)) => Some(expected.min(low)),
        (expected, _) => expected,
    }
}

fn most(expected: Option<Usd>, high: Option<Usd>) -> Option<Usd> {
    match (expected, high) {
        (Some(expected), Some(high)) => Some(expected.max(high)),
        (expected, _) => expected,
    }
}

/// Twelve months of it.
pub fn yearly(monthly: Usd) -> Usd {
    Usd::new(monthly.amount().saturating_mul(Decimal::from(12)))
}

fn totals(columns: &[Column]) -> ComparisonTotals {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return ComparisonTotals::default() };
    let (before, after) = (total(&first.entries), total(&last.entries));
    let change = before.zip(after).map(|(before, after)| after - before);
    ComparisonTotals {
        before_monthly_usd: before,
        after_monthly_usd: after,
        change_monthly_usd: change,
        change_yearly_usd: change.map(yearly),
        before_at_least: first.entries.iter().any(Entry::at_least),
        after_at_least: last.entries.iter().any(Entry::at_least),
        unchanged_monthly_usd: None,
    }
}

/// Every address once, in the order of appearance.
fn resources(columns: &[Column], actions: &BTreeMap<String, String>) -> Vec<ResourceComparison> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut found: Vec<Vec<Option<&Entry>>> = Vec::new();
    for (number, column) in columns.iter().enumerate() {
        for entry in &column.entries {
            let place = *places.entry(&entry.address).or_insert_with(|| {
                found.push(vec![None; columns.len()]);
                found.len() - 1
            });
            if let Some(cell) = found.get_mut(place).and_then(|row| row.get_mut(number)) {
                *cell = Some(entry);
            }
        }
    }
    found.iter().filter_map(|row| resource(row, columns, actions)).collect()
}

fn resource(
    row: &[Option<&Entry>],
    columns: &[Column],
    actions: &BTreeMap<String, String>,
) -> Option<ResourceComparison> {
    let any = row.iter().flatten().next()?;
    let (before, after) = (row.first().copied().flatten(), row.last().copied().flatten());
    let middle = row.iter().zip(columns).skip(1).take(row.len().saturating_sub(2));
    let alternatives: BTreeMap<String, ResourceCost> =
        middle.filter_map(|(entry, column)| Some((column.name.clone(), cost((*entry)?)))).collect();
    let (before_cost, after_cost) = (before.map(cost), after.map(cost));
    let own = row.iter().flatten().flat_map(|entry| entry.gaps.iter().cloned());
    let sides = before_cost.iter().chain(alternatives.values()).chain(&after_cost);
    let of_lines = sides.flat_map(|side| &side.components).filter_map(Component::told_gap);
    let mut told = HashSet::new();
    let gaps = own.chain(of_lines).filter(|gap| told.insert(gap.clone())).collect();
    Some(ResourceComparison {
        address: any.address.clone(),
        name: any.name.clone(),
        kind: any.kind.clone(),
        type_name: any.type_name.clone(),
        region: row.iter().flatten().rev().find_map(|entry| entry.region.clone()),
        action: actions.get(&any.address).cloned().unwrap_or_else(|| action(before, after)),
        supported: row.iter().flatten().all(|entry| entry.supported),
        before: before_cost,
        after: after_cost,
        alternatives,
        change_monthly_usd: change(before, after),
        gaps,
    })
}

/// What is not there costs nothing; what is there and not known makes the change unknown.
fn change(before: Option<&Entry>, after: Option<&Entry>) -> Option<Usd> {
    let side = |entry: Option<&Entry>| entry.map_or(Some(Usd::ZERO), Entry::monthly);
    side(before).zip(side(after)).map(|(before, after)| after - before)
}

fn action(before: Option<&Entry>, after: Option<&Entry>) -> String {
    let word = match (before, after) {
        (None, Some(_)) => "create",
        (Some(_), None) => "delete",
        (Some(before), Some(after)) if before.words == after.words && before.lines == after.lines => "no-op",
        _ => "update",
    };
    word.to_owned()
}

fn cost(entry: &Entry) -> ResourceCost {
    ResourceCost {
        monthly_usd: entry.monthly(),
        at_least: entry.at_least(),
        configuration: entry.words.clone(),
        components: entry.lines.iter().map(|line| component(line, entry.region.as_deref())).collect(),
    }
}

fn component(adjusted: &AdjustedLine, region: Option<&str>) -> Component {
    let line = &adjusted.line;
    let number = |decimal: Decimal| decimal.round_dp(12).to_f64();
    Component {
        name: line.name.clone(),
        part: line.part.clone(),
        unit: line.unit.clone(),
        quantity: line.quantity.and_then(number),
        unit_price_usd: line.unit_price.and_then(number),
        monthly_usd: line.monthly,
        usage_based: line.usage_based,
        price: line.price.as_ref().map(|price| ComponentPrice {
            region: price.key.split(' ').nth(1).or(region).unwrap_or_default().to_owned(),
            sku: price.sku.clone(),
            source: price.source.clone(),
            as_of: price.as_of.clone(),
            item: line.item.clone(),
        }),
        adjusted: adjusted.adjusted.clone(),
        gap: line.gap.clone(),
    }
}

fn prices_used(columns: &[Column], as_of: NaiveDate) -> PricesUsed {
    let mut used = PricesUsed::default();
    for line in columns.iter().flat_map(|column| &column.entries).flat_map(|entry| &entry.lines) {
        if let Some(words) = &line.adjusted {
            let told = format!("{}: {words}", line.line.item);
            if !used.adjustments.contains(&told) {
                used.adjustments.push(told);
            }
        }
        // A price that the usage states is of no list and has no day.
        let dated = line.line.price.as_ref().map(|price| price.as_of.as_str()).filter(|day| !day.is_empty());
        let Some(day) = dated else { continue };
        used.components += 1;
        used.stale_components += usize::from(is_stale_price(day, as_of));
        if used.newest_as_of.as_deref().is_none_or(|newest| newest < day) {
            used.newest_as_of = Some(day.to_owned());
        }
        if used.oldest_as_of.as_deref().is_none_or(|oldest| oldest > day) {
            used.oldest_as_of = Some(day.to_owned());
        }
    }
    used.adjustments.sort();
    used
}
