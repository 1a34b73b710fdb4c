//! The rows of one CSV file of prices.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::FolderRow;
use crate::model::mistake::Mistake;
use crate::pricing::file::{USD_PER_HOUR, key_columns, only_region, table_of, tables};
use crate::pricing::source::Source;

const PRICE_COLUMNS: &[&str] = &["region", "item", "tier_from", "tier_to", "unit", "usd_per_unit", "source"];
const OPTIONAL_COLUMNS: &[&str] = &["sku"];
/// More mistakes of one file are counted, not kept.
const KEPT: usize = 1_000;

/// Words that repeat in every row are kept once.
#[derive(Debug, Default)]
pub(super) struct Names(std::collections::HashSet<Arc<str>>);

impl Names {
    pub(super) fn get(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.get(name) {
            return known.clone();
        }
        let name: Arc<str> = name.into();
        self.0.insert(name.clone());
        name
    }
}

pub(super) struct Table<'a> {
    pub(super) file: &'a Path,
    /// Relative to the folder.
    pub(super) path: &'a str,
    pub(super) sources: &'a BTreeMap<String, Arc<Source>>,
    pub(super) mistakes: Vec<Mistake>,
    dropped: usize,
}

/// What the columns of a file are, and where each stands; the last is `sku`, which may be absent.
struct Columns {
    /// Those that name an item, in a table split by region.
    key: Option<&'static [&'static str]>,
    places: Vec<Option<usize>>,
}

impl<'a> Table<'a> {
    pub(super) const fn new(file: &'a Path, path: &'a str, sources: &'a BTreeMap<String, Arc<Source>>) -> Self {
        Self { file, path, sources, mistakes: Vec::new(), dropped: 0 }
    }

