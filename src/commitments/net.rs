//! What changes save after commitments: usage is reduced first, commitments are applied again to what is left.
//!
//! What several changes strand in one pool is shared among them by the usage that each takes out of it: no instance owns
//! a reservation. So the sum of the shares is what the set of changes strands, in whatever order they are made.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use rust_decimal::Decimal;

use super::hours::by_hours;
use super::reservations::{Applied, apply, apply_in_an_hour, covered_monthly, hours_of_a_month, monthly, part};
use super::savings_plans::{self, Eligible, Plan, Rate, Service};
use super::shape::{Pool, Reservation, Share, Usage};
use crate::model::commitments::{CommitmentEffect, Stranded};
use crate::model::ids::{AccountId, ResourceKey};
use crate::model::vocabulary::SavingsPlanType;
use crate::units::{Usd, UsdRange};

/// The active commitments.
#[derive(Clone, Debug, Default)]
pub struct Held {
    pub reservations: Vec<Reservation>,
    /// Of EC2 Instance and Compute Savings Plans.
    pub plans: Vec<Plan>,
    /// What Cost Explorer measured that plans cover, a month at on-demand rates.
    pub measured_by_plans: BTreeMap<AccountId, Usd>,
}

/// What one recommendation does to running usage.
#[derive(Clone, Debug)]
pub struct Change {
    pub id: String,
    /// What it saves at list prices, all of it.
    pub list_monthly: Usd,
    /// What of that is of Fargate and Lambda, which Compute Savings Plans cover too.
    pub elsewhere_monthly: Usd,
    /// The usages it touches, as they are and as it leaves them.
    pub before: Vec<Usage>,
    pub after: Vec<Usage>,
}

/// What a set of changes strands.
#[derive(Debug, Default)]
pub struct Outcome {
    pub before: Applied,
    pub after: Applied,
    /// By the id of the change; only those that commitments bear on.
    pub effects: BTreeMap<String, CommitmentEffect>,
    pub stranded_monthly: Span,
    /// Rates of plans that the price book lacks.
    pub missing_rates: BTreeSet<String>,
}

/// At least and at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub low: Usd,
    pub high: Usd,
}

impl Span {
    const fn exactly(amount: Usd) -> Self {
        Self { low: amount, high: amount }
    }

    const fn up_to(amount: Usd) -> Self {
        Self { low: Usd::ZERO, high: amount }
    }

    fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }

    fn shared(self, weight: Usd, all: Usd) -> Self {
        Self { low: proportion(self.low, weight, all), high: proportion(self.high, weight, all) }
    }

    /// `list` less this.
    fn left_of(self, list: Usd) -> UsdRange {
        UsdRange::new(list - self.high, list - self.low)
    }
}

/// How much less it is, to the millionth of a dollar: hours are thirds and sevenths of a month.
fn fallen(before: Usd, after: Usd) -> Usd {
    Usd::new((before - after).amount().round_dp(6)).max(Usd::ZERO)
}

/// `amount` × `weight` ÷ `all`.
fn proportion(amount: Usd, weight: Usd, all: Usd) -> Usd {
    if weight == all {
        return amount;
    }
    let share = weight.amount().checked_div(all.amount()).unwrap_or(Decimal::ZERO);
    Usd::new(amount.amount().saturating_mul(share))
}

/// One change while its effect is put together.
#[derive(Default)]
struct Draft {
    lost: Span,
    /// What of the reservations is stranded: no plan can lose it again.
    lost_reserved: Usd,
    stranded: BTreeMap<ResourceKey, Option<chrono::NaiveDate>>,
    because: Vec<String>,
}

