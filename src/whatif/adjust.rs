//! Custom prices and discounts: applied to finished lines, and marked there.

use rust_decimal::Decimal;

use crate::model::estimate_line::EstimateLine;
use crate::model::ids::Region;
use crate::units::Usd;

/// A price of the author's own for one item of the book.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomPrice {
    /// As `cloudtrim prices find` prints it: `AmazonEC2 t3.micro linux shared`.
    pub item: String,
    /// Everywhere without one.
    pub region: Option<Region>,
    pub usd_per_unit: Decimal,
    pub note: Option<String>,
}

/// A share off the list price.
#[derive(Clone, Debug, PartialEq)]
pub struct Discount {
    /// A service's code, or an item or the beginning of one: `AmazonEC2`, `AWSLambda lambda.request`; empty is everything.
    pub item: String,
    pub region: Option<Region>,
    /// 0.12 is twelve percent off.
    pub share: Decimal,
    pub note: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Adjustments {
    pub prices: Vec<CustomPrice>,
    pub discounts: Vec<Discount>,
}

/// A line with what was changed about it.
#[derive(Clone, Debug, PartialEq)]
pub struct AdjustedLine {
    pub line: EstimateLine,
    pub adjusted: Option<String>,
}

impl Adjustments {
    /// A custom price first, then every discount that fits; lines of the free tier stay free.
    pub fn apply(&self, line: EstimateLine, region: Option<&Region>) -> AdjustedLine {
        let mut line = line;
        let mut words = Vec::new();
        if line.unit_price == Some(Decimal::ZERO) && line.price.is_none() {
            return AdjustedLine { line, adjusted: None };
        }
        let here = |wanted: &Option<Region>| wanted.is_none() || wanted.as_ref() == region;
        let custom = self.prices.iter().rev().find(|price| price.item == line.item && here(&price.region));
        if let Some(custom) = custom {
            line.unit_price = Some(custom.usd_per_unit);
            line.price = None;
            if line.quantity.is_some() {
                line.gap = String::new();
            }
            words.push(told("custom price", custom.note.as_deref()));
        }
        for discount in
            self.discounts.iter().filter(|discount| here(&discount.region) && fits(&discount.item, &line.item))
        {
            if let Some(price) = line.unit_price.as_mut() {
                *price = price.saturating_mul(Decimal::ONE.saturating_sub(discount.share));
                let percent = discount.share.saturating_mul(Decimal::ONE_HUNDRED).normalize();
                words.push(told(&format!("{percent} % discount"), discount.note.as_deref()));
            }
        }
        if words.is_empty() {
            return AdjustedLine { line, adjusted: None };
        }
        if let (Some(quantity), Some(price)) = (line.quantity, line.unit_price) {
            line.monthly = Some(Usd::new(quantity.saturating_mul(price)));
        }
        AdjustedLine { line, adjusted: Some(words.join(", ")) }
    }
}

fn fits(wanted: &str, item: &str) -> bool {
    wanted.is_empty() || item.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '.']))
}

fn told(what: &str, note: Option<&str>) -> String {
    note.map_or_else(|| what.to_owned(), |note| format!("{what} ({note})"))
}
