//! Candidate targets and whether they carry what was measured.
//!
//! Pure: specifications, measured demand and a price function in, targets out. It knows no dataset and no rule.
//! Start with [`preset`] and [`mod@need`]: what a demand takes. Then [`demand`], [`mod@fit`], [`candidates`] and [`risk`] for
//! instances; [`backtest`] shows what it is worth. Hours of the week are in [`schedule`].

pub mod backtest;
pub mod burstable;
pub mod cache;
pub mod candidates;
pub mod capacity;
pub mod class_support;
pub mod connections;
pub mod credits;
pub mod database;
pub mod demand;
pub mod dimension;
pub mod family;
pub mod fargate;
pub mod fit;
pub mod fleet;
pub mod function;
pub mod generation;
pub mod idle;
pub mod lineage;
pub mod market;
pub mod need;
pub mod preset;
pub mod risk;
pub mod schedule;
pub mod series;
pub mod settings;

pub use demand::{Demand, Dimension};
pub use fit::{Fit, Needs, Veto, fit};
pub use need::{Driver, Need, TooShort, need};
pub use preset::{Parameters, Percentile, Preset, Resource};
