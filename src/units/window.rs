//! Spans of time.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{HOURS_PER_MONTH, Usd};

/// A whole number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Days(u32);

impl Days {
    pub const fn new(days: u32) -> Self {
        Self(days)
    }

    pub const fn count(self) -> u32 {
        self.0
    }

    pub fn delta(self) -> TimeDelta {
        TimeDelta::days(i64::from(self.0))
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} day{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}

/// From `start` (inclusive) to `end` (exclusive).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
}

impl Window {
    /// The `days` before `end`; the start saturates at the calendar's own.
    pub fn before(end: DateTime<Utc>, days: Days) -> Self {
        Self { start: end.checked_sub_signed(days.delta()).unwrap_or(DateTime::<Utc>::MIN_UTC), end }
    }

    pub fn hours(self) -> i64 {
        (self.end - self.start).num_hours()
    }

    /// What an amount a month comes to in it; zero when it ends before it starts. A month has
    /// [`HOURS_PER_MONTH`](super::HOURS_PER_MONTH).
    pub fn share_of_monthly(self, monthly: Usd) -> Usd {
        let seconds = Decimal::from((self.end - self.start).num_seconds().max(0));
        let seconds_per_month = HOURS_PER_MONTH.amount().saturating_mul(Decimal::from(3600));
        let months = seconds.checked_div(seconds_per_month).unwrap_or_default();
        Usd::new(monthly.amount().saturating_mul(months))
    }

    pub fn contains(self, instant: DateTime<Utc>) -> bool {
        self.start <= instant && instant < self.end
    }
}
