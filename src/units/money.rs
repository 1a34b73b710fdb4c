//! United States dollars, exactly.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of United States dollars.
///
/// Exact decimal; rounding happens in `Display` (cents) and in serialization (a JSON number of at most six places) alone.
/// Arithmetic saturates instead of panicking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usd(Decimal);

impl Usd {
    pub const ZERO: Self = Self(Decimal::ZERO);
    pub const ONE: Self = Self(Decimal::ONE);

    pub const fn new(amount: Decimal) -> Self {
        Self(amount)
    }

    pub const fn amount(self) -> Decimal {
        self.0
    }

    /// `None` for NaN, infinities and what a decimal cannot hold.
    pub fn from_f64(amount: f64) -> Option<Self> {
        Decimal::from_f64(amount).map(Self)
    }

    pub fn to_f64(self) -> f64 {
        self.0.round_dp(6).to_f64().unwrap_or(f64::MAX)
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    /// Rounded to cents, half to even, with no currency sign: `1234.57`.
    pub fn cents(self) -> String {
        format!("{:.2}", self.0.round_dp(2))
    }
}

impl Add for Usd {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Usd {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Usd {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Usd {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Usd {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Self> for Usd {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

/// `$1,234.57`, `-$0.40`.
impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = self.0.round_dp(2);
        let digits = format!("{:.2}", rounded.abs());
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, "00"));
        let mut grouped = String::with_capacity(digits.len() + whole.len() / 3 + 2);
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && (whole.len() - position).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" };
        f.pad(&format!("{sign}${grouped}.{fraction}"))
    }
}

impl FromStr for Usd {
    type Err = rust_decimal::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Decimal::from_str(text.trim()).map(Self)
    }
}

/// A JSON number, never a string.
impl Serialize for Usd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}

impl<'de> Deserialize<'de> for Usd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let amount = f64::deserialize(deserializer)?;
        Self::from_f64(amount).ok_or_else(|| serde::de::Error::custom(format!("{amount} is no amount of dollars")))
    }
}

/// What is known of an amount: at least `low`, at most `high`; equal where it is known exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsdRange {
    pub low: Usd,
    pub high: Usd,
}

impl UsdRange {
    /// The two ends in either order.
    pub fn new(one: Usd, other: Usd) -> Self {
        Self { low: one.min(other), high: one.max(other) }
    }

    pub fn is_exact(self) -> bool {
        self.low == self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(text: &str) -> Usd {
        text.parse().unwrap()
    }

    #[test]
    fn displays_cents_with_grouping() {
        let cases = [
            ("0", "$0.00"),
            ("1234567.891", "$1,234,567.89"),
            ("-0.4", "-$0.40"),
            ("-0.001", "$0.00"),
            ("999.995", "$1,000.00"),
            ("100", "$100.00"),
        ];
        for (amount, shown) in cases {
            assert_eq!(usd(amount).to_string(), shown, "{amount}");
        }
    }

    #[test]
    fn serializes_as_a_number() {
        assert_eq!(serde_json::to_string(&usd("0.1")).unwrap(), "0.1");
        assert_eq!(serde_json::to_string(&usd("12.345678912")).unwrap(), "12.345679");
    }

    #[test]
    fn saturates_instead_of_panicking() {
        let most = Usd::new(Decimal::MAX);
        assert_eq!(most + most, most);
    }
}
