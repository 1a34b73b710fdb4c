//! A charge before it is priced: which item of the price book, and how much of it.

use rust_decimal::Decimal;

use crate::units::{Quantity, Unit};

/// So much of one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Charge<U: Unit> {
    /// The line's name: `Duration (x86)`.
    pub name: String,
    /// The item of the price book: `lambda.duration.x86`.
    pub item: String,
    /// `None` where it is not known.
    pub quantity: Option<Quantity<U>>,
}

impl<U: Unit> Charge<U> {
    pub(super) fn new(name: impl Into<String>, item: impl Into<String>, amount: Option<Decimal>) -> Self {
        Self { name: name.into(), item: item.into(), quantity: amount.map(Quantity::new) }
    }

    /// How much, as a plain number.
    pub fn amount(&self) -> Option<Decimal> {
        self.quantity.map(Quantity::amount)
    }
}
