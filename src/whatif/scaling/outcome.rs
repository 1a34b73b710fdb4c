//! What a policy costs in unit-hours, and what its units had to bear.

use super::controller::is_above;
use super::demand::{Demand, Metric};
use super::policy::{Policy, Targets};
use super::simulate::simulate;
use crate::units::{HOURS_PER_MONTH, Hour, Quantity};

/// Shares lie in 0..=1 and are of the minutes with known demand; `None` where there is none, or nothing to compare with.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Billed units, warming ones included, of the demand's span repeated for a month.
    pub unit_hours_month: Quantity<Hour>,
    pub average_units: f64,
    pub min_units: u32,
    pub max_units: u32,
    /// Minutes in which a metric was above the policy's own target.
    pub above_target: Option<f64>,
    /// The same for the targets that all policies are compared at.
    pub above_reference: Option<f64>,
    /// Minutes in which CPU or memory was asked for more than the units in service have.
    pub saturated: Option<f64>,
    /// The part of the CPU demand (of memory, where CPU is not known) that found no unit.
    pub unmet_demand: Option<f64>,
    /// Minutes without known demand, as a share of all: the fleet stays as it is, and is billed.
    pub unknown_share: f64,
    pub scale_outs: u32,
    pub scale_ins: u32,
    /// A value a minute: billed units, and those of them that serve.
    pub units: Vec<u32>,
    pub in_service: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct NamedPolicy {
    pub name: String,
    pub policy: Policy,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PolicyOutcome {
    pub name: String,
    /// The policy in a few words.
    pub described: String,
    pub outcome: Outcome,
}

/// Each policy over the same demand, compared at the lowest target that any of them names for a metric.
pub fn compare(demand: &Demand, policies: &[NamedPolicy]) -> Vec<PolicyOutcome> {
    let strictest = policies.iter().fold(Targets::default(), |all, named| all.strictest(named.policy.targets()));
    compare_at(demand, policies, &strictest)
}

/// The same, compared at `reference`.
pub fn compare_at(demand: &Demand, policies: &[NamedPolicy], reference: &Targets) -> Vec<PolicyOutcome> {
    let outcome = |named: &NamedPolicy| PolicyOutcome {
        name: named.name.clone(),
        described: named.policy.to_string(),
        outcome: simulate(demand, &named.policy, reference),
    };
    policies.iter().map(outcome).collect()
}

/// The minutes so far.
#[derive(Debug)]
pub(super) struct Account<'d> {
    pub(super) demand: &'d Demand,
    targets: Targets,
    reference: Targets,
    pub(super) scale_outs: u32,
    pub(super) scale_ins: u32,
    units: Vec<u32>,
    in_service: Vec<u32>,
    known: u64,
    above_target: u64,
    above_reference: u64,
    saturated: u64,
    asked: f64,
    unmet: f64,
}

impl<'d> Account<'d> {
    pub(super) fn new(demand: &'d Demand, targets: Targets, reference: Targets) -> Self {
        Self {
            demand,
            targets,
            reference,
            scale_outs: 0,
            scale_ins: 0,
            units: Vec::with_capacity(demand.minutes()),
            in_service: Vec::with_capacity(demand.minutes()),
            known: 0,
            above_target: 0,
            above_reference: 0,
            saturated: 0,
            asked: 0.0,
            unmet: 0.0,
        }
    }

    pub(super) fn minute(&mut self, minute: usize, capacity: u32, in_service: u32) {
        self.units.push(capacity);
        self.in_service.push(in_service);
        if !self.demand.is_known(minute) {
            return;
        }
        let above = |metric: Metric, bound: f64| {
            self.demand.on_each(metric, minute, in_service).is_some_and(|each| is_above(each, bound))
        };
        let any_above = |targets: &Targets| targets.iter().any(|(metric, target)| above(metric, target));
        let saturated = Metric::ALL.into_iter().any(|metric| metric.is_percent() && above(metric, 100.0));
        let (own, reference) = (any_above(&self.targets), any_above(&self.reference));
        self.known += 1;
        self.above_target += u64::from(own);
        self.above_reference += u64::from(reference);
        self.saturated += u64::from(saturated);
        let bounded = self.bounded_metric();
        if let Some((metric, load)) = bounded.and_then(|metric| Some((metric, self.demand.at(metric, minute)?))) {
            self.asked += load;
            self.unmet += (load - self.free(metric) * f64::from(in_service)).max(0.0);
        }
    }

    /// The metric of which a unit has a known amount.
    fn bounded_metric(&self) -> Option<Metric> {
        Metric::ALL.into_iter().find(|metric| metric.is_percent() && self.demand.has(*metric))
    }

    /// What a unit has of it for load.
    fn free(&self, metric: Metric) -> f64 {
        100.0 - self.demand.idle(metric)
    }

    pub(super) fn finish(self) -> Outcome {
        let minutes = self.units.len().max(1) as f64;
        let unit_minutes: u64 = self.units.iter().map(|units| u64::from(*units)).sum();
        let average_units = unit_minutes as f64 / minutes;
        let hours = Quantity::from_f64(average_units * HOURS_PER_MONTH.to_f64());
        let share = |count: u64| (self.known > 0).then(|| count as f64 / self.known as f64);
        let bounded = self.bounded_metric().is_some();
        Outcome {
            unit_hours_month: hours.unwrap_or(Quantity::ZERO),
            average_units,
            min_units: self.units.iter().copied().min().unwrap_or(0),
            max_units: self.units.iter().copied().max().unwrap_or(0),
            above_target: share(self.above_target).filter(|_| self.has_any_of(&self.targets)),
            above_reference: share(self.above_reference).filter(|_| self.has_any_of(&self.reference)),
            saturated: share(self.saturated).filter(|_| bounded),
            unmet_demand: (bounded && self.known > 0)
                .then(|| if self.asked > 0.0 { (self.unmet / self.asked).clamp(0.0, 1.0) } else { 0.0 }),
            unknown_share: 1.0 - self.known as f64 / minutes,
            scale_outs: self.scale_outs,
            scale_ins: self.scale_ins,
            units: self.units,
            in_service: self.in_service,
        }
    }

    fn has_any_of(&self, targets: &Targets) -> bool {
        targets.iter().any(|(metric, _)| self.demand.has(metric))
    }
}
