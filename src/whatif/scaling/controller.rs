//! What every scaling policy sees each minute, and what it may wish.

use super::demand::{Demand, Metric};
use super::policy::Targets;

/// A minute as CloudWatch shows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Observation {
    pub(super) minute: usize,
    pub(super) in_service: u32,
    /// What a scale-out is reckoned from: the units in service; in a cooldown, those from before what began it.
    pub(super) base: u32,
    /// With the units that warm up.
    pub(super) capacity: u32,
    /// By `Metric`, the average over the units in service; `None` where unknown.
    pub(super) shown: [Option<f64>; 3],
}

impl Observation {
    pub(super) fn shown(&self, metric: Metric) -> Option<f64> {
        self.shown.get(metric.index()).copied().flatten()
    }
}

/// So many units in all, warming ones included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Hold,
    Out(u32),
    In(u32),
}

pub(super) trait Controller {
    fn decide(&mut self, seen: &Observation) -> Wish;
}

/// Minutes in a row that something held; an unknown minute ends the row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row(u32);

impl Row {
    pub(super) const fn count(&mut self, holds: bool) -> u32 {
        self.0 = if holds { self.0.saturating_add(1) } else { 0 };
        self.0
    }
}

/// The fewest units on which `load` is at most `target` each; the most there can be where no number is enough.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast saturates, NaN is 0")]
pub(super) fn units_for(load: f64, target: f64) -> u32 {
    if load > 0.0 && target <= 0.0 {
        return u32::MAX;
    }
    let units = load / target;
    // 0.3 / 0.1 is a hair above 3.
    (units - units * 1e-9).ceil() as u32
}

/// The fewest units on which no metric is above its target in `minute`.
pub(super) fn units_for_all(targets: &Targets, demand: &Demand, minute: usize) -> Option<u32> {
    let needed = |(metric, target)| Some(units_for(demand.at(metric, minute)?, target - demand.idle(metric)));
    targets.iter().filter_map(needed).max()
}

/// Above, with room for rounding.
pub(super) fn is_above(value: f64, bound: f64) -> bool {
    value > bound * (1.0 + 1e-9)
}