/// Apply `held` to `running` before and after `changes`; the order of nothing matters.
pub fn outcome(held: &Held, running: &[Usage], changes: &[Change], rate: &Rate<'_>) -> Outcome {
    let mut changes: Vec<&Change> = changes.iter().collect();
    changes.sort_by(|one, other| one.id.cmp(&other.id));
    let left = reduced(running, &changes);
    let mut outcome = Outcome {
        before: apply(&held.reservations, running),
        after: apply(&held.reservations, &left),
        ..Outcome::default()
    };
    let mut drafts: BTreeMap<&str, Draft> = BTreeMap::new();
    let sides = Sides { held, running, left: &left };
    for pool in held.reservations.iter().map(|one| one.shape.pool()).collect::<BTreeSet<_>>() {
        let lost = reserved(&pool, sides, &changes, &outcome, &mut drafts);
        outcome.stranded_monthly = outcome.stranded_monthly.plus(lost);
    }
    for account in held.plans.iter().map(|plan| &plan.key.account).collect::<BTreeSet<_>>() {
        let lost = planned(account, sides, &changes, &mut outcome, rate, &mut drafts);
        outcome.stranded_monthly = outcome.stranded_monthly.plus(lost);
    }
    for change in changes {
        if let Some(draft) = drafts.remove(change.id.as_str()) {
            outcome.effects.insert(change.id.clone(), effect(change, draft));
        }
    }
    outcome
}

/// Running usage after all changes.
fn reduced(running: &[Usage], changes: &[&Change]) -> Vec<Usage> {
    let mut left: BTreeMap<&ResourceKey, &Usage> = running.iter().map(|usage| (&usage.key, usage)).collect();
    for usage in changes.iter().flat_map(|change| &change.before) {
        left.remove(&usage.key);
    }
    left.extend(changes.iter().flat_map(|change| &change.after).map(|usage| (&usage.key, usage)));
    left.into_values().cloned().collect()
}

#[derive(Clone, Copy)]
struct Sides<'a> {
    held: &'a Held,
    running: &'a [Usage],
    left: &'a [Usage],
}

/// A month at on-demand rates of the usages that `wanted` wants.
fn value(usages: &[Usage], wanted: &dyn Fn(&Usage) -> bool) -> Usd {
    usages.iter().filter(|usage| wanted(usage)).filter_map(monthly).sum()
}

/// What a change takes out of a part of the usage, net of what it puts there.
fn leaving(change: &Change, wanted: &dyn Fn(&Usage) -> bool) -> Usd {
    (value(&change.before, wanted) - value(&change.after, wanted)).max(Usd::ZERO)
}

/// What the changes strand of the reservations of one pool.
fn reserved<'a>(
    pool: &Pool,
    sides: Sides<'_>,
    changes: &[&'a Change],
    outcome: &Outcome,
    drafts: &mut BTreeMap<&'a str, Draft>,
) -> Span {
    let in_pool = |usage: &Usage| usage.shape.pool() == *pool;
    let weights: Vec<(&&Change, Usd)> = changes.iter().map(|change| (change, leaving(change, &in_pool))).collect();
    let all: Usd = weights.iter().map(|(_, weight)| *weight).sum();
    if all.is_zero() {
        return Span::default();
    }
    let covered = |usages: &[Usage], applied: &Applied| -> Usd {
        usages.iter().filter(|usage| in_pool(usage)).filter_map(|usage| covered_monthly(usage, applied)).sum()
    };
    let (before, after) = (covered(sides.running, &outcome.before), covered(sides.left, &outcome.after));
    let lost = if is_uncertain(pool, sides) { Span::up_to(all) } else { Span::exactly(fallen(before, after).min(all)) };
    if before.is_zero() && lost.high.is_zero() {
        return Span::default();
    }
    let stranded = less_used(pool, sides.held, outcome);
    for (change, weight) in weights.into_iter().filter(|(_, weight)| !weight.is_zero()) {
        let draft = drafts.entry(change.id.as_str()).or_default();
        let share = lost.shared(weight, all);
        draft.lost = draft.lost.plus(share);
        draft.lost_reserved += share.high;
        if !lost.high.is_zero() {
            draft.stranded.extend(stranded.clone());
        }
        draft.because.push(pool_sentence(pool, (before, after), lost, (weight, all, share)));
    }
    lost
}

/// Which instances a reservation takes, or what they cost, is not wholly known.
fn is_uncertain(pool: &Pool, sides: Sides<'_>) -> bool {
    let here = |usage: &&Usage| usage.shape.pool() == *pool;
    let usages = || sides.running.iter().chain(sides.left).filter(here);
    let mut zonal = sides.held.reservations.iter().filter(|one| one.zone.is_some() && one.shape.pool() == *pool);
    usages().any(|usage| usage.hourly.is_none())
        || zonal.any(|zonal| usages().any(|usage| usage.zone.is_none() && usage.shape == zonal.shape))
}

