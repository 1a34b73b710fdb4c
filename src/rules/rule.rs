//! The typed rule.

use crate::model::action::{Effort, Severity};
use crate::model::ids::ResourceKind;
use crate::units::Days;

/// A remediation word; `remedy` has one file for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remediation {
    /// The resource goes.
    Delete,
    /// The instance stops running; its volumes and addresses stay.
    Stop,
    /// Terminate a stopped instance with its attached volumes and addresses.
    DeleteStoppedInstance,
    /// A smaller type of the same family that carries the demand.
    RightsizeWithinFamily,
    /// The next larger size, whose price is below size + surplus credits.
    ResizeForSurplusCredits,
    /// A newer generation of the same line.
    UpgradeGeneration,
    DisableDetailedMonitoring,
    /// gp2 → gp3.
    MigrateToGp3,
    /// io1/io2 IOPS down to what is used.
    ReduceProvisionedIops,
    /// gp3 IOPS and throughput down to what is used.
    ReduceGp3Performance,
    SetLogRetention,
    UseInfrequentAccessLogs,
    AddLifecycleTransitions,
    AbortIncompleteUploads,
    ExpireNoncurrentVersions,
    UseIntelligentTiering,
}

/// A rule, parsed and typed, with its parameters resolved.
#[derive(Clone, Debug)]
pub struct Rule {
    pub id: String,
    pub summary: String,
    pub why: String,
    pub kind: ResourceKind,
    pub severity: Severity,
    pub parameters: Vec<RuleParameter>,
    pub remediation: Remediation,
    pub effort: Effort,
    pub hygiene: bool,
    pub restore: String,
    pub references: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RuleParameter {
    pub name: String,
    /// In the parameter's own unit: days for a duration, percent for a percentage, GiB for a size.
    pub value: f64,
    /// As written: `14 days`, `20 %`, `10 GiB`.
    pub shown: String,
    pub help: String,
    pub overridden: bool,
}

impl Rule {
    /// The value of a parameter that remediation needs; `None` when the rule declares no such name.
    pub fn parameter(&self, name: &str) -> Option<f64> {
        self.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value)
    }
}

/// All rules of a run, sorted by id.
#[derive(Clone, Debug)]
pub struct RuleSet {
    pub rules: Vec<Rule>,
}

impl RuleSet {
    /// Every window (in days) that a condition or remediation asks metrics for.
    pub fn windows(&self) -> Vec<Days> {
        todo!()
    }
}
