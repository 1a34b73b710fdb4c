//! `metrics/<kind>.csv|parquet`: rows read in bounded pieces, each checked while it passes.

use std::fs::File;
use std::path::Path;

use chrono::{DateTime, Utc};
use csv::{ReaderBuilder, StringRecord};
use polars::prelude::{DataFrame, DataType, ParquetReader, PolarsResult, SerReader, StringChunked};

use super::billing::{csv_message, header_fits};
use super::sink::{first_day, is_account};
use super::words::nearest;
use super::{MetricFile, MetricFormat, Mistake};
use crate::model::metric::Statistic;

pub(super) const COLUMNS: &[&str] =
    &["account", "region", "resource", "metric", "statistic", "period_s", "timestamp", "value"];

/// Rows of Parquet held at once.
const ROWS_AT_ONCE: usize = 65_536;
/// A file with more mistakes than this is of another kind; the rest of it is not worth reading.
const MOST_MISTAKES: usize = 10_000;

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

/// One point of one series.
#[derive(Clone, Copy, Debug)]
pub struct MetricRow<'a> {
    pub account: &'a str,
    pub region: &'a str,
    pub resource: &'a str,
    pub metric: &'a str,
    pub statistic: Statistic,
    pub period_s: u32,
    /// Seconds since the epoch, UTC; the start of the period.
    pub timestamp: i64,
    pub value: f64,
    /// The line of a CSV file, the row (from 1) of a Parquet file.
    pub line: u64,
}

/// Pass every row that is right to `take`, in the file's order; the mistakes in the others come back. The error says
/// why the file cannot be read at all.
///
/// # Errors
/// When the file cannot be opened or is no Parquet file.
pub fn scan_metrics(
    file: &MetricFile,
    as_of: DateTime<Utc>,
    take: &mut dyn FnMut(&MetricRow<'_>),
) -> Result<Vec<Mistake>, String> {
    let mut checker =
        Checker { file, as_of: as_of.timestamp(), first: first_day().timestamp(), mistakes: Vec::new(), fit: None };
    match file.format {
        MetricFormat::Csv => scan_csv(&mut checker, take)?,
        MetricFormat::Parquet => scan_parquet(&mut checker, take).map_err(|error| error.to_string())?,
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

struct Checker<'a> {
    file: &'a MetricFile,
    as_of: i64,
    first: i64,
    mistakes: Vec<Mistake>,
    /// The account and metric of the last row that fits, and the metric's largest value: they are checked once a series.
    fit: Option<(String, String, f64)>,
}

impl Checker<'_> {
    fn wrong(&mut self, line: u64, field: &str, message: impl Into<String>, hint: &str) {
        let field = field.to_owned();
        self.mistakes.push(Mistake { line, field, ..Mistake::of_file(&self.file.shown, message, hint) });
    }

    /// The row may be passed on; only the first thing wrong with it is told.
    fn fits(&mut self, row: &MetricRow<'_>) -> bool {
        let known = self.fit.as_ref().filter(|(account, metric, _)| account == row.account && metric == row.metric);
        let (names_fit, most) = known.map_or_else(|| (false, most(row.metric)), |(_, _, most)| (true, *most));
        if !names_fit && !is_account(row.account) {
            self.wrong(
                row.line,
                "account",
                format!("`{}` is no account id", row.account),
                "an account id is twelve digits",
            );
        } else if row.metric.is_empty() {
            self.wrong(row.line, "metric", "the name is empty", "");
        } else if row.period_s == 0 {
            self.wrong(row.line, "period_s", "0 seconds cannot be", "the period of five-minute points is 300");
        } else if row.timestamp > self.as_of {
            self.wrong(row.line, "timestamp", "the point is later than the dataset's `as_of`", "");
        } else if row.timestamp < self.first {
            self.wrong(row.line, "timestamp", "the point is before AWS existed", "the earliest year is 2006");
        } else if !row.value.is_finite() {
            self.wrong(
                row.line,
                "value",
                format!("`{}` is no number", row.value),
                "leave out the row when there is no point",
            );
        } else if row.value < 0.0 {
            self.wrong(
                row.line,
                "value",
                format!("{} is negative", row.value),
                "no metric that cloudtrim reads can be",
            );
        } else if row.value > most {
            self.wrong(row.line, "value", format!("{} is absurd", row.value), "is it another unit?");
        } else if names_fit {
            return true;
        } else if let Some(meant) = slip_of_metric(row.metric) {
            let hint = format!("did you mean `{meant}`?");
            self.wrong(row.line, "metric", format!("there is no metric `{}`", row.metric), &hint);
        } else {
            self.fit = Some((row.account.to_owned(), row.metric.to_owned(), most));
            return true;
        }
        false
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

fn scan_csv(checker: &mut Checker<'_>, take: &mut dyn FnMut(&MetricRow<'_>)) -> Result<(), String> {
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
        let row = MetricRow {
            account: cell(0),
            region: cell(1),
            resource: cell(2),
            metric: cell(3),
            statistic,
            period_s,
            timestamp: moment.timestamp(),
            value,
            line,
        };
        if checker.fits(&row) {
            take(&row);
        }
    }
    Ok(())
}

fn statistic_hint(word: &str) -> String {
    let names = Statistic::ALL.map(Statistic::name);
    match nearest(word, &names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("statistics: {}", names.join(", ")),
    }
}

/// The file is opened again for each piece, so that no more of it than a piece is ever mapped into memory.
fn scan_parquet(checker: &mut Checker<'_>, take: &mut dyn FnMut(&MetricRow<'_>)) -> PolarsResult<()> {
    let mut reader = ParquetReader::new(File::open(&checker.file.path)?);
    let rows = reader.num_rows()?;
    let metadata = reader.get_metadata()?.clone();
    let mut offset = 0;
    while offset < rows && checker.mistakes.len() < MOST_MISTAKES {
        let file = File::open(&checker.file.path)?;
        let mut reader = ParquetReader::new(file).with_slice(Some((offset, ROWS_AT_ONCE)));
        reader.set_metadata(metadata.clone());
        let piece = reader.finish()?;
        if piece.height() == 0 {
            break;
        }
        take_piece(&piece, offset, checker, take)?;
        offset = offset.saturating_add(piece.height());
    }
    Ok(())
}

