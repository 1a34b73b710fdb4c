//! Where a series is heading: growth over days, and a last week unlike the ones before.

use super::hourly::HourlyUse;

const DAY: usize = 24;
const WEEK: usize = 168;

/// Days with a point below which no growth is told: each day of the week four times.
const GROWTH_MINIMUM_DAYS: usize = 28;
/// The seasonal Kendall's τ above which daily levels count as growing.
///
/// At 28 days τ = 0.6 is passed by chance by one series of a thousand without a trend: its standard deviation, √(Σ
/// n(n−1)(2n+5)/18) over the pairs, is 0.19 with n = 4 of each day of the week.
const GROWTH_TAU: f64 = 0.6;

/// A steady rise from day to day, each day of the week compared with its like only.
///
/// Hirsch, Slack and Smith, "Techniques of trend analysis for monthly water quality data" (1982), with days of the week
/// in place of months.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// In the unit of the series a day: the median of the slopes between all such pairs of days, of the daily averages or,
    /// where these grow as steadily and faster, of the days' busiest hours.
    pub slope_per_day: f64,
    /// Kendall's τ between day and daily average.
    pub tau: f64,
}

impl Growth {
    /// How much the series rises in `days`; never below zero.
    pub fn rise_in(&self, days: f64) -> f64 {
        (self.slope_per_day * days).max(0.0)
    }
}

/// The growth of the daily averages; `None` without a significant one or with too few days.
pub(super) fn growth(hours: &HourlyUse) -> Option<Growth> {
    let days = || hours.averages().chunks(DAY).enumerate();
    let averages: Vec<(usize, f64)> = days().filter_map(|(day, hours)| Some((day, mean(hours)?))).collect();
    if averages.len() < GROWTH_MINIMUM_DAYS {
        return None;
    }
    let of_averages = steady_rise(&averages)?;
    let busiest = days().map(|(day, hours)| (day, f64::from(hours.iter().copied().fold(f32::NAN, f32::max))));
    let busiest: Vec<(usize, f64)> = busiest.filter(|(_, level)| !level.is_nan()).collect();
    let of_peaks = steady_rise(&busiest).map_or(0.0, |growth| growth.slope_per_day);
    Some(Growth { slope_per_day: of_averages.slope_per_day.max(of_peaks), ..of_averages })
}

/// The slope of levels by day, where they rise steadily.
fn steady_rise(days: &[(usize, f64)]) -> Option<Growth> {
    let (mut slopes, mut balance) = (Vec::new(), 0_i64);
    for (position, (day, level)) in days.iter().enumerate() {
        let alike = |(later, _): &&(usize, f64)| (later - day).is_multiple_of(WEEK / DAY);
        for (later, other) in days.iter().skip(position + 1).filter(alike) {
            slopes.push((other - level) / (later - day) as f64);
            balance += i64::from(other > level) - i64::from(other < level);
        }
    }
    let tau = balance as f64 / slopes.len().max(1) as f64;
    (tau > GROWTH_TAU).then(|| Growth { slope_per_day: median(&mut slopes), tau })
}

/// The averages of the weeks counted back from the last hour, newest first; weeks without a point are left out.
pub(super) fn weekly_averages(hours: &HourlyUse) -> Vec<f64> {
    hours.averages().rchunks(WEEK).filter_map(mean).collect()
}

/// The mean of what is not NaN.
pub(super) fn mean(values: &[f32]) -> Option<f64> {
    let (sum, count) = values
        .iter()
        .filter(|value| !value.is_nan())
        .fold((0.0, 0_u32), |(sum, count), value| (sum + f64::from(*value), count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

/// Of an even number the mean of the two in the middle; NaN of none.
pub(super) fn median(values: &mut [f64]) -> f64 {
    let middle = values.len() / 2;
    if values.is_empty() {
        return f64::NAN;
    }
    let even = values.len().is_multiple_of(2);
    let (below, high, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let high = *high;
    if even { below.iter().copied().fold(f64::NEG_INFINITY, f64::max).midpoint(high) } else { high }
}
