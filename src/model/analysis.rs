//! The result of an analysis: schema `cloudtrim.analysis/1`, the source of every report format.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::action::{Action, Effort, Severity};
use super::commitments::{CommitmentEffect, Commitments};
use super::configuration::Configuration;
use super::cost::CostComponent;
use super::gap::Gap;
use super::ids::{AccountId, Region, ResourceKey, ResourceKind};
use super::resource::Tags;
use super::rightsizing::SizeOption;
use super::schedule::HoursOfWeek;
use crate::units::{Usd, UsdRange};

pub const ANALYSIS_SCHEMA: &str = "cloudtrim.analysis/1";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    pub schema: String,
    /// When the dataset was read: every age is relative to it.
    pub as_of: DateTime<Utc>,
    /// The newest day of the price rows that were used, `YYYY-MM-DD`; `None` when no price was used.
    pub prices_as_of: Option<String>,
    /// The oldest day of the price rows that were used.
    pub oldest_price_as_of: Option<String>,
    /// Lines of the list cost as it is now, and those of them whose price is older than
    /// [`PRICES_STALE_AFTER_DAYS`](super::cost::PRICES_STALE_AFTER_DAYS) days at `as_of`.
    #[serde(default)]
    pub priced_components: usize,
    #[serde(default)]
    pub stale_priced_components: usize,
    pub accounts: Vec<AccountId>,
    pub regions: Vec<Region>,
    pub lookback_days: u32,
    /// What saves less (at the high end of its range) counts nothing; it is listed only as hygiene.
    pub min_savings_monthly_usd: Usd,
    pub totals: Totals,
    /// How many resources of each kind were read, priced and judged.
    pub coverage: Vec<KindCoverage>,
    /// Selected ones and alternatives, by savings.
    pub recommendations: Vec<Recommendation>,
    pub gaps: Vec<Gap>,
    pub suppressed: Vec<SuppressedFinding>,
    pub exempted: Vec<ExemptedResource>,
    pub billing: Option<BillingSummary>,
    /// Reserved Instances and Savings Plans; `None` in an analysis of before they were considered.
    #[serde(default)]
    pub commitments: Option<Commitments>,
    /// Suppressions that match nothing or have expired, and the like.
    pub warnings: Vec<String>,
    /// Overridden parameters and prices: what is not the default.
    pub overrides: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Before commitments and discounts, of what could be priced.
    pub list_cost_monthly_usd: Usd,
    /// Something could not be priced: the list cost is "at least".
    pub list_cost_at_least: bool,
    /// The plain sum over all recommendations that count, each on its own.
    pub gross_savings_monthly_usd: Usd,
    /// What the sum counts twice: gross − net.
    pub overlap_monthly_usd: Usd,
    /// The best compatible set, each resource once.
    pub net_savings_monthly_usd: Usd,
    /// The same after commitments: what they strand is taken off. `None` where there is none, or none was read.
    #[serde(default)]
    pub net_savings_after_commitments_usd: Option<UsdRange>,
    /// Something could not be judged: savings are "at least".
    pub savings_at_least: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindCoverage {
    pub resource_kind: ResourceKind,
    pub resources: usize,
    pub priced: usize,
    pub exempted: usize,
    pub list_cost_monthly_usd: Usd,
    /// Verdicts over all rules of the kind.
    pub flagged: usize,
    pub passed: usize,
    pub unknown: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recommendation {
    /// A fingerprint of rule, account, region and resource: the same from run to run.
    pub id: String,
    pub rule: String,
    pub severity: Severity,
    pub account: AccountId,
    pub region: Region,
    pub resource_kind: ResourceKind,
    pub resource_id: String,
    pub arn: String,
    pub name: Option<String>,
    pub tags: Tags,
    pub action: Action,
    pub effort: Effort,
    /// In the best compatible set, and so in the net total.
    pub selected: bool,
    /// Worth doing for order's sake; counts nothing in totals when its saving is unknown or below `min_savings`.
    pub hygiene: bool,
    /// The low end of what it saves on its own; `null` when unknown.
    pub monthly_savings_usd: Option<Usd>,
    pub savings_range: Option<UsdRange>,
    /// What commitments leave of it; absent where none bears on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitments: Option<CommitmentEffect>,
    /// What the change costs once (transition requests), where it does.
    pub one_off_cost_usd: Option<Usd>,
    pub before: PricedState,
    /// The state after, at the low end of the savings; `null` when unknown.
    pub after: Option<PricedState>,
    /// Sizes to choose from, the recommended one first; empty for changes without a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<SizeOption>,
    /// Of schedules: the use that they were made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_of_week: Option<HoursOfWeek>,
    pub evidence: Vec<Evidence>,
    pub caveats: Vec<String>,
    /// How to undo it, or that it cannot be undone.
    pub restore: String,
}

impl Recommendation {
    pub fn key(&self) -> ResourceKey {
        ResourceKey {
            kind: self.resource_kind,
            account: self.account.clone(),
            region: self.region.clone(),
            id: self.resource_id.clone(),
        }
    }
}

/// The configurations a change touches, in one state, and what they cost a month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PricedState {
    /// The configuration of the resource itself.
    pub configuration: Configuration,
    /// Other resources that the same change touches (volumes and addresses of a stopped instance).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<AttachedConfiguration>,
    pub components: Vec<CostComponent>,
    pub list_cost_monthly_usd: Usd,
    /// Prices or usage missing: the cost is "at least".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttachedConfiguration {
    pub resource_kind: ResourceKind,
    pub resource_id: String,
    pub configuration: Configuration,
}

