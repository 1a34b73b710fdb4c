//! `metrics/<kind>.csv|parquet`: rows read in bounded pieces, each checked while it passes.

use std::fs::File;
use std::path::Path;

use chrono::{DateTime, Utc};
use csv::{ReaderBuilder, StringRecord};
use polars::prelude::{ParquetReader, SerReader};

use super::billing::{csv_message, header_fits};
use super::sink::{first_day, is_account};
use super::words::nearest;
use super::{MetricFile, MetricFormat, Mistake, metrics_parquet};
use crate::model::metric::Statistic;

pub(super) const COLUMNS: &[&str] =
    &["account", "region", "resource", "metric", "statistic", "period_s", "timestamp", "value"];

/// A file with more mistakes than this is of another kind; the rest of it is not worth reading.
pub(super) const MOST_MISTAKES: usize = 10_000;

/// The metrics that collectors and rules name: a slip in one of them would be a metric that nobody reads.
const KNOWN_METRICS: &[&str] = &[
    "CPUUtilization",
    "NetworkIn",
    "NetworkOut",
    "EBSReadOps",
    "EBSWriteOps",
    "EBSReadBytes",
    "EBSWriteBytes",
    "CPUCreditBalance",
    "CPUSurplusCreditsCharged",
    "CPUSurplusCreditBalance",
    "CPUCreditUsage",
    "mem_used_percent",
    "disk_used_percent",
    "VolumeReadOps",
    "VolumeWriteOps",
    "VolumeReadBytes",
    "VolumeWriteBytes",
    "VolumeIdleTime",
    "IncomingBytes",
    "IncomingLogEvents",
    "NetworkPacketsIn",
    "NetworkPacketsOut",
    "DiskReadOps",
    "DiskWriteOps",
    "DiskReadBytes",
    "DiskWriteBytes",
    "VolumeTotalReadTime",
    "VolumeTotalWriteTime",
    "VolumeQueueLength",
    "ConsumedReadCapacityUnits",
    "ConsumedWriteCapacityUnits",
    "ProvisionedReadCapacityUnits",
    "ProvisionedWriteCapacityUnits",
    "ReadThrottleEvents",
    "WriteThrottleEvents",
    "Invocations",
    "Duration",
    "cpu_total_time",
    "used_memory_max",
];

/// Points of one series that follow each other in a file.
#[derive(Clone, Copy, Debug)]
pub struct MetricRun<'a> {
    pub account: &'a str,
    pub region: &'a str,
    pub resource: &'a str,
    pub metric: &'a str,
    pub statistic: Statistic,
    pub period_s: u32,
    /// Seconds since the epoch, UTC; the starts of the periods.
    pub timestamps: &'a [i64],
    /// As many as timestamps.
    pub values: &'a [f64],
    /// The line of the first in a CSV file, its row (from 1) in a Parquet file; the others follow it.
    pub line: u64,
}

impl<'a> MetricRun<'a> {
    /// Timestamp, value and line of each point.
    pub fn points(&self) -> impl Iterator<Item = (i64, f64, u64)> + use<'a> {
        self.timestamps
            .iter()
            .zip(self.values)
            .zip(self.line..)
            .map(|((timestamp, value), line)| (*timestamp, *value, line))
    }

    /// Its first `count` points; `None` of none.
    fn first(self, count: usize) -> Option<Self> {
        let (timestamps, values) = (self.timestamps.get(..count)?, self.values.get(..count)?);
        (count > 0).then_some(Self { timestamps, values, ..self })
    }

    /// What comes after its first `count` points; `None` where nothing does.
    fn after(self, count: usize) -> Option<Self> {
        let (timestamps, values) = (self.timestamps.get(count..)?, self.values.get(count..)?);
        let line = self.line.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        (!timestamps.is_empty()).then_some(Self { timestamps, values, line, ..self })
    }
}