fn take_piece(
    piece: &DataFrame,
    offset: usize,
    checker: &mut Checker<'_>,
    take: &mut dyn FnMut(&MetricRow<'_>),
) -> PolarsResult<()> {
    if tell_nulls(piece, offset, checker)? {
        return Ok(());
    }
    let text = |name: &str| piece.column(name)?.cast(&DataType::String);
    let (account, region, resource) = (text("account")?, text("region")?, text("resource")?);
    let (metric, statistic) = (text("metric")?, text("statistic")?);
    let period = piece.column("period_s")?.cast(&DataType::UInt32)?;
    let milliseconds = DataType::Datetime(polars::prelude::TimeUnit::Milliseconds, None);
    let timestamp = piece.column("timestamp")?.cast(&milliseconds)?.cast(&DataType::Int64)?;
    let value = piece.column("value")?.cast(&DataType::Float64)?;
    let (account, region, resource) = (account.str()?, region.str()?, resource.str()?);
    let (metric, statistic) = (metric.str()?, statistic.str()?);
    let names = words(account).zip(words(region)).zip(words(resource)).zip(words(metric)).zip(words(statistic));
    let numbers = (period.u32()?.into_no_null_iter())
        .zip(timestamp.i64()?.into_no_null_iter())
        .zip(value.f64()?.into_no_null_iter());
    for (index, (((((account, region), resource), metric), word), ((period_s, timestamp), value))) in
        names.zip(numbers).enumerate()
    {
        let line = line_of(offset, index);
        let Some(statistic) = Statistic::from_name(word) else {
            checker.wrong(line, "statistic", format!("`{word}` is no statistic"), &statistic_hint(word));
            continue;
        };
        let timestamp = timestamp.div_euclid(1000);
        let row = MetricRow { account, region, resource, metric, statistic, period_s, timestamp, value, line };
        if checker.fits(&row) {
            take(&row);
        }
    }
    Ok(())
}

/// The values of a column without nulls.
fn words(column: &StringChunked) -> impl Iterator<Item = &str> {
    column.downcast_iter().flat_map(|chunk| chunk.values_iter())
}

fn line_of(offset: usize, index: usize) -> u64 {
    u64::try_from(offset.saturating_add(index)).unwrap_or(u64::MAX).saturating_add(1)
}

/// Whether a cell of the piece is null, which none may be; each is a mistake.
fn tell_nulls(piece: &DataFrame, offset: usize, checker: &mut Checker<'_>) -> PolarsResult<bool> {
    let mut any = false;
    for column in COLUMNS {
        let cells = piece.column(column)?;
        if cells.null_count() == 0 {
            continue;
        }
        any = true;
        for (index, null) in cells.is_null().iter().enumerate() {
            if null == Some(true) && checker.mistakes.len() < MOST_MISTAKES {
                checker.wrong(
                    line_of(offset, index),
                    column,
                    "the cell is null",
                    "leave out the row when there is no point",
                );
            }
        }
    }
    Ok(any)
}
