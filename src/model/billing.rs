//! Billing rows in FOCUS columns, as `billing/*.csv` holds them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::AccountId;
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
