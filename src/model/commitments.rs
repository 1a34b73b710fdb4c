//! What Reserved Instances and Savings Plans mean for an analysis: net savings beside list savings, coverage, purchases.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::action::Action;
use super::billing::CommitmentType;
use super::cost::PriceSource;
use super::ids::{AccountId, Region};
use super::vocabulary::{OfferingClass, Platform, ReservationScope, SavingsPlanType, Tenancy};
use crate::units::{Usd, UsdRange};

/// What is known of the account's commitments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommitmentState {
    /// Both were read, and there is none.
    None,
    /// All were read.
    Known,
    /// Some call failed: there may be more.
    PartlyKnown,
    /// Neither was read.
    NotRead,
}

/// The section on commitments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Commitments {
    pub state: CommitmentState,
    /// What was not read, in words: `DescribeSavingsPlans was denied; allow …`.
    #[serde(default)]
    pub not_read: Vec<String>,
    #[serde(default)]
    pub reservations: Vec<ReservationUse>,
    #[serde(default)]
    pub savings_plans: Vec<SavingsPlanUse>,
    /// Cost Explorer's own figures; they count what the organization shares, too.
    #[serde(default)]
    pub measured: Vec<MeasuredCommitment>,
    /// On the stable floor of what is left after the changes; never part of the savings of usage.
    #[serde(default)]
    pub purchases: Vec<Purchase>,
    #[serde(default)]
    pub purchase_savings_monthly_usd: Usd,
}

/// What one purchase of Reserved Instances is used for by the instances that run now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReservationUse {
    pub account: AccountId,
    pub region: Region,
    pub id: String,
    pub instance_type: String,
    pub platform: Platform,
    pub tenancy: Tenancy,
    pub scope: ReservationScope,
    pub availability_zone: Option<String>,
    pub offering_class: Option<OfferingClass>,
    pub instance_count: u32,
    pub end: Option<NaiveDate>,
    /// It ends within [`EXPIRING_WITHIN_DAYS`].
    pub expiring: bool,
    /// Share of it that instances take now, and after the counted changes.
    pub used_percent: f64,
    pub used_percent_after: f64,
    /// What it covers now at on-demand rates; a lower bound where a rate is missing.
    pub covered_list_cost_monthly_usd: Usd,
    /// What it is charged each month, used or not; `None` where AWS did not say.
    pub recurring_cost_monthly_usd: Option<Usd>,
}

/// One Savings Plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavingsPlanUse {
    pub account: AccountId,
    pub id: String,
    pub plan_type: SavingsPlanType,
    /// `global` where it is bound to none.
    pub region: Region,
    pub instance_family: Option<String>,
    pub commitment_hourly_usd: Usd,
    pub commitment_monthly_usd: Usd,
    pub payment_option: Option<String>,
    pub end: Option<NaiveDate>,
    pub expiring: bool,
}

/// What ends within so many days is said to expire.
pub const EXPIRING_WITHIN_DAYS: i64 = 60;

/// Cost Explorer's coverage and utilization of one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasuredCommitment {
    pub account: AccountId,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub commitment_type: CommitmentType,
    pub coverage_percent: Option<f64>,
    pub covered_list_cost_usd: Option<Usd>,
    pub uncovered_list_cost_usd: Option<Usd>,
    pub utilization_percent: Option<f64>,
    pub unused_cost_usd: Option<Usd>,
}

/// What commitments leave of the list saving of a recommendation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommitmentEffect {
    pub list_savings_monthly_usd: Usd,
    /// Of the list saving, what no other usage of the same pool takes over; still paid until the commitment ends.
    pub stranded_monthly_usd: Usd,
    /// List saving − what is stranded; a range where a Savings Plan's rates are not known.
    pub net_savings_monthly_usd: UsdRange,
    /// The last of the stranded commitments ends on this day; from then on the list saving is real. `None` where it is
    /// not known or nothing is stranded.
    pub until: Option<NaiveDate>,
    /// The pools it leaves: each with what is stranded of it.
    pub stranded: Vec<Stranded>,
    /// The arithmetic in sentences.
    pub because: Vec<String>,
}

impl CommitmentEffect {
    /// The commitments take something of the list saving, or may.
    pub fn is_less(&self) -> bool {
        self.net_savings_monthly_usd.low < self.list_savings_monthly_usd
    }
}

/// What one commitment has no use for after a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stranded {
    pub commitment_id: String,
    pub until: Option<NaiveDate>,
}

/// Advice to commit to what will stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Purchase {
    pub action: Action,
    pub account: AccountId,
    pub region: Region,
    pub instance_type: String,
    pub platform: Platform,
    pub tenancy: Tenancy,
    pub instance_count: u32,
    /// The instances that ran all of these days and are not covered.
    pub resource_ids: Vec<String>,
    pub floor_days: u32,
    pub on_demand_monthly_usd: Usd,
    pub on_demand_price: PriceSource,
    /// The term with the least bound in advance, first; the first one is what the sum of the section counts.
    pub options: Vec<PurchaseOption>,
    pub caveats: Vec<String>,
}

/// One term and payment option, by the price book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PurchaseOption {
    pub offering_class: OfferingClass,
    pub term_years: u32,
    /// `No Upfront`, `Partial Upfront`, `All Upfront`.
    pub payment_option: String,
    /// Of all instances together, with the upfront fee spread over the term.
    pub monthly_usd: Usd,
    pub monthly_savings_usd: Usd,
    /// What is owed over the whole term, whether used or not.
    pub committed_usd: Usd,
    /// The first month by whose end on-demand would have cost as much as the whole term.
    pub break_even_month: u32,
    pub price: PriceSource,
}
