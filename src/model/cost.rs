//! Cost components: quantity × unit price, each traceable to a row of the price book.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use serde::{Deserialize, Serialize};

use super::ids::Region;
use crate::units::{Quantity, Unit, UnitPrice, Usd};

/// Where a price comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PriceSource {
    /// The file, relative to `pricing/` or to the user's folder of prices: `AmazonEC2/ebs.csv`.
    pub file: String,
    /// The typed key as text: `AmazonEC2 eu-west-1 m5.large linux shared`.
    pub key: String,
    /// The AWS SKU or rate code, where the source names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// The public source of the row.
    pub source: String,
    /// The day the source was current, `YYYY-MM-DD`.
    pub as_of: String,
}

/// Prices whose source was current more days ago than this are stale.
pub const PRICES_STALE_AFTER_DAYS: i64 = 90;

/// Days from a price's `as_of` (`YYYY-MM-DD`) to `today`; `None` where it is no day.
pub fn price_age_days(as_of: &str, today: NaiveDate) -> Option<i64> {
    let day = NaiveDate::parse_from_str(as_of, "%Y-%m-%d").ok()?;
    Some(today.signed_duration_since(day).num_days())
}

/// Whether a price is older than [`PRICES_STALE_AFTER_DAYS`]; what has no day has no age.
pub fn is_stale_price(as_of: &str, today: NaiveDate) -> bool {
    price_age_days(as_of, today).is_some_and(|age| age > PRICES_STALE_AFTER_DAYS)
}

/// A price that the book does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PriceMissing {
    pub region: Region,
    /// What was looked up: `EC2 on-demand m5.large windows shared`.
    pub item: String,
}

/// One line of a cost: `quantity` × `unit_price` = `monthly`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostComponent {
    /// `Compute`, `Storage`, `Provisioned IOPS`, …
    pub name: String,
    #[serde(with = "number")]
    pub quantity: Decimal,
    pub unit: String,
    #[serde(with = "number", rename = "unit_price_usd")]
    pub unit_price: Decimal,
    #[serde(rename = "list_cost_monthly_usd")]
    pub monthly: Usd,
    pub price: PriceSource,
}

impl CostComponent {
    pub fn new<U: Unit>(
        name: impl Into<String>,
        quantity: Quantity<U>,
        unit_price: UnitPrice<U>,
        price: PriceSource,
    ) -> Self {
        Self {
            name: name.into(),
            quantity: quantity.amount(),
            unit: U::NAME.to_owned(),
            unit_price: unit_price.usd_per_unit(),
            monthly: quantity * unit_price,
            price,
        }
    }
}

/// The monthly list cost of one or more configurations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    pub components: Vec<CostComponent>,
    /// Prices that are missing: the sum of the components is then "at least".
    pub missing: Vec<PriceMissing>,
    /// Usage that is not known, in words: `log ingestion was not measured`.
    pub unmeasured: Vec<String>,
}

impl Estimate {
    /// The sum of the known components; the whole cost only when [`Self::is_complete`].
    pub fn known(&self) -> Usd {
        self.components.iter().map(|component| component.monthly).sum()
    }

    /// Every price was found (usage may still be unmeasured).
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }

    pub fn extend(&mut self, other: Self) {
        self.components.extend(other.components);
        self.missing.extend(other.missing);
        self.unmeasured.extend(other.unmeasured);
    }
}

/// A decimal as a JSON number of at most twelve places.
mod number {
    use super::{Decimal, Deserialize, FromPrimitive, ToPrimitive};
    use serde::{Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(value.round_dp(12).to_f64().unwrap_or(f64::MAX))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        let value = f64::deserialize(deserializer)?;
        Decimal::from_f64(value).ok_or_else(|| D::Error::custom(format!("{value} is no quantity")))
    }
}
