//! Reading AWS from the command line: flags, progress, and what a build without the SDKs says.

use std::path::Path;

use chrono::{DateTime, Utc};

use super::Failure;
use super::screen::Voice;
use super::values::{dollars, lookback, timestamp};
use crate::dataset::Dataset;
use crate::units::{Days, Usd};

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
    /// How much of the bill to read [default: plain]
    ///
    /// plain is two requests to Cost Explorer; full is 13 months by day,
    /// account, region and usage type, and AWS Budgets.
    #[arg(long, value_enum, value_name = "DEPTH")]
    pub(super) billing: Option<BillingName>,
    /// With --billing full, also by this cost allocation tag (repeat for more)
    #[arg(long, value_name = "KEY", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(super) billing_tag: Vec<String>,
    /// Make no calls beyond this list price; what is left out is a gap
    #[arg(long, value_name = "USD", value_parser = dollars)]
    pub(super) max_api_cost: Option<Usd>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum BillingName {
    /// Six months by service and the forecast
    Plain,
    /// Thirteen months by day, account, region, usage type and tag, and budgets
    Full,
}

impl LiveArguments {
    /// The first flag that was given.
    pub(super) fn given(&self) -> Option<&'static str> {
        let given = [
            (self.as_of.is_some(), "--as-of"),
            (!self.region.is_empty(), "--region"),
            (self.all_regions, "--all-regions"),
            (self.role_arn.is_some(), "--role-arn"),
            (self.external_id.is_some(), "--external-id"),
            (self.lookback.is_some(), "--lookback"),
            (self.concurrency.is_some(), "--concurrency"),
            (self.billing.is_some(), "--billing"),
            (!self.billing_tag.is_empty(), "--billing-tag"),
            (self.max_api_cost.is_some(), "--max-api-cost"),
            // Last: a store may use it as well.
            (self.profile.is_some(), "--profile"),
        ];
        given.into_iter().find(|(given, _)| *given).map(|(_, flag)| flag)
    }
}

#[cfg(not(feature = "aws"))]
pub(super) fn not_built_in() -> Failure {
    Failure::new("this build of cloudtrim cannot read AWS: it was built without the feature `aws`")
        .hint("audit a saved dataset with `cloudtrim audit DIR`, or build it with its default features")
}

#[cfg(not(feature = "aws"))]
pub(super) fn with_collected<T>(
    _arguments: &LiveArguments,
    _save: Option<&Path>,
    _voice: Voice,
    _use_it: impl FnOnce(&Dataset) -> Result<T, Failure>,
) -> Result<T, Failure> {
    Err(not_built_in())
}

/// Collect into `save` (or a folder that goes away afterwards) and read it back: a live audit is the audit of the
/// dataset that it saves.
#[cfg(feature = "aws")]
pub(super) fn with_collected<T>(
    arguments: &LiveArguments,
    save: Option<&Path>,
    voice: Voice,
    use_it: impl FnOnce(&Dataset) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let scratch = tempfile::Builder::new()
        .prefix("cloudtrim-")
        .tempdir()
        .map_err(|error| Failure::new(format!("cannot create a temporary folder: {error}")))?;
    let scratch_dataset = scratch.path().join("dataset");
    let folder = save.unwrap_or(&scratch_dataset);
    collect_to(arguments, folder, voice)?;
    use_it(&crate::dataset::load(folder)?)
}

#[cfg(feature = "aws")]
pub(super) fn collect_to(arguments: &LiveArguments, folder: &Path, voice: Voice) -> Result<(), Failure> {
    let options = arguments.options()?;
    if options.billing != crate::collect::BillingDepth::Plain {
        voice.say(&billing_cost(&options));
    }
    let bars = super::progress::bars(voice);
    let summary = crate::collect::collect_blocking(&options, folder, bars.as_ref())?;
    drop(bars);
    let regions: Vec<_> = summary.regions.iter().map(ToString::to_string).collect();
    let mut said = format!(
        "read {} resources of account {} in {}, {} gaps; AWS charges about ${} for the calls",
        summary.resources,
        summary.account,
        regions.join(", "),
        summary.gaps,
        summary.api_list_cost_usd.amount().round_dp(4).normalize(),
    );
    if summary.buckets_elsewhere > 0 {
        said.push_str(&format!("; {} buckets are in other regions", summary.buckets_elsewhere));
    }
    voice.say(&said);
    Ok(())
}

/// Said before they are made.
#[cfg(feature = "aws")]
pub(super) fn billing_cost(options: &crate::collect::CollectOptions) -> String {
    let (requests, cost) = crate::collect::billing_requests(options);
    format!("{requests} requests to Cost Explorer: {cost}, and $0.01 for each further page of a large bill")
}

#[cfg(feature = "aws")]
impl LiveArguments {
    /// With the moment of the clock, which nothing below asks.
    ///
    /// # Errors
    /// When a flag needs another that was not given.
    pub(super) fn options(&self) -> Result<crate::collect::CollectOptions, Failure> {
        use crate::collect::{AssumedRole, BillingDepth, CollectOptions, RegionChoice};
        let billing = match self.billing {
            Some(BillingName::Full) => BillingDepth::Full { tag_keys: self.billing_tag.clone() },
            _ if self.billing_tag.is_empty() => BillingDepth::Plain,
            _ => {
                return Err(Failure::new("`--billing-tag` asks for a cut that a plain bill has not")
                    .hint("add `--billing full`"));
            }
        };
        let mut options = CollectOptions::at(Utc::now());
        if let Some(as_of) = self.as_of {
            options.as_of = as_of;
        }
        if let Some(lookback) = self.lookback {
            options.lookback = lookback;
        }
        if let Some(concurrency) = self.concurrency {
            options.concurrency = usize::from(concurrency);
        }
        options.regions = match (self.all_regions, self.region.is_empty()) {
            (true, _) => RegionChoice::AllEnabled,
            (false, true) => RegionChoice::Default,
            (false, false) => RegionChoice::Named(self.region.clone()),
        };
        options.profile.clone_from(&self.profile);
        options.role = self.role_arn.as_ref().map(|arn| AssumedRole {
            arn: arn.clone(),
            external_id: self.external_id.clone(),
            session_name: None,
        });
        options.s3_path_style = std::env::var_os("AWS_ENDPOINT_URL_S3").is_some_and(|url| !url.is_empty());
        options.max_api_cost = self.max_api_cost;
        options.billing = billing;
        Ok(options)
    }
}

#[cfg(feature = "aws")]
impl From<crate::collect::CollectError> for Failure {
    fn from(error: crate::collect::CollectError) -> Self {
        let failure = Self::of(&error);
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}
