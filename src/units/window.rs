//! Spans of time.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

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

    pub fn contains(self, instant: DateTime<Utc>) -> bool {
        self.start <= instant && instant < self.end
    }
}
