//! DynamoDB capacity: fixed, auto scaled or on demand, whichever is cheapest of those that would have held.

use super::Case;
use super::table_use::{DirectionUse, TableUse, table_use, utilization};
use crate::estate::Resource;
use crate::estimate::{Class, break_even_utilization, estimate};
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::configuration::{
    CapacityConfiguration, Configuration, Placed, ScalingBounds, TableCapacity, TableConfiguration,
};
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::vocabulary::{BillingMode, CapacityDirection};
use crate::rightsize::capacity::{best_scaling, fixed_units};
use crate::units::{Percent, Usd};

/// A direction's capacity for its use.
type Sized<'s> = &'s dyn Fn(&CapacityConfiguration, &DirectionUse) -> CapacityConfiguration;

/// Units of provisioned capacity that the free tier holds, of reads and of writes each
/// (<https://aws.amazon.com/dynamodb/pricing/provisioned/>).
const FREE_TIER_UNITS: f64 = 25.0;

/// One way to pay for a table.
struct Candidate {
    name: &'static str,
    billing_mode: BillingMode,
    capacity: Vec<TableCapacity>,
    monthly: Usd,
}

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let (Resource::Table(table), Some(placed)) = (case.entry.resource, case.entry.placed.as_ref()) else {
        return case.wrong_kind();
    };
    let Configuration::DynamodbTable(now) = &placed.configuration else { return case.wrong_kind() };
    if now.replicated {
        let detail = "it is part of a global table, whose capacity is chosen for all of its regions at once";
        return case.unknown(GapReason::NotSupported, detail);
    }
    if now.billing_mode == BillingMode::Provisioned && table.scaling.is_none() {
        return case.unknown(GapReason::NoData, "whether auto scaling changes its capacity could not be read");
    }
    let measured = match table_use(case, now) {
        Ok(measured) => measured,
        Err(unmeasured) => return case.unknown(unmeasured.reason, unmeasured.detail),
    };
    let (Some(before), Some(candidates)) =
        (priced(case, placed, now.clone()), candidates(case, placed, now, &measured))
    else {
        return case.unknown(GapReason::PriceMissing, "a price of DynamoDB is missing in its region");
    };
    let Some(best) = candidates.iter().min_by_key(|candidate| candidate.monthly) else { return Remedy::Nothing };
    if best.monthly >= before {
        return Remedy::Nothing;
    }
    let edit = Edit::TableCapacity { billing_mode: best.billing_mode.clone(), capacity: best.capacity.clone() };
    let options = candidates.iter().map(|it| Evidence::fact(it.name, format!("{} a month", it.monthly)));
    Proposal::exact(Action::Rightsize, case.key(), edit)
        .with_evidence(measured.evidence.iter().cloned())
        .with_evidence(break_even(case, placed, now))
        .with_evidence(options)
        .with_caveats(caveats(now, best, &measured))
        .into_remedy()
}

