//! What the book holds: `pricing/manifest.json`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// The schema of a folder of prices.
pub const PRICES_SCHEMA: &str = "cloudtrim.prices/1";

/// The files of the book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceManifest {
    /// `cloudtrim.prices/1`.
    pub schema: String,
    /// `USD`.
    pub currency: String,
    /// Sorted by path.
    pub files: Vec<FileSummary>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSummary {
    /// Relative to `pricing/`.
    pub path: String,
    /// Without the header.
    pub rows: usize,
    /// Of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// The oldest and newest day of its rows' sources, `YYYY-MM-DD`.
    pub oldest: String,
    pub newest: String,
    /// How many rows each source of `sources.csv` gave.
    pub sources: BTreeMap<String, usize>,
}

impl PriceManifest {
    /// The oldest day of any row, `YYYY-MM-DD`.
    pub fn oldest(&self) -> Option<&str> {
        self.files.iter().map(|file| file.oldest.as_str()).min()
    }

    /// The newest day of any row, `YYYY-MM-DD`.
    pub fn newest(&self) -> Option<&str> {
        self.files.iter().map(|file| file.newest.as_str()).max()
    }

    /// Rows of all files.
    pub fn rows(&self) -> usize {
        self.files.iter().map(|file| file.rows).sum()
    }
}

/// A test holds that the embedded manifest can be read.
pub(super) static MANIFEST: LazyLock<PriceManifest> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../pricing/manifest.json")).unwrap_or_default());
