//! What-if models: scenarios, scaling, plans and their usage.

mod bad_changes;
mod bad_plans;
mod bad_scenarios;
mod datasets;
pub(crate) mod plans;
mod properties;
mod random_plans;
mod scaling;
mod scenarios;
mod terraform;
mod terraform_bad;
mod usage;
