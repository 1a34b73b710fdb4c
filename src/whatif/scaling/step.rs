//! Step scaling: the metric's value picks an adjustment.
//!
//! Scale-out: a step that adds for `sustained_out` minutes. It is reckoned from the units in service: those that warm
//! up or were added in a running cooldown count towards it, so +2 and then +3 make +3. Scale-in: a step that removes
//! for `sustained_in` minutes.

use super::controller::{Controller, Observation, Row, Wish};
use super::policy::{Adjustment, StepScaling};

#[derive(Debug)]
pub(super) struct Stepper<'p> {
    policy: &'p StepScaling,
    above: Row,
    below: Row,
}

impl<'p> Stepper<'p> {
    pub(super) fn new(policy: &'p StepScaling) -> Self {
        Self { policy, above: Row::default(), below: Row::default() }
    }

    fn adjustment(&self, value: f64) -> Option<Adjustment> {
        let within = |bound: Option<f64>, holds: fn(f64, f64) -> bool| bound.is_none_or(|bound| holds(value, bound));
        let step = self.policy.steps.iter().find(|step| {
            within(step.lower, |value, lower| value >= lower) && within(step.upper, |value, upper| value < upper)
        });
        step.map(|step| step.adjustment)
    }
}

impl Controller for Stepper<'_> {
    fn decide(&mut self, seen: &Observation) -> Wish {
        let group = &self.policy.group;
        let wanted = |units: u32| {
            let adjustment = seen.shown(self.policy.metric).and_then(|value| self.adjustment(value));
            adjustment.map(|adjustment| adjusted(units, adjustment).min(group.max).max(group.min))
        };
        let (out, into) = (wanted(seen.base), wanted(seen.in_service));
        let above = self.above.count(into.is_some_and(|units| units > seen.in_service));
        let below = self.below.count(into.is_some_and(|units| units < seen.in_service));
        match (out, into) {
            (Some(units), _) if above >= group.sustained_out.max(1) => Wish::Out(units),
            (_, Some(units)) if below >= group.sustained_in.max(1) => Wish::In(units),
            _ => Wish::Hold,
        }
    }
}

fn adjusted(units: u32, adjustment: Adjustment) -> u32 {
    match adjustment {
        Adjustment::Exact(exact) => exact,
        Adjustment::Change(change) => units.saturating_add_signed(change),
        Adjustment::Percent(percent) => units.saturating_add_signed(share(units, percent)),
    }
}

/// AWS's rounding: towards zero, and at least one unit.
#[expect(clippy::cast_possible_truncation, reason = "a float cast saturates, NaN is 0")]
fn share(units: u32, percent: f64) -> i32 {
    let share = f64::from(units) * percent / 100.0;
    if share == 0.0 || share.is_nan() { 0 } else { (share.abs() + 1e-9).floor().max(1.0).copysign(share) as i32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_round_as_aws_does() {
        for (units, percent, expected) in [
            (10, 30.0, 3),
            (10, 25.0, 2),
            (2, 10.0, 1),
            (2, -10.0, -1),
            (10, -67.0, -6),
            (3, 100.0, 3),
            (0, 50.0, 0),
            (10, 0.0, 0),
        ] {
            assert_eq!(share(units, percent), expected, "{percent} % of {units}");
        }
        assert_eq!(adjusted(3, Adjustment::Change(-5)), 0);
        assert_eq!(adjusted(u32::MAX, Adjustment::Percent(1e300)), u32::MAX);
    }
}
