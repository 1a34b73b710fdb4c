//! Options of a change of size: targets with what the demand would be on them.

use serde::{Deserialize, Serialize};

use super::action::Effort;
use crate::units::Usd;

/// One target beside others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SizeOption {
    /// `m6i.large`.
    pub target: String,
    pub list_cost_monthly_usd: Option<Usd>,
    /// Negative where it costs more than now; `null` when unknown.
    pub monthly_savings_usd: Option<Usd>,
    pub projected: Vec<ProjectedUse>,
    /// The worst of its dimensions; `null` where none was measured.
    pub performance_risk: Option<PerformanceRisk>,
    pub migration_effort: Effort,
    /// What differs from the platform of now: hypervisor, processor, network and storage interfaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caveats: Vec<String>,
}

/// One dimension of the demand on a target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProjectedUse {
    /// `CPU`, `memory`, `network in`, …
    pub dimension: String,
    /// `p99.5 of hourly peaks`.
    pub statistic: String,
    /// Of the target's capacity; `null` where that is not known.
    pub percent: Option<f64>,
    /// The same on what it is now.
    pub percent_now: Option<f64>,
    pub risk: Option<PerformanceRisk>,
}

/// How likely a target is too small: the most careful preset whose demand still fits.
///
/// The five steps are AWS Compute Optimizer's, which rates 0 to 4
/// (<https://docs.aws.amazon.com/compute-optimizer/latest/ug/view-ec2-recommendations.html>); what they stand for here is
/// cloudtrim's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PerformanceRisk {
    /// `max-performance` fits.
    VeryLow,
    /// `default` fits.
    Low,
    /// `balanced` fits.
    Medium,
    /// `max-savings` fits.
    High,
    /// None of them fits.
    VeryHigh,
}

impl PerformanceRisk {
    pub const fn name(self) -> &'static str {
        match self {
            Self::VeryLow => "very low",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::VeryHigh => "very high",
        }
    }
}
