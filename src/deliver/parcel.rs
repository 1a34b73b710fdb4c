//! What is delivered: a report that others rendered, with the few lines that a message shows.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

/// A rendered report.
#[derive(Clone, Debug, PartialEq)]
pub struct Parcel {
    /// One line: the subject of mails, the heading of messages.
    pub title: String,
    /// `2026-10`; without one, the month of `as_of`.
    pub month: Option<String>,
    /// The moment that the report speaks of.
    pub as_of: DateTime<Utc>,
    /// The figures that a message starts with, as they are shown.
    pub facts: Vec<Fact>,
    /// What matters, a sentence a line.
    pub summary: Vec<String>,
    pub documents: BTreeMap<DocumentFormat, Vec<u8>>,
}

/// `Billed in October` and `$12,345.67`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// A format that a report is rendered to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentFormat {
    Html,
    Markdown,
    Json,
    Csv,
    Xlsx,
}

impl DocumentFormat {
    pub const ALL: [Self; 5] = [Self::Html, Self::Markdown, Self::Json, Self::Csv, Self::Xlsx];

    /// As it is written in `--attach` and in names of files.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Html => "HTML",
            Self::Markdown => "Markdown",
            Self::Json => "JSON",
            Self::Csv => "CSV",
            Self::Xlsx => "XLSX",
        }
    }

    /// The media type, of the registry of IANA.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// `html`, `htm`, `md`, `markdown`, `json`, `csv`, `xlsx`, in any case.
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

impl fmt::Display for DocumentFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Parcel {
    /// `2026-10`.
    pub fn month(&self) -> String {
        self.month.clone().unwrap_or_else(|| self.as_of.format("%Y-%m").to_string())
    }

    /// `2026-11-01`, in UTC.
    pub fn date(&self) -> String {
        self.as_of.format("%Y-%m-%d").to_string()
    }

    /// What a document is called where the target does not say.
    pub fn file_name(&self, format: DocumentFormat) -> String {
        format!("cloudtrim-{}.{}", self.month(), format.extension())
    }

    /// SHA-256 of what the report says, in hexadecimal: the JSON where there is one, since other formats may hold the
    /// moment at which they were made.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for text in [&self.title, &self.month()] {
            update(&mut hash, text.as_bytes());
        }
        if let Some(json) = self.documents.get(&DocumentFormat::Json) {
            update(&mut hash, json);
        } else {
            update(&mut hash, self.date().as_bytes());
            let facts = self.facts.iter().flat_map(|fact| [&fact.label, &fact.value]);
            facts.chain(&self.summary).for_each(|text| update(&mut hash, text.as_bytes()));
            self.documents.values().for_each(|document| update(&mut hash, document));
        }
        hex::encode(hash.finalize())
    }
}

/// With its length, so that no two lists of texts are the same bytes.
pub(super) fn update(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}
