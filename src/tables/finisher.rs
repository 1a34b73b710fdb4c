//! The points of one resource → the statistics and profiles of its series.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::profile::UsageProfiles;
use super::statistics::{ByWindow, SeriesName};
use super::summary::{Point, summarize};
use crate::dataset::{Dataset, MetricFile, Mistake};
use crate::model::ids::ResourceKey;
use crate::model::metric::{DERIVED_METRICS, Statistic};
use crate::units::{Days, Window};

/// The points of one resource by metric and statistic.
pub(super) type Series = BTreeMap<(String, Statistic), Vec<Point>>;
pub(super) type Finished = HashMap<SeriesName, HashMap<ResourceKey, ByWindow>>;

/// What one pass over a file tells.
#[derive(Debug)]
pub(super) struct Finisher<'a> {
    file: &'a MetricFile,
    windows: Vec<Window>,
    /// What profiles are of.
    lookback: Window,
    pub(super) statistics: Finished,
    pub(super) profiles: UsageProfiles,
    pub(super) mistakes: Vec<Mistake>,
    sorted: Vec<f64>,
}

impl<'a> Finisher<'a> {
    pub(super) fn new(file: &'a MetricFile, dataset: &Dataset, windows: &[Days]) -> Self {
        let as_of = dataset.manifest.as_of;
        Self {
            file,
            windows: windows.iter().map(|days| Window::before(as_of, *days)).collect(),
            lookback: Window::before(as_of, dataset.manifest.lookback_days),
            statistics: Finished::new(),
            profiles: UsageProfiles::default(),
            mistakes: Vec::new(),
            sorted: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, key: &ResourceKey, mut series: Series) {
        for ((metric, statistic), points) in &mut series {
            self.order(key, metric, *statistic, points);
        }
        for derived in DERIVED_METRICS {
            let [one, other] = derived.parts.map(|part| series.get(&(part.to_owned(), derived.statistic)));
            if let (Some(one), Some(other)) = (one, other) {
                let sums = sum_where_both(one, other);
                series.insert((derived.name.to_owned(), derived.statistic), sums);
            }
        }
        self.profiles.note(key, self.lookback, &series);
        for ((metric, statistic), points) in series {
            let by_window: ByWindow = summarize(&points, &self.windows, &mut self.sorted);
            if by_window.iter().any(Option::is_some) {
                let name = (key.kind, metric, statistic);
                self.statistics.entry(name).or_default().insert(key.clone(), by_window);
            }
        }
    }

    /// Ascending in time, without two points for one moment: that is a mistake, whatever their periods.
    fn order(&mut self, key: &ResourceKey, metric: &str, statistic: Statistic, points: &mut Vec<Point>) {
        if !points.is_sorted_by_key(|point| point.timestamp) {
            points.sort_by_key(|point| point.timestamp);
        }
        let mut first = true;
        for pair in points.windows(2) {
            let [one, other] = pair else { continue };
            if one.timestamp == other.timestamp && first {
                first = false;
                let moment =
                    DateTime::<Utc>::from_timestamp(one.timestamp, 0).map(|at| at.to_rfc3339()).unwrap_or_default();
                self.mistakes.push(Mistake {
                    file: self.file.shown.clone(),
                    line: u64::from(other.line),
                    column: 0,
                    field: "timestamp".to_owned(),
                    message: format!(
                        "`{}` has two points of {metric} {statistic} at {moment}; the other is in row {}",
                        key.id, one.line
                    ),
                    hint: "keep one of the two".to_owned(),
                });
            }
        }
        points.dedup_by_key(|point| point.timestamp);
    }
}

/// The sum at each moment at which both have a point.
fn sum_where_both(one: &[Point], other: &[Point]) -> Vec<Point> {
    let mut others = other.iter().peekable();
    one.iter()
        .filter_map(|point| {
            while others.next_if(|candidate| candidate.timestamp < point.timestamp).is_some() {}
            let partner = others.peek().filter(|candidate| candidate.timestamp == point.timestamp)?;
            Some(Point { value: point.value + partner.value, ..*point })
        })
        .collect()
}
