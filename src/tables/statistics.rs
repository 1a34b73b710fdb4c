//! Metric points → statistics of each series and window; files are scanned, never held whole.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::dataset::Mistake;
use crate::model::gap::Gap;
use crate::model::ids::ResourceKey;
use crate::model::metric::{Aggregate, Statistic};
use crate::units::{Days, Window};

#[derive(Debug, thiserror::Error)]
pub enum MetricsError {
    #[error("cannot read {path}: {message}")]
    Read { path: PathBuf, message: String },
    #[error("{} mistake(s) in the metrics", .0.len())]
    Mistakes(Vec<Mistake>),
}

/// Statistics of one series in one window.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesStatistics {
    pub window: Window,
    pub period_s: u32,
    pub count: u32,
    /// Percent of the window's hours with at least one point.
    pub coverage_percent: f64,
    pub first: DateTime<Utc>,
    pub last: DateTime<Utc>,
    pub average: f64,
    pub minimum: f64,
    pub maximum: f64,
    pub sum: f64,
    pub p50: f64,
    pub p90: f64,
    pub p95: f64,
    pub p99: f64,
    pub p99_5: f64,
    pub maximum_daily_sum: f64,
}

impl SeriesStatistics {
    pub fn get(&self, aggregate: Aggregate) -> f64 {
        match aggregate {
            Aggregate::Count => f64::from(self.count),
            Aggregate::Coverage => self.coverage_percent,
            Aggregate::Average => self.average,
            Aggregate::Minimum => self.minimum,
            Aggregate::Maximum => self.maximum,
            Aggregate::Sum => self.sum,
            Aggregate::P50 => self.p50,
            Aggregate::P90 => self.p90,
            Aggregate::P95 => self.p95,
            Aggregate::P99 => self.p99,
            Aggregate::P99_5 => self.p99_5,
            Aggregate::MaximumDailySum => self.maximum_daily_sum,
        }
    }
}

/// What is known of one series in one window.
#[derive(Clone, Debug, PartialEq)]
pub enum Answered<'a> {
    Points(&'a SeriesStatistics),
    /// CloudWatch was asked and keeps no point: no activity, for metrics that are emitted only then.
    NoPoints,
    /// It was not asked for the whole of the window, or the question failed.
    NotAnswered(Option<&'a Gap>),
}

/// Statistics of every series of a dataset, derived metrics included.
#[derive(Debug)]
pub struct MetricStatistics {
    _private: (),
}

#[expect(unused_variables, clippy::unused_self, reason = "not written yet")]
impl MetricStatistics {
    /// `metric` is AWS's name or one of `DERIVED_METRICS` (statistic Sum).
    pub fn get(&self, key: &ResourceKey, metric: &str, statistic: Statistic, window: Days) -> Answered<'_> {
        todo!()
    }

    /// The same, for all `keys` at once, in their order.
    pub fn column(&self, keys: &[ResourceKey], metric: &str, statistic: Statistic, window: Days) -> Vec<Answered<'_>> {
        todo!()
    }
}
