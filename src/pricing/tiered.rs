//! Prices, and prices that step with the quantity.

use rust_decimal::Decimal;

use crate::model::cost::PriceSource;
use crate::units::{HOURS_PER_MONTH, Hourly, Quantity, Unit, UnitPrice};

/// A unit price and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price<U: Unit> {
    pub unit_price: UnitPrice<U>,
    pub source: PriceSource,
}

impl<U: Hourly> Price<U> {
    /// The price of one for a month of 730 hours.
    pub fn by_the_month(&self) -> Price<U::Month> {
        let monthly = self.unit_price.usd_per_unit().saturating_mul(HOURS_PER_MONTH.amount());
        Price { unit_price: UnitPrice::new(monthly), source: self.source.clone() }
    }
}

impl<U: Unit> From<Price<U>> for TieredPrice<U> {
    fn from(price: Price<U>) -> Self {
        Self { tiers: vec![(Quantity::ZERO, price)], ends_at: None }
    }
}

/// Prices that step with the quantity: each holds from its start until the next one's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieredPrice<U: Unit> {
    /// Ascending; the first starts at zero.
    pub tiers: Vec<(Quantity<U>, Price<U>)>,
    /// Beyond this quantity the book has no price; `None` when the last tier has no end.
    pub ends_at: Option<Quantity<U>>,
}

/// A quantity spread over tiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread<'a, U: Unit> {
    /// What falls into each tier that is reached: where the tier starts, how much, at which price.
    pub parts: Vec<(Quantity<U>, Quantity<U>, &'a Price<U>)>,
    /// What lies beyond the last tier and has no price.
    pub unpriced: Quantity<U>,
}

impl<U: Hourly> TieredPrice<U> {
    /// The prices of one for a month of 730 hours; tiers start at as many units as before, each for a month.
    pub fn by_the_month(&self) -> TieredPrice<U::Month> {
        let month = |quantity: Quantity<U>| Quantity::new(quantity.amount() / HOURS_PER_MONTH.amount());
        TieredPrice {
            tiers: self.tiers.iter().map(|(start, price)| (month(*start), price.by_the_month())).collect(),
            ends_at: self.ends_at.map(month),
        }
    }
}

impl<U: Unit> TieredPrice<U> {
    /// The price of the first unit.
    pub fn first(&self) -> Option<&Price<U>> {
        self.tiers.first().map(|(_, price)| price)
    }

    /// The price of the first unit that is not free; of the first one where all are.
    pub fn first_charged(&self) -> Option<&Price<U>> {
        let mut prices = self.tiers.iter().map(|(_, price)| price);
        prices.find(|price| price.unit_price.usd_per_unit() > Decimal::ZERO).or_else(|| self.first())
    }

    /// Spread `quantity` over the tiers, where `already` of the same thing fills them from below.
    pub fn spread(&self, already: Quantity<U>, quantity: Quantity<U>) -> Spread<'_, U> {
        let (from, to) = (already, already + quantity);
        let mut parts = Vec::new();
        for (position, (start, price)) in self.tiers.iter().enumerate() {
            let end = self.tiers.get(position + 1).map(|(next, _)| *next).or(self.ends_at);
            let upper = end.map_or(to, |end| end.min(to));
            let part = less(upper, from.max(*start));
            if part > Quantity::ZERO {
                parts.push((*start, part, price));
            }
        }
        let unpriced = self.ends_at.map_or(Quantity::ZERO, |end| less(to, from.max(end)));
        Spread { parts, unpriced }
    }
}

/// `one` − `other`, at least zero.
fn less<U: Unit>(one: Quantity<U>, other: Quantity<U>) -> Quantity<U> {
    if one > other { Quantity::new(one.amount().saturating_sub(other.amount())) } else { Quantity::ZERO }
}
