//! Recommendations and what the history says of them, in a monthly report.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::analysis::Recommendation;
use crate::model::history::{FindingLife, FindingState};
use crate::model::ids::{AccountId, Region, ResourceKind};
use crate::units::Usd;

/// What the resources of one owner could save, each recommendation on its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerWaste {
    /// `None` for resources with none of the owner tags.
    pub owner: Option<String>,
    /// The key that names it.
    pub tag_key: Option<String>,
    /// Selected recommendations.
    pub findings: usize,
    /// The known part.
    pub monthly_savings_usd: Usd,
    /// Recommendations whose saving is unknown.
    pub unknown: usize,
}

/// Savings of the selected recommendations by service; families − overlap = net.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavingsByFamily {
    /// By savings, largest first.
    pub families: Vec<FamilySavings>,
    /// What recommendations on the same resource count twice.
    pub overlap_monthly_usd: Usd,
    pub net_savings_monthly_usd: Usd,
    pub at_least: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilySavings {
    /// As people call the service: `EC2`, `CloudWatch Logs`.
    pub family: String,
    pub findings: usize,
    pub monthly_savings_usd: Usd,
    /// Recommendations whose saving is unknown.
    pub unknown: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportedRecommendation {
    pub recommendation: Recommendation,
    /// Since when it stands; `None` without a history.
    pub life: Option<FindingLife>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateTotal {
    pub state: FindingState,
    pub findings: usize,
    /// The known part.
    pub monthly_savings_usd: Usd,
    /// Findings whose saving is unknown.
    pub unknown: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RealizedTotal {
    pub findings: usize,
    /// What the estimates said they save a month, as far as known.
    pub claimed_monthly_usd: Usd,
    /// What the bill shows of it.
    pub confirmed_monthly_usd: Usd,
    /// Of the claimed: what the bill cannot say yet, or does not show.
    pub unconfirmed_monthly_usd: Usd,
    /// Findings whose claim is unknown.
    pub unknown: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WastePoint {
    pub as_of: DateTime<Utc>,
    pub list_cost_monthly_usd: Usd,
    pub list_cost_at_least: bool,
    pub net_savings_monthly_usd: Usd,
    pub savings_at_least: bool,
    pub findings: usize,
    pub gaps: usize,
}

/// How a resource is used in the hours of a week, where a schedule is advised for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HourOfWeekProfile {
    pub account: AccountId,
    pub region: Region,
    pub resource_kind: ResourceKind,
    pub resource_id: String,
    pub name: Option<String>,
    /// What is measured: `CPUUtilization`.
    pub metric: String,
    pub unit: String,
    /// An IANA name.
    pub time_zone: String,
    /// The highest point of each of 168 hours, Monday 00:00 in the time zone first; `None` where nothing was measured in
    /// that hour.
    pub hour_of_week: Vec<Option<f64>>,
    /// The advised hours, in words.
    pub plan: String,
    /// Whether it runs, for each of the 168 hours, as advised.
    pub runs: Vec<bool>,
}
