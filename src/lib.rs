//! cloudtrim: a read-only AWS cost and right-sizing analyzer.
//!
//! AWS → dataset → rules → priced recommendations → report. Start with ARCHITECTURE.md, then [`analyze`].

pub mod analyze;
pub mod catalog;
pub mod cli;
#[cfg(feature = "aws")]
pub mod collect;
pub mod config;
pub mod dataset;
pub mod estate;
pub mod estimate;
pub mod history;
pub mod model;
pub mod monthly;
pub mod pricing;
#[cfg(feature = "refresh")]
pub mod refresh;
pub mod remedy;
mod replace;
pub mod report;
pub mod rightsize;
pub mod rules;
pub mod tables;
pub mod traces;
pub mod units;
pub mod whatif;
