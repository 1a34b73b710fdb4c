//! Billing rows in FOCUS columns, as `billing/*.csv` holds them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{AccountId, Region};
use super::spend::BudgetTimeUnit;
use crate::units::Usd;

/// Billed and effective cost of one service in one charge period (Cost Explorer: a month).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct BillingRow {
    pub sub_account_id: AccountId,
    /// First day, inclusive.
    pub charge_period_start: NaiveDate,
    /// Last day, exclusive.
    pub charge_period_end: NaiveDate,
    /// Cost Explorer's SERVICE dimension: `Amazon Elastic Compute Cloud - Compute`, `EC2 - Other`, …
    pub service_name: String,
    /// FOCUS BilledCost: Cost Explorer's UnblendedCost.
    pub billed_cost: Usd,
    /// FOCUS EffectiveCost: Cost Explorer's NetAmortizedCost; `None` where it was not answered.
    pub effective_cost: Option<Usd>,
    pub billing_currency: String,
    /// The period is not closed yet.
    #[serde(rename = "x_Estimated")]
    pub estimated: bool,
}

/// Cost Explorer's forecast of the unblended cost from `start` to `end` (the rest of the month).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct BillingForecast {
    pub sub_account_id: AccountId,
    pub charge_period_start: NaiveDate,
    pub charge_period_end: NaiveDate,
    pub mean_billed_cost: Usd,
    /// 80 % prediction interval, where Cost Explorer gives it.
    pub low_billed_cost: Option<Usd>,
    pub high_billed_cost: Option<Usd>,
}

/// What `billing/` holds beyond months by service and the forecast.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BillingDetail {
    /// `detail.csv`.
    pub rows: Vec<BillingDetailRow>,
    /// `cuts.csv`.
    pub cuts: Vec<BillingCutRead>,
    /// `budgets.csv`.
    pub budgets: Vec<BudgetRow>,
}

/// One row of a finer cut of the bill. A column that its cut does not name is empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct BillingDetailRow {
    #[serde(rename = "x_Cut")]
    pub cut: BillingCut,
    /// The account of the row; of cuts other than by account and resource, the one that was asked.
    pub sub_account_id: AccountId,
    /// First day, inclusive.
    pub charge_period_start: NaiveDate,
    /// Last day, exclusive.
    pub charge_period_end: NaiveDate,
    pub service_name: String,
    /// Of `region` and `resource`.
    pub region_id: Option<Region>,
    /// Of `resource`: an id, a name or an ARN, as the bill writes it.
    pub resource_id: Option<String>,
    /// Of `usage-type`.
    #[serde(rename = "x_UsageType")]
    pub usage_type: Option<String>,
    /// Of `tag`.
    #[serde(rename = "x_TagKey")]
    pub tag_key: Option<String>,
    /// Of `tag`; `None` is what does not carry the tag.
    #[serde(rename = "x_TagValue")]
    pub tag_value: Option<String>,
    /// Of `usage-type`, where AWS counts it in one unit.
    pub consumed_quantity: Option<f64>,
    pub consumed_unit: Option<String>,
    pub billed_cost: Usd,
    pub effective_cost: Option<Usd>,
    pub billing_currency: String,
    #[serde(rename = "x_Estimated")]
    pub estimated: bool,
}

/// How the rows of a bill are cut; all but the first two are of months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BillingCut {
    /// Months by service: the rows of `cost-explorer.csv`.
    Service,
    /// Days by service.
    ServiceByDay,
    Account,
    Region,
    Tag,
    UsageType,
    Resource,
    /// `budgets.csv`.
    Budgets,
}

impl BillingCut {
    pub const WORDS: [&str; 8] =
        ["service", "service-by-day", "account", "region", "tag", "usage-type", "resource", "budgets"];
}

/// A cut that was asked for and answered whole; one that is not named was not read, or not to its end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct BillingCutRead {
    #[serde(rename = "x_Cut")]
    pub cut: BillingCut,
    /// Of `tag`.
    #[serde(rename = "x_TagKey")]
    pub tag_key: Option<String>,
    /// First day, inclusive.
    pub charge_period_start: NaiveDate,
    /// Last day, exclusive.
    pub charge_period_end: NaiveDate,
}

/// A budget of AWS Budgets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct BudgetRow {
    pub sub_account_id: AccountId,
    pub budget_name: String,
    pub time_unit: BudgetTimeUnit,
    /// First day of the period that is spent from, inclusive.
    pub charge_period_start: Option<NaiveDate>,
    /// Last day, exclusive.
    pub charge_period_end: Option<NaiveDate>,
    pub limit_cost: Option<Usd>,
    pub spent_cost: Option<Usd>,
    pub forecast_cost: Option<Usd>,
    /// `{"Service":["Amazon Simple Storage Service"]}` in AWS's names; empty for the whole bill.
    pub filters: String,
    /// `actual>80%; forecasted>100%; actual>500`: percent of the limit, or dollars.
    pub alerts: String,
}
