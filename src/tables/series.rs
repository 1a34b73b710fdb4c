//! Rows of a metrics file → series, one resource at a time.
//!
//! A file that cloudtrim wrote holds each resource's rows together, so one resource is held at a time. A hand-written
//! file may not: once a resource comes back, the file is read again and gathered in memory, with the same result.

use std::collections::{BTreeMap, HashSet};
use std::sync::mpsc::{SyncSender, sync_channel};

use super::finisher::{Finisher, Series};
use super::summary::Point;
use crate::dataset::{Dataset, MetricFile, MetricRun, Mistake, scan_metrics};
use crate::model::ids::ResourceKey;
use crate::model::metric::Statistic;
use crate::units::Days;

/// Resources that wait for the finisher at most: reading and finishing keep two cores busy, and little is held.
const WAITING: usize = 4;

/// Statistics of every series of one file; the mistakes found go to `mistakes`. The error says why it cannot be read.
pub(super) fn collect<'a>(
    dataset: &Dataset,
    file: &'a MetricFile,
    known: &[ResourceKey],
    windows: &[Days],
    mistakes: &mut Vec<Mistake>,
) -> Result<Finisher<'a>, String> {
    let known: HashSet<Place<'_>> = known.iter().map(place).collect();
    for gather in [false, true] {
        let pass = pass(dataset, file, &known, windows, gather)?;
        let Some((finished, found)) = pass else { continue };
        mistakes.extend(found);
        mistakes.extend(finished.mistakes.iter().cloned());
        return Ok(finished);
    }
    Err("the rows of one resource could not be brought together".to_owned())
}

/// Read the file once, finishing one resource while the next is read; `None` where a resource came back.
fn pass<'a>(
    dataset: &Dataset,
    file: &'a MetricFile,
    known: &HashSet<Place<'_>>,
    windows: &[Days],
    gather: bool,
) -> Result<Option<(Finisher<'a>, Vec<Mistake>)>, String> {
    let (sender, receiver) = sync_channel::<(ResourceKey, Series)>(WAITING);
    std::thread::scope(|scope| {
        let worker = scope.spawn(move || {
            let mut finisher = Finisher::new(file, dataset, windows);
            for (key, series) in receiver {
                finisher.take(&key, series);
            }
            finisher
        });
        let mut collector = SeriesCollector::new(file, known, gather, sender);
        let found = scan_metrics(file, dataset.manifest.as_of, &mut |run| collector.take(run));
        if !collector.scattered {
            collector.flush();
        }
        let (scattered, own) = (collector.scattered, std::mem::take(&mut collector.mistakes));
        drop(collector);
        let finisher = worker.join().map_err(|_| "its points could not be worked out".to_owned())?;
        let mut found = found?;
        found.extend(own);
        Ok((!scattered).then_some((finisher, found)))
    })
}

type Place<'a> = (&'a str, &'a str, &'a str);

fn place(key: &ResourceKey) -> Place<'_> {
    (key.account.as_str(), key.region.as_str(), &key.id)
}

struct SeriesCollector<'a> {
    file: &'a MetricFile,
    known: &'a HashSet<Place<'a>>,
    /// Keep every resource until the end.
    gather: bool,
    /// A resource came back after its rows seemed to end.
    scattered: bool,
    open: BTreeMap<ResourceKey, Series>,
    current: Option<ResourceKey>,
    /// The series of the last points, so that those that go on with it cost no lookup.
    run: Option<(String, Statistic)>,
    points: Vec<Point>,
    done: HashSet<ResourceKey>,
    unknown: HashSet<String>,
    finisher: SyncSender<(ResourceKey, Series)>,
    mistakes: Vec<Mistake>,
}

impl<'a> SeriesCollector<'a> {
    fn new(
        file: &'a MetricFile,
        known: &'a HashSet<Place<'a>>,
        gather: bool,
        finisher: SyncSender<(ResourceKey, Series)>,
    ) -> Self {
        Self {
            file,
            known,
            gather,
            scattered: false,
            open: BTreeMap::new(),
            current: None,
            run: None,
            points: Vec::new(),
            done: HashSet::new(),
            unknown: HashSet::new(),
            finisher,
            mistakes: Vec::new(),
        }
    }

    fn take(&mut self, run: &MetricRun<'_>) {
        if self.scattered {
            return;
        }
        let same = self.current.as_ref().is_some_and(|key| place(key) == (run.account, run.region, run.resource));
        if !same && !self.enter(run) {
            return;
        }
        let same_series =
            self.run.as_ref().is_some_and(|(metric, statistic)| metric == run.metric && *statistic == run.statistic);
        if !same_series {
            self.close_run();
            self.run = Some((run.metric.to_owned(), run.statistic));
        }
        let point = |(timestamp, value, line): (i64, f64, u64)| Point {
            timestamp,
            value,
            period_s: run.period_s,
            line: u32::try_from(line).unwrap_or(u32::MAX),
        };
        self.points.extend(run.points().map(point));
    }

    /// Begin another resource; false for one that the dataset does not have.
    fn enter(&mut self, run: &MetricRun<'_>) -> bool {
        // Points of a kind that the dataset holds no resource of concern nothing that could be judged.
        if self.known.is_empty() {
            return false;
        }
        if !self.known.contains(&(run.account, run.region, run.resource)) {
            if self.unknown.insert(format!("{}\n{}\n{}", run.account, run.region, run.resource)) {
                self.mistakes.push(self.unknown_resource(run));
            }
            return false;
        }
        self.close_run();
        if !self.gather {
            self.flush();
        }
        let key = ResourceKey {
            kind: self.file.kind,
            account: run.account.into(),
            region: run.region.into(),
            id: run.resource.to_owned(),
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

    /// Hand on what is open. A finisher that is gone has failed; its end says so.
    fn flush(&mut self) {
        self.close_run();
        for (key, series) in std::mem::take(&mut self.open) {
            self.done.insert(key.clone());
            let _ = self.finisher.send((key, series));
        }
        self.current = None;
    }

    fn unknown_resource(&self, run: &MetricRun<'_>) -> Mistake {
        let near =
            self.known.iter().map(|(_, _, id)| *id).filter(|id| strsim::damerau_levenshtein(id, run.resource) <= 2);
        let hint = near.min().map_or_else(
            || format!("add it to resources/{}.jsonl, or remove its rows", self.file.kind),
            |near| format!("did you mean `{near}`?"),
        );
        Mistake {
            file: self.file.shown.clone(),
            line: run.line,
            column: 0,
            field: "resource".to_owned(),
            message: format!(
                "there is no {} `{}` in account `{}`, region `{}`",
                self.file.kind, run.resource, run.account, run.region
            ),
            hint,
        }
    }
}
