//! Terraform and OpenTofu plans (`terraform show -json`) and infracost's usage files, as [`Blueprint`]s before and after.
//!
//! Start with [`read_plan`] and [`Plan`]; [`UsageFile`] gives resources their usage. Nothing here knows a price.
//! Format: <https://developer.hashicorp.com/terraform/internals/json-format>.
//!
//! [`Blueprint`]: crate::model::blueprint::Blueprint

mod address;
mod assemble;
mod configuration;
mod document;
mod failure;
mod identity;
mod located;
mod plan;
mod read;
mod recognize;
mod references;
mod region;
mod states;
mod unknown;
mod usage;

pub use failure::PlanError;
pub use plan::{Action, Plan, PlannedResource};
pub use read::{parse_plan, read_plan};
pub use usage::{UsageEntry, UsageError, UsageFile};
