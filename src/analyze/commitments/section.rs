//! The report's section: what is covered, used, unused and about to end.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::held::{applies, in_force};
use crate::commitments::net::{Held, Outcome};
use crate::commitments::purchase::saving;
use crate::commitments::reservations::{covered_monthly, hours_of_a_month};
use crate::commitments::{Reservation, Share, Usage, reservations};
use crate::model::commitments::{
    CommitmentState, Commitments, EXPIRING_WITHIN_DAYS, MeasuredCommitment, Purchase, ReservationUse, SavingsPlanUse,
};
use crate::model::ids::ResourceKey;
use crate::model::resource::{ReservedInstances, SavingsPlan};
use crate::remedy::Context;
use crate::units::Usd;

pub(super) fn section(
    context: Context<'_>,
    state: CommitmentState,
    not_read: Vec<String>,
    held: &Held,
    (running, outcome): (&[Usage], &Outcome),
    purchases: Vec<Purchase>,
) -> Commitments {
    let as_of = context.dataset.manifest.as_of;
    let resources = &context.dataset.resources;
    let mut reservations: Vec<ReservationUse> = resources
        .reserved_instances
        .iter()
        .filter(|one| in_force(one.start, one.end, as_of))
        .map(|one| reservation(one, as_of, held, running, outcome))
        .collect();
    reservations
        .sort_by(|one, other| (&one.account, &one.region, &one.id).cmp(&(&other.account, &other.region, &other.id)));
    let mut savings_plans: Vec<SavingsPlanUse> =
        resources.savings_plans.iter().filter(|one| applies(one, as_of)).map(|one| plan(one, as_of)).collect();
    savings_plans.sort_by(|one, other| (&one.account, &one.id).cmp(&(&other.account, &other.id)));
    Commitments {
        state,
        not_read,
        reservations,
        savings_plans,
        measured: measured(context),
        purchase_savings_monthly_usd: purchases.iter().map(saving).sum(),
        purchases,
    }
}

fn reservation(
    one: &ReservedInstances,
    as_of: DateTime<Utc>,
    held: &Held,
    running: &[Usage],
    outcome: &Outcome,
) -> ReservationUse {
    let key = one.key();
    let used = |used: &std::collections::BTreeMap<ResourceKey, Share>| used.get(&key).copied().unwrap_or_default();
    let recurring = one.recurring_hourly_usd.map(|hourly| {
        std::iter::repeat_n(hours_of_a_month(hourly), usize::try_from(one.instance_count).unwrap_or(0)).sum()
    });
    ReservationUse {
        account: one.account.clone(),
        region: one.region.clone(),
        id: one.id.clone(),
        instance_type: one.instance_type.clone(),
        platform: one.platform.clone(),
        tenancy: one.tenancy.clone(),
        scope: one.scope.clone(),
        availability_zone: one.availability_zone.clone(),
        offering_class: one.offering_class.clone(),
        instance_count: one.instance_count,
        end: one.end.map(|end| end.date_naive()),
        expiring: is_expiring(one.end, as_of),
        used_percent: used(&outcome.before.used).percent(),
        used_percent_after: used(&outcome.after.used).percent(),
        covered_list_cost_monthly_usd: covered_by(&key, held, running),
        recurring_cost_monthly_usd: recurring,
    }
}

/// What this one adds to the others, at on-demand rates.
fn covered_by(key: &ResourceKey, held: &Held, running: &[Usage]) -> Usd {
    let pool = held.reservations.iter().find(|one| one.key == *key).map(|one| one.shape.pool());
    let usages: Vec<Usage> = running.iter().filter(|usage| Some(usage.shape.pool()) == pool).cloned().collect();
    let of_pool: Vec<Reservation> =
        held.reservations.iter().filter(|one| Some(one.shape.pool()) == pool).cloned().collect();
    let others: Vec<Reservation> = of_pool.iter().filter(|one| one.key != *key).cloned().collect();
    let covered = |reservations: &[Reservation]| -> Usd {
        let applied = reservations::apply(reservations, &usages);
        usages.iter().filter_map(|usage| covered_monthly(usage, &applied)).sum()
    };
    covered(&of_pool) - covered(&others)
}

fn plan(one: &SavingsPlan, as_of: DateTime<Utc>) -> SavingsPlanUse {
    SavingsPlanUse {
        account: one.account.clone(),
        id: one.id.clone(),
        plan_type: one.plan_type.clone(),
        region: one.region.clone(),
        instance_family: one.instance_family.clone(),
        commitment_hourly_usd: one.commitment_hourly_usd,
        commitment_monthly_usd: hours_of_a_month(one.commitment_hourly_usd),
        payment_option: one.payment_option.clone(),
        end: one.end.map(|end| end.date_naive()),
        expiring: is_expiring(one.end, as_of),
    }
}

fn is_expiring(end: Option<DateTime<Utc>>, as_of: DateTime<Utc>) -> bool {
    end.is_some_and(|end| end - as_of <= TimeDelta::days(EXPIRING_WITHIN_DAYS))
}

fn measured(context: Context<'_>) -> Vec<MeasuredCommitment> {
    let mut measured: Vec<MeasuredCommitment> = context
        .dataset
        .commitment_coverage
        .iter()
        .map(|row| MeasuredCommitment {
            account: row.sub_account_id.clone(),
            start: row.charge_period_start,
            end: row.charge_period_end,
            commitment_type: row.commitment_type,
            coverage_percent: row.coverage_percent,
            covered_list_cost_usd: row.covered_cost,
            uncovered_list_cost_usd: row.on_demand_cost,
            utilization_percent: row.utilization_percent,
            unused_cost_usd: row.unused_cost,
        })
        .collect();
    let order = |one: &MeasuredCommitment| -> (NaiveDate, crate::model::billing::CommitmentType, String) {
        (one.start, one.commitment_type, one.account.to_string())
    };
    measured.sort_by_key(order);
    measured
}
