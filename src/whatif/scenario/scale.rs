//! The `scaling:` section of a configuration: each policy's unit-hours at the price of its unit.

use super::Configuration;
use crate::model::comparison::ScalingOutcome;
use crate::units::{HOURS_PER_MONTH, Usd};
use crate::whatif::amount::{Amount, Conditions};
use crate::whatif::scaling::{Policy, PolicyOutcome, ScalingError, Targets, advise};
use crate::whatif::setting::{Declared, Entry, Terms, priced};

/// Every policy's outcome; the first one decides how many of the unit the configuration has.
pub(super) fn scale(configuration: &mut Configuration, terms: Terms<'_>) -> Result<Vec<ScalingOutcome>, ScalingError> {
    let Some(section) = configuration.scaling.clone() else { return Ok(Vec::new()) };
    let demand = section.demand()?;
    let outcomes = section.run_on(&demand)?;
    let mut told = Vec::new();
    let mut first = None;
    for outcome in &outcomes {
        let count = outcome.outcome.unit_hours_month.to_f64() / HOURS_PER_MONTH.to_f64();
        first.get_or_insert(count);
        let mut resources = configuration.resources.clone();
        set_count(&mut resources, &section.unit, count);
        let entries = priced(&resources, Conditions::EXPECTED, terms);
        let unit = entries.iter().find(|entry| entry.address == section.unit);
        told.push(scaling_outcome(&configuration.name, outcome, unit.and_then(Entry::monthly)));
    }
    let targets = section.policies.iter().fold(Targets::default(), |all, named| all.strictest(named.policy.targets()));
    let targets = section.targets.unwrap_or(targets);
    for (row, named) in told.iter_mut().zip(&section.policies) {
        if let Policy::Fixed { units } = named.policy {
            row.advice = advise(&demand, units, &targets).map(|advice| advice.to_string());
        }
    }
    if let Some(count) = first {
        set_count(&mut configuration.resources, &section.unit, count);
    }
    Ok(told)
}

fn set_count(resources: &mut [Declared], address: &str, count: f64) {
    for one in resources.iter_mut().filter(|one| one.blueprint.address == address) {
        one.count = Amount::exactly(count);
    }
}

fn scaling_outcome(configuration: &str, outcome: &PolicyOutcome, monthly: Option<Usd>) -> ScalingOutcome {
    let found = &outcome.outcome;
    ScalingOutcome {
        configuration: configuration.to_owned(),
        policy: outcome.name.clone(),
        described: outcome.described.clone(),
        unit_hours_per_month: found.unit_hours_month.to_f64(),
        average_units: found.average_units,
        lowest_units: found.min_units,
        highest_units: found.max_units,
        share_above_target: found.above_reference,
        share_saturated: found.saturated,
        share_unknown: found.unknown_share,
        scale_outs: found.scale_outs,
        scale_ins: found.scale_ins,
        monthly_usd: monthly,
        advice: None,
    }
}
