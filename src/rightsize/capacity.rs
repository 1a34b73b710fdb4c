//! DynamoDB capacity: what a fixed capacity must be, and what auto scaling would have provisioned, hour by hour.
//!
//! A capacity holds where no hour's busiest five minutes were above what was provisioned as the hour began. Burst capacity
//! (five minutes of what was unused) is not counted on, as AWS advises
//! (<https://repost.aws/knowledge-center/dynamodb-spiky-workloads-short-intervals>).

use super::need::with_headroom;
use crate::tables::HourlyUse;
use crate::units::Percent;

/// Utilization must stay so far below its target for capacity to go down, in percentage points
/// (<https://repost.aws/knowledge-center/dynamodb-auto-scaling>).
const SCALE_IN_BELOW_TARGET_POINTS: f64 = 20.0;
/// The least of a table or index.
pub const LEAST_UNITS: u32 = 1;
/// Minimums that are tried, as shares of the hours whose busiest point they hold at the target.
const MINIMUM_QUANTILES: [f64; 8] = [0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0];

/// Units a second in one hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HourOfUse {
    pub average: f64,
    /// The busiest five minutes.
    pub peak: f64,
}

/// Bounds and target of auto scaling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaling {
    pub minimum_units: u32,
    pub maximum_units: u32,
    pub target: Percent,
}

/// What auto scaling would have done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Simulated {
    /// The mean of the units of each hour; an hour is billed by the most that was provisioned in it.
    pub mean_units: f64,
    /// Hours whose busiest five minutes were above the capacity.
    pub throttled_hours: u32,
}

/// Every hour of a series; an hour without a point is one without use.
pub fn hours(series: &HourlyUse) -> Vec<HourOfUse> {
    let known = |value: f32| if value.is_finite() { f64::from(value).max(0.0) } else { 0.0 };
    let pairs = series.averages().iter().zip(series.peaks());
    pairs.map(|(average, peak)| HourOfUse { average: known(*average), peak: known(*peak) }).collect()
}

fn highest(hours: &[HourOfUse]) -> f64 {
    hours.iter().map(|hour| hour.peak).fold(0.0, f64::max)
}

/// Whole units for a demand, at least [`LEAST_UNITS`].
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and the value is not negative")]
fn whole_units(units: f64) -> u32 {
    // A millionth less, so that binary fractions do not round up by a unit.
    ((units - 1e-6).ceil().max(0.0) as u32).max(LEAST_UNITS)
}

/// The fixed capacity of which the busiest five minutes, or `needed` where that is more, leave `headroom` free.
pub fn fixed_units(hours: &[HourOfUse], needed: f64, headroom: Percent) -> u32 {
    whole_units(with_headroom(highest(hours), headroom).max(needed))
}

/// The cheapest auto scaling that would have held every hour, at `target` utilization; its maximum is `ceiling` units or
/// what the busiest point asks for.
pub fn best_scaling(hours: &[HourOfUse], target: Percent, ceiling: u32) -> (Scaling, Simulated) {
    let mut peaks: Vec<f64> = hours.iter().map(|hour| hour.peak).collect();
    peaks.sort_unstable_by(f64::total_cmp);
    let at_target = |peak: f64| whole_units(peak / share(target));
    let maximum_units = at_target(highest(hours)).max(ceiling);
    let mut minimums: Vec<u32> = MINIMUM_QUANTILES.iter().map(|quantile| at_target(rank(&peaks, *quantile))).collect();
    minimums.dedup();
    let simulated = |minimum_units: u32| {
        let scaling = Scaling { minimum_units, maximum_units, target };
        (scaling, simulate(hours, scaling))
    };
    // The last minimum holds all hours.
    minimums
        .into_iter()
        .map(simulated)
        .filter(|(_, outcome)| outcome.throttled_hours == 0)
        .min_by(|(_, one), (_, other)| one.mean_units.total_cmp(&other.mean_units))
        .unwrap_or_else(|| simulated(maximum_units))
}

/// Hour by hour: capacity goes up within the hour in which use passes the target, which is too late for that hour's own
/// peak, and down after an hour that averages well below it. Without any use it stays
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html>).
pub fn simulate(hours: &[HourOfUse], scaling: Scaling) -> Simulated {
    let (least, most) = (f64::from(scaling.minimum_units), f64::from(scaling.maximum_units));
    let target = share(scaling.target);
    let scale_in_below = (target - SCALE_IN_BELOW_TARGET_POINTS / 100.0).max(0.0);
    let asked = |use_: f64| (use_ / target).ceil().clamp(least, most.max(least));
    let mut capacity = hours.first().map_or(least, |hour| asked(hour.peak));
    let (mut billed, mut throttled_hours) = (0.0, 0_u32);
    for hour in hours {
        if hour.peak > capacity {
            throttled_hours = throttled_hours.saturating_add(1);
        }
        let scaled = if hour.peak > target * capacity { asked(hour.peak).max(capacity) } else { capacity };
        billed += scaled;
        let low = hour.average > 0.0 && hour.average <= scale_in_below * scaled;
        capacity = if low { asked(hour.average).min(scaled) } else { scaled };
    }
    Simulated { mean_units: billed / hours.len().max(1) as f64, throttled_hours }
}