/// On demand, and unless the table was throttled, so that its use is not known, provisioned as well.
fn candidates(
    case: Case<'_>,
    placed: &Placed,
    now: &TableConfiguration,
    measured: &TableUse,
) -> Option<Vec<Candidate>> {
    let headroom = case.percent("headroom", 20.0);
    let target = case.percent("target_utilization", 70.0);
    let on_demand = |it: &CapacityConfiguration, _: &DirectionUse| CapacityConfiguration {
        provisioned_units: None,
        scaling: None,
        ..*it
    };
    let fixed = |it: &CapacityConfiguration, used: &DirectionUse| CapacityConfiguration {
        provisioned_units: Some(f64::from(fixed_units(&used.hours, used.needed, headroom))),
        scaling: None,
        ..*it
    };
    let scaled = |it: &CapacityConfiguration, used: &DirectionUse| {
        let own = it.scaling.and_then(|scaling| scaling.target_percent).map_or(target, Percent::new);
        let ceiling = fixed_units(&used.hours, used.needed, headroom);
        let (scaling, outcome) = best_scaling(&used.hours, own, ceiling);
        CapacityConfiguration {
            provisioned_units: Some(outcome.mean_units),
            scaling: Some(ScalingBounds {
                minimum_units: scaling.minimum_units,
                maximum_units: scaling.maximum_units,
                target_percent: Some(own.percent()),
            }),
            ..*it
        }
    };
    let ways: [(&'static str, BillingMode, Sized<'_>); 3] = [
        ("on demand", BillingMode::PayPerRequest, &on_demand),
        ("provisioned, fixed", BillingMode::Provisioned, &fixed),
        ("provisioned, auto scaling", BillingMode::Provisioned, &scaled),
    ];
    let mut candidates = Vec::new();
    for (name, billing_mode, sized) in ways {
        if measured.throttled && billing_mode == BillingMode::Provisioned {
            continue;
        }
        let capacity: Vec<TableCapacity> = now
            .capacity
            .iter()
            .zip(&measured.capacity)
            .map(|(it, (read, write))| TableCapacity {
                index: it.index.clone(),
                read: sized(&it.read, read),
                write: sized(&it.write, write),
            })
            .collect();
        let then = TableConfiguration { billing_mode: billing_mode.clone(), capacity: capacity.clone(), ..now.clone() };
        candidates.push(Candidate { name, billing_mode, capacity, monthly: priced(case, placed, then)? });
    }
    Some(candidates)
}

/// `None` where a price is missing.
fn priced(case: Case<'_>, placed: &Placed, table: TableConfiguration) -> Option<Usd> {
    let then = Placed { region: placed.region.clone(), configuration: Configuration::DynamodbTable(table) };
    let cost = estimate(&then, case.context.prices);
    cost.is_complete().then(|| cost.known())
}

/// The utilization below which on-demand is cheaper, beside the one that was measured.
fn break_even(case: Case<'_>, placed: &Placed, now: &TableConfiguration) -> Vec<Evidence> {
    let Some(class) = Class::of(&now.table_class) else { return Vec::new() };
    let of = |direction: CapacityDirection| {
        let at = break_even_utilization(case.context.prices, &placed.region, class, &direction).ok()?;
        let used = utilization(now, &direction);
        let used = used.map_or_else(String::new, |used| format!("; measured: {:.1} %", used.percent()));
        let fact = format!("{direction} utilization at which on demand costs as much");
        Some(Evidence::fact(fact, format!("{:.1} %{used}", at.percent())))
    };
    [CapacityDirection::Read, CapacityDirection::Write].into_iter().filter_map(of).collect()
}

fn caveats(now: &TableConfiguration, best: &Candidate, measured: &TableUse) -> Vec<String> {
    let mut caveats = Vec::new();
    let to_on_demand = best.billing_mode == BillingMode::PayPerRequest;
    if best.billing_mode != now.billing_mode {
        caveats.push(
            "a table can switch to on-demand four times in 24 hours, and back to provisioned at any time".to_owned(),
        );
    }
    if to_on_demand {
        caveats.push("reserved capacity, where the account has some, is billed on and covers no requests".to_owned());
    } else {
        caveats.push(
            "the busiest five minutes with headroom fit; shorter bursts and hot partitions were not seen".to_owned(),
        );
    }
    if best.name.ends_with("auto scaling") {
        caveats.push("auto scaling takes minutes: steps that were not in the window may be throttled".to_owned());
    }
    if measured.throttled {
        caveats.push("it was throttled, so what it needs is not known; only on-demand was considered".to_owned());
    }
    let units: f64 = now.capacity.iter().filter_map(|it| it.read.provisioned_units).sum();
    if now.billing_mode == BillingMode::Provisioned && units <= FREE_TIER_UNITS {
        caveats.push(
            "the free tier holds 25 provisioned read and write units of the account; it is not counted".to_owned(),
        );
    }
    caveats
}
