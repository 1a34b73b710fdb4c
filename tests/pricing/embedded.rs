//! What must hold of every embedded row and file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use cloudtrim::pricing::{PriceBook, PriceFilter};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("pricing")
}

#[test]
fn every_row_is_dated_sourced_and_unique_and_none_is_negative() {
    let all = PriceFilter::default();
    let mut keys = BTreeSet::new();
    let mut rows = 0;
    for price in PriceBook::embedded().list(&all) {
        rows += 1;
        let shown = format!("{price:?}");
        assert!(price.usd_per_unit >= Decimal::ZERO, "{shown}");
        assert!(NaiveDate::parse_from_str(&price.as_of, "%Y-%m-%d").is_ok(), "{shown}");
        assert!(!price.source.is_empty() && !price.region.is_empty() && !price.unit.is_empty(), "{shown}");
        assert!(keys.insert((price.service, price.region, price.item, price.tier_from)), "twice: {shown}");
    }
    assert!(rows > 29_000, "only {rows} rows");
}

#[test]
fn tiers_of_every_item_start_at_zero() {
    let all = PriceFilter::default();
    let mut previous = None;
    for price in PriceBook::embedded().list(&all) {
        let key = (price.file, price.region, price.item);
        if previous.as_ref() != Some(&key) {
            assert_eq!(price.tier_from, Decimal::ZERO, "{key:?}");
        }
        previous = Some(key);
    }
}

#[test]
fn the_manifest_tells_the_truth() {
    let manifest = PriceBook::embedded().manifest();
    assert_eq!((manifest.schema.as_str(), manifest.currency.as_str()), ("cloudtrim.prices/1", "USD"));
    for file in &manifest.files {
        let text = std::fs::read_to_string(folder().join(&file.path)).unwrap();
        assert_eq!(Sha256::digest(&text).to_vec(), bytes_of(&file.sha256), "{}", file.path);
        assert_eq!(text.lines().count(), file.rows + 1, "{}", file.path);
        assert_eq!(file.sources.values().sum::<usize>(), file.rows, "{}", file.path);
    }
    let listed: BTreeSet<String> = manifest.files.iter().map(|file| file.path.clone()).collect();
    let mut found = BTreeSet::new();
    csv_files(&folder(), &mut found);
    // What the book is built from, beside it.
    found.retain(|path| {
        path != "sources.csv" && path != "offers.csv" && !path.starts_with("found/") && !path.starts_with("selection/")
    });
    assert_eq!(listed, found);
    assert_eq!(manifest.oldest(), Some("2023-02-23"));
    assert_eq!(manifest.newest(), Some("2026-10-27"));
}

/// The bytes that hexadecimal digits spell.
fn bytes_of(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

/// Paths of the CSV files below `folder`, relative to `pricing/`.
fn csv_files(folder_now: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder_now).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            csv_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "csv") {
            found.insert(path.strip_prefix(folder()).unwrap().to_string_lossy().replace('\\', "/"));
        }
    }
}
