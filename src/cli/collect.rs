//! `cloudtrim collect`.

use std::path::PathBuf;

use super::live::{self, LiveArguments};
use super::screen::Voice;
use super::values::dollars;
use super::{Failure, Outcome};
use crate::units::Usd;

/// Read an AWS account into a dataset, read only
///
/// `cloudtrim audit DIR` then gives the same report as a live audit, as
/// often as you like, without AWS.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder to write; it appears whole or not at all
    #[arg(long, value_name = "DIR", required_unless_present = "plan")]
    pub(super) out: Option<PathBuf>,
    /// Print the calls that would be made and what they cost, and stop
    #[arg(long)]
    pub(super) plan: bool,
    /// Stop before the calls would cost more
    #[arg(long, value_name = "USD", value_parser = dollars)]
    pub(super) max_api_cost: Option<Usd>,
    #[command(flatten)]
    pub(super) live: LiveArguments,
}

pub(super) fn run(_arguments: &Arguments, _voice: Voice) -> Result<Outcome, Failure> {
    #[cfg(not(feature = "aws"))]
    return Err(live::not_built_in());
    #[cfg(feature = "aws")]
    return Err(Failure::new("not wired yet"));
}
