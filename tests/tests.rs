//! The one integration binary; a module for each area.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests say what went wrong by panicking")]

mod analyze;
mod architecture;
mod bad_input;
mod catalog;
mod cli;
mod collect;
mod dataset;
mod demo;
mod documentation;
#[cfg(feature = "aws")]
mod e2e;
mod history;
mod monthly;
mod pricing;
#[cfg(feature = "refresh")]
mod refresh;
mod remedy;
mod report;
mod rules;
mod shared_data;
mod whatif;
