//! The lines of one estimate while it is made.

use super::charge::Charge;
use crate::model::cost::{CostComponent, Estimate, PriceMissing};
use crate::model::ids::Region;
use crate::pricing::{Price, PriceBook, TieredPrice};
use crate::units::{Quantity, Unit};

/// An estimate in the making: what nothing is used of is no line, what has no price is said.
pub(super) struct Lines<'a> {
    pub(super) prices: &'a PriceBook,
    pub(super) region: &'a Region,
    pub(super) estimate: Estimate,
}

impl<'a> Lines<'a> {
    pub(super) fn new(prices: &'a PriceBook, region: &'a Region) -> Self {
        Self { prices, region, estimate: Estimate::default() }
    }

    /// A usage as a quantity; what is no amount (negative, not a number) is said to be unmeasured and counts nothing.
    pub(super) fn amount<U: Unit>(&mut self, what: &str, amount: f64) -> Quantity<U> {
        match Quantity::from_f64(amount) {
            Some(quantity) if quantity >= Quantity::ZERO => quantity,
            _ => {
                self.unmeasured(format!("{what}: {amount} {} is no amount", U::NAME));
                Quantity::ZERO
            }
        }
    }

    pub(super) fn add<U: Unit>(
        &mut self,
        name: impl Into<String>,
        quantity: Quantity<U>,
        price: Result<Price<U>, PriceMissing>,
    ) {
        if quantity == Quantity::ZERO {
            return;
        }
        match price {
            Ok(price) => {
                let component = CostComponent::new(name, quantity, price.unit_price, price.source);
                self.estimate.components.push(component);
            }
            Err(missing) => self.estimate.missing.push(missing),
        }
    }

    /// One line for each tier that is reached; `already` of the same thing fills the tiers from below.
    pub(super) fn add_tiered<U: Unit>(
        &mut self,
        name: &str,
        already: Quantity<U>,
        quantity: Quantity<U>,
        price: Result<TieredPrice<U>, PriceMissing>,
    ) {
        if quantity == Quantity::ZERO {
            return;
        }
        let tiered = match price {
            Ok(tiered) => tiered,
            Err(missing) => return self.estimate.missing.push(missing),
        };
        let spread = tiered.spread(already, quantity);
        for (start, part, price) in spread.parts {
            let name = if start == Quantity::ZERO { name.to_owned() } else { format!("{name} above {start}") };
            self.add(name, part, Ok(price.clone()));
        }
        if let (true, Some(end)) = (spread.unpriced > Quantity::ZERO, tiered.ends_at) {
            self.missing(format!("{name} above {end}"));
        }
    }

    /// A charge of a service; one whose quantity is not known is no line.
    pub(super) fn charge<U: Unit>(&mut self, service: &str, charge: &Charge<U>) {
        if let Some(quantity) = charge.quantity {
            let price = self.prices.rate(service, self.region, &charge.item);
            self.add_tiered(&charge.name, Quantity::ZERO, quantity, price);
        }
    }

    pub(super) fn missing(&mut self, item: String) {
        self.estimate.missing.push(PriceMissing { region: self.region.clone(), item });
    }

    pub(super) fn unmeasured(&mut self, sentence: impl Into<String>) {
        self.estimate.unmeasured.push(sentence.into());
    }
}
