//! Where a series is heading: growth over days, and a last week unlike the ones before.

use super::hourly::HourlyUse;

const DAY: usize = 24;
const WEEK: usize = 168;

/// Days with a point below which no growth is told.
const GROWTH_MINIMUM_DAYS: usize = 21;
/// Kendall's τ of the daily averages above which they count as growing.
///
/// At 21 days, τ = 0.5 is passed by chance less than once in a thousand series without a trend (its standard deviation is
/// √(2(2n+5)/(9n(n−1))) = 0.16; Kendall, *Rank Correlation Methods*).
const GROWTH_TAU: f64 = 0.5;

/// A steady rise of the daily averages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// The Theil–Sen line's value on the last day, in the unit of the series.
    pub level: f64,
    /// Its slope, in the unit of the series a day: the median of the slopes between all pairs of days.
    pub slope_per_day: f64,
    /// Kendall's τ between day and daily average.
    pub tau: f64,
}

impl Growth {
    /// How many times the level of now it is in `days`; 1 where the level is not above zero.
    pub fn factor_in(&self, days: f64) -> f64 {
        if self.level > 0.0 { ((self.level + self.slope_per_day * days) / self.level).max(1.0) } else { 1.0 }
    }
}

/// The growth of the daily averages; `None` without a significant one or with too few days.
pub(super) fn growth(hours: &HourlyUse) -> Option<Growth> {
    let days: Vec<(f64, f64)> =
        hours.averages().chunks(DAY).enumerate().filter_map(|(day, hours)| Some((day as f64, mean(hours)?))).collect();
    if days.len() < GROWTH_MINIMUM_DAYS {
        return None;
    }
    let mut slopes = Vec::with_capacity(days.len() * (days.len() - 1) / 2);
    let mut balance = 0_i64;
    for (position, (day, value)) in days.iter().enumerate() {
        for (later, other) in days.iter().skip(position + 1) {
            slopes.push((other - value) / (later - day));
            balance += i64::from(other > value) - i64::from(other < value);
        }
    }
    let tau = balance as f64 / slopes.len() as f64;
    if tau <= GROWTH_TAU {
        return None;
    }
    let slope = median(&mut slopes);
    let mut intercepts: Vec<f64> = days.iter().map(|(day, value)| value - slope * day).collect();
    let last = days.last().map_or(0.0, |(day, _)| *day);
    Some(Growth { level: median(&mut intercepts) + slope * last, slope_per_day: slope, tau })
}

/// The averages of whole weeks, counted back from the last hour, newest first; weeks without a point are left out.
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
