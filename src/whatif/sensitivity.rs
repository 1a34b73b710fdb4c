//! Which assumption moves the answer most: one usage input or count at a time, at its low and its high end.

use std::collections::BTreeMap;

use super::amount::{Amount, Conditions};
use super::assemble::total;
use super::scenario::Configuration;
use super::setting::{Declared, Terms, priced};
use crate::model::comparison::Assumption;
use crate::units::Usd;

/// How far an amount without a stated range is moved, each way.
const MOVED: f64 = 0.1;
/// Beyond so many priced resources the ranking is left out: it prices everything twice for each assumption.
const MOST_PRICED: usize = 200_000;
const COUNT: &str = "count";

/// The assumptions that move the change, the most first, and a warning where they were left out.
pub fn assumptions(configurations: &[Configuration], terms: Terms<'_>) -> (Vec<Assumption>, Vec<String>) {
    let (Some(first), Some(last)) = (configurations.first(), configurations.last()) else { return Default::default() };
    let sides: Vec<&Configuration> = if configurations.len() > 1 { vec![first, last] } else { vec![last] };
    let names = named(&sides);
    let resources: usize = sides.iter().map(|side| side.resources.len()).sum();
    if names.len().saturating_mul(resources).saturating_mul(2) > MOST_PRICED {
        let warning = format!("sensitivity is left out: {} assumptions over {resources} resources", names.len());
        return (Vec::new(), vec![warning]);
    }
    let expected = change(&sides, terms, None);
    let mut found: Vec<Assumption> = names
        .into_iter()
        .map(|((address, path), amount)| {
            let at = |high: bool| change(&sides, terms, Some((address.as_str(), path.as_str(), high)));
            let (low, high) = ends(amount);
            Assumption {
                name: format!("{address} {path}"),
                expected: amount.expected,
                low,
                high,
                change_at_low_monthly_usd: at(false),
                change_at_high_monthly_usd: at(true),
                stated_range: amount.is_range(),
            }
        })
        .filter(|one| one.change_at_low_monthly_usd != expected || one.change_at_high_monthly_usd != expected)
        .collect();
    found.sort_by(|one, other| swing(other).total_cmp(&swing(one)).then_with(|| one.name.cmp(&other.name)));
    (found, Vec::new())
}

/// Dollars a month between the ends.
fn swing(assumption: &Assumption) -> f64 {
    let ends = assumption.change_at_low_monthly_usd.zip(assumption.change_at_high_monthly_usd);
    ends.map_or(0.0, |(low, high)| (high - low).to_f64().abs())
}

fn ends(amount: Amount) -> (f64, f64) {
    if amount.is_range() {
        (amount.low, amount.high)
    } else {
        (amount.expected * (1.0 - MOVED), amount.expected * (1.0 + MOVED))
    }
}

/// Every amount by address and path; of both sides, the one with a range is shown, else the later one.
fn named(sides: &[&Configuration]) -> BTreeMap<(String, String), Amount> {
    let mut found: BTreeMap<(String, String), Amount> = BTreeMap::new();
    for declared in sides.iter().flat_map(|side| &side.resources) {
        let address = &declared.blueprint.address;
        let count = declared.count.is_range().then(|| (COUNT.to_owned(), declared.count));
        for (path, amount) in declared.usage.amounts().into_iter().chain(count) {
            // A stated range says more than a number.
            let known = found.entry((address.clone(), path)).or_insert(amount);
            if amount.is_range() || !known.is_range() {
                *known = amount;
            }
        }
    }
    found
}

/// The change (of one configuration alone: its cost) with one assumption moved.
fn change(sides: &[&Configuration], terms: Terms<'_>, moved: Option<(&str, &str, bool)>) -> Option<Usd> {
    let cost = |side: &&Configuration| {
        let mut resources = side.resources.clone();
        if let Some((address, path, high)) = moved {
            let fitting = resources.iter_mut().filter(|one| one.blueprint.address == address);
            fitting.for_each(|one| shift(one, path, high));
        }
        total(&priced(&resources, Conditions::EXPECTED, terms))
    };
    let costs: Vec<Option<Usd>> = sides.iter().map(cost).collect();
    match costs.as_slice() {
        [only] => *only,
        [before, after] => before.zip(*after).map(|(before, after)| after - before),
        _ => None,
    }
}

fn shift(declared: &mut Declared, path: &str, high: bool) {
    let amount = if path == COUNT && declared.count.is_range() {
        Some(&mut declared.count)
    } else {
        declared.usage.amount_mut(path)
    };
    if let Some(amount) = amount {
        let (low, top) = ends(*amount);
        *amount = Amount::exactly(if high { top } else { low });
    }
}
