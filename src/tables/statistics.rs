//! Metric points → statistics of each series and window; files are scanned, never held whole.
//!
//! A window is `[as_of − days, as_of)`; a point belongs to it by its timestamp, the start of its period.

use std::collections::HashMap;
use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};

use super::finisher::Finished;
use super::profile::UsageProfiles;
use super::series;
use crate::dataset::{Dataset, MetricAnswer, Mistake};
use crate::model::gap::Gap;
use crate::model::ids::{AccountId, Region, ResourceKey, ResourceKind};
use crate::model::metric::{Aggregate, DERIVED_METRICS, Statistic, without_part};
use crate::units::{Days, Window};

#[derive(Debug, thiserror::Error)]
pub enum MetricsError {
    #[error("cannot read {path}: {message}")]
    Read { path: PathBuf, message: String },
    #[error("{}", Mistake::list(.0, "metrics"))]
    Mistakes(Vec<Mistake>),
}

/// Statistics of one series in one window.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesStatistics {
    pub window: Window,
    /// The shortest period of the points.
    pub period_s: u32,
    pub count: u32,
    /// Percent of the window's hours with at least one point. A point of a longer period covers all its hours.
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
    /// The largest sum of one UTC day. The first and last day of a window are partial as a rule and count with the part
    /// that lies in it: a busy part shows, a quiet part hides nothing.
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

/// An answer may begin later or end earlier than the window by this much: CloudWatch rounds to whole periods, and the
/// newest points come late.
const EDGE_SLACK: TimeDelta = TimeDelta::hours(1);

pub(super) type SeriesName = (ResourceKind, String, Statistic);
/// The statistics of one series for each window of the build, in its order.
pub(super) type ByWindow = Vec<Option<SeriesStatistics>>;

/// Statistics of every series of a dataset, derived metrics included.
#[derive(Debug)]
pub struct MetricStatistics {
    as_of: DateTime<Utc>,
    windows: Vec<Days>,
    series: HashMap<SeriesName, HashMap<ResourceKey, ByWindow>>,
    answers: HashMap<SeriesName, Vec<MetricAnswer>>,
    /// Gaps of GetMetricData: of one resource, and of a region or account.
    resource_gaps: HashMap<String, Vec<Gap>>,
    region_gaps: Vec<Gap>,
}

impl MetricStatistics {
    pub(super) fn build(
        dataset: &Dataset,
        keys: &std::collections::BTreeMap<ResourceKind, Vec<ResourceKey>>,
        windows: &[Days],
    ) -> Result<(Self, UsageProfiles), MetricsError> {
        let mut windows = windows.to_vec();
        windows.sort_unstable();
        windows.dedup();
        let as_of = dataset.manifest.as_of;
        let mut all = Finished::new();
        let mut profiles = UsageProfiles::default();
        let mut mistakes = Vec::new();
        for file in &dataset.metrics {
            let known = keys.get(&file.kind).map(Vec::as_slice).unwrap_or_default();
            let collected = series::collect(dataset, file, known, &windows, &mut mistakes);
            let collected = collected.map_err(|message| MetricsError::Read { path: file.path.clone(), message })?;
            all.extend(collected.statistics);
            profiles.extend(collected.profiles);
        }
        if !mistakes.is_empty() {
            Mistake::sort(&mut mistakes);
            return Err(MetricsError::Mistakes(mistakes));
        }
        let mut answers: HashMap<SeriesName, Vec<MetricAnswer>> = HashMap::new();
        for answer in &dataset.manifest.metric_answers {
            answers.entry((answer.kind, answer.metric.clone(), answer.statistic)).or_default().push(answer.clone());
        }
        let mut resource_gaps: HashMap<String, Vec<Gap>> = HashMap::new();
        let mut region_gaps = Vec::new();
        for gap in dataset.gaps.iter().filter(|gap| gap.operation.as_deref() == Some("GetMetricData")) {
            match &gap.resource_id {
                Some(id) => resource_gaps.entry(id.clone()).or_default().push(gap.clone()),
                None => region_gaps.push(gap.clone()),
            }
        }
        Ok((Self { as_of, windows, series: all, answers, resource_gaps, region_gaps }, profiles))
    }

    /// `metric` is AWS's name or one of `DERIVED_METRICS`.
    pub fn get(&self, key: &ResourceKey, metric: &str, statistic: Statistic, window: Days) -> Answered<'_> {
        let mut column = self.column(std::slice::from_ref(key), metric, statistic, window);
        column.pop().unwrap_or(Answered::NotAnswered(None))
    }

    /// The same, for all `keys` at once, in their order.
    ///
    /// A resource that a GetMetricData gap names is not answered, also where some of its points came. A window that was
    /// not among those of the build is not answered.
    pub fn column(&self, keys: &[ResourceKey], metric: &str, statistic: Statistic, window: Days) -> Vec<Answered<'_>> {
        let Ok(window_index) = self.windows.binary_search(&window) else {
            return vec![Answered::NotAnswered(None); keys.len()];
        };
        let Some(kind) = keys.first().map(|key| key.kind) else { return Vec::new() };
        let series = self.series.get(&(kind, metric.to_owned(), statistic));
        let mut empty: HashMap<(&AccountId, &Region), Answered<'_>> = HashMap::new();
        keys.iter()
            .map(|key| {
                if let Some(gap) = self.resource_gap(key) {
                    return Answered::NotAnswered(Some(gap));
                }
                let found = series.and_then(|series| series.get(key)).and_then(|by_window| by_window.get(window_index));
                if let Some(Some(statistics)) = found {
                    return Answered::Points(statistics);
                }
                empty
                    .entry((&key.account, &key.region))
                    .or_insert_with(|| self.without_points(key, metric, statistic, window))
                    .clone()
            })
            .collect()
    }

    fn resource_gap(&self, key: &ResourceKey) -> Option<&Gap> {
        if self.resource_gaps.is_empty() {
            return None;
        }
        self.resource_gaps.get(&key.id)?.iter().find(|gap| concerns(gap, key))
    }

    /// What no point means in the account and region of `key`.
    fn without_points(&self, key: &ResourceKey, metric: &str, statistic: Statistic, window: Days) -> Answered<'_> {
        let derived = DERIVED_METRICS.iter().find(|derived| derived.name == metric && statistic == derived.statistic);
        // CloudWatch is asked for a metric of all parts of a resource at once.
        let own = without_part(metric);
        let asked: &[&str] = derived.map_or(std::slice::from_ref(&own), |derived| &derived.parts);
        let window = Window::before(self.as_of, window);
        let answered = asked.iter().all(|part| {
            self.answers.get(&(key.kind, (*part).to_owned(), statistic)).into_iter().flatten().any(|answer| {
                answer.account == key.account
                    && answer.region == key.region
                    && answer.window.start - window.start <= EDGE_SLACK
                    && window.end - answer.window.end <= EDGE_SLACK
            })
        });
        if answered {
            return Answered::NoPoints;
        }
        Answered::NotAnswered(self.region_gaps.iter().find(|gap| concerns(gap, key)))
    }
}

fn concerns(gap: &Gap, key: &ResourceKey) -> bool {
    gap.account.as_ref().is_none_or(|account| *account == key.account)
        && gap.region.as_ref().is_none_or(|region| *region == key.region)
}
