//! Recorded machines → machines for a back-test: from a dataset, or from a trace folder.
//!
//! A trace folder holds `hourly-*.csv.gz` (or `.csv`), one file a month, and `inventory.csv`; perhaps also
//! `backtest-reference.csv`, which says of each machine what the last month really needed. Start with [`read`] and [`of_dataset`].

mod column;
mod hourly;
mod inventory;
mod of_dataset;
mod reference;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::mistake::Mistake;
use crate::rightsize::backtest::{Machine, doubling_sizes};
use crate::tables::HourlyUse;
use crate::units::Window;

pub use of_dataset::of_dataset;

use hourly::Row;

#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    #[error("cannot read `{}`", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{}", Mistake::list(.0, "traces"))]
    Mistakes(Vec<Mistake>),
}

/// The longest recording, days: a moment further off is a slip, and would take the memory of all the hours between.
const LONGEST_DAYS: i64 = 1_100;

/// The machines of a trace folder.
#[derive(Debug)]
pub struct Traces {
    pub machines: Vec<Machine>,
    /// From the first hour to the end of the last one.
    pub recorded: Window,
    /// What the last file holds: what is judged when nobody says otherwise.
    pub last_file: Window,
}

/// Read every machine of `folder`, by number where the ids are numbers.
///
/// The reference judges only where the judged part is the last file, near enough; `judge` is that part, `None` for the last
/// file itself.
pub fn read(folder: &Path, judge: Option<Window>) -> Result<Traces, TracesError> {
    let mut mistakes = Vec::new();
    let inventory = inventory::read(&folder.join("inventory.csv"), &mut mistakes)?;
    let inventory_is_whole = mistakes.is_empty();
    let files = hourly::files(folder)?;
    if files.is_empty() {
        mistakes.push(Mistake::of_file(
            folder,
            "no file `hourly-*.csv.gz` or `hourly-*.csv` in it",
            "docs/rightsizing.md describes the layout",
        ));
    }
    let mut rows: BTreeMap<Id, Vec<Row>> = BTreeMap::new();
    let mut spans = Vec::new();
    for file in &files {
        spans.extend(hourly::read(file, &mut rows, &mut mistakes)?);
    }
    let Some(recorded) = span(&spans) else {
        if mistakes.is_empty() {
            mistakes.push(Mistake::of_file(folder, "no hour in its files", "give files with at least one row"));
        }
        return Err(TracesError::Mistakes(mistakes));
    };
    let last_file = spans.last().copied().unwrap_or(recorded);
    if (recorded.end - recorded.start).num_days() > LONGEST_DAYS {
        mistakes.push(Mistake::of_file(
            folder,
            format!("its hours go from {} to {}", recorded.start.to_rfc3339(), recorded.end.to_rfc3339()),
            format!("give files of {LONGEST_DAYS} days at most"),
        ));
        return Err(TracesError::Mistakes(mistakes));
    }
    let mut references = BTreeMap::new();
    if judge.is_none_or(|judge| is_about(judge, last_file)) {
        references = reference::read(&folder.join("backtest-reference.csv"), &mut mistakes)?;
    }
    let mut machines = Vec::new();
    for (id, rows) in rows {
        let Some(listed) = inventory.get(&id) else {
            if !inventory_is_whole {
                continue;
            }
            mistakes.push(Mistake::of_file(
                folder.join("inventory.csv"),
                format!("machine `{}` has hours but is not listed", id.text),
                "add its line: vm_id, month, vcpus, memory_mb",
            ));
            continue;
        };
        let hindsight = references.get(&id).copied();
        machines.push(machine(id.text, *listed, &rows, recorded).with_hindsight(hindsight));
    }
    if mistakes.is_empty() {
        Ok(Traces { machines, recorded, last_file })
    } else {
        Mistake::sort(&mut mistakes);
        Err(TracesError::Mistakes(mistakes))
    }
}

fn span(spans: &[Window]) -> Option<Window> {
    let start = spans.iter().map(|span| span.start).min()?;
    let end = spans.iter().map(|span| span.end).max()?;
    Some(Window { start, end })
}

/// Whether `judge` is about the last file: it holds nine tenths of it, and a tenth of anything before at most. Recordings
/// begin at midnight of their own time zone, and end before a month does.
fn is_about(judge: Window, last_file: Window) -> bool {
    let tenth = (last_file.end - last_file.start) / 10;
    let shared = judge.end.min(last_file.end) - judge.start.max(last_file.start);
    shared >= tenth * 9 && last_file.start - judge.start <= tenth
}

fn machine(id: String, listed: inventory::Listed, rows: &[Row], recorded: Window) -> Machine {
    let mut cpu = HourlyUse::new(recorded);
    let mut memory = HourlyUse::new(recorded);
    let mut network = HourlyUse::new(recorded);
    for row in rows {
        cpu.set(row.hour, row.cpu_average, row.cpu_maximum);
        if let Some((average, maximum)) = row.memory {
            memory.set(row.hour, average, maximum);
        }
        if let Some(bytes) = row.network {
            network.set(row.hour, bytes, bytes);
        }
    }
    let measured = |hours: HourlyUse| hours.peaks().iter().any(|peak| !peak.is_nan()).then_some(hours);
    Machine {
        id,
        vcpus: listed.vcpus,
        memory_mib: listed.memory_mib,
        cpu,
        memory: measured(memory),
        network: measured(network),
        sizes: doubling_sizes(listed.vcpus),
        hindsight: None,
    }
}

/// A machine's id; numbers sort as numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Id {
    number: Option<u64>,
    text: String,
}

impl Id {
    fn new(text: &str) -> Self {
        Self { number: text.parse().ok(), text: text.to_owned() }
    }
}

/// One hour after `moment`.
fn hour_after(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment.checked_add_signed(TimeDelta::hours(1)).unwrap_or(moment)
}
