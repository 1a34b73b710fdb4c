//! What must hold of the tiers of an item.

use std::path::Path;

use rust_decimal::Decimal;

use super::FolderRow;
use crate::model::mistake::Mistake;

/// `rows` of one service, sorted: the tiers of each item start at zero, meet at their edges and have one unit.
pub(super) fn tiers(folder: &Path, rows: &[FolderRow], mistakes: &mut Vec<Mistake>) {
    for item in rows.chunk_by(|one, other| one.key() == other.key()) {
        let mut previous: Option<&FolderRow> = None;
        for row in item {
            if let Some((field, message)) = wrong(previous, row) {
                let hint = "the tiers of an item start at 0 and each starts where the one before it ends";
                mistakes.push(Mistake {
                    file: folder.join(row.file.as_ref()),
                    line: u64::from(row.line),
                    column: 0,
                    field: field.to_owned(),
                    message: format!("{} in {}: {message}", row.item, row.region),
                    hint: if field == "tier_from" { hint.to_owned() } else { String::new() },
                });
            }
            previous = Some(row);
        }
    }
}

fn wrong(previous: Option<&FolderRow>, row: &FolderRow) -> Option<(&'static str, String)> {
    let Some(previous) = previous else {
        let starts = row.tier_from == Decimal::ZERO;
        return (!starts).then(|| ("tier_from", format!("nothing is priced below {}", row.tier_from.normalize())));
    };
    if previous.tier_from == row.tier_from {
        let place = format!("line {} of {}", previous.line, previous.file);
        return Some(("item", format!("priced twice from {}, also in {place}", row.tier_from.normalize())));
    }
    if previous.unit != row.unit {
        return Some(("unit", format!("`{}`, where the tier before it has `{}`", row.unit, previous.unit)));
    }
    let end = previous.tier_to.map_or_else(|| "Inf".to_owned(), |end| end.normalize().to_string());
    (previous.tier_to != Some(row.tier_from))
        .then(|| ("tier_from", format!("starts at {}, the tier before it ends at {end}", row.tier_from.normalize())))
}
