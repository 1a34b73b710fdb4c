//! The monthly report: schema `cloudtrim.report/1`, the source of every format of it.
//!
//! What the data do not tell is `None`, with a sentence in [`MonthlyReport::missing`]; it is never zero.
//! Shares and changes in percent are f64; dollars are exact and are rounded only when written.

mod budgets;
mod findings;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use self::budgets::{AlertOn, AlertState, BudgetAlert, BudgetSource, BudgetState, BudgetStatus, BurnDay};
pub use self::findings::{
    FamilySavings, HourOfWeekProfile, OwnerWaste, RealizedTotal, ReportedRecommendation, SavingsByFamily, StateTotal,
    WastePoint,
};
use super::analysis::{ExemptedResource, ForecastSummary, KindCoverage, SuppressedFinding, Totals};
use super::commitments::Commitments;
use super::gap::Gap;
use super::history::{FindingLife, RealizedSaving, SkippedEntry};
use super::ids::{AccountId, Region};
use crate::units::Usd;
use crate::units::month::Month;

pub const REPORT_SCHEMA: &str = "cloudtrim.report/1";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MonthlyReport {
    pub schema: String,
    pub month: Month,
    /// When the newest data were read.
    pub as_of: DateTime<Utc>,
    pub month_state: MonthState,
    pub accounts: Vec<AccountId>,
    pub regions: Vec<Region>,
    /// The newest day of the price rows behind the recommendations; `None` when no price was used.
    pub prices_as_of: Option<String>,
    pub oldest_price_as_of: Option<String>,
    pub headline: Headline,
    /// Oldest first, at most 25, the report's month last (and no later one).
    pub months: Vec<MonthTotal>,
    pub comparisons: Vec<Comparison>,
    /// The largest changes since last month, by size.
    pub movers: Vec<Mover>,
    /// `None` where one of both months is not known.
    pub waterfall: Option<Waterfall>,
    /// Of the month that is open at `as_of`, be it the report's or the one after.
    pub month_to_date: Option<MonthToDate>,
    pub forecast: Forecast,
    /// By impact, largest first.
    pub anomalies: Vec<Anomaly>,
    /// Services whose first charge ever read is in the month: new, and so without anything to compare with.
    pub new_services: Vec<NewService>,
    pub budgets: Vec<BudgetStatus>,
    pub allocation: Vec<Allocation>,
    /// By savings, largest first; what bears none of the owner tags has no owner.
    pub owners: Vec<OwnerWaste>,
    pub unit_costs: Vec<UnitCost>,
    pub totals: Totals,
    /// Reserved Instances and Savings Plans; `None` in an analysis of before they were considered.
    pub commitments: Option<Commitments>,
    pub savings_by_family: SavingsByFamily,
    pub recommendations: Vec<ReportedRecommendation>,
    pub coverage: Vec<KindCoverage>,
    pub suppressed: Vec<SuppressedFinding>,
    pub exempted: Vec<ExemptedResource>,
    /// How many findings are in each state, in the order of [`FindingState`](super::history::FindingState); empty without a history.
    pub states: Vec<StateTotal>,
    pub lives: Vec<FindingLife>,
    pub realized: Vec<RealizedSaving>,
    /// Of `realized`; `None` without a history.
    pub realized_total: Option<RealizedTotal>,
    /// Oldest first, one an analysis.
    pub waste_trend: Vec<WastePoint>,
    pub profiles: Vec<HourOfWeekProfile>,
    pub gaps: Vec<Gap>,
    /// What the report cannot tell, why, and how to get it.
    pub missing: Vec<MissingPart>,
    /// Entries of the store that could not be read.
    pub skipped: Vec<SkippedEntry>,
    pub warnings: Vec<String>,
    pub overrides: Vec<String>,
    /// How each total comes about, a sentence each.
    pub how_totals: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthState {
    /// Not over at `as_of`.
    Open,
    /// Over, but AWS still marks some of it as estimated.
    Estimated,
    Closed,
    /// No bill of it was read.
    NotRead,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Headline {
    pub billed_cost_usd: Option<Usd>,
    pub last_month_billed_cost_usd: Option<Usd>,
    pub change_usd: Option<Usd>,
    /// `None` also where last month was zero.
    pub change_percent: Option<f64>,
    pub same_month_last_year_billed_cost_usd: Option<Usd>,
    pub net_savings_monthly_usd: Usd,
    pub savings_at_least: bool,
    /// What resolved findings save a month, as far as the bill confirms it; `None` without a history.
    pub confirmed_savings_monthly_usd: Option<Usd>,
    /// What open findings have cost so far; `None` without a history or where a part of it is unknown.
    pub cost_of_delay_usd: Option<Usd>,
    /// The month in at most five sentences, the most important first.
    pub sentences: Vec<String>,
}

/// What was billed in a month, credits and refunds included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTotal {
    pub month: Month,
    pub state: MonthState,
    pub estimated: bool,
    /// Largest first; they sum to the total.
    pub services: Vec<ServiceCost>,
    pub billed_cost_usd: Usd,
    pub effective_cost_usd: Option<Usd>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCost {
    pub service_name: String,
    pub billed_cost_usd: Usd,
    pub effective_cost_usd: Option<Usd>,
}

/// What a bill is divided by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Dimension {
    Service,
    Account,
    Region,
    Tag { key: String },
}

/// `service`, `tag team`.
impl std::fmt::Display for Dimension {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Service => f.pad("service"),
            Self::Account => f.pad("account"),
            Self::Region => f.pad("region"),
            Self::Tag { key } => write!(f, "tag {key}"),
        }
    }
}

