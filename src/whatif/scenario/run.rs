//! A scenario, priced: totals, ranges, projection, sensitivity, unit costs, scaling.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::scale::scale;
use super::{Configuration, OneOff, Scenario};
use crate::catalog::find;
use crate::model::comparison::{
    Budget, CHANGE, Comparison, ComparisonSource, DeclaredLine, OneOffLine, ProjectedMonth, UnitCost,
};
use crate::pricing::PriceBook;
use crate::units::Usd;
use crate::whatif::amount::{Amount, Conditions, Level};
use crate::whatif::assemble::{Column, compare, total};
use crate::whatif::scaling::ScalingError;
use crate::whatif::setting::{Entry, Terms, priced};
use crate::whatif::{budget, sensitivity};

/// Days of an average month: 365 ÷ 12.
const DAYS_PER_MONTH: f64 = 365.0 / 12.0;
const PROJECTED_MONTHS: u32 = 12;

/// The comparison of a scenario's configurations; deterministic, no clock.
pub fn run(scenario: &Scenario, prices: &PriceBook, as_of: NaiveDate) -> Result<Comparison, ScalingError> {
    let allowance = scenario.free_tier.then(crate::catalog::always_free);
    let terms = Terms { prices, adjustments: &scenario.adjustments, allowance: allowance.as_ref(), as_of };
    let mut configurations = scenario.configurations.clone();
    let mut scaling = Vec::new();
    for configuration in &mut configurations {
        scaling.extend(scale(configuration, terms)?);
    }
    let columns: Vec<Column> = configurations.iter().map(|configuration| column(configuration, terms)).collect();
    let mut comparison = compare(&scenario.name, ComparisonSource::Scenario, as_of, &columns, &BTreeMap::new());
    comparison.summary.clone_from(&scenario.summary);
    comparison.scaling = scaling;
    declared(&mut comparison, &configurations, &columns);
    let once: Vec<(&str, &[OneOff])> =
        configurations.iter().map(|one| (one.name.as_str(), one.one_off.as_slice())).collect();
    one_off(&mut comparison, &once);
    comparison.projection = projection(&configurations, &columns, terms);
    (comparison.sensitivity, comparison.warnings) = sensitivity::assumptions(&configurations, terms);
    if let Some(unit) = &scenario.unit {
        let per_month = |configuration: &Configuration| {
            configuration.units_per_month.unwrap_or(unit.per_month).at(Conditions::EXPECTED)
        };
        for (configuration, column) in configurations.iter().zip(&columns) {
            comparison.unit_costs.extend(unit_costs(column, &unit.name, per_month(configuration), &service));
        }
        comparison.budget = scenario.budget.map(|monthly_usd| Budget {
            monthly_usd,
            unit: unit.name.clone(),
            lines: configurations
                .iter()
                .map(|one| budget::line(&one.name, &one.resources, per_month(one), monthly_usd, terms))
                .collect(),
        });
    }
    Ok(comparison)
}

fn column(configuration: &Configuration, terms: Terms<'_>) -> Column {
    let entries = priced(&configuration.resources, Conditions::EXPECTED, terms);
    let ranges = any_amount(configuration, Amount::is_range);
    let at = |level| {
        let conditions = Conditions { level, months: 0 };
        if ranges { total(&priced(&configuration.resources, conditions, terms)) } else { total(&entries) }
    };
    let (low, high) = (at(Level::Low), at(Level::High));
    Column { name: configuration.name.clone(), label: configuration.label.clone(), entries, low, high }
}

/// Whether it holds of a count or a usage input.
fn any_amount(configuration: &Configuration, holds: impl Fn(&Amount) -> bool) -> bool {
    let mut resources = configuration.resources.iter();
    resources.any(|one| holds(&one.count) || one.usage.amounts().iter().any(|(_, amount)| holds(amount)))
}

fn declared(comparison: &mut Comparison, configurations: &[Configuration], columns: &[Column]) {
    for (position, (configuration, column)) in configurations.iter().zip(columns).enumerate() {
        let mut apart: Option<Usd> = None;
        for cost in &configuration.declared {
            let modelled: Vec<&Entry> =
                column.entries.iter().filter(|entry| cost.of.contains(&entry.address)).collect();
            if modelled.is_empty() && !cost.of_change {
                apart = Some(apart.unwrap_or_default() + cost.expected);
            }
            let known: Vec<Usd> = modelled.iter().filter_map(|entry| entry.monthly()).collect();
            let is_range = cost.low < cost.high;
            comparison.declared.push(DeclaredLine {
                configuration: configuration.name.clone(),
                name: cost.name.clone(),
                monthly_usd: cost.expected,
                low_monthly_usd: is_range.then_some(cost.low),
                high_monthly_usd: is_range.then_some(cost.high),
                of: if cost.of_change { vec![CHANGE.to_owned()] } else { cost.of.clone() },
                modelled_monthly_usd: if cost.of_change {
                    comparison.totals.change_monthly_usd
                } else {
                    (!known.is_empty()).then(|| known.iter().sum())
                },
                modelled_at_least: modelled.iter().any(|entry| entry.at_least()),
                note: cost.note.clone(),
            });
        }
        if let Some(total) = comparison.configurations.get_mut(position) {
            total.declared_monthly_usd = apart;
        }
    }
}

