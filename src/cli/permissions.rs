//! `cloudtrim permissions`.

use super::{Failure, Outcome};

/// Print the least-privilege IAM policy that reading AWS needs
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(_arguments: &Arguments) -> Result<Outcome, Failure> {
    #[cfg(not(feature = "aws"))]
    return Err(super::live::not_built_in());
    #[cfg(feature = "aws")]
    return Err(Failure::new("not wired yet"));
}
