//! Rows of a metrics file → series, one resource at a time.
//!
//! A file that cloudtrim wrote holds each resource's rows together, so one resource is held at a time. A hand-written
//! file may not: once a resource comes back, the file is read again and gathered in memory, with the same result.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::profile::UsageProfiles;
use super::statistics::{ByWindow, SeriesName};
use super::summary::{Point, summarize};
use crate::dataset::{Dataset, MetricFile, MetricRow, Mistake, scan_metrics};
use crate::model::ids::ResourceKey;
use crate::model::metric::{DERIVED_METRICS, Statistic};
use crate::units::{Days, Window};

pub(super) type Finished = HashMap<SeriesName, HashMap<ResourceKey, ByWindow>>;

/// What one pass over a file tells.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) statistics: Finished,
    pub(super) profiles: UsageProfiles,
}
type Series = BTreeMap<(String, Statistic), Vec<Point>>;

/// Statistics of every series of one file; the mistakes found go to `mistakes`. The error says why it cannot be read.
pub(super) fn collect(
    dataset: &Dataset,
    file: &MetricFile,
    known: &[ResourceKey],
    windows: &[Days],
    mistakes: &mut Vec<Mistake>,
) -> Result<Collected, String> {
    let as_of = dataset.manifest.as_of;
    let known: HashSet<Place<'_>> = known.iter().map(place).collect();
    for gather in [false, true] {
        let mut collector = SeriesCollector::new(file, dataset, windows, &known, gather);
        let found = scan_metrics(file, as_of, &mut |row| collector.take(row))?;
        if collector.scattered {
            continue;
        }
        collector.flush();
        mistakes.extend(found);
        mistakes.extend(collector.mistakes);
        return Ok(Collected { statistics: collector.finished, profiles: collector.profiles });
    }
    Err("the rows of one resource could not be brought together".to_owned())
}

type Place<'a> = (&'a str, &'a str, &'a str);

fn place(key: &ResourceKey) -> Place<'_> {
    (key.account.as_str(), key.region.as_str(), &key.id)
}

struct SeriesCollector<'a> {
    file: &'a MetricFile,
    windows: Vec<Window>,
    /// What profiles are of.
    lookback: Window,
    known: &'a HashSet<Place<'a>>,
    /// Keep every resource until the end.
    gather: bool,
    /// A resource came back after its rows seemed to end.
    scattered: bool,
    open: BTreeMap<ResourceKey, Series>,
    current: Option<ResourceKey>,
    /// The series of the last row, so that a row costs no lookup.
    run: Option<(String, Statistic)>,
    points: Vec<Point>,
    done: HashSet<ResourceKey>,
    unknown: HashSet<String>,
    finished: Finished,
    profiles: UsageProfiles,
    mistakes: Vec<Mistake>,
    sorted: Vec<f64>,
}

impl<'a> SeriesCollector<'a> {
    fn new(
        file: &'a MetricFile,
        dataset: &Dataset,
        windows: &[Days],
        known: &'a HashSet<Place<'a>>,
        gather: bool,
    ) -> Self {
        let as_of = dataset.manifest.as_of;
        Self {
            file,
            lookback: Window::before(as_of, dataset.manifest.lookback_days),
            windows: windows.iter().map(|days| Window::before(as_of, *days)).collect(),
            known,
            gather,
            scattered: false,
            open: BTreeMap::new(),
            current: None,
            run: None,
            points: Vec::new(),
            done: HashSet::new(),
            unknown: HashSet::new(),
            finished: HashMap::new(),
            profiles: UsageProfiles::default(),
            mistakes: Vec::new(),
            sorted: Vec::new(),
        }
    }

    fn take(&mut self, row: &MetricRow<'_>) {
        if self.scattered {
            return;
        }
        let same = self.current.as_ref().is_some_and(|key| place(key) == (row.account, row.region, row.resource));
        if !same && !self.enter(row) {
            return;
        }
        let same_series =
            self.run.as_ref().is_some_and(|(metric, statistic)| metric == row.metric && *statistic == row.statistic);
        if !same_series {
            self.close_run();
            self.run = Some((row.metric.to_owned(), row.statistic));
        }
        self.points.push(Point {
            timestamp: row.timestamp,
            value: row.value,
            period_s: row.period_s,
            line: u32::try_from(row.line).unwrap_or(u32::MAX),
        });
    }

    /// Begin another resource; false for one that the dataset does not have.
    fn enter(&mut self, row: &MetricRow<'_>) -> bool {
        // Points of a kind that the dataset holds no resource of concern nothing that could be judged.
        if self.known.is_empty() {
            return false;
        }
        if !self.known.contains(&(row.account, row.region, row.resource)) {
            if self.unknown.insert(format!("{}\n{}\n{}", row.account, row.region, row.resource)) {
                self.mistakes.push(self.unknown_resource(row));
            }
            return false;
        }
        self.close_run();
        if !self.gather {
            self.flush();
        }
        let key = ResourceKey {
            kind: self.file.kind,
            account: row.account.into(),
            region: row.region.into(),
            id: row.resource.to_owned(),
        };
        if self.done.contains(&key) {
            self.scattered = true;
            return false;
        }
        self.current = Some(key);
        true
    }

    fn close_run(&mut self) {
        let (Some(key), Some(run)) = (&self.current, self.run.take()) else { return };
        if !self.open.contains_key(key) {
            self.open.insert(key.clone(), Series::new());
        }
        if let Some(series) = self.open.get_mut(key) {
            series.entry(run).or_default().append(&mut self.points);
        }
    }

    fn flush(&mut self) {
        self.close_run();
        for (key, mut series) in std::mem::take(&mut self.open) {
            for ((metric, statistic), points) in &mut series {
                self.order(&key, metric, *statistic, points);
            }
            for derived in DERIVED_METRICS {
                let [one, other] = derived.parts.map(|part| series.get(&(part.to_owned(), Statistic::Sum)));
                if let (Some(one), Some(other)) = (one, other) {
                    let sums = sum_where_both(one, other);
                    series.insert((derived.name.to_owned(), Statistic::Sum), sums);
                }
            }
            self.profiles.note(&key, self.lookback, &series);
            for ((metric, statistic), points) in series {
                let by_window: ByWindow = summarize(&points, &self.windows, &mut self.sorted);
                if by_window.iter().any(Option::is_some) {
                    let name = (key.kind, metric, statistic);
                    self.finished.entry(name).or_default().insert(key.clone(), by_window);
                }
            }
            self.done.insert(key);
        }
        self.current = None;
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

    fn unknown_resource(&self, row: &MetricRow<'_>) -> Mistake {
        let near =
            self.known.iter().map(|(_, _, id)| *id).filter(|id| strsim::damerau_levenshtein(id, row.resource) <= 2);
        let hint = near.min().map_or_else(
            || format!("add it to resources/{}.jsonl, or remove its rows", self.file.kind),
            |near| format!("did you mean `{near}`?"),
        );
        Mistake {
            file: self.file.shown.clone(),
            line: row.line,
            column: 0,
            field: "resource".to_owned(),
            message: format!(
                "there is no {} `{}` in account `{}`, region `{}`",
                self.file.kind, row.resource, row.account, row.region
            ),
            hint,
        }
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
