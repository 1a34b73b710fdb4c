//! What the judged part says of a decision.

use super::machine::{Machine, Seen};
use crate::rightsize::idle::{IDLE_CPU_PERCENT, IDLE_NETWORK_BYTES_PER_SECOND};

/// Of the target's capacity the 99th percentile may use so much.
pub(super) const FITS_WITHIN_PERCENT: f64 = 80.0;

/// Up to so many bytes a second a machine that does nothing carries: the reference's 5 KB/s.
const ASLEEP_BYTES_PER_SECOND: f64 = 5.0 * 1024.0;

/// A machine and its two parts.
#[derive(Clone, Debug)]
pub(super) struct Case<'a> {
    pub(super) machine: &'a Machine,
    pub(super) decided: Seen,
    pub(super) judged: Seen,
    /// The fewest vCPUs that the judged part needs.
    pub(super) needed: u32,
    /// The highest point of each judged hour with a point, ascending.
    judged_peaks: Vec<f32>,
}

impl<'a> Case<'a> {
    pub(super) fn new(machine: &'a Machine, decided: Seen, judged: Seen) -> Self {
        let needed = machine.hindsight.map_or_else(
            || machine.size_for(vcpus_used(machine, judged.averages.p99) / FITS_WITHIN_PERCENT * 100.0, 0.0),
            |hindsight| hindsight.minimum_vcpus,
        );
        let mut judged_peaks: Vec<f32> = judged.hours.peaks().iter().copied().filter(|peak| !peak.is_nan()).collect();
        judged_peaks.sort_unstable_by(f32::total_cmp);
        Self { machine, decided, judged, needed, judged_peaks }
    }

    /// Whether a machine of `vcpus` was too small.
    pub(super) fn is_too_small(&self, vcpus: u32) -> bool {
        vcpus < self.needed
    }

    /// Whether a machine that was called idle was not.
    pub(super) fn woke(&self) -> bool {
        match self.machine.hindsight {
            Some(hindsight) => !hindsight.idle_in_both,
            None => [&self.decided, &self.judged].into_iter().any(|part| {
                part.cpu.p99 >= IDLE_CPU_PERCENT
                    || part.network.as_ref().is_some_and(|network| network.average >= ASLEEP_BYTES_PER_SECOND)
            }),
        }
    }

    /// Judged hours with a point above the capacity of `vcpus`, and judged hours with a point.
    pub(super) fn hours_above(&self, vcpus: u32) -> (usize, usize) {
        let share = 100.0 * f64::from(vcpus) / f64::from(self.machine.vcpus.max(1));
        let within = self.judged_peaks.partition_point(|peak| f64::from(*peak) <= share);
        (self.judged_peaks.len() - within, self.judged_peaks.len())
    }
}

fn vcpus_used(machine: &Machine, percent: f64) -> f64 {
    percent / 100.0 * f64::from(machine.vcpus)
}

const _: () = assert!(IDLE_NETWORK_BYTES_PER_SECOND <= ASLEEP_BYTES_PER_SECOND);
