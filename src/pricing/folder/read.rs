//! Reading a folder: the manifest, the sources, then every file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::table::{Names, Table};
use super::{FolderError, FolderRow};
use crate::model::mistake::Mistake;
use crate::pricing::manifest::{FileSummary, PRICES_SCHEMA, PriceManifest};
use crate::pricing::source::Source;

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SOURCES: &str = "sources.csv";
/// Files of the embedded folder that hold no prices; a copy of it may hold them too, and they are not read from there.
const NOT_PRICES: &[&str] = &[
    "AmazonEC2/instance-types.csv",
    "AmazonEC2/spot-advisor.csv",
    "AmazonElastiCache/node-types.csv",
    "AmazonS3/storage-class-rules.csv",
    "offers.csv",
];
/// Folders of what the embedded folder is built from.
const INPUTS: &[&str] = &["found/", "selection/"];
/// Folders in folders; the layout has two.
const DEEPEST: usize = 4;

pub(super) struct Read {
    pub(super) manifest: PriceManifest,
    pub(super) rows: Vec<FolderRow>,
    pub(super) mistakes: Vec<Mistake>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceLine {
    id: String,
    source: String,
    as_of: String,
}

pub(super) fn read(folder: &Path) -> Result<Read, FolderError> {
    let io = |source| FolderError::Io { path: folder.to_path_buf(), source };
    let mut found = BTreeSet::new();
    csv_files(folder, "", 0, &mut found).map_err(io)?;
    let mut mistakes = Vec::new();
    let manifest = manifest(folder, &mut mistakes);
    let sources = sources(folder, &mut mistakes);
    let mut rows = Vec::new();
    let mut names = Names::default();
    for file in &manifest.files {
        if !found.remove(&file.path) {
            let message = format!("`{}` is not there", file.path);
            mistakes.push(Mistake::of_file(folder.join(MANIFEST), message, "copy the folder again, or refresh it"));
            continue;
        }
        let path = folder.join(&file.path);
        let bytes = fs::read(&path).map_err(|source| FolderError::Io { path: path.clone(), source })?;
        mistakes.extend(sum(&path, &bytes, file));
        if is_beside(&file.path) {
            continue;
        }
        let mut table = Table::new(&path, &file.path, &sources);
        rows.append(&mut table.read(&bytes, &mut names));
        mistakes.append(&mut table.mistakes);
    }
    for path in found.iter().filter(|path| *path != SOURCES && !is_beside(path)) {
        let hint = "every file has its rows and its sha256 there";
        mistakes.push(Mistake::of_file(folder.join(path), "is not in manifest.json", hint));
    }
    Ok(Read { manifest, rows, mistakes })
}

/// Whether a file of the embedded folder stands beside its prices.
fn is_beside(path: &str) -> bool {
    NOT_PRICES.contains(&path) || INPUTS.iter().any(|folder| path.starts_with(folder))
}

fn sum(path: &Path, bytes: &[u8], file: &FileSummary) -> Option<Mistake> {
    let found = hex::encode(Sha256::digest(bytes));
    (found != file.sha256.to_ascii_lowercase()).then(|| {
        let message = format!("its sha256 is {found}, the manifest has {}", file.sha256);
        Mistake::of_file(path, message, "the file is damaged or was changed by hand; refresh it or restore it")
    })
}

fn manifest(folder: &Path, mistakes: &mut Vec<Mistake>) -> PriceManifest {
    let path = folder.join(MANIFEST);
    let hint = "`cloudtrim prices refresh` writes it";
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let why = if error.kind() == ErrorKind::NotFound { "is missing".to_owned() } else { error.to_string() };
            mistakes.push(Mistake::of_file(path, why, hint));
            return PriceManifest::default();
        }
    };
    match serde_json::from_slice::<PriceManifest>(&bytes) {
        Ok(manifest) if manifest.schema != PRICES_SCHEMA || manifest.currency != "USD" => {
            let message = format!("holds `{}` in `{}`", manifest.schema, manifest.currency);
            mistakes.push(Mistake::of_file(path, message, format!("this version reads `{PRICES_SCHEMA}` in `USD`")));
            PriceManifest::default()
        }
        Ok(manifest) => manifest,
        Err(error) => {
            let (line, column) = (error.line() as u64, error.column() as u64);
            mistakes.push(Mistake { line, column, ..Mistake::of_file(path, error.to_string(), hint) });
            PriceManifest::default()
        }
    }
}

fn sources(folder: &Path, mistakes: &mut Vec<Mistake>) -> BTreeMap<String, Arc<Source>> {
    let path = folder.join(SOURCES);
    let mut sources = BTreeMap::new();
    let mut reader = match csv::Reader::from_path(&path) {
        Ok(reader) => reader,
        Err(error) => {
            mistakes.push(Mistake::of_file(
                path,
                format!("cannot be read: {error}"),
                "its columns are id,source,as_of",
            ));
            return sources;
        }
    };
    for (at, line) in reader.deserialize::<SourceLine>().enumerate() {
        let place = at as u64 + 2;
        let mistake = match line {
            Err(error) => Some(error.to_string()),
            Ok(line) if NaiveDate::parse_from_str(&line.as_of, "%Y-%m-%d").is_err() => {
                Some(format!("`{}` is no day as in 2026-11-20", line.as_of))
            }
            Ok(line) if line.id.is_empty() || line.source.is_empty() => {
                Some("a source has an id and a text".to_owned())
            }
            Ok(SourceLine { id, source, as_of }) => {
                let source = Source { id: id.clone().into(), text: source.into(), as_of: as_of.into() };
                let twice = format!("`{id}` is there twice");
                sources.insert(id, Arc::new(source)).map(|_| twice)
            }
        };
        if let Some(message) = mistake {
            mistakes.push(Mistake { line: place, ..Mistake::of_file(&path, message, "") });
        }
    }
    sources
}

/// Paths of the CSV files below `folder`, relative to it, with `/`. Hidden ones are not ours.
fn csv_files(folder: &Path, under: &str, depth: usize, found: &mut BTreeSet<String>) -> std::io::Result<()> {
    let mut below: Vec<(PathBuf, String)> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let relative = if under.is_empty() { name.clone() } else { format!("{under}/{name}") };
        let path = entry.path();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            below.push((path, relative));
        } else if path.extension().is_some_and(|extension| extension == "csv") {
            found.insert(relative);
        }
    }
    for (path, relative) in below.into_iter().filter(|_| depth < DEEPEST) {
        csv_files(&path, &relative, depth + 1, found)?;
    }
    Ok(())
}
