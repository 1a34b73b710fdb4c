//! The largest changes since last month, and what the data tell of their causes.

use std::collections::{BTreeMap, BTreeSet};

use super::Inputs;
use super::bill::{Bill, key};
use super::comparisons::cut_of;
use super::effects;
use super::families::{family_of_service, is_resolved_in};
use super::waterfall::size;
use super::words;
use crate::model::ids::ResourceKind;
use crate::model::monthly::{Cause, Comparison, ComparisonLine, Contribution, Dimension, Effects, Mover, ResourceMove};
use crate::model::spend::ResourceSpend;
use crate::units::Usd;
use crate::units::month::Month;

/// How many are told: of services, and of each other dimension.
const SERVICES: usize = 10;
const OTHERS: usize = 5;
/// How many parts of one are told.
const PARTS: usize = 8;

/// By size of the change, services and other dimensions mixed; what changed by less than a dollar is left out.
pub(super) fn movers(inputs: &Inputs<'_>, bill: &Bill<'_>, comparisons: &[Comparison]) -> Vec<Mover> {
    let mut movers: Vec<Mover> =
        comparisons.iter().flat_map(|comparison| of_dimension(inputs, bill, comparison)).collect();
    movers.sort_by(|one, other| {
        let keys = |mover: &Mover| (size(mover.change_usd), mover.by.clone(), mover.key.clone());
        let ((one, by, key), (other, other_by, other_key)) = (keys(one), keys(other));
        other.cmp(&one).then_with(|| (by, key).cmp(&(other_by, other_key)))
    });
    movers
}

fn of_dimension(inputs: &Inputs<'_>, bill: &Bill<'_>, comparison: &Comparison) -> Vec<Mover> {
    let most = if comparison.by == Dimension::Service { SERVICES } else { OTHERS };
    let mut lines: Vec<(&ComparisonLine, Usd)> = comparison
        .lines
        .iter()
        .filter_map(|line| Some((line, line.change_usd.filter(|change| size(*change) >= Usd::ONE)?)))
        .collect();
    lines.sort_by(|one, other| size(other.1).cmp(&size(one.1)).then_with(|| one.0.key.cmp(&other.0.key)));
    lines.truncate(most);
    lines.into_iter().filter_map(|(line, _)| mover(inputs, bill, &comparison.by, line)).collect()
}

fn mover(inputs: &Inputs<'_>, bill: &Bill<'_>, by: &Dimension, line: &ComparisonLine) -> Option<Mover> {
    let (from_usd, to_usd, change_usd) = (line.last_month_usd?, line.this_month_usd?, line.change_usd?);
    let service = line.key.as_deref().filter(|_| *by == Dimension::Service);
    let known = service.and_then(|service| effects::of_service(bill, service, inputs.month, change_usd));
    let by_usage_type = known.is_some();
    let (mut effects, mut contributions) =
        known.unwrap_or_else(|| (unexplained(change_usd), of_services(bill, by, line.key.as_ref(), inputs.month)));
    if let Some(whole) = came_or_went(bill, by, line, inputs.month) {
        effects = whole;
    }
    contributions.truncate(PARTS);
    let mut mover = Mover {
        by: by.clone(),
        key: line.key.clone(),
        from_usd,
        to_usd,
        change_usd,
        cause: effects::cause(&effects),
        effects,
        contributions,
        resources: service.map_or_else(Vec::new, |service| resources(bill, service, inputs.month)),
        sentence: String::new(),
    };
    mover.sentence = sentence(&mover, line.change_percent, by_usage_type);
    if let Some(resolved) = service.and_then(|service| resolved(inputs, service)) {
        mover.sentence.push(' ');
        mover.sentence.push_str(&resolved);
    }
    Some(mover)
}

fn unexplained(change: Usd) -> Effects {
    Effects { unknown_usd: change, ..Effects::default() }
}

/// Of a key that only one of both months' bills has.
fn came_or_went(bill: &Bill<'_>, by: &Dimension, line: &ComparisonLine, month: Month) -> Option<Effects> {
    let cut = cut_of(by);
    let (from, to) = (bill.by_key(&cut, month.previous())?, bill.by_key(&cut, month)?);
    let change = line.change_usd?;
    match (from.contains_key(&line.key), to.contains_key(&line.key)) {
        (false, true) => Some(Effects { new_usd: change, ..Effects::default() }),
        (true, false) => Some(Effects { gone_usd: change, ..Effects::default() }),
        _ => None,
    }
}

/// The services within an account, a region or a tag's value, by how much they changed.
fn of_services(bill: &Bill<'_>, by: &Dimension, of: Option<&String>, month: Month) -> Vec<Contribution> {
    if *by == Dimension::Service {
        return Vec::new();
    }
    let cut = cut_of(by);
    let mut changes: BTreeMap<&str, (Option<Usd>, Option<Usd>)> = BTreeMap::new();
    for (this, rows) in [(false, bill.rows(&cut, month.previous())), (true, bill.rows(&cut, month))] {
        for row in rows.into_iter().flatten().filter(|row| key(row).as_ref() == of) {
            let (from, to) = changes.entry(&row.service_name).or_default();
            let side = if this { to } else { from };
            *side = Some(side.unwrap_or_default() + row.billed_cost_usd);
        }
    }
    let mut contributions: Vec<Contribution> = changes
        .into_iter()
        .map(|(service, (from, to))| Contribution {
            label: service.to_owned(),
            change_usd: to.unwrap_or_default() - from.unwrap_or_default(),
            cause: match (from, to) {
                (None, _) => Cause::NewResource,
                (_, None) => Cause::Gone,
                _ => Cause::Unknown,
            },
            from_quantity: None,
            to_quantity: None,
            unit: None,
        })
        .filter(|contribution| !contribution.change_usd.is_zero())
        .collect();
    contributions.sort_by(|one, other| {
        size(other.change_usd).cmp(&size(one.change_usd)).then_with(|| one.label.cmp(&other.label))
    });
    contributions
}

