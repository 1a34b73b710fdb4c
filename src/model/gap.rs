//! Something that could not be read, judged or priced, with the reason. Unknown is a value.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ids::{AccountId, Region};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapReason {
    /// The caller may not make the call.
    Denied,
    /// Throttled until the retries ran out.
    Throttled,
    TimedOut,
    /// The service failed or could not be reached.
    Unavailable,
    /// The service is not enabled or subscribed (Cost Explorer, a region).
    NotEnabled,
    /// The answer could not be understood.
    BadAnswer,
    /// More exists than was read; a cap was met.
    Truncated,
    /// The collector did not run.
    NotCollected,
    /// The answer has no such data: no metric point, no stop time, an agent not installed.
    NoData,
    /// Points for too little of the window.
    LowCoverage,
    /// Too short a history to tell what comes back from what came once.
    LookbackTooShort,
    /// Younger than the window.
    TooYoung,
    /// No row in the price book.
    PriceMissing,
    /// An instance type, platform or class this version does not know.
    NotSupported,
}

impl GapReason {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Throttled => "throttled",
            Self::TimedOut => "timed-out",
            Self::Unavailable => "unavailable",
            Self::NotEnabled => "not-enabled",
            Self::BadAnswer => "bad-answer",
            Self::Truncated => "truncated",
            Self::NotCollected => "not-collected",
            Self::NoData => "no-data",
            Self::LowCoverage => "low-coverage",
            Self::LookbackTooShort => "lookback-too-short",
            Self::TooYoung => "too-young",
            Self::PriceMissing => "price-missing",
            Self::NotSupported => "not-supported",
        }
    }
}

impl fmt::Display for GapReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One line of `gaps.jsonl` and one entry of the report's `gaps`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// `EC2`, `EBS`, `CloudWatch`, `CloudWatch Logs`, `DynamoDB`, `Application Auto Scaling`, `Lambda`, `S3`,
    /// `Cost Explorer`, `STS`.
    /// `EC2`, `EBS`, `CloudWatch`, `CloudWatch Logs`, `S3`, `Cost Explorer`, `STS`,
    /// `Reserved Instances`, `Savings Plans`.
    pub service: String,
    #[serde(default)]
    pub account: Option<AccountId>,
    /// `None` for what is not regional.
    #[serde(default)]
    pub region: Option<Region>,
    /// The AWS API operation that failed: `DescribeVolumes`. `None` when no call was involved.
    #[serde(default)]
    pub operation: Option<String>,
    /// The rule that could not judge.
    #[serde(default)]
    pub rule: Option<String>,
    #[serde(default)]
    pub resource_id: Option<String>,
    pub reason: GapReason,
    /// A sentence for people; never holds credentials or request ids.
    pub detail: String,
}
