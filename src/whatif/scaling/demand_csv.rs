//! Demand from a CSV file; every mistake in it at once.
//!
//! | column | what |
//! |---|---|
//! | `timestamp` | RFC 3339 or seconds since the epoch, ascending: the start of what the row says |
//! | `cpu_percent`, `memory_percent` | average over the units that it was measured on |
//! | `requests` | all requests of the row's step; or `requests_per_second` |
//! | `units` | the units that served then, where their number changed; else `measured_on` says it once |
//!
//! An empty cell is unknown. A row that is missing leaves a hole of unknown minutes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use csv::{ReaderBuilder, StringRecord};

use super::demand::{Demand, LONGEST_MINUTES, Metric, Sample};
use super::policy::{MOST_UNITS, Targets};
use crate::model::mistake::Mistake;
use crate::rules::yaml::did_you_mean;

/// A file of demand, and what it does not say itself.
#[derive(Clone, Debug, PartialEq)]
pub struct CsvDemand {
    pub file: PathBuf,
    /// On how many units its percentages were measured; `None` where a column says it.
    pub measured_on: Option<u32>,
    /// Seconds between rows; `None` for the most frequent distance.
    pub step_s: Option<u32>,
    /// Percent that a unit uses without load.
    pub idle: Targets,
}

const COLUMNS: [&str; 6] = ["timestamp", "cpu_percent", "memory_percent", "requests", "requests_per_second", "units"];

/// A larger file is no demand series of at most [`LONGEST_MINUTES`] minutes.
const MOST_BYTES: u64 = 64 << 20;
/// The rest of a file with more mistakes is not worth reading.
const MOST_MISTAKES: usize = 1_000;
/// A unit may be read a little above 100 %, never a multiple of it.
const MOST_PERCENT: f64 = 200.0;
/// From here on a number is of milliseconds: the year 5138 in seconds.
const MILLISECONDS: i64 = 100_000_000_000;
const FULL_PERCENT: f64 = 99.5;

/// # Errors
/// With every mistake in the file; a file that cannot be read is one.
pub fn read_csv(source: &CsvDemand) -> Result<Demand, Vec<Mistake>> {
    let whole = |message: String, hint: &str| vec![Mistake::of_file(&source.file, message, hint)];
    let metadata = std::fs::metadata(&source.file).map_err(|error| whole(format!("cannot be read: {error}"), ""))?;
    let size = metadata.len();
    if !metadata.is_file() {
        return Err(whole("is no file".to_owned(), ""));
    }
    if size > MOST_BYTES {
        return Err(whole(format!("{} MiB is too large", size >> 20), "average it to minutes, or give a part of it"));
    }
    let bytes = std::fs::read(&source.file).map_err(|error| whole(format!("cannot be read: {error}"), ""))?;
    let text = String::from_utf8(bytes).map_err(|_| whole("is not UTF-8 text".to_owned(), ""))?;
    if text.trim().is_empty() {
        return Err(whole("is empty".to_owned(), ""));
    }
    let mut reader = Reader {
        source,
        text: &text,
        mistakes: Vec::new(),
        samples: Vec::new(),
        last: None,
        full: 0,
        counted: false,
        below_idle: BTreeMap::new(),
    };
    let metrics = reader.read();
    if reader.mistakes.is_empty() { reader.demand(&metrics) } else { Err(reader.mistakes) }
}

struct Reader<'s> {
    source: &'s CsvDemand,
    text: &'s str,
    mistakes: Vec<Mistake>,
    /// Requests as the row has them until the step is known.
    samples: Vec<Sample>,
    /// The last moment, and its line.
    last: Option<(i64, u64)>,
    /// Rows at full capacity.
    full: usize,
    /// Requests are counted by step, not by second.
    counted: bool,
    /// By column: the lowest percentage below its idle one, and where it stands.
    below_idle: BTreeMap<&'static str, (f64, f64, (u64, u64))>,
}

/// Where the file has each column.
type Header = BTreeMap<&'static str, usize>;