fn one_off_sum(costs: &[OneOff]) -> Usd {
    costs.iter().map(|one| one.usd).sum()
}

/// What each configuration costs once, by name, and when that is earned back against the first.
pub(in crate::whatif) fn one_off(comparison: &mut Comparison, costs: &[(&str, &[OneOff])]) {
    let Some(((first, _), first_total)) = costs.first().zip(comparison.configurations.first().cloned()) else {
        return;
    };
    for ((name, costs), total) in costs.iter().zip(&mut comparison.configurations) {
        for one in *costs {
            comparison.one_off.push(OneOffLine {
                configuration: (*name).to_owned(),
                name: one.name.clone(),
                usd: one.usd,
                formula: one.formula.clone(),
            });
        }
        if costs.is_empty() {
            continue;
        }
        let once = one_off_sum(costs);
        total.one_off_usd = Some(once);
        let saved = first_total.monthly_usd.zip(total.monthly_usd).map(|(before, after)| before - after);
        total.break_even_days = saved
            .filter(|saved| !saved.is_negative() && !saved.is_zero() && name != first)
            .map(|saved| once.to_f64() / saved.to_f64() * DAYS_PER_MONTH);
    }
}

fn projection(configurations: &[Configuration], columns: &[Column], terms: Terms<'_>) -> Vec<ProjectedMonth> {
    let (Some(first), Some(last)) = (configurations.first(), configurations.last()) else { return Vec::new() };
    let mut cumulative =
        Some(one_off_sum(&last.one_off) - one_off_sum(&first.one_off)).filter(|_| configurations.len() > 1);
    // The first month is there already, and where nothing grows so are the others.
    let growing: Vec<bool> =
        configurations.iter().map(|one| any_amount(one, |amount| amount.growth_per_month != 0.0)).collect();
    let month = |month: u32| {
        let conditions = Conditions { level: Level::Expected, months: month - 1 };
        let monthly: BTreeMap<String, Option<Usd>> = configurations
            .iter()
            .zip(columns)
            .zip(&growing)
            .map(|((one, column), grows)| {
                let grown = *grows && month > 1;
                let cost =
                    if grown { total(&priced(&one.resources, conditions, terms)) } else { total(&column.entries) };
                (one.name.clone(), cost)
            })
            .collect();
        let of = |configuration: &Configuration| monthly.get(&configuration.name).copied().flatten();
        let change = of(first).zip(of(last)).map(|(before, after)| after - before);
        cumulative = cumulative.zip(change).map(|(sum, change)| sum + change);
        ProjectedMonth { month, monthly_usd: monthly, cumulative_change_usd: cumulative }
    };
    (1..=PROJECTED_MONTHS).map(month).collect()
}

fn service(entry: &Entry) -> String {
    find(&entry.type_name).map_or(entry.type_name.as_str(), |kind| kind.service).to_owned()
}

/// By service and in total.
pub(in crate::whatif) fn unit_costs(
    column: &Column,
    unit: &str,
    per_month: f64,
    service_of: &dyn Fn(&Entry) -> String,
) -> Vec<UnitCost> {
    let mut by_service: BTreeMap<String, Option<Usd>> = BTreeMap::new();
    for entry in &column.entries {
        let sum = by_service.entry(service_of(entry)).or_insert(Some(Usd::ZERO));
        *sum = sum.zip(entry.monthly()).map(|(sum, monthly)| sum + monthly);
    }
    let each = |monthly: Option<Usd>| monthly.filter(|_| per_month > 0.0).map(|usd| usd.to_f64() / per_month);
    let row = |service: &str, monthly: Option<Usd>| UnitCost {
        configuration: column.name.clone(),
        service: service.to_owned(),
        unit: unit.to_owned(),
        units_per_month: per_month,
        monthly_usd: monthly,
        usd_per_unit: each(monthly),
    };
    let mut found: Vec<UnitCost> = by_service.iter().map(|(service, monthly)| row(service, *monthly)).collect();
    found.push(row("total", total(&column.entries)));
    found
}
