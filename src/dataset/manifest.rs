//! `manifest.json`: what the dataset is, and what was asked of AWS.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::ids::{AccountId, Region, ResourceKind};
use crate::model::metric::Statistic;
use crate::units::{Days, Window};

pub const DATASET_SCHEMA: &str = "cloudtrim.dataset/1";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub schema: String,
    pub tool_version: String,
    /// The moment every age is relative to.
    pub as_of: DateTime<Utc>,
    /// The days of metrics before `as_of`.
    pub lookback_days: Days,
    pub accounts: Vec<AccountId>,
    pub regions: Vec<Region>,
    #[serde(default)]
    pub collectors: Vec<CollectorStatus>,
    /// What CloudWatch answered; with it, no point means no activity, without it, not known.
    #[serde(default)]
    pub metric_answers: Vec<MetricAnswer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectorStatus {
    /// `ec2-volumes`, `cloudwatch-metrics`, `cost-explorer`, …
    pub collector: String,
    pub account: AccountId,
    #[serde(default)]
    pub region: Option<Region>,
    pub state: CollectorState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CollectorState {
    Complete,
    /// Some of it is a gap.
    Partial,
    Failed,
}

/// CloudWatch was asked for this metric of every resource of the kind (save those named in gaps) and answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricAnswer {
    pub account: AccountId,
    pub region: Region,
    pub kind: ResourceKind,
    pub metric: String,
    pub statistic: Statistic,
    pub period_s: u32,
    pub window: Window,
}
