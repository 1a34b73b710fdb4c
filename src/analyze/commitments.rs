//! Commitments over the recommendations: the dataset's reservations and plans, applied before and after what is chosen.

mod floor;
mod held;
mod read;
mod running;
mod section;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use read::{is_commitment_service, state, unread};

use super::recommend::Recommendations;
use crate::commitments::net::{Change, Held, Outcome, outcome};
use crate::commitments::purchase::plan_rate;
use crate::commitments::savings_plans::{Eligible, Plan};
use crate::commitments::{Pool, Shape, Usage};
use crate::model::analysis::Recommendation;
use crate::model::commitments::{CommitmentEffect, CommitmentState, Commitments};
use crate::model::finding::Edits;
use crate::model::gap::Gap;
use crate::model::ids::{ResourceKey, ResourceKind};
use crate::remedy::Context;
use crate::units::{Usd, UsdRange};

/// What commitments add to an analysis.
pub(super) struct Considered {
    pub(super) section: Commitments,
    /// The net savings less what the chosen changes strand; `None` where nothing is held.
    pub(super) net_after: Option<UsdRange>,
    pub(super) gaps: Vec<Gap>,
}

/// Apply the commitments before and after the selected recommendations; each that they bear on is told its share.
pub(super) fn consider(
    context: Context<'_>,
    recommendations: &mut Recommendations,
    net_list: Usd,
    min_savings: Usd,
) -> Considered {
    let (state, not_read) = read::state(context.dataset);
    let held = held::held(context.dataset);
    let running = running::running(context);
    let rates: BTreeMap<ResourceKey, (Shape, Usd)> = running.iter().filter_map(rate_key).collect();
    let rate = |plan: &Plan, usage: &Eligible| plan_rate(plan, usage, &rates, context.prices);
    let changes: Vec<Change> = recommendations
        .with_edits()
        .filter(|(recommendation, _)| recommendation.selected)
        .filter_map(|(recommendation, edits)| change(context, recommendation, edits))
        .collect();
    let chosen = outcome(&held, &running, &changes, &rate);
    let is_held = !held.reservations.is_empty() || !held.plans.is_empty();
    let mut effects = BTreeMap::new();
    if is_held {
        effects = alternatives(context, recommendations, &held, &running, &chosen);
        effects.extend(chosen.effects.clone());
    }
    recommendations.set_effects(&effects);
    let (purchases, mut gaps) = match state {
        CommitmentState::None | CommitmentState::Known => {
            floor::purchases(context, &held, &running::left(&running, &changes), &chosen, min_savings)
        }
        CommitmentState::PartlyKnown | CommitmentState::NotRead => Default::default(),
    };
    gaps.extend(read::not_considered(context.dataset));
    let lost = chosen.stranded_monthly;
    Considered {
        net_after: is_held.then(|| UsdRange::new(net_list - lost.high, net_list - lost.low)),
        section: section::section(context, state, not_read, &held, (&running, &chosen), purchases),
        gaps,
    }
}

fn rate_key(usage: &Usage) -> Option<(ResourceKey, (Shape, Usd))> {
    Some((usage.key.clone(), (usage.shape.clone(), usage.hourly?)))
}

/// The effects of what is not selected, each alone.
fn alternatives(
    context: Context<'_>,
    recommendations: &Recommendations,
    held: &Held,
    running: &[Usage],
    chosen: &Outcome,
) -> BTreeMap<String, CommitmentEffect> {
    let mut by_pool: BTreeMap<Pool, Vec<&Usage>> = BTreeMap::new();
    for usage in running {
        by_pool.entry(usage.shape.pool()).or_default().push(usage);
    }
    let by_rate = !held.plans.is_empty() && chosen.missing_rates.is_empty();
    let rates: BTreeMap<ResourceKey, (Shape, Usd)> =
        if by_rate { running.iter().filter_map(rate_key).collect() } else { BTreeMap::new() };
    let rate = |plan: &Plan, usage: &Eligible| plan_rate(plan, usage, &rates, context.prices);
    let mut effects = BTreeMap::new();
    for (recommendation, edits) in recommendations.with_edits().filter(|(one, _)| !one.selected) {
        let Some(change) = change(context, recommendation, edits) else { continue };
        let pools: BTreeSet<Pool> = change.before.iter().chain(&change.after).map(|usage| usage.shape.pool()).collect();
        // Without rates nothing outside of its pools bears on it.
        let near: Vec<Usage> = if by_rate {
            running.to_vec()
        } else {
            pools.iter().filter_map(|pool| by_pool.get(pool)).flatten().copied().cloned().collect()
        };
        let reservations = held.reservations.iter().filter(|one| pools.contains(&one.shape.pool())).cloned().collect();
        let held = Held { reservations, ..held.clone() };
        effects.extend(outcome(&held, &near, &[change], &rate).effects);
    }
    effects
}

/// What a recommendation does to running usage; `None` where it does nothing, or what it saves is not known.
fn change(context: Context<'_>, recommendation: &Recommendation, edits: &Edits) -> Option<Change> {
    let list_monthly = recommendation.monthly_savings_usd?;
    let keys: BTreeSet<&ResourceKey> = edits.iter().map(|(key, _)| key).collect();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for key in keys {
        let own = edits.iter().filter(|(touched, _)| touched == key).map(|(_, edit)| edit);
        let (was, is) = running::before_and_after(context, key, own);
        if was != is {
            before.extend(was);
            after.extend(is);
        }
    }
    let covered_by_compute =
        matches!(recommendation.resource_kind, ResourceKind::EcsService | ResourceKind::LambdaFunction);
    let elsewhere_monthly = if covered_by_compute { list_monthly.max(Usd::ZERO) } else { Usd::ZERO };
    (!before.is_empty() || !after.is_empty() || !elsewhere_monthly.is_zero()).then(|| Change {
        id: recommendation.id.clone(),
        list_monthly,
        elsewhere_monthly,
        before,
        after,
    })
}
