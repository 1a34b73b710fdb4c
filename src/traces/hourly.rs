//! `hourly-*.csv.gz`: a row a machine and hour.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use flate2::read::MultiGzDecoder;

use super::column::{Line, Table};
use super::{Id, TracesError, hour_after};
use crate::model::mistake::Mistake;
use crate::units::Window;

/// The columns that are read. An hour without a sample while on has empty levels.
const COLUMNS: &[&str] =
    &["vm_id", "hour_utc", "cpu_pct_avg", "cpu_pct_max", "mem_mb_avg", "mem_mb_max", "net_rx_kbps", "net_tx_kbps"];

/// KB/s of the traces are kilobytes of 1,024 bytes.
const BYTES_PER_KB: f64 = 1024.0;

/// One hour of a machine that was on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) hour: DateTime<Utc>,
    /// Percent of all vCPUs.
    pub(super) cpu_average: f64,
    pub(super) cpu_maximum: f64,
    /// MiB in use: average and maximum.
    pub(super) memory: Option<(f64, f64)>,
    /// Bytes a second in both directions.
    pub(super) network: Option<f64>,
}

/// The hourly files of a folder, by name.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>, TracesError> {
    let failed = |source| TracesError::Read { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in folder.read_dir().map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let month = name.strip_prefix("hourly-").map(|rest| rest.strip_suffix(".gz").unwrap_or(rest));
        if month.is_some_and(|month| month.strip_suffix(".csv").is_some()) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Read one file into `rows`; answers the time it spans, `None` without a row.
pub(super) fn read(
    path: &Path,
    rows: &mut BTreeMap<Id, Vec<Row>>,
    mistakes: &mut Vec<Mistake>,
) -> Result<Option<Window>, TracesError> {
    let file = File::open(path).map_err(|source| TracesError::Read { path: path.to_owned(), source })?;
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    let source: Box<dyn Read> =
        if packed { Box::new(MultiGzDecoder::new(BufReader::new(file))) } else { Box::new(BufReader::new(file)) };
    let Some(table) = Table::open(path, source, COLUMNS, mistakes)? else { return Ok(None) };
    let mut span: Option<Window> = None;
    let mut last: Option<Id> = None;
    table.each(mistakes, |line, mistakes| {
        let Some(hour) = line.value::<DateTime<Utc>>("hour_utc", "a moment such as 2013-07-01T00:00:00Z", mistakes)
        else {
            return;
        };
        let until = hour_after(hour);
        span = Some(span.map_or(Window { start: hour, end: until }, |span| Window {
            start: span.start.min(hour),
            end: span.end.max(until),
        }));
        let id = match last.take() {
            Some(id) if id.text == line.text("vm_id") => id,
            _ => Id::new(line.text("vm_id")),
        };
        if let Some(row) = row(line, hour, mistakes) {
            if !rows.contains_key(&id) {
                rows.insert(id.clone(), Vec::new());
            }
            if let Some(rows) = rows.get_mut(&id) {
                rows.push(row);
            }
        }
        last = Some(id);
    })?;
    Ok(span)
}

fn row(line: &Line<'_>, hour: DateTime<Utc>, mistakes: &mut Vec<Mistake>) -> Option<Row> {
    let mut level = |column| line.level(column, mistakes);
    let (average, maximum) = (level("cpu_pct_avg"), level("cpu_pct_max"));
    let memory = level("mem_mb_avg").zip(level("mem_mb_max"));
    let network = level("net_rx_kbps").zip(level("net_tx_kbps")).map(|(in_, out)| (in_ + out) * BYTES_PER_KB);
    let (cpu_average, cpu_maximum) = average.zip(maximum)?;
    Some(Row { hour, cpu_average, cpu_maximum, memory, network })
}
