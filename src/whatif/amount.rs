//! Amounts that are not one number: ranges and growth.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use serde_json::{Map, Number, Value};

/// A number of the usage: what is expected, between which ends, and how it grows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    pub low: f64,
    pub expected: f64,
    pub high: f64,
    /// 0.05 is five percent more each month.
    pub growth_per_month: f64,
}

/// Which end of the ranges is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Low,
    Expected,
    High,
}

/// Under which conditions usage is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conditions {
    pub level: Level,
    /// Whole months of growth.
    pub months: u32,
}

impl Conditions {
    pub const EXPECTED: Self = Self { level: Level::Expected, months: 0 };
}

impl Amount {
    pub const fn exactly(expected: f64) -> Self {
        Self { low: expected, expected, high: expected, growth_per_month: 0.0 }
    }

    pub fn is_range(&self) -> bool {
        self.low < self.high
    }

    pub fn at(&self, conditions: Conditions) -> f64 {
        let amount = match conditions.level {
            Level::Low => self.low,
            Level::Expected => self.expected,
            Level::High => self.high,
        };
        let months = i32::try_from(conditions.months).unwrap_or(i32::MAX);
        amount * (1.0 + self.growth_per_month).powi(months)
    }

    /// The same as a decimal; what none can hold is the largest.
    pub fn decimal_at(&self, conditions: Conditions) -> Decimal {
        Decimal::from_f64(self.at(conditions)).unwrap_or(Decimal::MAX)
    }
}

/// Usage inputs by name, nested as the resource type nests them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usage(pub Vec<(String, UsageValue)>);

#[derive(Clone, Debug, PartialEq)]
pub enum UsageValue {
    Amount(Amount),
    /// A choice: `1_year`.
    Plain(Value),
    Block(Usage),
}

impl Usage {
    /// The inputs as plain numbers.
    pub fn at(&self, conditions: Conditions) -> Map<String, Value> {
        let entries = self.0.iter().map(|(name, value)| {
            let value = match value {
                UsageValue::Amount(amount) => number(amount.at(conditions)),
                UsageValue::Plain(value) => value.clone(),
                UsageValue::Block(usage) => Value::Object(usage.at(conditions)),
            };
            (name.clone(), value)
        });
        entries.collect()
    }

    /// Every amount with its dotted path.
    pub fn amounts(&self) -> Vec<(String, Amount)> {
        let mut found = Vec::new();
        for (name, value) in &self.0 {
            match value {
                UsageValue::Amount(amount) => found.push((name.clone(), *amount)),
                UsageValue::Plain(_) => {}
                UsageValue::Block(usage) => {
                    found.extend(usage.amounts().into_iter().map(|(path, amount)| (format!("{name}.{path}"), amount)));
                }
            }
        }
        found
    }

    /// The amount at a dotted path, to change it.
    pub fn amount_mut(&mut self, path: &str) -> Option<&mut Amount> {
        let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
        let (_, value) = self.0.iter_mut().find(|(name, _)| name == first)?;
        match (value, rest) {
            (UsageValue::Amount(amount), None) => Some(amount),
            (UsageValue::Block(usage), Some(rest)) => usage.amount_mut(rest),
            _ => None,
        }
    }

    /// What a default does not say stays; what both say is this one's.
    pub fn or(&mut self, default: &Self) {
        for (name, value) in &default.0 {
            match self.0.iter_mut().find(|(known, _)| known == name) {
                None => self.0.push((name.clone(), value.clone())),
                Some((_, UsageValue::Block(own))) => {
                    if let UsageValue::Block(default) = value {
                        own.or(default);
                    }
                }
                Some(_) => {}
            }
        }
    }
}

/// A JSON number, whole where it is whole.
#[allow(clippy::cast_possible_truncation, clippy::float_cmp, reason = "checked to be whole and small")]
pub(super) fn number(amount: f64) -> Value {
    const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;
    if amount.trunc() == amount && amount.abs() < LARGEST_WHOLE {
        return Value::from(amount as i64);
    }
    Number::from_f64(amount).map_or(Value::Null, Value::Number)
}