/// The reservations of a pool of which less is used after the changes.
fn less_used(pool: &Pool, held: &Held, outcome: &Outcome) -> BTreeMap<ResourceKey, Option<chrono::NaiveDate>> {
    let taken = |applied: &Applied, key: &ResourceKey| applied.used.get(key).map_or(0, |share: &Share| share.taken);
    let of_pool = held.reservations.iter().filter(|one| one.shape.pool() == *pool);
    of_pool
        .filter(|one| taken(&outcome.after, &one.key) < taken(&outcome.before, &one.key))
        .map(|one| (one.key.clone(), one.end))
        .collect()
}

fn pool_sentence(pool: &Pool, covered: (Usd, Usd), lost: Span, (weight, all, share): (Usd, Usd, Span)) -> String {
    let (before, after) = covered;
    let outcome = if lost.low != lost.high {
        "; which instances they take is not wholly known (a zone or a price is missing)".to_owned()
    } else if lost.high.is_zero() {
        ": other usage takes over what this leaves, so its saving is real".to_owned()
    } else {
        format!(": {} of what is paid for finds no use", lost.high)
    };
    let part = if weight != all && !lost.high.is_zero() {
        format!("; this change is {weight} of the {all} that leave, its share {}", share.high)
    } else {
        String::new()
    };
    format!(
        "{pool}: reservations cover {before} a month at list prices now and {after} after the changes{outcome}{part}"
    )
}

/// What the changes strand of the Savings Plans of one account.
fn planned<'a>(
    account: &AccountId,
    sides: Sides<'_>,
    changes: &[&'a Change],
    outcome: &mut Outcome,
    rate: &Rate<'_>,
    drafts: &mut BTreeMap<&'a str, Draft>,
) -> Span {
    let plans: Vec<&Plan> = sides.held.plans.iter().filter(|plan| plan.key.account == *account).collect();
    let compute = plans.iter().any(|plan| plan.kind == SavingsPlanType::Compute);
    let weights: Vec<(&&Change, Usd)> = changes
        .iter()
        .map(|change| {
            let reserved = drafts.get(change.id.as_str()).map_or(Usd::ZERO, |draft| draft.lost_reserved);
            let elsewhere = if compute { change.elsewhere_monthly } else { Usd::ZERO };
            (change, (leaving_plans(change, &plans) - reserved).max(Usd::ZERO) + elsewhere)
        })
        .collect();
    let all: Usd = weights.iter().map(|(_, weight)| *weight).sum();
    if all.is_zero() {
        return Span::default();
    }
    let measured = sides.held.measured_by_plans.get(account).copied();
    let (lost, how) = match covered_by_plans(account, sides, rate) {
        Ok((before, after)) => {
            let lost = fallen(before, after);
            let elsewhere: Usd = changes.iter().map(|change| change.elsewhere_monthly).sum();
            let span = if compute { Span::up_to((lost + elsewhere).min(all)) } else { Span::exactly(lost.min(all)) };
            let mut how =
                format!("Savings Plans cover {before} a month of EC2 at list prices now and {after} after the changes");
            if !elsewhere.is_zero() {
                let _ =
                    write!(how, "; of the {elsewhere} of Fargate and Lambda that leave, they may cover all or nothing");
            }
            (span, how)
        }
        Err(missing) => {
            outcome.missing_rates.extend(missing);
            bounded(all, measured)
        }
    };
    for (change, weight) in weights.into_iter().filter(|(_, weight)| !weight.is_zero()) {
        let draft = drafts.entry(change.id.as_str()).or_default();
        // Alone, a change may strand all of its own usage, as far as plans cover so much.
        let share = Span { low: lost.shared(weight, all).low, high: lost.high.min(weight) };
        draft.lost = draft.lost.plus(share);
        if !lost.high.is_zero() {
            draft.stranded.extend(plans.iter().map(|plan| (plan.key.clone(), plan.end)));
        }
        draft.because.push(how.clone());
    }
    lost
}

