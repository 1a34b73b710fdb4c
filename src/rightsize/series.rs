//! One metric series of one resource in one window: its statistics, or why there are none to rely on.

use crate::model::analysis::Evidence;
use crate::model::gap::GapReason;
use crate::model::ids::ResourceKey;
use crate::model::metric::{Aggregate, Statistic};
use crate::tables::{Answered, MetricStatistics, SeriesStatistics};
use crate::units::{Days, Percent};

/// Why demand cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmeasured {
    pub reason: GapReason,
    pub detail: String,
}

/// The largest point of a Sum series as a rate: its value ÷ its period.
pub fn per_second(points: &SeriesStatistics) -> f64 {
    points.maximum.max(0.0) / f64::from(points.period_s.max(1))
}

/// Bytes a period → MiB/s.
pub fn mibps(points: &SeriesStatistics) -> f64 {
    per_second(points) / 2_f64.powi(20)
}

/// One series of one resource in one window.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    pub statistics: &'a MetricStatistics,
    pub key: &'a ResourceKey,
    pub metric: &'static str,
    pub statistic: Statistic,
    pub window: Days,
    /// The least share of the window's hours with a point.
    pub coverage: Percent,
}

impl<'a> Series<'a> {
    /// The statistics, where the points cover enough of the window.
    pub fn covered(self) -> Option<&'a SeriesStatistics> {
        self.indispensable().ok()
    }

    /// The statistics, or why there are none to rely on.
    pub fn indispensable(self) -> Result<&'a SeriesStatistics, Unmeasured> {
        let Self { metric, statistic, window, coverage, .. } = self;
        match self.statistics.get(self.key, metric, statistic, window) {
            Answered::Points(points) if points.coverage_percent < coverage.percent() => Err(Unmeasured {
                reason: GapReason::LowCoverage,
                detail: format!("`{metric}` covers {} of {window}", Percent::new(points.coverage_percent)),
            }),
            Answered::Points(points) => Ok(points),
            Answered::NoPoints => Err(Unmeasured {
                reason: GapReason::NoData,
                detail: format!("CloudWatch keeps no point of `{metric}` within {window}"),
            }),
            Answered::NotAnswered(gap) => Err(Unmeasured {
                reason: gap.map_or(GapReason::NotCollected, |gap| gap.reason),
                detail: gap.map_or_else(
                    || format!("`{metric}` was not collected for {window}"),
                    |gap| format!("`{metric}`: {}", gap.detail),
                ),
            }),
        }
    }

    /// One aggregate of it as evidence: `CPUUtilization Average p99_5 over 14 days`.
    pub fn evidence(self, points: &SeriesStatistics, aggregate: Aggregate, value: String) -> Evidence {
        Evidence {
            fact: format!("{} {} {} over {}", self.metric, self.statistic, aggregate.name(), self.window),
            value,
            condition: String::new(),
            coverage_percent: Some(points.coverage_percent),
            window: Some(points.window),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Window;

    #[test]
    fn a_sum_of_a_period_becomes_a_rate() {
        let end = "2026-11-15T00:00:00Z".parse().unwrap();
        let points = SeriesStatistics {
            window: Window::before(end, Days::new(14)),
            period_s: 300,
            count: 1,
            coverage_percent: 100.0,
            first: end,
            last: end,
            average: 0.0,
            minimum: 0.0,
            maximum: 300.0 * 2_f64.powi(20),
            sum: 0.0,
            p50: 0.0,
            p90: 0.0,
            p95: 0.0,
            p99: 0.0,
            p99_5: 0.0,
            maximum_daily_sum: 0.0,
        };
        assert!((mibps(&points) - 1.0).abs() < 1e-12);
    }
}
