//! Budgets in a monthly report.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::units::Usd;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BudgetSource {
    Config,
    AwsBudgets,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BudgetState {
    Over,
    /// Within it so far, but the projection is not.
    ExpectedOver,
    Within,
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BudgetStatus {
    pub name: String,
    pub source: BudgetSource,
    /// What it counts, in words: `everything`, `service AmazonCloudWatch in region eu-west-1`.
    pub counts: String,
    /// The period it is for, first day inclusive: the month, or the longer or shorter one of AWS Budgets.
    pub start: NaiveDate,
    /// Last day, exclusive.
    pub end: NaiveDate,
    pub state: BudgetState,
    pub limit_usd: Usd,
    /// `None` where the bill was not read so, or the budget counts what is not read.
    pub spent_usd: Option<Usd>,
    pub spent_percent: Option<f64>,
    /// Of the whole month while it is open; what was spent afterwards.
    pub projected_usd: Option<Usd>,
    /// By day, where the bill was read by day for what it counts; the limit's even plan beside it.
    pub burn_down: Vec<BurnDay>,
    pub alerts: Vec<BudgetAlert>,
    pub sentence: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BurnDay {
    pub day: NaiveDate,
    /// Billed from the first of the month; `None` for days to come.
    pub cumulative_usd: Option<Usd>,
    /// Expected for days to come; `None` for days that were billed, and without a projection.
    pub projected_usd: Option<Usd>,
    /// The limit, spread evenly over the days.
    pub plan_usd: Usd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    Met,
    Expected,
    NotMet,
    Unknown,
}

/// What an alert looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertOn {
    /// What was billed.
    Actual,
    /// What is expected of the whole period.
    Forecast,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BudgetAlert {
    pub on: AlertOn,
    /// Of the limit.
    pub percent: f64,
    pub amount_usd: Usd,
    pub state: AlertState,
    /// `None` also where it is met and the bill was not read by day.
    pub met_on: Option<NaiveDate>,
    pub expected_on: Option<NaiveDate>,
}
