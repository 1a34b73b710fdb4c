//! The commitments of a dataset that are in force at its moment.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::commitments::net::Held;
use crate::commitments::normalization::quarter_units_of;
use crate::commitments::savings_plans::Plan;
use crate::commitments::{Reservation, Shape};
use crate::dataset::Dataset;
use crate::model::billing::{CommitmentCoverage, CommitmentType};
use crate::model::ids::AccountId;
use crate::model::resource::{ReservedInstances, SavingsPlan};
use crate::model::vocabulary::{ReservationScope, SavingsPlanType};
use crate::pricing::PriceBook;
use crate::units::{HOURS_PER_MONTH, Usd};

/// A measured period of fewer days says too little of a month.
const LEAST_MEASURED_DAYS: i64 = 7;
const HOURS_PER_DAY: i64 = 24;

pub(super) fn held(dataset: &Dataset) -> Held {
    let as_of = dataset.manifest.as_of;
    let resources = &dataset.resources;
    Held {
        reservations: resources
            .reserved_instances
            .iter()
            .filter(|one| in_force(one.start, one.end, as_of))
            .map(reservation)
            .collect(),
        plans: resources.savings_plans.iter().filter(|one| applies(one, as_of)).map(plan).collect(),
        measured_by_plans: measured_by_plans(dataset),
    }
}

/// From its start (inclusive) to its end (exclusive); what AWS did not say bounds nothing.
pub(super) fn in_force(start: Option<DateTime<Utc>>, end: Option<DateTime<Utc>>, as_of: DateTime<Utc>) -> bool {
    start.is_none_or(|start| start <= as_of) && end.is_none_or(|end| as_of < end)
}

pub(super) fn applies(plan: &SavingsPlan, as_of: DateTime<Utc>) -> bool {
    let covers_compute = matches!(plan.plan_type, SavingsPlanType::Compute | SavingsPlanType::Ec2Instance);
    covers_compute && plan.state == "active" && in_force(plan.start, plan.end, as_of)
}

fn reservation(one: &ReservedInstances) -> Reservation {
    Reservation {
        key: one.key(),
        shape: Shape {
            account: one.account.clone(),
            region: one.region.clone(),
            instance_type: one.instance_type.clone(),
            platform: one.platform.clone(),
            tenancy: one.tenancy.clone(),
        },
        // A scope that is not known counts as zonal: it then floats over nothing.
        zone: match one.scope {
            ReservationScope::Region => None,
            _ => Some(one.availability_zone.clone().unwrap_or_default()),
        },
        count: one.instance_count,
        quarter_units: quarter_units_of(&one.instance_type, PriceBook::embedded()),
        end: one.end.map(|end| end.date_naive()),
    }
}

fn plan(one: &SavingsPlan) -> Plan {
    Plan {
        key: one.key(),
        kind: one.plan_type.clone(),
        region: one.region.clone(),
        family: one.instance_family.clone(),
        commitment_hourly: one.commitment_hourly_usd,
        payment_option: one.payment_option.clone(),
        start: one.start.map(|start| start.date_naive()),
        end: one.end.map(|end| end.date_naive()),
    }
}

/// Of the newest period that is long enough, scaled to a month.
fn measured_by_plans(dataset: &Dataset) -> BTreeMap<AccountId, Usd> {
    let mut newest: BTreeMap<AccountId, &CommitmentCoverage> = BTreeMap::new();
    for row in &dataset.commitment_coverage {
        if row.commitment_type == CommitmentType::SavingsPlans
            && row.covered_cost.is_some()
            && days(row) >= LEAST_MEASURED_DAYS
        {
            let known = newest.entry(row.sub_account_id.clone()).or_insert(row);
            if row.charge_period_start > known.charge_period_start {
                *known = row;
            }
        }
    }
    newest.into_iter().filter_map(|(account, row)| Some((account, a_month_of(row.covered_cost?, days(row))?))).collect()
}

fn days(row: &CommitmentCoverage) -> i64 {
    (row.charge_period_end - row.charge_period_start).num_days()
}

fn a_month_of(amount: Usd, days: i64) -> Option<Usd> {
    let hours = days.checked_mul(HOURS_PER_DAY).filter(|hours| *hours > 0)?;
    Usd::from_f64(amount.to_f64() * HOURS_PER_MONTH.to_f64() / hours as f64)
}
