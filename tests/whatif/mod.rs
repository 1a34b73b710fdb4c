//! What-if models: scenarios, scaling, plans and their usage.

mod bad_changes;
mod bad_scenarios;
mod datasets;
mod properties;
mod scaling;
mod scenarios;
mod terraform;
mod terraform_bad;
mod usage;
