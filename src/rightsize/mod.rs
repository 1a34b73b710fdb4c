//! Candidate targets and whether they carry what was measured.
//!
//! Pure: specifications, measured demand and a price function in, targets out. It knows no dataset and no rule.
//! Start with [`demand`], then [`mod@fit`], [`family`] and [`generation`].

pub mod backtest;
pub mod burstable;
pub mod demand;
pub mod family;
pub mod fit;
pub mod generation;
pub mod idle;
pub mod need;
pub mod preset;

pub use demand::{Demand, MeasuredDemand, measure};
pub use fit::{Fit, Veto, fit};
pub use need::{Driver, Need, TooShort, need};
pub use preset::{Parameters, Percentile, Preset, Resource};