/// Pass every row that is right to `take`, in the file's order; the mistakes in the others come back. The error says
/// why the file cannot be read at all.
///
/// # Errors
/// When the file cannot be opened or is no Parquet file.
pub fn scan_metrics(
    file: &MetricFile,
    as_of: DateTime<Utc>,
    take: &mut dyn FnMut(&MetricRun<'_>),
) -> Result<Vec<Mistake>, String> {
    let mut checker =
        Checker { file, as_of: as_of.timestamp(), first: first_day().timestamp(), mistakes: Vec::new(), fit: None };
    match file.format {
        MetricFormat::Csv => scan_csv(&mut checker, take)?,
        MetricFormat::Parquet => metrics_parquet::scan(&mut checker, take).map_err(|error| error.to_string())?,
    }
    Ok(checker.mistakes)
}

/// The columns of the file are those of the format; the mistakes where they are not.
pub(super) fn check_header(path: &Path, shown: &Path, format: MetricFormat, mistakes: &mut Vec<Mistake>) {
    match format {
        MetricFormat::Csv => match ReaderBuilder::new().from_path(path) {
            Err(error) => mistakes.push(Mistake::of_file(shown, csv_message(&error), "")),
            Ok(mut reader) => match reader.headers() {
                Err(error) => mistakes.push(Mistake::of_file(shown, csv_message(&error), "")),
                Ok(header) => {
                    header_fits(header, COLUMNS, shown, mistakes);
                }
            },
        },
        MetricFormat::Parquet => {
            let schema = File::open(path)
                .map_err(|error| error.to_string())
                .and_then(|file| ParquetReader::new(file).schema().map_err(|error| error.to_string()));
            match schema {
                Err(_) => mistakes.push(Mistake::of_file(
                    shown,
                    "this is no whole Parquet file",
                    "the file was truncated or is of another format: restore it, or collect again",
                )),
                Ok(schema) => {
                    let names: StringRecord = schema.iter_names().map(polars::prelude::PlSmallStr::as_str).collect();
                    let before = mistakes.len();
                    header_fits(&names, COLUMNS, shown, mistakes);
                    for mistake in mistakes.iter_mut().skip(before) {
                        mistake.line = 0;
                    }
                }
            }
        }
    }
}

pub(super) struct Checker<'a> {
    pub(super) file: &'a MetricFile,
    as_of: i64,
    first: i64,
    pub(super) mistakes: Vec<Mistake>,
    /// The account and metric of the last row that fits, and the metric's largest value: they are checked once a series.
    fit: Option<(String, String, f64)>,
}

impl Checker<'_> {
    pub(super) fn wrong(&mut self, line: u64, field: &str, message: impl Into<String>, hint: &str) {
        let field = field.to_owned();
        self.mistakes.push(Mistake { line, field, ..Mistake::of_file(&self.file.shown, message, hint) });
    }

    /// Pass on what is right of a run: whole where all of it is.
    pub(super) fn pass(&mut self, run: MetricRun<'_>, take: &mut dyn FnMut(&MetricRun<'_>)) {
        let mut left = run;
        while let Some(most) = self.names_fit(&left) {
            let moments = self.first..=self.as_of;
            let good = |(timestamp, value): (&i64, &f64)| moments.contains(timestamp) && (0.0..=most).contains(value);
            let all = left.timestamps.len().min(left.values.len());
            let right = left.timestamps.iter().zip(left.values).position(|point| !good(point)).unwrap_or(all);
            if let Some(fine) = left.first(right) {
                take(&fine);
            }
            let Some(rest) = left.after(right) else { return };
            self.tell(&rest, most);
            let Some(rest) = rest.after(1) else { return };
            left = rest;
        }
    }

    /// The largest value of its metric; `None` after telling what is wrong with the names, which is so of all its points.
    fn names_fit(&mut self, run: &MetricRun<'_>) -> Option<f64> {
        let known = self.fit.as_ref().filter(|(account, metric, _)| account == run.account && metric == run.metric);
        if let Some((_, _, most)) = known
            && run.period_s > 0
        {
            return Some(*most);
        }
        let (field, message, hint) = if !is_account(run.account) {
            ("account", format!("`{}` is no account id", run.account), "an account id is twelve digits".to_owned())
        } else if run.metric.is_empty() {
            ("metric", "the name is empty".to_owned(), String::new())
        } else if run.period_s == 0 {
            ("period_s", "0 seconds cannot be".to_owned(), "the period of five-minute points is 300".to_owned())
        } else if let Some(meant) = slip_of_metric(run.metric) {
            ("metric", format!("there is no metric `{}`", run.metric), format!("did you mean `{meant}`?"))
        } else {
            let most = most(run.metric);
            self.fit = Some((run.account.to_owned(), run.metric.to_owned(), most));
            return Some(most);
        };
        for (_, _, line) in run.points() {
            self.wrong(line, field, message.as_str(), &hint);
        }
        None
    }

    /// The first thing wrong with the first point of `run`, whose names fit.
    fn tell(&mut self, run: &MetricRun<'_>, most: f64) {
        let Some((timestamp, value, line)) = run.points().next() else { return };
        if timestamp > self.as_of {
            self.wrong(line, "timestamp", "the point is later than the dataset's `as_of`", "");
        } else if timestamp < self.first {
            self.wrong(line, "timestamp", "the point is before AWS existed", "the earliest year is 2006");
        } else if !value.is_finite() {
            self.wrong(line, "value", format!("`{value}` is no number"), "leave out the row when there is no point");
        } else if value < 0.0 {
            self.wrong(line, "value", format!("{value} is negative"), "no metric that cloudtrim reads can be");
        } else if value > most {
            self.wrong(line, "value", format!("{value} is absurd"), "is it another unit?");
        }
    }
}

