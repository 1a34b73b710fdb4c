//! The one integration binary; a module for each area.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests say what went wrong by panicking")]

mod analyze;
mod architecture;
mod backtest;
mod bad_input;
mod catalog;
mod cli;
mod collect;
mod commitments;
mod dataset;
mod deliver;
mod demo;
mod documentation;
#[cfg(feature = "aws")]
mod e2e;
mod export;
mod history;
mod monthly;
mod pricing;
#[cfg(feature = "refresh")]
mod refresh;
mod remedy;
mod report;
mod rules;
mod schedule;
mod shared_data;
#[cfg(any(feature = "aws", feature = "deliver"))]
mod venv;
mod whatif;
