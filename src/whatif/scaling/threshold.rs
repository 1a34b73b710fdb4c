//! Simple thresholds: any metric above adds units, all below remove some.

use super::controller::{Controller, Observation, Row, Wish, is_above};
use super::demand::Metric;
use super::policy::Thresholds;

#[derive(Debug)]
pub(super) struct Watcher<'p> {
    policy: &'p Thresholds,
    /// Rows above and below, of each metric.
    rows: Vec<(Metric, Row, Row)>,
}

impl<'p> Watcher<'p> {
    pub(super) fn new(policy: &'p Thresholds) -> Self {
        let rows = policy.above.iter().map(|(metric, _)| (metric, Row::default(), Row::default()));
        Self { policy, rows: rows.collect() }
    }
}

impl Controller for Watcher<'_> {
    fn decide(&mut self, seen: &Observation) -> Wish {
        let (policy, group) = (self.policy, &self.policy.group);
        let (mut any_above, mut all_below) = (false, !self.rows.is_empty());
        for (metric, above, below) in &mut self.rows {
            let holds = |bound: Option<f64>, holds: fn(f64, f64) -> bool| {
                seen.shown(*metric).zip(bound).is_some_and(|(value, bound)| holds(value, bound))
            };
            any_above |= above.count(holds(policy.above.get(*metric), is_above)) >= group.sustained_out.max(1);
            let low = below.count(holds(policy.below(*metric), |value, bound| is_above(bound, value)));
            all_below &= low >= group.sustained_in.max(1);
        }
        if any_above {
            Wish::Out(seen.base.saturating_add(policy.add))
        } else if all_below {
            Wish::In(seen.capacity.saturating_sub(policy.remove))
        } else {
            Wish::Hold
        }
    }
}