/// One fact behind a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The field or metric: `state`, `CPUUtilization Maximum maximum over 14 days`.
    pub fact: String,
    /// As the report shows it: `available`, `3.2 %`.
    pub value: String,
    /// The condition it met: `below 5 %`; empty for plain facts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub condition: String,
    /// Share of the window's hours with at least one point, for metrics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage_percent: Option<f64>,
    /// First and last moment of the window, for metrics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<crate::units::Window>,
}

impl Evidence {
    pub fn fact(fact: impl Into<String>, value: impl Into<String>) -> Self {
        Self { fact: fact.into(), value: value.into(), condition: String::new(), coverage_percent: None, window: None }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SuppressedFinding {
    pub recommendation: Recommendation,
    pub reason: String,
    pub owner: String,
    pub expires: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ExemptedResource {
    pub account: AccountId,
    pub region: Region,
    pub resource_kind: ResourceKind,
    pub resource_id: String,
    /// The tag that exempts it: `cloudtrim=ignore`.
    pub by: String,
}

/// What Cost Explorer billed, beside what the list says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingSummary {
    pub months: Vec<BilledMonth>,
    /// The newest closed month, for the services that were priced.
    pub reconciliation: Option<Reconciliation>,
    pub forecast: Option<ForecastSummary>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BilledMonth {
    /// `2026-10`.
    pub month: String,
    pub estimated: bool,
    pub services: Vec<BilledService>,
    pub billed_cost_usd: Usd,
    pub effective_cost_usd: Option<Usd>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BilledService {
    pub service_name: String,
    pub billed_cost_usd: Usd,
    pub effective_cost_usd: Option<Usd>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciliation {
    pub month: String,
    /// Cost Explorer services that hold what was priced.
    pub services: Vec<String>,
    pub billed_cost_usd: Usd,
    pub list_cost_monthly_usd: Usd,
    /// List − billed: commitments, discounts, resources that came or went, usage that is not priced here.
    pub difference_usd: Usd,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastSummary {
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub mean_billed_cost_usd: Usd,
    pub low_billed_cost_usd: Option<Usd>,
    pub high_billed_cost_usd: Option<Usd>,
}
