//! Every price as text, for people and tables.

use rust_decimal::Decimal;

use super::file::{FILES, PriceFile, PriceRow};

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
    pub unit: String,
    pub usd_per_unit: Decimal,
    pub sku: Option<String>,
    pub source: String,
    /// `YYYY-MM-DD`.
    pub as_of: String,
    /// Relative to `pricing/`.
    pub file: String,
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
    pub(super) fn list(&self) -> impl Iterator<Item = ListedPrice> + '_ {
        let words: Vec<String> =
            self.text.iter().flat_map(|text| text.split_whitespace()).map(str::to_ascii_lowercase).collect();
        FILES.iter().filter(|file| self.may_hold(file)).flat_map(move |file| {
            let words = words.clone();
            file.rows().iter().filter(move |row| self.passes(row, &words)).map(|row| listed(file, row))
        })
    }

    /// Files that hold nothing for this filter are not even parsed.
    fn may_hold(&self, file: &PriceFile) -> bool {
        let service = self.service.as_deref().is_none_or(|service| service.eq_ignore_ascii_case(file.service()));
        let region = match (file.only_region(), self.region.as_deref()) {
            (Some(only), Some(wanted)) => only == wanted,
            _ => true,
        };
        service && region
    }

    fn passes(&self, row: &PriceRow, words: &[String]) -> bool {
        self.region.as_deref().is_none_or(|region| region == row.region)
            && words.iter().all(|word| row.item.to_ascii_lowercase().contains(word.as_str()))
    }
}

fn listed(file: &PriceFile, row: &PriceRow) -> ListedPrice {
    ListedPrice {
        service: file.service().to_owned(),
        region: row.region.to_owned(),
        item: row.item.to_string(),
        tier_from: row.tier_from,
        unit: row.unit.to_owned(),
        usd_per_unit: row.usd_per_unit,
        sku: row.sku.map(str::to_owned),
        source: row.source.text.to_owned(),
        as_of: row.source.as_of.to_owned(),
        file: file.path.to_owned(),
    }
}
