//! The result of a back-test: schema `cloudtrim.backtest/1`.

use serde::{Deserialize, Serialize};

use crate::units::{Usd, Window};

pub const BACKTEST_SCHEMA: &str = "cloudtrim.backtest/1";

/// What each policy would have done with the first part of every series, judged on the second.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Backtest {
    pub schema: String,
    /// What was decided and judged on: a folder's name.
    pub source: String,
    pub decide: Window,
    pub judge: Window,
    /// What a machine is called too small by.
    pub judged_by: String,
    /// All machines judged, and their vCPUs.
    pub machines_judged: u32,
    pub vcpus: u32,
    /// What it costs a month as it is, where the machines have a price.
    pub list_cost_monthly_usd: Option<Usd>,
    /// No plain policy saves as much at as little risk as the policy `default`.
    pub default_is_outside_the_plain_frontier: bool,
    pub policies: Vec<PolicyResult>,
    /// What the policy `default` says of each machine, by id.
    pub machines: Vec<MachineResult>,
    /// Machines that could not be decided or judged.
    pub left_out: Vec<LeftOut>,
}

/// What a policy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyFamily {
    /// One of cloudtrim's own presets.
    Preset,
    /// What another tool does, on the same data.
    Peer,
    /// A percentile, or the maximum, within a share of the target's capacity.
    Plain,
    /// What somebody who knows the judged part would do.
    Hindsight,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicyResult {
    pub name: String,
    pub family: PolicyFamily,
    /// Machines it was asked about.
    pub machines: u32,
    pub vcpus: u32,
    pub vcpus_saved: u32,
    /// Percent of all vCPUs.
    pub vcpus_saved_percent: f64,
    /// Machines given fewer vCPUs.
    pub shrunk: u32,
    /// Of these, how many the judged part shows to be too small.
    pub too_small: u32,
    /// Percent of the shrunk machines; 0 without any.
    pub too_small_percent: f64,
    pub too_small_machines: Vec<String>,
    /// Percent of the judged hours of shrunk machines with a point above the target's capacity.
    pub hours_above_capacity_percent: f64,
    pub idle_called: u32,
    /// Called idle, yet busy in the judged part.
    pub idle_woke: u32,
    pub idle_woke_machines: Vec<String>,
    /// `null` where the machines have no price.
    pub savings_monthly_usd: Option<Usd>,
    /// No plain policy saves more at no more risk, or as much at less.
    pub on_plain_frontier: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MachineResult {
    pub id: String,
    pub vcpus: u32,
    pub recommended_vcpus: u32,
    /// MiB; `null` where it is not known.
    pub memory_mb: Option<f64>,
    /// MiB; what it has now where its use was not measured.
    pub recommended_memory_mb: Option<f64>,
    pub idle: bool,
    /// Why this size: the driver of the need.
    pub sized_on: String,
    pub too_small: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    pub id: String,
    pub reason: String,
}
