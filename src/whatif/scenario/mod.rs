//! Scenarios: configurations beside each other, written by hand.

mod parse;
mod resources;
mod run;
mod scale;
mod values;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub use parse::{ScenarioError, load, read};
pub use run::run;
pub(super) use run::{one_off, unit_costs};

use super::adjust::Adjustments;
use super::amount::Amount;
use super::scaling::ScalingSection;
use super::setting::Declared;
use crate::model::ids::Region;
use crate::units::Usd;

/// A scenario file, checked.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub name: String,
    pub summary: Option<String>,
    pub region: Option<Region>,
    /// The day of the report; the caller's without one.
    pub as_of: Option<NaiveDate>,
    pub free_tier: bool,
    pub adjustments: Adjustments,
    /// At least one; two or more are compared.
    pub configurations: Vec<Configuration>,
    /// What unit costs are counted by.
    pub unit: Option<BusinessUnit>,
    /// A month may cost so much.
    pub budget: Option<Usd>,
    pub dataset: Option<super::changes::DatasetChanges>,
}

#[derive(Clone, Debug, Default)]
pub struct Configuration {
    pub name: String,
    pub label: Option<String>,
    /// Business units a month, where they are not the scenario's.
    pub units_per_month: Option<Amount>,
    pub resources: Vec<Declared>,
    pub declared: Vec<DeclaredCost>,
    pub one_off: Vec<OneOff>,
    pub scaling: Option<ScalingSection>,
}

/// A cost that the author states.
#[derive(Clone, Debug)]
pub struct DeclaredCost {
    pub name: String,
    pub low: Usd,
    pub expected: Usd,
    pub high: Usd,
    /// Addresses of the resources that model it.
    pub of: Vec<String>,
    /// It stands for the change against the first configuration.
    pub of_change: bool,
    pub note: Option<String>,
}

/// What a change costs once.
#[derive(Clone, Debug)]
pub struct OneOff {
    pub name: String,
    pub usd: Usd,
    pub formula: String,
}

/// `request`, so many a month.
#[derive(Clone, Debug)]
pub struct BusinessUnit {
    pub name: String,
    pub per_month: Amount,
}

/// Percent as written (`12 %`, `12`) → share.
fn share(percent: f64) -> Option<Decimal> {
    use rust_decimal::prelude::FromPrimitive;
    Decimal::from_f64(percent).map(|percent| percent / Decimal::ONE_HUNDRED)
}
