//! Every price as text, for people and tables.

use rust_decimal::Decimal;

use super::file::{FILES, PriceFile, PriceRow};
use super::folder::{FolderRow, PriceFolder};

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PriceOrigin {
    Embedded,
    /// A folder of the user's.
    Folder,
}

impl PriceOrigin {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Embedded => "embedded",
            Self::Folder => "folder",
        }
    }
}

/// One price row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPrice {
    /// The service code of the AWS Price List: `AmazonEC2`.
    pub service: String,
    pub region: String,
    /// `m5.large linux shared`, `ebs.gp3.storage`, `s3.storage.standard`.
    pub item: String,
    /// The quantity from which the price holds.
    pub tier_from: Decimal,
    /// `None` when the price holds for any quantity from there on.
    pub tier_to: Option<Decimal>,
    pub unit: String,
    pub usd_per_unit: Decimal,
    pub sku: Option<String>,
    pub source: String,
    /// `YYYY-MM-DD`.
    pub as_of: String,
    /// Relative to `pricing/`, or to the folder.
    pub file: String,
    pub origin: PriceOrigin,
}

/// Which rows to list; `None` lets all pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriceFilter {
    /// Exactly this region code.
    pub region: Option<String>,
    /// The service code, in any case: `AmazonEC2`, `amazons3`.
    pub service: Option<String>,
    /// All of these words occur in the item, in any case: `m5.large linux`.
    pub text: Option<String>,
}

impl PriceFilter {
    /// The rows that lookups answer: an embedded one stands back where the folder has its item.
    pub(super) fn list<'a>(&'a self, folder: Option<&'a PriceFolder>) -> impl Iterator<Item = ListedPrice> + 'a {
        let words: Vec<String> =
            self.text.iter().flat_map(|text| text.split_whitespace()).map(str::to_ascii_lowercase).collect();
        let own_words = words.clone();
        let own = folder.into_iter().flat_map(PriceFolder::rows);
        let own = own.filter(move |row| self.is_service(row.service()) && self.passes(&row.view(), &own_words));
        let embedded = FILES.iter().filter(|file| self.may_hold(file)).flat_map(move |file| {
            let words = words.clone();
            let rows = file.rows().iter().filter(move |row| self.passes(row, &words));
            rows.filter(move |row| !is_replaced(folder, file, row)).map(|row| listed(file, row))
        });
        own.map(listed_own).chain(embedded)
    }

    fn is_service(&self, service: &str) -> bool {
        self.service.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(service))
    }

    /// Files that hold nothing for this filter are not even parsed.
    fn may_hold(&self, file: &PriceFile) -> bool {
        let region = match (file.only_region(), self.region.as_deref()) {
            (Some(only), Some(wanted)) => only == wanted,
            _ => true,
        };
        self.is_service(file.service()) && region
    }

    fn passes(&self, row: &PriceRow<'_>, words: &[String]) -> bool {
        self.region.as_deref().is_none_or(|region| region == row.region)
            && words.iter().all(|word| row.item.to_ascii_lowercase().contains(word.as_str()))
    }
}

fn is_replaced(folder: Option<&PriceFolder>, file: &PriceFile, row: &PriceRow<'_>) -> bool {
    folder.is_some_and(|folder| !folder.tiers(file.service(), row.region, &row.item).is_empty())
}

fn listed_own(row: &FolderRow) -> ListedPrice {
    row_of(row.service(), &row.file, &row.view(), PriceOrigin::Folder)
}

fn listed(file: &PriceFile, row: &PriceRow<'_>) -> ListedPrice {
    row_of(file.service(), file.path, row, PriceOrigin::Embedded)
}

fn row_of(service: &str, file: &str, row: &PriceRow<'_>, origin: PriceOrigin) -> ListedPrice {
    ListedPrice {
        service: service.to_owned(),
        region: row.region.to_owned(),
        item: row.item.to_string(),
        tier_from: row.tier_from,
        tier_to: row.tier_to,
        unit: row.unit.to_owned(),
        usd_per_unit: row.usd_per_unit,
        sku: row.sku.map(str::to_owned),
        source: row.source.text.to_string(),
        as_of: row.source.as_of.to_string(),
        file: file.to_owned(),
        origin,
    }
}
