//! Writing a folder: the same rows give the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::FolderRow;
use super::read::{MANIFEST, SOURCES};
use crate::pricing::file::{USD_PER_HOUR, key_columns, table_of};
use crate::pricing::manifest::{FileSummary, PRICES_SCHEMA, PriceManifest};
use crate::pricing::source::Source;

pub(super) fn write(root: &Path, mut rows: Vec<FolderRow>) -> io::Result<PriceManifest> {
    rows.sort_by(|one, other| {
        (&one.file, &one.region, &one.item, one.tier_from).cmp(&(
            &other.file,
            &other.region,
            &other.item,
            other.tier_from,
        ))
    });
    let mut files = Vec::new();
    for of_file in rows.chunk_by(|one, other| one.file == other.file) {
        let Some(first) = of_file.first() else { continue };
        let bytes = csv(&first.file, of_file)?;
        let path = root.join(first.file.as_ref());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, &bytes)?;
        files.push(summary(&first.file, of_file, &bytes));
    }
    let sources: BTreeSet<&Source> = rows.iter().map(|row| row.source.as_ref()).collect();
    fs::write(root.join(SOURCES), sources_csv(&sources)?)?;
    let manifest = PriceManifest { schema: PRICES_SCHEMA.to_owned(), currency: "USD".to_owned(), files };
    let mut text = serde_json::to_vec_pretty(&manifest).map_err(io::Error::other)?;
    text.push(b'\n');
    fs::write(root.join(MANIFEST), text)?;
    Ok(manifest)
}

fn csv(path: &str, rows: &[FolderRow]) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    if let Some(table) = table_of(path) {
        let key = key_columns(table).ok_or_else(|| unfit(format!("`{table}` is no table of prices by region")))?;
        writer.write_record(key.iter().copied().chain([USD_PER_HOUR, "source", "sku"]))?;
        for row in rows {
            let words: Vec<&str> = row.item.split(' ').collect();
            let flat = row.tier_from.is_zero() && row.tier_to.is_none() && *row.unit == *"Hrs";
            if words.len() != key.len() || !flat {
                return Err(unfit(format!("`{}` in {} is no row of `{table}`", row.item, row.region)));
            }
            let sku = row.sku.as_deref().unwrap_or_default();
            writer.write_record(words.into_iter().chain([&*plain(row.usd_per_unit), &row.source.id, sku]))?;
        }
    } else {
        writer.write_record(["region", "item", "tier_from", "tier_to", "unit", "usd_per_unit", "source", "sku"])?;
        for row in rows {
            let end = row.tier_to.map_or_else(|| "Inf".to_owned(), plain);
            let sku = row.sku.as_deref().unwrap_or_default();
            let (from, usd) = (plain(row.tier_from), plain(row.usd_per_unit));
            writer.write_record([&row.region, &*row.item, &from, &end, &row.unit, &usd, &row.source.id, sku])?;
        }
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

fn unfit(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

fn plain(amount: Decimal) -> String {
    amount.normalize().to_string()
}

fn sources_csv(sources: &BTreeSet<&Source>) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["id", "source", "as_of"])?;
    for source in sources {
        writer.write_record([&source.id, &source.text, &source.as_of].map(AsRef::as_ref))?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

fn summary(path: &str, rows: &[FolderRow], bytes: &[u8]) -> FileSummary {
    let mut sources: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        *sources.entry(row.source.id.to_string()).or_default() += 1;
    }
    let days: BTreeSet<&str> = rows.iter().map(|row| row.source.as_of.as_ref()).collect();
    FileSummary {
        path: path.to_owned(),
        rows: rows.len(),
        sha256: hex::encode(Sha256::digest(bytes)),
        oldest: days.first().map(ToString::to_string).unwrap_or_default(),
        newest: days.last().map(ToString::to_string).unwrap_or_default(),
        sources,
    }
}
