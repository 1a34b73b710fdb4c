//! The pipeline and the honest total on small estates.

mod acceptance;
mod billing;
pub(crate) mod estate_builder;
mod gaps;
mod schedules;
mod totals;