/// As a share, never so little that a division by it has no meaning.
fn share(target: Percent) -> f64 {
    target.fraction().clamp(0.01, 1.0)
}

/// The value at a rank of ascending ones.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank lies within the slice")]
fn rank(ascending: &[f64], quantile: f64) -> f64 {
    let last = ascending.len().saturating_sub(1);
    ascending.get((quantile * last as f64).ceil() as usize).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn level(units: f64, count: usize) -> Vec<HourOfUse> {
        vec![HourOfUse { average: units, peak: units }; count]
    }

    const SEVENTY: Percent = Percent::new(70.0);

    #[test]
    fn a_steady_table_is_scaled_to_its_target() {
        let hours = level(70.0, 48);
        let (scaling, outcome) = best_scaling(&hours, SEVENTY, 1);
        assert_eq!((scaling.minimum_units, scaling.maximum_units), (100, 100));
        assert!((outcome.mean_units - 100.0).abs() < 1e-9);
        assert_eq!(fixed_units(&hours, 0.0, Percent::new(20.0)), 88);
        assert_eq!(fixed_units(&hours, 120.0, Percent::new(20.0)), 120);
        assert_eq!(fixed_units(&[], 0.0, Percent::new(20.0)), 1);
    }

    #[test]
    fn a_peak_in_the_first_hour_of_the_day_needs_a_minimum() {
        // 10 units a second, and 100 in one hour of each day: out of the blue it would be throttled.
        let hours: Vec<HourOfUse> =
            (0..240).flat_map(|hour| level(if hour % 24 == 9 { 100.0 } else { 10.0 }, 1)).collect();
        let low = Scaling { minimum_units: 15, maximum_units: 143, target: SEVENTY };
        assert_eq!(simulate(&hours, low).throttled_hours, 10);
        let (scaling, outcome) = best_scaling(&hours, SEVENTY, 1);
        assert_eq!(outcome.throttled_hours, 0);
        assert_eq!(scaling.minimum_units, 143);
    }

    #[test]
    fn a_day_and_night_that_rise_slowly_are_followed() {
        let hours: Vec<HourOfUse> = (0..240)
            .flat_map(|hour| level(60.0 - 50.0 * (f64::from(hour) * std::f64::consts::TAU / 24.0).cos(), 1))
            .collect();
        let (scaling, outcome) = best_scaling(&hours, SEVENTY, 1);
        assert_eq!(outcome.throttled_hours, 0);
        assert!(scaling.minimum_units < 60, "{scaling:?}");
        assert!(outcome.mean_units < f64::from(fixed_units(&hours, 0.0, Percent::new(20.0))), "{outcome:?}");
    }

    #[test]
    fn without_any_use_capacity_stays() {
        let mut hours = level(70.0, 1);
        hours.extend(level(0.0, 9));
        let outcome = simulate(&hours, Scaling { minimum_units: 1, maximum_units: 200, target: SEVENTY });
        assert!((outcome.mean_units - 100.0).abs() < 1e-9, "{outcome:?}");
        // A trickle lets it go down after an hour.
        let mut hours = level(70.0, 1);
        hours.extend(level(0.7, 9));
        let outcome = simulate(&hours, Scaling { minimum_units: 1, maximum_units: 200, target: SEVENTY });
        assert!((outcome.mean_units - 20.8).abs() < 1e-9, "{outcome:?}");
    }

    fn any_hours() -> impl Strategy<Value = Vec<HourOfUse>> {
        prop::collection::vec((0.0..1e6, 1.0..20.0), 0..200).prop_map(|hours| {
            hours
                .into_iter()
                .map(|(average, factor): (f64, f64)| HourOfUse { average, peak: average * factor })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn the_chosen_scaling_holds_every_hour(hours in any_hours(), target in 20.0..90.0) {
            let (scaling, outcome) = best_scaling(&hours, Percent::new(target), 1);
            prop_assert_eq!(outcome.throttled_hours, 0);
            prop_assert!(scaling.minimum_units >= LEAST_UNITS && scaling.minimum_units <= scaling.maximum_units);
            prop_assert!(outcome.mean_units <= f64::from(scaling.maximum_units) + 1e-6);
        }

        #[test]
        fn more_use_never_gives_less_fixed_capacity(hours in any_hours(), factor in 1.0..3.0) {
            let more: Vec<HourOfUse> = hours
                .iter()
                .map(|hour| HourOfUse { average: hour.average * factor, peak: hour.peak * factor })
                .collect();
            let of = |hours: &[HourOfUse]| fixed_units(hours, 0.0, Percent::new(20.0));
            prop_assert!(of(&hours) <= of(&more));
            prop_assert!(hours.iter().all(|hour| hour.peak <= f64::from(of(&hours))));
        }
    }
}
