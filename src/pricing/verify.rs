//! Whether a set of prices can be trusted: sums, rows, tiers, units, age.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;

use super::file::FILES;
use super::folder::{FolderError, PriceFolder};
use super::offers;
use crate::model::cost::{PRICES_STALE_AFTER_DAYS, price_age_days};
use crate::model::mistake::Mistake;

/// What was looked at, when nothing is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    pub files: usize,
    pub rows: usize,
    /// Rows that are stale at the day of the verification, by service.
    pub stale_by_service: BTreeMap<String, usize>,
    /// The oldest and newest day of any row, `YYYY-MM-DD`.
    pub oldest: Option<String>,
    pub newest: Option<String>,
}

impl Verification {
    pub fn stale(&self) -> usize {
        self.stale_by_service.values().sum()
    }
}

/// Verify the folder, or without one the embedded book (whose sums the build has checked).
///
/// # Errors
/// With every mistake: sums, rows and tiers as [`PriceFolder::load`] says them, units that no item of ours has, days that
/// are still to come.
pub fn verify(folder: Option<&Path>, today: NaiveDate) -> Result<Verification, FolderError> {
    let prices = match folder {
        Some(folder) => PriceFolder::load(folder)?,
        None => PriceFolder::embedded(),
    };
    let mut mistakes = Vec::new();
    let mut stale_by_service: BTreeMap<String, usize> = BTreeMap::new();
    let units = known_units();
    let mut days = BTreeSet::new();
    let mut rows = 0;
    for row in prices.rows() {
        rows += 1;
        days.insert(row.source.as_of.as_ref());
        let mut wrong = |field: &str, message: String| {
            mistakes.push(Mistake {
                file: prices.path().join(row.file.as_ref()),
                line: u64::from(row.line),
                field: field.to_owned(),
                ..Mistake::of_file("", message, "")
            });
        };
        if !units.contains(row.unit.as_ref()) {
            wrong("unit", format!("`{}` is no unit of the price list that is priced", row.unit));
        }
        match price_age_days(&row.source.as_of, today) {
            Some(age) if age > PRICES_STALE_AFTER_DAYS => {
                *stale_by_service.entry(row.service().to_owned()).or_default() += 1;
            }
            Some(age) if age < 0 => {
                wrong("source", format!("its source `{}` is of {}, after {today}", row.source.id, row.source.as_of));
            }
            _ => {}
        }
    }
    if !mistakes.is_empty() {
        return Err(FolderError::Mistakes(mistakes));
    }
    Ok(Verification {
        files: prices.manifest().files.len(),
        rows,
        stale_by_service,
        oldest: days.first().map(ToString::to_string),
        newest: days.last().map(ToString::to_string),
    })
}

/// What the embedded book and the table of offers count in.
fn known_units() -> BTreeSet<&'static str> {
    let embedded = FILES.iter().flat_map(|file| file.rows().iter().map(|row| row.unit));
    embedded.chain(offers::units()).collect()
}
