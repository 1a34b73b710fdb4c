//! Reading AWS from the command line: flags, progress, and what a build without the SDKs says.

use std::path::Path;

use chrono::{DateTime, Utc};

use super::Failure;
use super::screen::Voice;
use super::settings::Settings;
use super::values::{lookback, timestamp};
use crate::dataset::Dataset;
use crate::units::Days;

#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Reading AWS")]
pub(super) struct LiveArguments {
    /// A region to read (repeat for more) [default: the profile's]
    #[arg(long, value_name = "REGION")]
    pub(super) region: Vec<String>,
    /// Read every region that is enabled for the account
    #[arg(long, conflicts_with = "region")]
    pub(super) all_regions: bool,
    /// The profile of the AWS configuration files
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Option<String>,
    /// Assume this role first
    #[arg(long, value_name = "ARN")]
    pub(super) role_arn: Option<String>,
    /// The external id that the role asks for
    #[arg(long, value_name = "ID", requires = "role_arn")]
    pub(super) external_id: Option<String>,
    /// Days of metrics [default: 14d]
    #[arg(long, value_name = "DAYS", value_parser = lookback)]
    pub(super) lookback: Option<Days>,
    /// Calls in flight at once [default: 16]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) concurrency: Option<u16>,
    /// The moment that ages and windows are relative to [default: now]
    #[arg(long, value_name = "TIMESTAMP", value_parser = timestamp)]
    pub(super) as_of: Option<DateTime<Utc>>,
}

impl LiveArguments {
    /// The first flag that was given.
    pub(super) fn given(&self) -> Option<&'static str> {
        let given = [
            (self.as_of.is_some(), "--as-of"),
            (!self.region.is_empty(), "--region"),
            (self.all_regions, "--all-regions"),
            (self.profile.is_some(), "--profile"),
            (self.role_arn.is_some(), "--role-arn"),
            (self.external_id.is_some(), "--external-id"),
            (self.lookback.is_some(), "--lookback"),
            (self.concurrency.is_some(), "--concurrency"),
        ];
        given.into_iter().find(|(given, _)| *given).map(|(_, flag)| flag)
    }
}

#[cfg(not(feature = "aws"))]
pub(super) fn not_built_in() -> Failure {
    Failure::new("this build of cloudtrim cannot read AWS: it was built without the feature `aws`").hint(
        "audit a saved dataset with `cloudtrim audit DIR`, or build with `cargo install cloudtrim` (default features)",
    )
}

#[cfg(not(feature = "aws"))]
pub(super) fn with_collected<T>(
    _arguments: &LiveArguments,
    _save: Option<&Path>,
    _settings: &Settings,
    _voice: Voice,
    _use_it: impl FnOnce(&Dataset) -> Result<T, Failure>,
) -> Result<T, Failure> {
    Err(not_built_in())
}

#[cfg(feature = "aws")]
pub(super) fn with_collected<T>(
    _arguments: &LiveArguments,
    _save: Option<&Path>,
    _settings: &Settings,
    _voice: Voice,
    _use_it: impl FnOnce(&Dataset) -> Result<T, Failure>,
) -> Result<T, Failure> {
    Err(Failure::new("not wired yet"))
}
