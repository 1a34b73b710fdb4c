//! What right-sizing keeps of a series: quantiles of its hourly peaks, how much was measured, what comes back, where it is
//! heading. A few hundred bytes a series, however many points it has.

mod hourly;
mod recurring;
mod trend;
mod usage;

pub use hourly::HourlyUse;
pub use recurring::hour_of_week;
pub use trend::Growth;
pub use usage::{PROFILED, ProfiledMetric, Usage, UsageProfiles};

use crate::tables::summary::quantiles;

/// One dimension of demand over a window, in the unit of its series.
///
/// Quantiles are of the highest point of each hour with a point, by linear interpolation: with five-minute points the
/// busiest five minutes of each hour count, with hourly points CloudWatch's `Maximum`, so both say the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Hours with a point, and hours of the window.
    pub hours: u32,
    pub window_hours: u32,
    /// Mean of the hourly averages.
    pub average: f64,
    pub p90: f64,
    pub p95: f64,
    pub p99: f64,
    pub p99_5: f64,
    pub p99_9: f64,
    /// The highest point of all.
    pub peak: f64,
    /// The highest hourly average.
    pub busiest_hour: f64,
    /// The highest average of the weeks counted back from the window's end.
    pub busiest_week: f64,
    /// The highest level reached at one hour of the week in at least half of the weeks.
    pub weekly_peak: Option<f64>,
    /// The highest level reached at one day of the month in two months.
    pub monthly_peak: Option<f64>,
    /// The highest level at a month's turn, where the window holds one turn only.
    pub month_turn_seen_once: Option<f64>,
    /// The average of the last week with a point, and the median of the averages of the weeks before.
    pub last_week: Option<f64>,
    pub weeks_before: Option<f64>,
    pub growth: Option<Growth>,
}

impl Profile {
    /// `None` without a point.
    pub fn of(hours: &HourlyUse) -> Option<Self> {
        let mut peaks: Vec<f64> =
            hours.peaks().iter().filter(|peak| !peak.is_nan()).map(|peak| f64::from(*peak)).collect();
        let [p90, p95, p99, p99_5, p99_9, peak] = quantiles(&mut peaks, [0.9, 0.95, 0.99, 0.995, 0.999, 1.0]);
        let weeks = trend::weekly_averages(hours);
        let (last_week, before) = match weeks.as_slice() {
            [last, before @ ..] if !before.is_empty() => (Some(*last), Some(trend::median(&mut before.to_vec()))),
            [last] => (Some(*last), None),
            _ => (None, None),
        };
        let monthly = recurring::monthly(hours);
        let averages = hours.averages();
        Some(Self {
            hours: u32::try_from(peaks.len()).unwrap_or(u32::MAX),
            window_hours: u32::try_from(hours.len()).unwrap_or(u32::MAX),
            average: trend::mean(averages)?,
            p90,
            p95,
            p99,
            p99_5,
            p99_9,
            peak,
            busiest_hour: f64::from(averages.iter().copied().fold(f32::NAN, f32::max)),
            busiest_week: weeks.iter().copied().fold(f64::NAN, f64::max),
            weekly_peak: recurring::weekly_peak(hours),
            monthly_peak: monthly.recurring,
            month_turn_seen_once: monthly.edge_seen_once,
            last_week,
            weeks_before: before,
            growth: trend::growth(hours),
        })
    }

    /// The share of the window's hours with a point, in percent.
    pub fn coverage_percent(&self) -> f64 {
        100.0 * f64::from(self.hours) / f64::from(self.window_hours.max(1))
    }

    /// Every level as `offset + factor × level`; `factor` is not negative.
    #[must_use]
    pub fn mapped(&self, factor: f64, offset: f64) -> Self {
        let map = |level: f64| factor.mul_add(level, offset);
        Self {
            hours: self.hours,
            window_hours: self.window_hours,
            average: map(self.average),
            p90: map(self.p90),
            p95: map(self.p95),
            p99: map(self.p99),
            p99_5: map(self.p99_5),
            p99_9: map(self.p99_9),
            peak: map(self.peak),
            busiest_hour: map(self.busiest_hour),
            busiest_week: map(self.busiest_week),
            weekly_peak: self.weekly_peak.map(map),
            monthly_peak: self.monthly_peak.map(map),
            month_turn_seen_once: self.month_turn_seen_once.map(map),
            last_week: self.last_week.map(map),
            weeks_before: self.weeks_before.map(map),
            growth: self.growth.map(|growth| Growth { slope_per_day: growth.slope_per_day * factor, tau: growth.tau }),
        }
    }

    /// Every level times `factor`.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        self.mapped(factor, 0.0)
    }

    /// Every level plus `offset`.
    #[must_use]
    pub fn shifted(&self, offset: f64) -> Self {
        self.mapped(1.0, offset)
    }
}

#[cfg(test)]
mod tests;
