//! The monthly report, of bills whose figures are worked out by hand.

mod big;
mod budgets;
mod configuration;
mod days;
pub(crate) mod estate;
mod findings;
mod months;
mod properties;
mod schema;
mod sentences;
