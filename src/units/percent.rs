//! A share of a whole.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A percentage: `Percent::new(20.0)` is 20 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(f64);

impl Percent {
    pub const fn new(percent: f64) -> Self {
        Self(percent)
    }

    pub const fn percent(self) -> f64 {
        self.0
    }

    /// 0.2 for 20 %.
    pub const fn fraction(self) -> f64 {
        self.0 / 100.0
    }
}

/// `20 %`, `99.5 %`.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", (self.0 * 10.0).round() / 10.0)
    }
}
