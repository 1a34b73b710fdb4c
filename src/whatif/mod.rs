//! What would be if: configurations beside each other, from scenarios, datasets and Terraform plans.
//!
//! A scenario or a plan becomes [`setting::Declared`] resources; [`setting::priced`] prices them under conditions,
//! [`assemble::compare`] puts configurations beside each other. Pure but for the files that a scenario names.

pub mod adjust;
pub mod amount;
pub mod assemble;
pub mod budget;
pub mod changes;
pub mod plan;
pub mod scaling;
pub mod scenario;
pub mod sensitivity;
pub mod setting;
pub mod terraform;