/// Without rates: at most what leaves, and at most what Cost Explorer measured that plans cover.
fn bounded(all: Usd, measured: Option<Usd>) -> (Span, String) {
    let span = Span::up_to(measured.map_or(all, |measured| measured.min(all)));
    let how = match measured {
        Some(measured) => format!(
            "Savings Plans cover {measured} of usage a month at list prices, as Cost Explorer measured; their rates are not \
             in the price book, so of what leaves between {} and {} may be stranded",
            span.low, span.high
        ),
        None => {
            "Savings Plans are active; neither their rates nor what they cover is known, so between nothing and all \
                 of what leaves may be stranded"
                .to_owned()
        }
    };
    (span, how)
}

/// The value that a change takes out of the reach of the plans.
fn leaving_plans(change: &Change, plans: &[&Plan]) -> Usd {
    let of_account = |usage: &Usage| plans.iter().any(|plan| plan.key.account == usage.key.account);
    let anywhere = if plans.iter().any(|plan| plan.kind == SavingsPlanType::Compute) {
        leaving(change, &of_account)
    } else {
        Usd::ZERO
    };
    let scopes: BTreeSet<(&str, &str)> = plans
        .iter()
        .filter(|plan| plan.kind == SavingsPlanType::Ec2Instance)
        .filter_map(|plan| Some((plan.region.as_str(), plan.family.as_deref()?)))
        .collect();
    let bound: Usd = scopes
        .into_iter()
        .map(|(region, family)| {
            leaving(change, &|usage: &Usage| {
                of_account(usage) && usage.shape.region.as_str() == region && usage.shape.family() == family
            })
        })
        .sum();
    anywhere.max(bound)
}

/// What plans cover before and after, a month at on-demand rates.
fn covered_by_plans(account: &AccountId, sides: Sides<'_>, rate: &Rate<'_>) -> Result<(Usd, Usd), BTreeSet<String>> {
    let plans: Vec<Plan> = sides.held.plans.iter().filter(|plan| plan.key.account == *account).cloned().collect();
    let covered = |usages: &[Usage]| -> Result<Usd, BTreeSet<String>> {
        let (mut sum, mut hours) = (Usd::ZERO, 0_u64);
        for (weight, running) in by_hours(usages) {
            let reserved = apply_in_an_hour(&sides.held.reservations, running.clone());
            let usages: Vec<Eligible> = running
                .into_iter()
                .filter(|usage| usage.key.account == *account)
                .filter_map(|it| eligible(it, &reserved))
                .collect();
            let covered: Usd = savings_plans::apply(&plans, &usages, rate)?.covered_hourly.values().sum();
            sum += Usd::new(covered.amount().saturating_mul(Decimal::from(weight)));
            hours = hours.saturating_add(weight);
        }
        let of_an_hour = sum.amount().checked_div(Decimal::from(hours)).unwrap_or_default();
        Ok(hours_of_a_month(Usd::new(of_an_hour)))
    };
    Ok((covered(sides.running)?, covered(sides.left)?))
}

/// What reservations leave of a usage in an hour that it runs.
pub fn eligible(usage: &Usage, reserved: &Applied) -> Option<Eligible> {
    let hourly = usage.hourly?;
    let share = reserved.covered.get(&usage.key).copied().unwrap_or_default();
    Some(Eligible {
        key: usage.key.clone(),
        account: usage.key.account.clone(),
        service: Service::Ec2,
        region: usage.shape.region.clone(),
        family: Some(usage.shape.family().to_owned()),
        on_demand_hourly: hourly - part(hourly, share),
    })
}

fn effect(change: &Change, draft: Draft) -> CommitmentEffect {
    let stranded: Vec<Stranded> =
        draft.stranded.iter().map(|(key, until)| Stranded { commitment_id: key.id.clone(), until: *until }).collect();
    let known: Option<Vec<chrono::NaiveDate>> = stranded.iter().map(|one| one.until).collect();
    CommitmentEffect {
        list_savings_monthly_usd: change.list_monthly,
        stranded_monthly_usd: draft.lost.low,
        net_savings_monthly_usd: draft.lost.left_of(change.list_monthly),
        until: known.and_then(|ends| ends.into_iter().max()),
        stranded,
        because: draft.because,
    }
}
