//! Amounts, days and what varies them.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use cloudtrim::units::Usd;

pub(crate) fn usd(text: &str) -> Usd {
    text.parse().unwrap_or_default()
}

pub(super) fn dollars(amount: f64) -> Usd {
    Usd::from_f64((amount * 100.0).round() / 100.0).unwrap_or_default()
}

pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

pub(super) fn as_of() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 6, 0, 0).single().unwrap_or_default()
}

/// Numbers that look random and never change (Knuth's multiplicative hash).
pub(super) fn noise(of: usize) -> f64 {
    let hashed = (of as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (hashed >> 40) as f64 / (1_u64 << 24) as f64
}

pub(super) fn share(part: Usd, whole: Usd) -> Option<f64> {
    (!whole.is_zero()).then(|| part.to_f64() / whole.to_f64() * 100.0)
}
