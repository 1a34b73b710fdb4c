//! Which usage the reservations take, by AWS's rules:
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html>.
//!
//! Zonal reservations first, to instances that match wholly; then regional ones that match a size; then those that
//! float, from the smallest size of the family to the largest. Within these, what ends last applies first: of two alike
//! it is the one that ends first that has no use for the time that counts.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::hours::by_hours;
use super::shape::{Pool, Reservation, Share, Usage};
use crate::model::ids::ResourceKey;
use crate::units::{HOURS_PER_MONTH, Hour, Quantity, UnitPrice, Usd};

/// How far each usage is covered, and how far each reservation used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    pub covered: BTreeMap<ResourceKey, Share>,
    pub used: BTreeMap<ResourceKey, Share>,
}

/// The same for any order of the arguments.
pub fn apply(reservations: &[Reservation], usages: &[Usage]) -> Applied {
    let mut applied = Applied::default();
    for (weight, running) in by_hours(usages) {
        let hour = apply_in_an_hour(reservations, running);
        add(&mut applied.covered, hour.covered, weight);
        add(&mut applied.used, hour.used, weight);
    }
    applied
}

fn add(all: &mut BTreeMap<ResourceKey, Share>, of_an_hour: BTreeMap<ResourceKey, Share>, hours: u64) {
    for (key, share) in of_an_hour {
        let sum = all.entry(key).or_default();
        sum.taken = sum.taken.saturating_add(share.taken.saturating_mul(hours));
        sum.of = sum.of.saturating_add(share.of.saturating_mul(hours));
    }
}

/// To what runs in the same hour.
pub(super) fn apply_in_an_hour(reservations: &[Reservation], mut usages: Vec<&Usage>) -> Applied {
    usages.sort_by(|one, other| (one.quarter_units, &one.key).cmp(&(other.quarter_units, &other.key)));
    let mut pools: BTreeMap<Pool, Vec<&Usage>> = BTreeMap::new();
    let mut applied = Applied::default();
    for usage in usages {
        let share = Share { taken: 0, of: usage.quarter_units.unwrap_or(1).max(1) };
        applied.covered.insert(usage.key.clone(), share);
        pools.entry(usage.shape.pool()).or_default().push(usage);
    }
    let mut reservations: Vec<&Reservation> = reservations.iter().collect();
    reservations.sort_by(|one, other| order(one).cmp(&order(other)));
    for reservation in reservations {
        let each = reservation.quarter_units.unwrap_or(1).max(1);
        let of = each.saturating_mul(u64::from(reservation.count));
        let candidates = pools.get(&reservation.shape.pool()).map_or(&[][..], Vec::as_slice);
        let taken = if reservation.is_flexible() {
            float(of, candidates, &mut applied)
        } else {
            match_wholly(reservation, candidates, &mut applied).saturating_mul(each)
        };
        applied.used.insert(reservation.key.clone(), Share { taken, of });
    }
    applied
}

type Order<'a> = (u8, std::cmp::Reverse<Option<chrono::NaiveDate>>, &'a ResourceKey);

fn order(reservation: &Reservation) -> Order<'_> {
    let class = match (&reservation.zone, reservation.is_flexible()) {
        (Some(_), _) => 0,
        (None, false) => 1,
        (None, true) => 2,
    };
    (class, std::cmp::Reverse(reservation.end), &reservation.key)
}

/// Fill what is not covered yet, the smallest first; the units that were taken.
fn float(units: u64, candidates: &[&Usage], applied: &mut Applied) -> u64 {
    let mut left = units;
    for usage in candidates.iter().filter(|usage| usage.quarter_units.is_some()) {
        if let Some(share) = applied.covered.get_mut(&usage.key) {
            let taken = share.left().min(left);
            share.taken += taken;
            left -= taken;
        }
    }
    units - left
}

/// Cover instances of the same type, and zone where it is bound to one; how many.
fn match_wholly(reservation: &Reservation, candidates: &[&Usage], applied: &mut Applied) -> u64 {
    let mut instances = 0;
    for usage in candidates {
        let fits = usage.shape == reservation.shape && (reservation.zone.is_none() || usage.zone == reservation.zone);
        if instances == u64::from(reservation.count) || !fits {
            continue;
        }
        if let Some(share) = applied.covered.get_mut(&usage.key).filter(|share| share.taken == 0) {
            share.taken = share.of;
            instances += 1;
        }
    }
    instances
}

/// A month of a usage at its on-demand rate; `None` where that is not known.
pub fn monthly(usage: &Usage) -> Option<Usd> {
    let hourly = usage.hourly?;
    Some(match &usage.hours {
        None => hours_of_a_month(hourly),
        Some(hours) => Quantity::<Hour>::new(hours.per_month()) * UnitPrice::<Hour>::new(hourly.amount()),
    })
}

/// So much of an amount as the share says.
pub fn part(amount: Usd, share: Share) -> Usd {
    if share.taken >= share.of {
        return if share.of == 0 { Usd::ZERO } else { amount };
    }
    let ratio = Decimal::from(share.taken).checked_div(Decimal::from(share.of)).unwrap_or_default();
    Usd::new(amount.amount().saturating_mul(ratio))
}

/// A month of what is covered of a usage, at its on-demand rate.
pub fn covered_monthly(usage: &Usage, applied: &Applied) -> Option<Usd> {
    let share = applied.covered.get(&usage.key).copied().unwrap_or_default();
    monthly(usage).map(|amount| part(amount, share))
}

/// All hours of a month at an hourly amount.
pub fn hours_of_a_month(hourly: Usd) -> Usd {
    HOURS_PER_MONTH * UnitPrice::<Hour>::new(hourly.amount())
}
