//! What the caller chooses; nothing here is read from the clock or the environment.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::units::{Days, Usd};

/// Everything a collection depends on besides AWS itself.
///
/// The SDK's own chain (environment, profile, SSO, instance role) finds the credentials.
#[derive(Clone, Debug)]
pub struct CollectOptions {
    /// The moment every age and metric window is relative to.
    pub as_of: DateTime<Utc>,
    /// The clock, as the command line saw it: CloudWatch's retention and Cost Explorer's forecast depend on it.
    pub now: DateTime<Utc>,
    /// Days of metrics before `as_of`.
    pub lookback: Days,
    pub regions: RegionChoice,
    pub profile: Option<String>,
    pub role: Option<AssumedRole>,
    /// `--endpoint-url`; `AWS_ENDPOINT_URL` is honored without it.
    pub endpoint_url: Option<String>,
    /// Path-style S3 addresses; always on with one custom endpoint for all services. Set it when
    /// `AWS_ENDPOINT_URL_S3` alone is in use.
    pub s3_path_style: bool,
    /// Calls in flight at once, over all regions.
    pub concurrency: usize,
    /// Attempts of one call, the first included (adaptive mode); without it what `AWS_MAX_ATTEMPTS` or the profile
    /// says, else 6.
    pub max_attempts: Option<u32>,
    /// Of one attempt.
    pub attempt_timeout: Duration,
    /// Incomplete uploads of one bucket whose parts are listed; beyond it their sizes stay unknown.
    pub upload_cap: usize,
    /// Calls that would cost more than what is left of this are not made.
    pub max_api_cost: Option<Usd>,
    pub billing: BillingDepth,
}

/// How much of the bill is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BillingDepth {
    /// Six months by service and the forecast: two requests.
    #[default]
    Plain,
    /// Thirteen months by day, account, region, usage type and tag, and AWS Budgets.
    Full { tag_keys: Vec<String> },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionChoice {
    /// The region of the profile or environment.
    Default,
    Named(Vec<String>),
    /// All that are enabled for the account, from DescribeRegions.
    AllEnabled,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssumedRole {
    pub arn: String,
    pub external_id: Option<String>,
    /// `cloudtrim` when not given.
    pub session_name: Option<String>,
}

impl CollectOptions {
    /// The defaults, at one moment: 14 days of metrics, 16 calls at once, 6 attempts, 60 seconds an attempt,
    /// 100 uploads a bucket.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            as_of: now,
            now,
            lookback: Days::new(14),
            regions: RegionChoice::Default,
            profile: None,
            role: None,
            endpoint_url: None,
            s3_path_style: false,
            concurrency: 16,
            max_attempts: None,
            attempt_timeout: Duration::from_mins(1),
            upload_cap: 100,
            max_api_cost: None,
            billing: BillingDepth::Plain,
        }
    }
}
