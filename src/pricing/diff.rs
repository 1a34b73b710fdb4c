//! What changed from one set of prices to another.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Serialize, Serializer};

use super::folder::{FolderRow, PriceFolder};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    Changed,
    New,
    Gone,
}

impl ChangeKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }
}

/// One price of one tier that is not the same on both sides.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PriceChange {
    pub kind: ChangeKind,
    pub service: String,
    pub region: String,
    pub item: String,
    #[serde(serialize_with = "number")]
    pub tier_from: Decimal,
    pub unit: String,
    #[serde(serialize_with = "maybe_number")]
    pub old_usd_per_unit: Option<Decimal>,
    #[serde(serialize_with = "maybe_number")]
    pub new_usd_per_unit: Option<Decimal>,
    /// Of the old price; `None` for new and gone ones, and where the old price was zero or had another unit.
    pub change_percent: Option<f64>,
    /// The days that the sources were current, `YYYY-MM-DD`.
    pub old_as_of: Option<String>,
    pub new_as_of: Option<String>,
}

/// A JSON number, never a string.
fn number<S: Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    amount.to_f64().serialize(serializer)
}

#[expect(clippy::ref_option, reason = "the shape that serde asks for")]
fn maybe_number<S: Serializer>(amount: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    amount.and_then(|amount| amount.to_f64()).serialize(serializer)
}

type Key<'a> = (&'a str, &'a str, &'a str, Decimal);

/// Sorted by service, region, item and tier. A price that only has another source or day is the same.
pub fn changes(old: &PriceFolder, new: &PriceFolder) -> Vec<PriceChange> {
    let mut before: BTreeMap<Key<'_>, &FolderRow> = old.rows().map(|row| (key(row), row)).collect();
    let mut changes = Vec::new();
    for row in new.rows() {
        match before.remove(&key(row)) {
            None => changes.push(change(ChangeKind::New, None, Some(row))),
            Some(was) if was.usd_per_unit != row.usd_per_unit || was.unit != row.unit || was.tier_to != row.tier_to => {
                changes.push(change(ChangeKind::Changed, Some(was), Some(row)));
            }
            Some(_) => {}
        }
    }
    changes.extend(before.into_values().map(|row| change(ChangeKind::Gone, Some(row), None)));
    changes.sort_by(|one, other| {
        (&one.service, &one.region, &one.item, one.tier_from).cmp(&(
            &other.service,
            &other.region,
            &other.item,
            other.tier_from,
        ))
    });
    changes
}

fn key(row: &FolderRow) -> Key<'_> {
    let (service, region, item) = row.key();
    (service, region, item, row.tier_from)
}

fn change(kind: ChangeKind, old: Option<&FolderRow>, new: Option<&FolderRow>) -> PriceChange {
    let shown = new.or(old);
    let text = |of: &dyn Fn(&FolderRow) -> String| shown.map(of).unwrap_or_default();
    let percent = |old: &FolderRow, new: &FolderRow| {
        let share = new.usd_per_unit.checked_sub(old.usd_per_unit)?.checked_div(old.usd_per_unit)?;
        (old.unit == new.unit).then(|| share.to_f64().map(|share| share * 100.0)).flatten()
    };
    PriceChange {
        kind,
        service: text(&|row| row.service().to_owned()),
        region: text(&|row| row.region.to_string()),
        item: text(&|row| row.item.to_string()),
        tier_from: shown.map_or(Decimal::ZERO, |row| row.tier_from),
        unit: text(&|row| row.unit.to_string()),
        old_usd_per_unit: old.map(|row| row.usd_per_unit),
        new_usd_per_unit: new.map(|row| row.usd_per_unit),
        change_percent: old.zip(new).and_then(|(old, new)| percent(old, new)),
        old_as_of: old.map(|row| row.source.as_of.to_string()),
        new_as_of: new.map(|row| row.source.as_of.to_string()),
    }
}
