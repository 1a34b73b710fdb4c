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

/// How much of the usage commitments covered in a period, and how much of the commitments was used, as Cost Explorer
/// measured it; what it did not answer is `None`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct CommitmentCoverage {
    pub sub_account_id: AccountId,
    /// First day, inclusive.
    pub charge_period_start: NaiveDate,
    /// Last day, exclusive.
    pub charge_period_end: NaiveDate,
    /// `Reserved Instances` (of EC2) or `Savings Plans`.
    pub commitment_type: CommitmentType,
    /// Share of the running hours (Reserved Instances) or of the cost at on-demand rates (Savings Plans).
    pub coverage_percent: Option<f64>,
    /// What was covered, at on-demand rates.
    pub covered_cost: Option<Usd>,
    /// What was not covered, at on-demand rates.
    pub on_demand_cost: Option<Usd>,
    /// Share of what was bought that was used.
    pub utilization_percent: Option<f64>,
    /// What was committed to, and what of it no usage took.
    pub committed_cost: Option<Usd>,
    pub unused_cost: Option<Usd>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CommitmentType {
    #[serde(rename = "Reserved Instances")]
    ReservedInstances,
    #[serde(rename = "Savings Plans")]
    SavingsPlans,
}

impl CommitmentType {
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReservedInstances => "Reserved Instances",
            Self::SavingsPlans => "Savings Plans",
        }
    }
}

impl std::str::FromStr for CommitmentType {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::ReservedInstances, Self::SavingsPlans]
            .into_iter()
            .find(|known| known.name() == word)
            .ok_or_else(|| format!("`{word}` is no commitment"))
    }
}
