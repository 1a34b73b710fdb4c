//! The rows of one CSV file of prices.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::FolderRow;
use crate::model::mistake::Mistake;
use crate::pricing::file::only_region;
use crate::pricing::source::Source;

const PRICE_COLUMNS: &[&str] = &["region", "item", "tier_from", "tier_to", "unit", "usd_per_unit", "source"];
const ON_DEMAND_COLUMNS: &[&str] = &["instance_type", "platform", "tenancy", "usd_per_hour", "source"];
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

/// Where each wanted column stands; the last is `sku`, which may be absent.
struct Columns(Vec<Option<usize>>);

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
        let wanted = if only_region(self.path).is_some() { ON_DEMAND_COLUMNS } else { PRICE_COLUMNS };
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
        (self.mistakes.len() == before).then(|| Columns(known.iter().map(place).collect()))
    }

    fn row(
        &mut self,
        line: u64,
        record: &csv::StringRecord,
        columns: &Columns,
        names: &mut Names,
    ) -> Option<FolderRow> {
        let before = self.mistakes.len() + self.dropped;
        let cell = |at: usize| columns.0.get(at).copied().flatten().and_then(|place| record.get(place)).unwrap_or("");
        let text = |table: &mut Self, at: usize, field: &str| {
            let text = cell(at);
            if text.trim().is_empty() || text.trim() != text {
                table.say(line, field, format!("`{text}` is empty or has spaces around it"), "");
            }
            text
        };
        let region = only_region(self.path);
        let row = if let Some(region) = region {
            let (kind, platform, tenancy) =
                (text(self, 0, "instance_type"), text(self, 1, "platform"), text(self, 2, "tenancy"));
            FolderRow {
                file: names.get(self.path),
                line: u32::try_from(line).unwrap_or(u32::MAX),
                region: names.get(region),
                item: format!("{kind} {platform} {tenancy}").into(),
                tier_from: Decimal::ZERO,
                tier_to: None,
                unit: names.get("Hrs"),
                usd_per_unit: self.amount(line, "usd_per_hour", cell(3)),
                source: self.source(line, cell(4))?,
                sku: Some(cell(5)).filter(|sku| !sku.is_empty()).map(Into::into),
            }
        } else {
            let (region, item, unit) = (text(self, 0, "region"), text(self, 1, "item"), text(self, 4, "unit"));
            let from = self.amount(line, "tier_from", cell(2));
            FolderRow {
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
            }
        };
        (self.mistakes.len() + self.dropped == before).then_some(row)
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
