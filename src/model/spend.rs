//! What the bill says, in the grain that a report needs; stored with each analysis.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::analysis::ForecastSummary;
pub use super::budget::{BudgetAlert, BudgetAlertOn, BudgetFilter, BudgetRead, BudgetThreshold, BudgetTimeUnit};
use super::ids::{AccountId, Region};
use crate::units::Usd;
use crate::units::month::Month;

/// Whole months before the one of `as_of` that `--billing full` reads: Cost Explorer keeps as many, unless more are
/// enabled for the account. <https://docs.aws.amazon.com/cost-management/latest/userguide/ce-what-is.html>
pub const CLOSED_MONTHS_IN_FULL: u32 = 13;

/// The billing rows of one dataset, by day and by month.
///
/// No row means "nothing billed" inside of what `read` names, and "not known" outside of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spend {
    /// `USD`.
    pub currency: String,
    /// By day and service, in this order; empty without the daily cut.
    pub days: Vec<DaySpend>,
    /// By month, cut and service, in this order.
    pub months: Vec<MonthSpend>,
    /// Where the bill has resource-level rows.
    pub resources: Vec<ResourceSpend>,
    /// By account and name.
    pub budgets: Vec<BudgetRead>,
    /// Cost Explorer's own.
    pub forecast: Option<ForecastSummary>,
    /// Which cuts were read, and of which days.
    pub read: Vec<CutRead>,
}

/// One service on one day, of all accounts that the bill is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DaySpend {
    pub day: NaiveDate,
    pub service_name: String,
    /// FOCUS BilledCost: Cost Explorer's UnblendedCost.
    pub billed_cost_usd: Usd,
    /// The day is not closed yet.
    pub estimated: bool,
}

/// One service in one month, whole or the part that `cut` names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthSpend {
    pub month: Month,
    pub cut: Cut,
    pub service_name: String,
    pub billed_cost_usd: Usd,
    /// FOCUS EffectiveCost: Cost Explorer's NetAmortizedCost.
    pub effective_cost_usd: Option<Usd>,
    /// FOCUS ConsumedQuantity, in `unit`; of usage types.
    pub quantity: Option<f64>,
    /// FOCUS ConsumedUnit: `Hrs`, `GB-Mo`, `Requests`.
    pub unit: Option<String>,
    /// The month is not closed yet; its rows end with the dataset's `as_of`.
    pub estimated: bool,
}

/// Which part of a service a row of a month is. The rows of one cut add up to the service's `Service` row, save for
/// what a bill leaves out of it (a cut that was not read has no rows).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "by", content = "of", rename_all = "snake_case")]
pub enum Cut {
    /// The whole of it.
    Service,
    Account(AccountId),
    /// `global` and `NoRegion` are what Cost Explorer says for what has none.
    Region(Region),
    /// `value` is `None` for what does not carry the tag.
    Tag {
        key: String,
        value: Option<String>,
    },
    /// `BoxUsage:m5.large`, `EUC1-EBS:VolumeUsage.gp3`; with quantity and unit.
    UsageType(String),
}

/// The cost of one resource in the part of one month that `read` names for resources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceSpend {
    pub month: Month,
    pub account: AccountId,
    pub region: Region,
    /// As the bill writes it: an id, a name or an ARN.
    pub resource_id: String,
    pub service_name: String,
    pub billed_cost_usd: Usd,
}

/// Rows of one kind that were asked for and answered whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CutRead {
    pub cut: CutName,
    /// First day, inclusive.
    pub start: NaiveDate,
    /// Last day, exclusive.
    pub end: NaiveDate,
}

/// A kind of rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum CutName {
    /// `days`.
    ServiceByDay,
    /// `months` of [`Cut::Service`].
    Service,
    Account,
    Region,
    Tag {
        key: String,
    },
    UsageType,
    /// `resources`.
    Resource,
    /// `budgets`; its days are those of the dataset's moment.
    Budgets,
}

impl Spend {
    /// Whether rows of this kind were read for every day of `month` that is before `until` (the dataset's day).
    pub fn covers(&self, cut: &CutName, month: Month, until: NaiveDate) -> bool {
        let end = month.end().min(until);
        self.read.iter().any(|read| read.cut == *cut && read.start <= month.first_day() && end <= read.end)
    }

    /// Whether rows of this kind were read for that day.
    pub fn covers_day(&self, cut: &CutName, day: NaiveDate) -> bool {
        self.read.iter().any(|read| read.cut == *cut && read.start <= day && day < read.end)
    }
}

impl Cut {
    /// Which kind of rows it is of.
    pub fn name(&self) -> CutName {
        match self {
            Self::Service => CutName::Service,
            Self::Account(_) => CutName::Account,
            Self::Region(_) => CutName::Region,
            Self::Tag { key, .. } => CutName::Tag { key: key.clone() },
            Self::UsageType(_) => CutName::UsageType,
        }
    }
}