    pub(super) fn read(&mut self, bytes: &[u8], names: &mut Names) -> Vec<FolderRow> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let mut rows = Vec::new();
        let mut columns: Option<(Columns, usize)> = None;
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    self.say(line, "", "is not CSV in UTF-8", error.to_string());
                    continue;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            match &columns {
                None => {
                    let Some(found) = self.columns(line, &record) else { return rows };
                    columns = Some((found, record.len()));
                }
                Some((_, width)) if *width != record.len() => {
                    self.say(line, "", format!("has {} cells, the header has {width}", record.len()), "");
                }
                Some((columns, _)) => rows.extend(self.row(line, &record, columns, names)),
            }
        }
        if columns.is_none() {
            self.say(0, "", "is empty", format!("its first line names the columns {}", PRICE_COLUMNS.join(",")));
        }
        if self.dropped > 0 {
            let dropped = self.dropped;
            self.mistakes.push(Mistake::of_file(self.file, format!("has {dropped} more mistakes"), ""));
        }
        rows
    }

    fn say(&mut self, line: u64, field: &str, message: impl Into<String>, hint: impl Into<String>) {
        if self.mistakes.len() >= KEPT {
            self.dropped += 1;
            return;
        }
        self.mistakes.push(Mistake {
            file: self.file.to_path_buf(),
            line,
            column: 0,
            field: field.to_owned(),
            message: message.into(),
            hint: hint.into(),
        });
    }

    fn columns(&mut self, line: u64, header: &csv::StringRecord) -> Option<Columns> {
        let key = match table_of(self.path) {
            None => None,
            Some(table) => match key_columns(table) {
                None => {
                    self.unknown_table(table);
                    return None;
                }
                columns => columns,
            },
        };
        let wanted: Vec<&str> = match key {
            Some(key) => key.iter().copied().chain([USD_PER_HOUR, "source"]).collect(),
            None => PRICE_COLUMNS.to_vec(),
        };
        let known: Vec<&str> = wanted.iter().chain(OPTIONAL_COLUMNS).copied().collect();
        let before = self.mistakes.len();
        for name in header.iter().filter(|name| !known.contains(name)) {
            let close = known.iter().find(|known| strsim::jaro_winkler(known, &name.to_lowercase()) > 0.8);
            let hint = close.map_or_else(
                || format!("the columns are {}", known.join(",")),
                |close| format!("did you mean `{close}`?"),
            );
            self.say(line, name, "is no column of prices", hint);
        }
        let place = |name: &&str| header.iter().position(|column| column == *name);
        for name in wanted.iter().filter(|name| place(name).is_none()) {
            self.say(line, name, "this column is missing", "");
        }
        let places = known.iter().map(place).collect();
        (self.mistakes.len() == before).then_some(Columns { key, places })
    }

    fn unknown_table(&mut self, table: &str) {
        let close = tables()
            .map(|known| (strsim::normalized_damerau_levenshtein(known, table), known))
            .max_by(|one, other| one.0.total_cmp(&other.0));
        let hint = match close {
            Some((closeness, known)) if closeness > 0.75 => format!("did you mean `{known}`?"),
            _ => format!("the tables are {}", tables().collect::<Vec<_>>().join(", ")),
        };
        self.say(0, "", format!("`{table}` is no table of prices by region"), hint);
    }

    fn row(
        &mut self,
        line: u64,
        record: &csv::StringRecord,
        columns: &Columns,
        names: &mut Names,
    ) -> Option<FolderRow> {
        let before = self.mistakes.len() + self.dropped;
        let cell =
            |at: usize| columns.places.get(at).copied().flatten().and_then(|place| record.get(place)).unwrap_or("");
        let row = match columns.key {
            Some(key) => self.hourly(line, key, &cell, names),
            None => self.tiered(line, &cell, names),
        };
        row.filter(|_| self.mistakes.len() + self.dropped == before)
    }

    /// A row of a table split by region; the columns of `key` come first.
    fn hourly<'c>(
        &mut self,
        line: u64,
        key: &[&str],
        cell: &dyn Fn(usize) -> &'c str,
        names: &mut Names,
    ) -> Option<FolderRow> {
        let words: Vec<&str> = key.iter().enumerate().map(|(at, name)| self.word(line, name, cell(at))).collect();
        let after = key.len();
        Some(FolderRow {
            file: names.get(self.path),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            region: names.get(only_region(self.path)?),
            item: words.join(" ").into(),
            tier_from: Decimal::ZERO,
            tier_to: None,
            unit: names.get("Hrs"),
            usd_per_unit: self.amount(line, USD_PER_HOUR, cell(after)),
            source: self.source(line, cell(after + 1))?,
            sku: Some(cell(after + 2)).filter(|sku| !sku.is_empty()).map(Into::into),
        })
    }

    /// A row of a file whose rows name their region.
    fn tiered<'c>(&mut self, line: u64, cell: &dyn Fn(usize) -> &'c str, names: &mut Names) -> Option<FolderRow> {
        let region = self.text(line, "region", cell(0));
        let (item, unit) = (self.text(line, "item", cell(1)), self.text(line, "unit", cell(4)));
        let from = self.amount(line, "tier_from", cell(2));
        Some(FolderRow {
            file: names.get(self.path),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            region: names.get(region),
            item: item.into(),
            tier_from: from,
            tier_to: self.tier_to(line, from, cell(3)),
            unit: names.get(unit),
            usd_per_unit: self.amount(line, "usd_per_unit", cell(5)),
            source: self.source(line, cell(6))?,
            sku: Some(cell(7)).filter(|sku| !sku.is_empty()).map(Into::into),
        })
    }

    fn text<'c>(&mut self, line: u64, field: &str, text: &'c str) -> &'c str {
        if text.trim().is_empty() || text.trim() != text {
            self.say(line, field, format!("`{text}` is empty or has spaces around it"), "");
        }
        text
    }

    /// One of the words that make up an item.
    fn word<'c>(&mut self, line: u64, field: &str, text: &'c str) -> &'c str {
        if text.trim() == text && text.contains(' ') {
            self.say(line, field, format!("`{text}` is more than one word"), "");
        }
        self.text(line, field, text)
    }

    /// Zero or more; zero with a mistake for anything else.
    fn amount(&mut self, line: u64, field: &str, text: &str) -> Decimal {
        match Decimal::from_str(text) {
            Ok(amount) if amount >= Decimal::ZERO => amount,
            _ => {
                self.say(line, field, format!("`{text}` is no decimal of zero or more"), "");
                Decimal::ZERO
            }
        }
    }

    fn tier_to(&mut self, line: u64, from: Decimal, text: &str) -> Option<Decimal> {
        if text == "Inf" {
            return None;
        }
        match Decimal::from_str(text) {
            Ok(end) if end > from => Some(end),
            Ok(_) => {
                self.say(line, "tier_to", format!("`{text}` is not above `tier_from`"), "");
                None
            }
            Err(_) => {
                self.say(line, "tier_to", format!("`{text}` is neither a decimal nor `Inf`"), "");
                None
            }
        }
    }

    fn source(&mut self, line: u64, id: &str) -> Option<Arc<Source>> {
        let known = self.sources.get(id).cloned();
        if known.is_none() {
            self.say(line, "source", format!("`{id}` is not in sources.csv"), "every price names where it comes from");
        }
        known
    }
}
