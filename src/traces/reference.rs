//! `backtest-reference.csv`: what the last month really needed, from points finer than the hours.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;

use super::column::{Line, Table};
use super::{Id, TracesError};
use crate::model::mistake::Mistake;
use crate::rightsize::backtest::{Hindsight, Machine};

const COLUMNS: &[&str] = &["vm_id", "idle_in_both"];

/// The fewest vCPUs that are enough: the 99th percentile of the five-minute points within 80 %, or by any other measure.
const MINIMUM: &[&str] = &["min_vcpus_future_p99_80", "min_vcpus"];

/// Columns of the decided part in MHz, and of a core; there or not.
const FIVE_MINUTES: [&str; 4] = ["obs_cpu_mhz_p95", "obs_cpu_mhz_p99", "obs_cpu_mhz_p99_9", "obs_cpu_mhz_max"];

/// What it says of each machine; nothing where there is no such file.
pub(super) fn read(path: &Path, mistakes: &mut Vec<Mistake>) -> Result<BTreeMap<Id, Hindsight>, TracesError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(source) => return Err(TracesError::Read { path: path.to_owned(), source }),
    };
    let mut references = BTreeMap::new();
    let Some(table) = Table::open(path, file, COLUMNS, mistakes)? else { return Ok(references) };
    let Some(minimum_column) = table.first_of(MINIMUM, mistakes) else { return Ok(references) };
    table.each(mistakes, |line, mistakes| {
        let minimum = line.value::<u32>(minimum_column, "a whole number of vCPUs", mistakes);
        let idle = line.value::<u8>("idle_in_both", "0 or 1", mistakes);
        if let Some((minimum_vcpus, idle)) = minimum.zip(idle) {
            let five_minute_vcpus = five_minutes(line, mistakes);
            references.insert(
                Id::new(line.text("vm_id")),
                Hindsight { minimum_vcpus, idle_in_both: idle != 0, five_minute_vcpus },
            );
        }
    })?;
    Ok(references)
}

fn five_minutes(line: &Line<'_>, mistakes: &mut Vec<Mistake>) -> Option<[f64; 4]> {
    let core = line.level("core_mhz", mistakes).filter(|core| *core > 0.0)?;
    let [p95, p99, p99_9, maximum] = FIVE_MINUTES.map(|column| line.level(column, mistakes).map(|mhz| mhz / core));
    Some([p95?, p99?, p99_9?, maximum?])
}

impl Machine {
    pub(super) fn with_hindsight(self, hindsight: Option<Hindsight>) -> Self {
        Self { hindsight, ..self }
    }
}
