//! Changed prices as table, JSON and CSV.

use serde::Serialize;

use crate::cli::Failure;
use crate::cli::screen::ColorChoice;
use crate::pricing::{ChangeKind, PriceChange};
use crate::report::{Column, grid};

const SCHEMA: &str = "cloudtrim.price-changes/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    currency: &'static str,
    changes: &'a [PriceChange],
}

/// `at_most` of each kind; what is left out is counted.
pub(super) fn table(changes: &[PriceChange], at_most: usize, color: ColorChoice) -> String {
    if changes.is_empty() {
        return "no price is different\n".to_owned();
    }
    let header = ["What", "Service", "Region", "Item", "From", "Old USD", "New USD", "Change", "Unit"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    let mut counted = Vec::new();
    for kind in [ChangeKind::Changed, ChangeKind::Gone, ChangeKind::New] {
        let of_kind: Vec<_> = changes.iter().filter(|change| change.kind == kind).collect();
        rows.extend(of_kind.iter().take(at_most).map(|change| row(change)));
        if let Some(more) = of_kind.len().checked_sub(at_most).filter(|more| *more > 0) {
            counted.push(format!("{more} more {}", kind.name()));
        }
    }
    let columns = [
        Column::text(8),
        Column::text(18),
        Column::text(16),
        Column::text(36),
        Column::money(10),
        Column::money(14),
        Column::money(14),
        Column::money(10),
        Column::text(12),
    ];
    let mut text = color.paint(true).header(&grid(&columns, &rows));
    if !counted.is_empty() {
        text.push_str(&format!("and {}\n", counted.join(", ")));
    }
    text
}

fn row(change: &PriceChange) -> Vec<String> {
    let [from, old, new] = amounts(change);
    let percent = change.change_percent.map(|percent| format!("{percent:+.1} %")).unwrap_or_default();
    let PriceChange { service, region, item, unit, .. } = change.clone();
    vec![change.kind.name().to_owned(), service, region, item, from, old, new, percent, unit]
}

/// Where the tier starts, the old and the new price.
fn amounts(change: &PriceChange) -> [String; 3] {
    [Some(change.tier_from), change.old_usd_per_unit, change.new_usd_per_unit]
        .map(|amount| amount.map(|amount| amount.normalize().to_string()).unwrap_or_default())
}

pub(super) fn json(changes: &[PriceChange]) -> Result<String, Failure> {
    let document = Document { schema: SCHEMA, currency: "USD", changes };
    let text = serde_json::to_string_pretty(&document).map_err(|error| Failure::of(&error))?;
    Ok(text + "\n")
}

pub(super) fn csv(changes: &[PriceChange]) -> Result<String, Failure> {
    let failed = |error: csv::Error| Failure::of(&error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = [
        "change",
        "service",
        "region",
        "item",
        "tier_from",
        "unit",
        "old_usd_per_unit",
        "new_usd_per_unit",
        "change_percent",
        "old_as_of",
        "new_as_of",
    ];
    writer.write_record(header).map_err(failed)?;
    for change in changes {
        let [from, old, new] = amounts(change);
        let percent = change.change_percent.map(|percent| percent.to_string()).unwrap_or_default();
        let day = |day: &Option<String>| day.clone().unwrap_or_default();
        let PriceChange { service, region, item, unit, .. } = change.clone();
        let (old_day, new_day) = (day(&change.old_as_of), day(&change.new_as_of));
        let kind = change.kind.name().to_owned();
        writer
            .write_record([kind, service, region, item, from, unit, old, new, percent, old_day, new_day])
            .map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::new(error.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
