//! Machines that do nothing, and did nothing in any hour or week that was seen.

use super::need::SHORT_HISTORY_PERCENT;
use crate::tables::Profile;

/// The highest CPU point must stay below this, percent: AWS Compute Optimizer's bound of an idle instance
/// (<https://docs.aws.amazon.com/compute-optimizer/latest/ug/view-idle-recommendations.html>).
pub const IDLE_CPU_PERCENT: f64 = 5.0;

/// The busiest week must average less than this, bytes a second in both directions together.
///
/// Compute Optimizer asks for less than 5 MB on every day (58 bytes a second), which the chatter of monitoring and
/// directory services alone exceeds; machines that woke up in the back-test had their busiest week above this bound.
pub const IDLE_NETWORK_BYTES_PER_SECOND: f64 = 2048.0;

/// Whether a machine is idle: `cpu` in percent of its capacity, `network` in bytes a second (both directions).
///
/// Averages and high percentiles hide a weekly job or a machine that was off: here no hour may be busy, no week may
/// carry traffic, and nearly all of the window must have been measured.
pub fn is_idle(cpu: &Profile, network: &Profile) -> bool {
    cpu.coverage_percent() >= SHORT_HISTORY_PERCENT
        && network.coverage_percent() >= SHORT_HISTORY_PERCENT
        && cpu.peak < IDLE_CPU_PERCENT
        && network.busiest_week < IDLE_NETWORK_BYTES_PER_SECOND
}
