//! A folder of prices of the user's own: the layout and columns of `pricing/`.

mod check;
mod read;
mod table;
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::file::{self, PriceRow};
use super::manifest::PriceManifest;
use super::source::Source;
use crate::model::mistake::Mistake;

#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("cannot read {path}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{}", Mistake::list(.0, "prices"))]
    Mistakes(Vec<Mistake>),
}

/// One price of one tier, in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderRow {
    /// Relative to the folder: `AmazonEC2/ebs.csv`.
    pub file: Arc<str>,
    /// In the file, 1-based; 0 for a row that is still to be written.
    pub line: u32,
    pub region: Arc<str>,
    /// `s3.storage.standard`; for on-demand compute `m5.large linux shared`.
    pub item: Box<str>,
    pub tier_from: Decimal,
    /// `None` when the price holds for any quantity from there on.
    pub tier_to: Option<Decimal>,
    pub unit: Arc<str>,
    pub usd_per_unit: Decimal,
    pub source: Arc<Source>,
    pub sku: Option<Box<str>>,
}

impl FolderRow {
    /// The service code of the AWS Price List.
    pub fn service(&self) -> &str {
        service_of(&self.file)
    }

    /// What a lookup names: service, region, item.
    pub fn key(&self) -> (&str, &str, &str) {
        (self.service(), &self.region, &self.item)
    }

    pub(super) fn view(&self) -> PriceRow<'_> {
        PriceRow {
            region: &self.region,
            item: self.item.as_ref().into(),
            tier_from: self.tier_from,
            tier_to: self.tier_to,
            unit: &self.unit,
            usd_per_unit: self.usd_per_unit,
            source: &self.source,
            sku: self.sku.as_deref(),
        }
    }
}

fn service_of(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

/// All prices of a folder, every one of them checked.
#[derive(Clone, Debug, Default)]
pub struct PriceFolder {
    path: PathBuf,
    manifest: PriceManifest,
    /// By service; sorted by region, item and tier.
    services: BTreeMap<String, Vec<FolderRow>>,
}

impl PriceFolder {
    /// # Errors
    /// When the folder cannot be read, or with every mistake in it: sums that do not match the manifest, files that it
    /// does not name, rows that are no price, tiers that do not meet.
    pub fn load(folder: &Path) -> Result<Self, FolderError> {
        let read = read::read(folder)?;
        let mut mistakes = read.mistakes;
        let services = sorted(read.rows);
        for rows in services.values() {
            check::tiers(folder, rows, &mut mistakes);
        }
        if mistakes.is_empty() {
            Ok(Self { path: folder.to_path_buf(), manifest: read.manifest, services })
        } else {
            Mistake::sort(&mut mistakes);
            Err(FolderError::Mistakes(mistakes))
        }
    }

    /// The rows of a book that is embedded, for comparing folders with it.
    pub fn embedded() -> Self {
        let mut names = table::Names::default();
        let mut sources: BTreeMap<&str, Arc<Source>> = BTreeMap::new();
        let rows = file::FILES.iter().flat_map(|file| file.rows().iter().map(move |row| (file.path, row)));
        let rows = rows
            .map(|(path, row)| FolderRow {
                file: names.get(path),
                line: 0,
                region: names.get(row.region),
                item: row.item.as_ref().into(),
                tier_from: row.tier_from,
                tier_to: row.tier_to,
                unit: names.get(row.unit),
                usd_per_unit: row.usd_per_unit,
                source: sources.entry(&row.source.id).or_insert_with(|| Arc::new(row.source.clone())).clone(),
                sku: row.sku.map(Into::into),
            })
            .collect();
        Self { path: PathBuf::new(), manifest: super::manifest::MANIFEST.clone(), services: sorted(rows) }
    }

    /// Rows that are not on disk.
    pub fn of_rows(rows: Vec<FolderRow>) -> Self {
        Self { services: sorted(rows), ..Self::default() }
    }

    /// Write `rows` as a folder at `root`, which must exist.
    pub fn write(root: &Path, rows: Vec<FolderRow>) -> std::io::Result<PriceManifest> {
        write::write(root, rows)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub const fn manifest(&self) -> &PriceManifest {
        &self.manifest
    }

    /// By service, region, item and tier.
    pub fn rows(&self) -> impl Iterator<Item = &FolderRow> {
        self.services.values().flatten()
    }

    /// The tiers of one item in one region, ascending; empty when there is no such row.
    pub(super) fn tiers(&self, service: &str, region: &str, item: &str) -> &[FolderRow] {
        let rows = self.services.get(service).map_or(&[][..], Vec::as_slice);
        let start = rows.partition_point(|row| (row.region.as_ref(), row.item.as_ref()) < (region, item));
        let rest = rows.get(start..).unwrap_or_default();
        let count = rest.partition_point(|row| (row.region.as_ref(), row.item.as_ref()) == (region, item));
        rest.get(..count).unwrap_or_default()
    }
}

fn sorted(rows: Vec<FolderRow>) -> BTreeMap<String, Vec<FolderRow>> {
    let mut services: BTreeMap<String, Vec<FolderRow>> = BTreeMap::new();
    for row in rows {
        match services.get_mut(row.service()) {
            Some(of_service) => of_service.push(row),
            None => {
                services.insert(row.service().to_owned(), vec![row]);
            }
        }
    }
    for rows in services.values_mut() {
        rows.sort_by(|one, other| {
            (&one.region, &one.item, one.tier_from, &one.file, one.line).cmp(&(
                &other.region,
                &other.item,
                other.tier_from,
                &other.file,
                other.line,
            ))
        });
    }
    services
}
