//! Quantities and unit prices. Only a quantity times the price of the same unit is money:
//!
//! ```
//! use cloudtrim::units::{GbMonth, Quantity, UnitPrice, Usd};
//! let stored = Quantity::<GbMonth>::of(100_u32);
//! let price: UnitPrice<GbMonth> = "0.08".parse().unwrap();
//! assert_eq!(stored * price, "8".parse::<Usd>().unwrap());
//! ```
//!
//! Hours do not multiply with the price of a GB-month:
//!
//! ```compile_fail,E0308
//! use cloudtrim::units::{GbMonth, HOURS_PER_MONTH, UnitPrice, Usd};
//! let price: UnitPrice<GbMonth> = "0.08".parse().unwrap();
//! let _: Usd = HOURS_PER_MONTH * price;
//! ```
//!
//! Quantities of different units do not add up:
//!
//! ```compile_fail,E0308
//! use cloudtrim::units::{Gb, GbMonth, Quantity};
//! let _ = Quantity::<Gb>::of(1_u32) + Quantity::<GbMonth>::of(1_u32);
//! ```
//!
//! Money times money is nothing:
//!
//! ```compile_fail,E0369
//! use cloudtrim::units::Usd;
//! let _ = Usd::ZERO * Usd::ZERO;
//! ```

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Add, Mul};
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::{Hour, Usd};

/// What is counted: a pricing unit in the words of the AWS Price List.
pub trait Unit: Copy + fmt::Debug + Ord + 'static {
    /// As the price list and FOCUS `PricingUnit` spell it.
    const NAME: &'static str;
}

/// So many of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity<U: Unit>(Decimal, PhantomData<U>);

/// Hours in a month, for every price by the hour: AWS's own convention (365 days × 24 hours ÷ 12).
pub const HOURS_PER_MONTH: Quantity<Hour> = Quantity(Decimal::from_parts(730, 0, 0, false, 0), PhantomData);

impl<U: Unit> Quantity<U> {
    pub const ZERO: Self = Self(Decimal::ZERO, PhantomData);

    pub const fn new(amount: Decimal) -> Self {
        Self(amount, PhantomData)
    }

    pub fn of(amount: impl Into<Decimal>) -> Self {
        Self(amount.into(), PhantomData)
    }

    /// `None` for NaN, infinities and what a decimal cannot hold.
    pub fn from_f64(amount: f64) -> Option<Self> {
        Decimal::from_f64(amount).map(Self::new)
    }

    pub const fn amount(self) -> Decimal {
        self.0
    }

    /// For scaling measurements; money never passes through it.
    pub fn to_f64(self) -> f64 {
        self.0.to_f64().unwrap_or(f64::MAX)
    }

    /// So many times as much (the unit stays).
    pub fn times(self, factor: impl Into<Decimal>) -> Self {
        Self::new(self.0.saturating_mul(factor.into()))
    }
}

impl<U: Unit> Add for Quantity<U> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.0.saturating_add(other.0))
    }
}

impl<U: Unit> Mul<UnitPrice<U>> for Quantity<U> {
    type Output = Usd;
    fn mul(self, price: UnitPrice<U>) -> Usd {
        Usd::new(self.0.saturating_mul(price.0))
    }
}

impl<U: Unit> fmt::Display for Quantity<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.normalize(), U::NAME)
    }
}

/// Dollars for one of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitPrice<U: Unit>(Decimal, PhantomData<U>);

impl<U: Unit> UnitPrice<U> {
    pub const fn new(usd_per_unit: Decimal) -> Self {
        Self(usd_per_unit, PhantomData)
    }

    pub const fn usd_per_unit(self) -> Decimal {
        self.0
    }
}

impl<U: Unit> FromStr for UnitPrice<U> {
    type Err = rust_decimal::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Decimal::from_str(text).map(Self::new)
    }
}

impl<U: Unit> fmt::Display for UnitPrice<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${} per {}", self.0.normalize(), U::NAME)
    }
}

#[cfg(test)]
mod tests {
    use super::super::GbMonth;
    use super::*;

    #[test]
    fn a_month_has_730_hours() {
        let price: UnitPrice<Hour> = "0.0416".parse().unwrap();
        assert_eq!((HOURS_PER_MONTH * price).to_string(), "$30.37");
    }

    #[test]
    fn shows_its_unit() {
        assert_eq!(Quantity::<GbMonth>::from_f64(2.50).unwrap().to_string(), "2.5 GB-Mo");
        assert_eq!("0.0800".parse::<UnitPrice<GbMonth>>().unwrap().to_string(), "$0.08 per GB-Mo");
    }
}
