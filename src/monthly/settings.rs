//! What `report:` of the configuration says.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::ids::{AccountId, Region};
use crate::units::Usd;
use crate::units::month::Month;

#[derive(Clone, Debug, PartialEq)]
pub struct ReportSettings {
    pub budgets: Vec<Budget>,
    /// Tag keys that name who answers for a resource; the first that it bears counts.
    pub owner_tags: Vec<String>,
    /// Tag keys that the bill is allocated by; empty for all that it was read by.
    pub allocation_tags: Vec<String>,
    pub unit_counts: Vec<UnitCount>,
    pub anomalies: AnomalySettings,
}

impl Default for ReportSettings {
    fn default() -> Self {
        Self {
            budgets: Vec::new(),
            owner_tags: ["owner", "Owner", "team", "Team"].map(str::to_owned).to_vec(),
            allocation_tags: Vec::new(),
            unit_counts: Vec::new(),
            anomalies: AnomalySettings::default(),
        }
    }
}

/// A monthly limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Budget {
    pub name: String,
    pub monthly: Usd,
    pub scope: Scope,
    /// Percent of the limit, ascending.
    pub alerts: Vec<f64>,
}

/// Where no alerts are given.
pub const ALERT_LEVELS: [f64; 3] = [50.0, 80.0, 100.0];

/// The part of the bill that is meant: all that is given; nothing for everything.
///
/// A bill is read by account, by region or by one tag, each with the service: at most one of the three can be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// As Cost Explorer names it.
    pub service: Option<String>,
    pub account: Option<AccountId>,
    pub region: Option<Region>,
    /// Key and value.
    pub tag: Option<(String, String)>,
}

/// `everything`, `service AmazonCloudWatch in region eu-west-1`.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = [
            self.service.as_ref().map(|service| format!("service {service}")),
            self.account.as_ref().map(|account| format!("account {account}")),
            self.region.as_ref().map(|region| format!("region {region}")),
            self.tag.as_ref().map(|(key, value)| format!("tag {key}={value}")),
        ]
        .into_iter()
        .flatten()
        .collect();
        f.write_str(&if parts.is_empty() { "everything".to_owned() } else { parts.join(" in ") })
    }
}

/// What the bill is divided by: requests, users, orders of each month.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitCount {
    pub name: String,
    /// One of them: `request`.
    pub unit: String,
    pub scope: Scope,
    /// More than zero.
    pub months: BTreeMap<Month, f64>,
}

/// When a day of a service is an anomaly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnomalySettings {
    /// What differs by less on a day is none.
    pub min_impact: Usd,
    /// How far from the median, in robust standard deviations.
    pub score: f64,
    /// How many weeks back the same weekday is looked at.
    pub weeks: u32,
    /// With fewer such days nothing is said.
    pub min_weeks: u32,
}

impl AnomalySettings {
    /// The cut-off that Iglewicz and Hoaglin propose for modified z-scores.
    pub const SCORE: f64 = 3.5;
    pub const WEEKS: u32 = 8;
    pub const MIN_WEEKS: u32 = 4;
    pub const MIN_IMPACT_DOLLARS: u32 = 10;
}

impl Default for AnomalySettings {
    fn default() -> Self {
        Self {
            min_impact: std::iter::repeat_n(Usd::ONE, Self::MIN_IMPACT_DOLLARS as usize).sum(),
            score: Self::SCORE,
            weeks: Self::WEEKS,
            min_weeks: Self::MIN_WEEKS,
        }
    }
}