/// A month beside the one before and the same one of last year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    pub by: Dimension,
    /// By what they cost this month, largest first.
    pub lines: Vec<ComparisonLine>,
    /// The sum of the lines, each side where it was read.
    pub total: ComparisonLine,
}

/// A side is `None` where that month was not read; it is zero where it was read and has no row of the key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparisonLine {
    /// A service's name, an account's id, a region's code, a tag's value; `None` for what bears no tag and for the total.
    pub key: Option<String>,
    pub this_month_usd: Option<Usd>,
    pub last_month_usd: Option<Usd>,
    pub same_month_last_year_usd: Option<Usd>,
    /// Since last month.
    pub change_usd: Option<Usd>,
    /// `None` also where last month was zero.
    pub change_percent: Option<f64>,
}

/// A change since last month, with what the data tell of its cause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mover {
    pub by: Dimension,
    pub key: Option<String>,
    pub from_usd: Usd,
    pub to_usd: Usd,
    pub change_usd: Usd,
    pub cause: Cause,
    pub effects: Effects,
    /// What moved within it, by size: usage types of a service, services of an account, region or tag.
    pub contributions: Vec<Contribution>,
    /// Resources that came, went or moved most, where the bill names resources.
    pub resources: Vec<ResourceMove>,
    pub sentence: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The price of a unit changed (a price, a discount, a tier, a credit).
    Rate,
    /// More or fewer units.
    Usage,
    /// Something that last month's bill does not have.
    NewResource,
    /// Something that only last month's bill has.
    Gone,
    /// Several of these.
    Mixed,
    /// The data do not tell.
    Unknown,
}

/// The parts of a change; they sum to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effects {
    /// (new rate − old rate) × new quantity.
    pub rate_usd: Usd,
    /// (new quantity − old quantity) × old rate.
    pub usage_usd: Usd,
    pub new_usd: Usd,
    pub gone_usd: Usd,
    /// What nothing explains: no quantities, or not all of the bill by usage type.
    pub unknown_usd: Usd,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// A usage type or a service.
    pub label: String,
    pub change_usd: Usd,
    pub cause: Cause,
    /// Of both months, for usage types whose quantity was read.
    pub from_quantity: Option<f64>,
    pub to_quantity: Option<f64>,
    pub unit: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResourceMove {
    pub account: AccountId,
    pub region: Option<Region>,
    pub resource_id: String,
    pub from_usd: Usd,
    pub to_usd: Usd,
    pub change_usd: Usd,
    /// [`Cause::NewResource`], [`Cause::Gone`] or [`Cause::Unknown`].
    pub cause: Cause,
}