impl Reader<'_> {
    fn read(&mut self) -> Vec<Metric> {
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(self.text.as_bytes());
        let Ok(names) = reader.headers().cloned() else {
            self.wrong((1, 0), "", "the header cannot be read", "");
            return Vec::new();
        };
        let header = self.header(&names);
        self.counted = header.contains_key("requests");
        let metrics = self.metrics(&header);
        if !self.mistakes.is_empty() {
            return metrics;
        }
        let mut record = StringRecord::new();
        while self.mistakes.len() < MOST_MISTAKES {
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => self.row(&record, &header, names.len()),
                Err(error) => {
                    self.wrong((error.position().map_or(0, csv::Position::line), 0), "", "cannot be read", "");
                }
            }
        }
        self.tell_below_idle();
        if self.samples.is_empty() && self.mistakes.is_empty() {
            self.wrong((0, 0), "", "there is no row", "");
        }
        metrics
    }

    fn wrong(&mut self, (line, column): (u64, u64), field: &str, message: impl Into<String>, hint: impl Into<String>) {
        let field = field.to_owned();
        self.mistakes.push(Mistake { line, column, field, ..Mistake::of_file(&self.source.file, message, hint) });
    }

    fn header(&mut self, names: &StringRecord) -> Header {
        let mut header = Header::new();
        for (index, name) in names.iter().enumerate() {
            let name = name.trim().trim_start_matches('\u{feff}');
            let at = (1, self.column(0, index));
            match COLUMNS.iter().find(|column| **column == name) {
                None => self.wrong(at, name, "unknown column", did_you_mean(name, COLUMNS)),
                Some(column) if header.insert(column, index).is_some() => {
                    self.wrong(at, name, "the column is there twice", "");
                }
                Some(_) => {}
            }
        }
        header
    }

    /// What the columns measure; their absence is a mistake only where no mistyped one may have been meant.
    fn metrics(&mut self, header: &Header) -> Vec<Metric> {
        let has = |column: &str| header.contains_key(column);
        let percent = has("cpu_percent") || has("memory_percent");
        let requests = has("requests") || has("requests_per_second");
        let mistyped = !self.mistakes.is_empty();
        if !has("timestamp") && !mistyped {
            self.wrong((1, 0), "timestamp", "missing column", "");
        }
        if !percent && !requests && !mistyped {
            let hint = "one of `cpu_percent`, `memory_percent`, `requests`, `requests_per_second`";
            self.wrong((1, 0), "", "no column says what is demanded", hint);
        }
        if has("requests") && has("requests_per_second") {
            self.wrong((1, 0), "requests_per_second", "said twice: `requests` is there as well", "keep one of the two");
        }
        match (has("units"), self.source.measured_on) {
            (false, None) if percent => {
                let hint = "say `measured_on: { units: 4 }`, or add a column `units`";
                self.wrong((1, 0), "", "on how many units were the percentages measured?", hint);
            }
            (true, Some(_)) => {
                self.wrong((1, 0), "units", "said twice: `measured_on` is there as well", "keep one of the two");
            }
            _ => {}
        }
        let measured = [has("cpu_percent"), has("memory_percent"), requests];
        Metric::ALL.into_iter().zip(measured).filter(|(_, has)| *has).map(|(metric, _)| metric).collect()
    }

    fn row(&mut self, record: &StringRecord, header: &Header, columns: usize) {
        let (line, byte) = record.position().map_or((0, 0), |at| (at.line(), at.byte()));
        if record.len() != columns {
            self.wrong((line, 0), "", format!("the row has {} cells, the header {columns}", record.len()), "");
            return;
        }
        let cell = |name: &'static str| {
            let index = *header.get(name)?;
            let text = record.get(index)?.trim();
            Some(Cell { name, text, byte, index, line })
        };
        let before = self.mistakes.len();
        let at_s = cell("timestamp").and_then(|cell| self.moment(&cell));
        let measured_on = match cell("units") {
            Some(cell) => self.number(&cell, f64::from(MOST_UNITS)),
            None => self.source.measured_on.map(f64::from),
        };
        let idle = self.source.idle;
        let percents = [("cpu_percent", idle.cpu), ("memory_percent", idle.memory)]
            .map(|(name, idle)| self.percent(&cell(name)?, idle.unwrap_or(0.0)));
        let counted = cell("requests").and_then(|cell| self.number(&cell, 1e15));
        let rate = cell("requests_per_second").and_then(|cell| self.number(&cell, 1e12)).map(|rate| rate * 60.0);
        let Some(at_s) = at_s.filter(|_| self.mistakes.len() == before) else { return };
        self.full += usize::from(percents.iter().flatten().any(|percent| *percent >= FULL_PERCENT));
        let [cpu, memory] = [(Metric::Cpu, idle.cpu), (Metric::Memory, idle.memory)]
            .map(|(metric, idle)| Some((percents.get(metric.index()).copied()?? - idle.unwrap_or(0.0)) * measured_on?));
        self.samples.push(Sample { at_s, values: [cpu, memory, counted.or(rate)] });
    }

    fn moment(&mut self, cell: &Cell<'_>) -> Option<i64> {
        let number = cell.text.parse::<i64>().ok();
        let stated = DateTime::parse_from_rfc3339(cell.text).ok().map(|moment| moment.timestamp());
        let at_s = number.map(|number| if number >= MILLISECONDS { number / 1_000 } else { number }).or(stated);
        let Some(at_s) = at_s.filter(|at_s| DateTime::from_timestamp(*at_s, 0).is_some()) else {
            let hint = "write it as `2026-10-31T12:05:00Z`, or as seconds since 1970";
            let empty = cell.text.is_empty();
            let message = if empty { "is empty".to_owned() } else { format!("`{}` is no moment", shown(cell.text)) };
            self.at(cell, message, hint);
            return None;
        };
        match self.last {
            Some((last, other)) if last == at_s => {
                self.at(
                    cell,
                    format!("the moment is there twice; the other is in line {other}"),
                    "keep one of the two",
                );
                None
            }
            Some((last, other)) if last > at_s => {
                self.at(cell, format!("is before the moment in line {other}"), "sort the rows by `timestamp`");
                None
            }
            _ => {
                self.last = Some((at_s, cell.line));
                Some(at_s)
            }
        }
    }

    /// A percentage; the lowest of a column that is below what a unit uses idle is told once, at the end.
    fn percent(&mut self, cell: &Cell<'_>, idle: f64) -> Option<f64> {
        let percent = self.number(cell, MOST_PERCENT)?;
        let lowest = self.below_idle.get(cell.name).map_or(idle, |(lowest, ..)| *lowest);
        if percent < lowest {
            let at = (cell.line, self.column(cell.byte, cell.index));
            self.below_idle.insert(cell.name, (percent, idle, at));
        }
        Some(percent)
    }

    fn tell_below_idle(&mut self) {
        for (name, (lowest, idle, at)) in std::mem::take(&mut self.below_idle) {
            let message = format!("{lowest} is below the {idle} % that every unit uses idle");
            self.wrong(at, name, message, "no more can be idle than the lowest value of the column");
        }
    }

    /// A number from 0 to `most`; an empty cell is unknown.
    fn number(&mut self, cell: &Cell<'_>, most: f64) -> Option<f64> {
        if cell.text.is_empty() {
            return None;
        }
        let (message, hint) = match cell.text.parse::<f64>() {
            Err(_) => ("is no number", "write a plain number; leave the cell empty where it is not known"),
            Ok(number) if !number.is_finite() => ("is no number", "leave the cell empty where it is not known"),
            Ok(number) if number < 0.0 => ("is negative", ""),
            Ok(number) if number > most => ("is absurd", "is it another unit?"),
            Ok(0.0) if cell.name == "units" => ("units cannot have been measured", "leave the row out"),
            Ok(number) => return Some(number),
        };
        self.at(cell, format!("`{}` {message}", shown(cell.text)), hint);
        None
    }

    fn at(&mut self, cell: &Cell<'_>, message: String, hint: &str) {
        self.wrong((cell.line, self.column(cell.byte, cell.index)), cell.name, message, hint);
    }

    /// Where the cell begins in its line, from 1; 0 where quotes make that hard to say.
    fn column(&self, byte: u64, index: usize) -> u64 {
        let rest = usize::try_from(byte).ok().and_then(|byte| self.text.get(byte..)).unwrap_or_default();
        let line = rest.trim_start_matches(['\r', '\n']).lines().next().unwrap_or_default();
        if line.contains('"') {
            return 0;
        }
        let before = line.split(',').take(index).map(|cell| cell.chars().count() + 1).sum::<usize>();
        u64::try_from(before + 1).unwrap_or(0)
    }

    fn demand(mut self, metrics: &[Metric]) -> Result<Demand, Vec<Mistake>> {
        let whole = |message: String, hint: &str| vec![Mistake::of_file(&self.source.file, message, hint)];
        let Some(step_s) = self.source.step_s.or_else(|| usual_step(&self.samples)) else {
            return Err(whole("one row does not say its step".to_owned(), "add `step: 5 minutes` to the demand"));
        };
        for metric in metrics {
            let known = |sample: &Sample| sample.values.get(metric.index()).is_some_and(Option::is_some);
            if !self.samples.iter().any(known) {
                return Err(whole(format!("no row has a value of {}", metric.noun()), "leave the column out"));
            }
        }
        if self.counted {
            for requests in self.samples.iter_mut().filter_map(|sample| sample.values.last_mut()?.as_mut()) {
                *requests *= 60.0 / f64::from(step_s);
            }
        }
        let too_long = format!("covers more than {} days", LONGEST_MINUTES / 1_440);
        let demand = Demand::from_samples(&self.samples, metrics, step_s);
        let mut demand = demand.ok_or_else(|| whole(too_long, "is a timestamp mistaken?"))?;
        demand = demand.above_idle(self.source.idle);
        demand.at_capacity_share = self.full as f64 / self.samples.len().max(1) as f64;
        Ok(demand)
    }
}

struct Cell<'r> {
    name: &'static str,
    text: &'r str,
    byte: u64,
    index: usize,
    line: u64,
}

/// The most frequent distance of rows, the shortest of several; `None` for one row.
pub(super) fn usual_step(samples: &[Sample]) -> Option<u32> {
    let mut distances: BTreeMap<u32, usize> = BTreeMap::new();
    for pair in samples.windows(2) {
        let [one, other] = pair else { continue };
        if let Some(distance) = other.at_s.checked_sub(one.at_s).and_then(|distance| u32::try_from(distance).ok()) {
            *distances.entry(distance).or_default() += 1;
        }
    }
    let most = distances.values().copied().max()?;
    distances.into_iter().find(|(_, count)| *count == most).map(|(distance, _)| distance)
}

/// A cell as a message shows it.
fn shown(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(40).chain(['…']).collect() }
}

impl CsvDemand {
    /// A file whose rows say everything.
    pub fn of(file: &Path) -> Self {
        Self { file: file.to_owned(), measured_on: None, step_s: None, idle: Targets::default() }
    }
}
