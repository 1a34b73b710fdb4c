//! `inventory.csv`: what each machine has.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use super::column::Table;
use super::{Id, TracesError};
use crate::model::mistake::Mistake;

/// What a machine has in the newest month listed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Listed {
    pub(super) vcpus: u32,
    pub(super) memory_mib: Option<f64>,
}

/// The newest month's line of each machine.
pub(super) fn read(path: &Path, mistakes: &mut Vec<Mistake>) -> Result<BTreeMap<Id, Listed>, TracesError> {
    let file = File::open(path).map_err(|source| TracesError::Read { path: path.to_owned(), source })?;
    let columns = ["vm_id", "month", "vcpus", "memory_mb"];
    let mut newest: BTreeMap<Id, (String, Listed)> = BTreeMap::new();
    let Some(table) = Table::open(path, file, &columns, mistakes)? else { return Ok(BTreeMap::new()) };
    table.each(mistakes, |line, mistakes| {
        let Some(vcpus) = line.value::<u32>("vcpus", "a whole number of vCPUs", mistakes) else { return };
        if vcpus == 0 {
            line.mistake("vcpus", "a machine has at least one vCPU".to_owned(), mistakes);
            return;
        }
        let memory_mib = line.level("memory_mb", mistakes).filter(|memory| *memory > 0.0);
        let (id, month) = (Id::new(line.text("vm_id")), line.text("month").to_owned());
        if newest.get(&id).is_none_or(|(known, _)| *known <= month) {
            newest.insert(id, (month, Listed { vcpus, memory_mib }));
        }
    })?;
    Ok(newest.into_iter().map(|(id, (_, listed))| (id, listed)).collect())
}
