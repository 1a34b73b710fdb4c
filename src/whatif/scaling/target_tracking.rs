//! Target tracking as AWS does it: quick out, slow in.
//!
//! Scale-out: a metric above its target for `sustained_out` minutes; the fleet becomes ceil(units × metric / target),
//! and the largest wish of several metrics wins. Scale-in: every metric below 90 % of its target (the threshold of
//! AWS's low alarms) for `sustained_in` minutes; the fleet becomes what the highest load of these minutes needs, which
//! is the choice made here, since AWS only says that it removes units more gradually than it adds them.

use std::collections::VecDeque;

use super::controller::{Controller, Observation, Row, Wish, is_above, units_for};
use super::demand::Metric;
use super::policy::TargetTracking;

/// A low alarm's threshold, as a share of the target.
const LOW: f64 = 0.9;

#[derive(Debug)]
pub(super) struct Tracker {
    tracked: Vec<Tracked>,
    sustained_out: u32,
    sustained_in: u32,
    disable_scale_in: bool,
}

#[derive(Debug)]
struct Tracked {
    metric: Metric,
    target: f64,
    above: Row,
    below: Row,
    recent: Highest,
}

impl Tracker {
    pub(super) fn new(policy: &TargetTracking) -> Self {
        let tracked = policy.targets.iter().map(|(metric, target)| Tracked {
            metric,
            target,
            above: Row::default(),
            below: Row::default(),
            recent: Highest::over(policy.group.sustained_in),
        });
        Self {
            tracked: tracked.collect(),
            sustained_out: policy.group.sustained_out.max(1),
            sustained_in: policy.group.sustained_in.max(1),
            disable_scale_in: policy.disable_scale_in,
        }
    }
}

impl Controller for Tracker {
    fn decide(&mut self, seen: &Observation) -> Wish {
        let (mut out, mut within, mut ready) = (None, 0, !self.disable_scale_in && !self.tracked.is_empty());
        for tracked in &mut self.tracked {
            let Some(value) = seen.shown(tracked.metric) else {
                tracked.above.count(false);
                tracked.below.count(false);
                ready = false;
                continue;
            };
            tracked.recent.push(seen.minute, value * f64::from(seen.in_service));
            if tracked.above.count(is_above(value, tracked.target)) >= self.sustained_out {
                out = out.max(Some(units_for(value * f64::from(seen.base), tracked.target)));
            }
            ready &= tracked.below.count(is_above(tracked.target * LOW, value)) >= self.sustained_in;
            within = within.max(units_for(tracked.recent.highest(), tracked.target));
        }
        match out {
            Some(units) => Wish::Out(units),
            None if ready && within < seen.capacity => Wish::In(within),
            None => Wish::Hold,
        }
    }
}

/// The highest of the values of the last minutes.
#[derive(Debug)]
struct Highest {
    minutes: usize,
    /// Descending values, ascending minutes.
    kept: VecDeque<(usize, f64)>,
}

impl Highest {
    fn over(minutes: u32) -> Self {
        Self { minutes: usize::try_from(minutes).unwrap_or(usize::MAX).max(1), kept: VecDeque::new() }
    }

    fn push(&mut self, minute: usize, value: f64) {
        while self.kept.back().is_some_and(|(_, lower)| *lower <= value) {
            self.kept.pop_back();
        }
        self.kept.push_back((minute, value));
        while self.kept.front().is_some_and(|(old, _)| minute - old >= self.minutes) {
            self.kept.pop_front();
        }
    }

    fn highest(&self) -> f64 {
        self.kept.front().map_or(0.0, |(_, value)| *value)
    }
}
