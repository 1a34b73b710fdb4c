//! What is not there yet: plans and their usage.

mod bad_scenarios;
mod properties;
mod scenarios;
mod terraform;
mod terraform_bad;
mod usage;