/// From last month's total to this month's; `from_usd` and the steps sum to `to_usd` exactly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waterfall {
    pub from_month: Month,
    pub from_usd: Usd,
    pub steps: Vec<WaterfallStep>,
    pub to_month: Month,
    pub to_usd: Usd,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaterfallStep {
    /// A service, or `12 other services`.
    pub label: String,
    pub change_usd: Usd,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MonthToDate {
    pub month: Month,
    /// The last day that is settled and counted.
    pub through: NaiveDate,
    pub days: u32,
    pub days_in_month: u32,
    pub billed_cost_usd: Usd,
    /// The same days of the month before; `None` where some of them were not read.
    pub same_days_last_month_usd: Option<Usd>,
    pub change_usd: Option<Usd>,
    pub change_percent: Option<f64>,
    pub last_month_usd: Option<Usd>,
    /// The whole month; `None` with a [`MissingPart`].
    pub projected: Option<Projection>,
}

/// An estimate of what is to come, with an interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Projection {
    pub mean_usd: Usd,
    pub low_usd: Usd,
    pub high_usd: Usd,
    /// How often the truth is within the interval, if the days are as independent and stable as assumed: 80.
    pub level_percent: f64,
    pub method: String,
    /// Where the method is published.
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    pub cost_explorer: Option<ForecastSummary>,
    pub own: Option<OwnForecast>,
    /// Why there is no forecast of one's own.
    pub own_missing: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnForecast {
    /// The months after those it was trained on, in order.
    pub points: Vec<ForecastPoint>,
    pub level_percent: f64,
    pub method: String,
    pub source: String,
    /// Closed months, oldest first.
    pub trained_on: Vec<Month>,
    /// Mean absolute error of forecasts one month ahead on the trained months, where there were enough to try.
    pub mean_absolute_error_usd: Option<Usd>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastPoint {
    pub month: Month,
    pub mean_usd: Usd,
    pub low_usd: Usd,
    pub high_usd: Usd,
}

/// One or more days in a row on which a service cost what its weekdays do not explain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Anomaly {
    pub day: NaiveDate,
    /// The same as `day` for one day alone.
    pub last_day: NaiveDate,
    pub days: u32,
    pub service_name: String,
    /// Sums over the days.
    pub billed_cost_usd: Usd,
    pub expected_usd: Usd,
    pub low_usd: Usd,
    pub high_usd: Usd,
    /// Billed − expected; negative where less was billed.
    pub impact_usd: Usd,
    /// The largest distance of a day from its median, in robust standard deviations.
    pub score: f64,
    /// How many earlier days of the same weekday the expectation is made of, at least.
    pub compared_with: u32,
    pub sentence: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewService {
    pub service_name: String,
    pub first_day: NaiveDate,
    /// In the month.
    pub billed_cost_usd: Usd,
}

/// The month's bill by the values of one tag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Allocation {
    pub tag_key: String,
    /// Largest first, without what bears no such tag.
    pub values: Vec<AllocatedValue>,
    pub untagged_usd: Usd,
    /// Of the month's bill by this tag; `None` where that is not more than zero.
    pub untagged_percent: Option<f64>,
    pub last_month_untagged_usd: Option<Usd>,
    pub last_month_untagged_percent: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AllocatedValue {
    pub value: String,
    pub billed_cost_usd: Usd,
    pub percent: Option<f64>,
    pub last_month_usd: Option<Usd>,
}

/// The bill divided by what it served.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitCost {
    pub name: String,
    /// `request`, `active user`.
    pub unit: String,
    /// Oldest first; only months with a count.
    pub months: Vec<UnitCostMonth>,
    /// Of the report's month.
    pub count: Option<f64>,
    pub billed_cost_usd: Option<Usd>,
    /// Dollars; a ratio, not an amount that is added up.
    pub per_unit_usd: Option<f64>,
    pub last_month_per_unit_usd: Option<f64>,
    pub change_percent: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitCostMonth {
    pub month: Month,
    pub count: f64,
    pub billed_cost_usd: Option<Usd>,
    pub per_unit_usd: Option<f64>,
}

/// A part of the report, as [`MissingPart`] names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Months,
    Comparisons,
    Movers,
    Waterfall,
    MonthToDate,
    Forecast,
    Anomalies,
    Budgets,
    Allocation,
    Owners,
    UnitCosts,
    Lives,
    Realized,
    WasteTrend,
    Profiles,
}

impl Part {
    /// In the order of the report.
    pub const ALL: [Self; 15] = [
        Self::Months,
        Self::Comparisons,
        Self::Movers,
        Self::Waterfall,
        Self::MonthToDate,
        Self::Forecast,
        Self::Anomalies,
        Self::Budgets,
        Self::Allocation,
        Self::Owners,
        Self::UnitCosts,
        Self::Lives,
        Self::Realized,
        Self::WasteTrend,
        Self::Profiles,
    ];

    /// As a heading has it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Months => "cost by month",
            Self::Comparisons => "comparisons",
            Self::Movers => "what moved",
            Self::Waterfall => "from last month to this one",
            Self::MonthToDate => "month to date",
            Self::Forecast => "forecast",
            Self::Anomalies => "anomalies",
            Self::Budgets => "budgets",
            Self::Allocation => "allocation by tag",
            Self::Owners => "owners",
            Self::UnitCosts => "unit costs",
            Self::Lives => "life of findings",
            Self::Realized => "realized savings",
            Self::WasteTrend => "waste trend",
            Self::Profiles => "hours of the week",
        }
    }
}

/// What the report cannot tell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MissingPart {
    pub part: Part,
    /// A sentence.
    pub reason: String,
    /// How to get it; empty where nothing would help.
    pub hint: String,
}