/// Empty where one of both months has no resource-level rows.
fn resources(bill: &Bill<'_>, service: &str, month: Month) -> Vec<ResourceMove> {
    let (Some(from), Some(to)) = (bill.resources(month.previous()), bill.resources(month)) else {
        return Vec::new();
    };
    let billed = |rows: &[&ResourceSpend]| {
        let mut billed = BTreeMap::new();
        for row in rows.iter().filter(|row| row.service_name == service) {
            let key = (row.account.clone(), row.region.clone(), row.resource_id.clone());
            *billed.entry(key).or_insert(Usd::ZERO) += row.billed_cost_usd;
        }
        billed
    };
    let (from, to) = (billed(from), billed(to));
    let keys: BTreeSet<_> = from.keys().chain(to.keys()).collect();
    let mut moves: Vec<ResourceMove> = keys
        .into_iter()
        .map(|key| {
            let (before, after) = (from.get(key), to.get(key));
            let (from_usd, to_usd) = (before.copied().unwrap_or_default(), after.copied().unwrap_or_default());
            ResourceMove {
                account: key.0.clone(),
                region: Some(key.1.clone()),
                resource_id: key.2.clone(),
                from_usd,
                to_usd,
                change_usd: to_usd - from_usd,
                cause: match (before, after) {
                    (None, _) => Cause::NewResource,
                    (_, None) => Cause::Gone,
                    _ => Cause::Unknown,
                },
            }
        })
        .filter(|moved| !moved.change_usd.is_zero())
        .collect();
    moves.sort_by(|one, other| {
        size(other.change_usd).cmp(&size(one.change_usd)).then_with(|| one.resource_id.cmp(&other.resource_id))
    });
    moves.truncate(PARTS);
    moves
}

fn sentence(mover: &Mover, percent: Option<f64>, by_usage_type: bool) -> String {
    let name = mover.key.as_deref().unwrap_or("What bears no such tag");
    let start = format!("{name} {}{}", words::changed(mover.change_usd), words::in_percent(percent));
    let why = match mover.cause {
        Cause::NewResource if mover.from_usd.is_zero() => "last month's bill does not have it".to_owned(),
        Cause::Gone if mover.to_usd.is_zero() => "this month's bill has it no more".to_owned(),
        Cause::Unknown if !by_usage_type && mover.by == Dimension::Service => {
            "the bill was not read by usage type in both months, so the data do not tell why".to_owned()
        }
        Cause::Unknown if !by_usage_type && mover.contributions.is_empty() => "the data do not tell why".to_owned(),
        Cause::Unknown if !by_usage_type => return format!("{start}{}.", mostly(mover)),
        Cause::Unknown => "most of it has no quantity, so the data do not tell why".to_owned(),
        _ => parts(&mover.effects),
    };
    format!("{start}: {why}{}.", if by_usage_type { mostly(mover) } else { String::new() })
}

/// `+$50.00 by usage, -$30.00 by rate`.
fn parts(effects: &Effects) -> String {
    let mut parts = [
        (effects.usage_usd, "by usage"),
        (effects.rate_usd, "by rate"),
        (effects.new_usd, "by what is new"),
        (effects.gone_usd, "by what is gone"),
        (effects.unknown_usd, "unexplained"),
    ];
    parts.sort_by_key(|(amount, _)| std::cmp::Reverse(size(*amount)));
    // Less than half a cent reads as nothing.
    let told = parts.iter().filter(|(amount, _)| amount.cents().trim_start_matches('-') != "0.00");
    told.map(|(amount, word)| format!("{} {word}", words::signed(*amount))).collect::<Vec<_>>().join(", ")
}

/// `; most of all BoxUsage:m5.large (+$50.00, from 744 to 1,488 Hrs)`.
fn mostly(mover: &Mover) -> String {
    let Some(first) = mover.contributions.first() else { return String::new() };
    let quantities = match (first.from_quantity, first.to_quantity) {
        (Some(from), Some(to)) => {
            let unit = first.unit.as_deref().map_or_else(String::new, |unit| format!(" {unit}"));
            format!(", from {} to {}{unit}", words::quantity(from), words::quantity(to))
        }
        _ => String::new(),
    };
    format!("; most of all {} ({}{quantities})", first.label, words::signed(first.change_usd))
}

/// What the history knows of the service's findings that went away in the month.
fn resolved(inputs: &Inputs<'_>, service: &str) -> Option<String> {
    let kinds: &[ResourceKind] = family_of_service(service);
    let lives = &inputs.history?.lives;
    let lives: Vec<_> = lives
        .iter()
        .filter(|life| kinds.contains(&life.resource_kind) && life.selected && is_resolved_in(life, inputs.month))
        .collect();
    if lives.is_empty() {
        return None;
    }
    let known: Usd = lives.iter().filter_map(|life| life.monthly_savings_usd).sum();
    let were = if lives.len() == 1 { "was" } else { "were" };
    let number = words::count(lives.len(), "finding");
    Some(format!("{number} of it {were} resolved in the month, by estimate {known} a month."))
}
