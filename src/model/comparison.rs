//! The result of a what-if: configurations beside each other, schema `cloudtrim.estimate/1`.
//!
//! Amounts are United States dollars a month of 730 hours. What is not known is `None` (JSON null), never zero.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::units::Usd;

/// What a declared line stands for that is the change of the whole.
pub const CHANGE: &str = "change";
pub const ESTIMATE_SCHEMA: &str = "cloudtrim.estimate/1";

/// Two or more configurations, resource by resource.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    pub schema: String,
    /// What was compared: the scenario's name, the plan's file.
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    pub source: ComparisonSource,
    pub as_of: NaiveDate,
    pub currency: String,
    pub hours_per_month: u32,
    pub totals: ComparisonTotals,
    /// In the order of the scenario; the first is `before`, the last `after` of the totals.
    pub configurations: Vec<ConfigurationTotal>,
    pub resources: Vec<ResourceComparison>,
    /// What only the author knows, kept apart from what is modelled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<DeclaredLine>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one_off: Vec<OneOffLine>,
    /// Twelve months from now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projection: Vec<ProjectedMonth>,
    /// What moves the change most, the largest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sensitivity: Vec<Assumption>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unit_costs: Vec<UnitCost>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Budget>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scaling: Vec<ScalingOutcome>,
    pub prices: PricesUsed,
    /// Types that cannot be priced, with how many resources.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unsupported: BTreeMap<String, usize>,
    /// Resources of types that bear no charge themselves.
    pub free_resources: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComparisonSource {
    #[default]
    Scenario,
    Terraform,
    Dataset,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ComparisonTotals {
    pub before_monthly_usd: Option<Usd>,
    pub after_monthly_usd: Option<Usd>,
    pub change_monthly_usd: Option<Usd>,
    pub change_yearly_usd: Option<Usd>,
    /// Something in it is not known: the amount is "at least".
    pub before_at_least: bool,
    pub after_at_least: bool,
    /// Of a plan: the resources that it leaves as they are, as far as they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unchanged_monthly_usd: Option<Usd>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ConfigurationTotal {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Modelled, with expected usage; without declared lines.
    pub monthly_usd: Option<Usd>,
    pub low_monthly_usd: Option<Usd>,
    pub high_monthly_usd: Option<Usd>,
    pub yearly_usd: Option<Usd>,
    pub at_least: bool,
    /// The sum of the author's own lines that no modelled resource stands for.
    pub declared_monthly_usd: Option<Usd>,
    pub one_off_usd: Option<Usd>,
    /// Days until the one-off costs are earned back against the first configuration; `None` where they never are.
    pub break_even_days: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResourceComparison {
    /// `module.web.aws_instance.app[0]`; of a dataset `account/region/kind/id`.
    pub address: String,
    /// The tag `Name` of a dataset's resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// In the words of this project: `rds-instance`; the type where it is not supported.
    pub kind: String,
    /// As in the plan: `aws_db_instance`.
    #[serde(rename = "type")]
    pub type_name: String,
    pub region: Option<String>,
    /// `create`, `update`, `replace`, `delete`, `no-op`, …
    pub action: String,
    pub supported: bool,
    /// `None` where the resource is not there.
    pub before: Option<ResourceCost>,
    pub after: Option<ResourceCost>,
    /// The other configurations of a scenario, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub alternatives: BTreeMap<String, ResourceCost>,
    pub change_monthly_usd: Option<Usd>,
    pub gaps: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResourceCost {
    /// The sum of what is known; `None` where nothing is.
    pub monthly_usd: Option<Usd>,
    /// Something about it is not known: the amount is at least this.
    #[serde(default)]
    pub at_least: bool,
    /// In a few words: `3 × t3.micro`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub configuration: String,
    pub components: Vec<Component>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Component {
    pub name: String,
    /// The part of the resource it belongs to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub part: String,
    pub unit: String,
    pub quantity: Option<f64>,
    pub unit_price_usd: Option<f64>,
    pub monthly_usd: Option<Usd>,
    pub usage_based: bool,
    pub price: Option<ComponentPrice>,
    /// A custom price or discount, with its note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<String>,
    /// Why the cost is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub gap: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ComponentPrice {
    pub region: String,
    pub sku: Option<String>,
    pub source: String,
    pub as_of: String,
    /// The key of the row: what `cloudtrim prices find` takes.
    pub item: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DeclaredLine {
    pub configuration: String,
    pub name: String,
    pub monthly_usd: Usd,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low_monthly_usd: Option<Usd>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high_monthly_usd: Option<Usd>,
    /// The resources that the model has for it; empty where the model has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<String>,
    /// What the model says of these resources.
    pub modelled_monthly_usd: Option<Usd>,
    #[serde(default)]
    pub modelled_at_least: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OneOffLine {
    pub configuration: String,
    pub name: String,
    pub usd: Usd,
    /// How it comes about: `40 hours × $90.00`.
    pub formula: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProjectedMonth {
    /// 1 to 12; usage has grown so many times less one.
    pub month: u32,
    pub monthly_usd: BTreeMap<String, Option<Usd>>,
    /// What the last configuration has cost less or more than the first until then, one-off costs included.
    pub cumulative_change_usd: Option<Usd>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Assumption {
    /// `aws_lambda_function.api usage monthly_requests`.
    pub name: String,
    pub expected: f64,
    pub low: f64,
    pub high: f64,
    /// The change of the whole comparison when only this is at its low or high end.
    pub change_at_low_monthly_usd: Option<Usd>,
    pub change_at_high_monthly_usd: Option<Usd>,
    /// The ends are the author's own; otherwise 10 % below and above.
    pub stated_range: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UnitCost {
    pub configuration: String,
    pub service: String,
    /// `request`.
    pub unit: String,
    pub units_per_month: f64,
    pub monthly_usd: Option<Usd>,
    pub usd_per_unit: Option<f64>,
}

/// An amount a month, and up to which traffic configurations stay within it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    pub monthly_usd: Usd,
    /// What traffic is counted in: `request`.
    pub unit: String,
    pub lines: Vec<BudgetLine>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BudgetVerdict {
    /// At the modelled traffic.
    Within,
    Over,
    /// Even without any traffic.
    AlwaysOver,
    /// Traffic costs nothing of it.
    NeverOver,
    #[default]
    Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BudgetLine {
    pub configuration: String,
    pub verdict: BudgetVerdict,
    pub monthly_usd: Option<Usd>,
    pub without_traffic_monthly_usd: Option<Usd>,
    /// As modelled.
    pub units_per_month: f64,
    /// The traffic up to which the amount holds, of what is known; `None` where no traffic crosses it.
    pub within_up_to_units_per_month: Option<f64>,
}

/// A policy played over a demand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScalingOutcome {
    pub configuration: String,
    pub policy: String,
    /// The policy in a few words.
    pub described: String,
    /// Hours of all instances or tasks in a month.
    pub unit_hours_per_month: f64,
    pub average_units: f64,
    pub lowest_units: u32,
    pub highest_units: u32,
    /// Of the time, 0 to 1.
    pub share_above_target: Option<f64>,
    pub share_saturated: Option<f64>,
    pub share_unknown: f64,
    pub scale_outs: u32,
    pub scale_ins: u32,
    pub monthly_usd: Option<Usd>,
    /// `scale up`, `scale down` or `keep`, with why; for plain thresholds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PricesUsed {
    /// The newest and oldest day of the price rows used, `YYYY-MM-DD`.
    pub newest_as_of: Option<String>,
    pub oldest_as_of: Option<String>,
    /// Components whose price is older than 90 days at `as_of`.
    pub stale_components: usize,
    pub components: usize,
    /// Custom prices and discounts that applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<String>,
}

impl Component {
    /// Its gap with its name: `Requests: its usage is not given`; `None` where its cost is known.
    pub fn told_gap(&self) -> Option<String> {
        let Self { name, part, gap, .. } = self;
        match (gap.is_empty(), part.is_empty()) {
            (true, _) => None,
            (false, true) => Some(format!("{name}: {gap}")),
            (false, false) => Some(format!("{part} {name}: {gap}")),
        }
    }
}