/// Utilization may be read a little above 100 %, never a multiple of it.
fn most(metric: &str) -> f64 {
    if metric == "CPUUtilization" || metric.ends_with("_percent") { 200.0 } else { 1e18 }
}

/// Other metrics than the known ones may be in a dataset, but not one that is nearly a known one.
fn slip_of_metric(metric: &str) -> Option<&'static str> {
    if KNOWN_METRICS.contains(&metric) {
        return None;
    }
    KNOWN_METRICS.iter().copied().find(|known| {
        known.eq_ignore_ascii_case(metric) || (metric.len() > 8 && strsim::damerau_levenshtein(known, metric) <= 1)
    })
}

fn scan_csv(checker: &mut Checker<'_>, take: &mut dyn FnMut(&MetricRun<'_>)) -> Result<(), String> {
    let mut reader = ReaderBuilder::new().from_path(&checker.file.path).map_err(|error| error.to_string())?;
    let header = reader.headers().map_err(|error| csv_message(&error))?.clone();
    if !header_fits(&header, COLUMNS, &checker.file.shown, &mut checker.mistakes) {
        return Ok(());
    }
    let at: Vec<usize> = COLUMNS.iter().filter_map(|column| header.iter().position(|name| name == *column)).collect();
    let mut record = StringRecord::new();
    while checker.mistakes.len() < MOST_MISTAKES {
        let before = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => {
                checker.wrong(before, "", csv_message(&error), "");
                continue;
            }
        }
        let line = record.position().map_or(before, csv::Position::line);
        let cell = |column: usize| at.get(column).and_then(|index| record.get(*index)).unwrap_or_default();
        let Some(statistic) = Statistic::from_name(cell(4)) else {
            let hint = statistic_hint(cell(4));
            checker.wrong(line, "statistic", format!("`{}` is no statistic", cell(4)), &hint);
            continue;
        };
        let Ok(period_s) = cell(5).parse() else {
            checker.wrong(
                line,
                "period_s",
                format!("`{}` is no number of seconds", cell(5)),
                "write `300` for five minutes",
            );
            continue;
        };
        let Ok(moment) = DateTime::parse_from_rfc3339(cell(6)) else {
            checker.wrong(
                line,
                "timestamp",
                format!("`{}` is no moment", cell(6)),
                "write it as `2026-10-31T12:05:00Z`",
            );
            continue;
        };
        let Ok(value) = cell(7).parse() else {
            let hint = if cell(7).is_empty() {
                "leave out the row when there is no point"
            } else {
                "write a plain number, without unit"
            };
            checker.wrong(line, "value", format!("`{}` is no number", cell(7)), hint);
            continue;
        };
        checker.pass(
            MetricRun {
                account: cell(0),
                region: cell(1),
                resource: cell(2),
                metric: cell(3),
                statistic,
                period_s,
                timestamps: &[moment.timestamp()],
                values: &[value],
                line,
            },
            take,
        );
    }
    Ok(())
}

pub(super) fn statistic_hint(word: &str) -> String {
    let names = Statistic::ALL.map(Statistic::name);
    match nearest(word, &names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("statistics: {}", names.join(", ")),
    }
}
