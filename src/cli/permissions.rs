//! `cloudtrim permissions`.

use super::{Failure, Outcome};

/// Print the least-privilege IAM policy that reading AWS needs
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

#[cfg(not(feature = "aws"))]
pub(super) fn run(_arguments: &Arguments) -> Result<Outcome, Failure> {
    Err(super::live::not_built_in())
}

#[cfg(feature = "aws")]
pub(super) fn run(_arguments: &Arguments) -> Result<Outcome, Failure> {
    // A JSON value with text keys always prints.
    super::output::write(&format!("{:#}\n", crate::collect::permissions()), None)?;
    Ok(Outcome::Done)
}
