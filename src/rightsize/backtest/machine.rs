//! A machine whose use was recorded, and the sizes it could have.

use crate::rightsize::{Preset, Resource, need};
use crate::tables::{HourlyUse, Profile};
use crate::units::{Usd, Window};

/// One machine over the whole of its recording.
#[derive(Clone, Debug)]
pub struct Machine {
    pub id: String,
    pub vcpus: u32,
    /// MiB.
    pub memory_mib: Option<f64>,
    /// Percent of all vCPUs.
    pub cpu: HourlyUse,
    /// MiB in use.
    pub memory: Option<HourlyUse>,
    /// Bytes a second, both directions together.
    pub network: Option<HourlyUse>,
    /// Smaller and equal sizes, ascending, with what each costs a month where that is known.
    pub sizes: Vec<Size>,
    /// What was really needed afterwards, where somebody recorded that more finely.
    pub hindsight: Option<Hindsight>,
}

/// A size a machine could have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    pub vcpus: u32,
    /// MiB; `None` where memory is chosen apart from the vCPUs.
    pub memory_mib: Option<f64>,
    pub list_cost_monthly: Option<Usd>,
}

impl Size {
    /// Of two sizes with as many vCPUs the one with more memory stays: less may not do.
    pub fn take_larger_memory(&mut self, other: Self) {
        if other.memory_mib > self.memory_mib {
            *self = other;
        }
    }
}

/// What a reference says of the judged part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hindsight {
    /// The fewest vCPUs that are enough.
    pub minimum_vcpus: u32,
    pub idle_in_both: bool,
    /// Percentiles of the five-minute points of the decided part, vCPUs: p95, p99, p99.9, maximum.
    pub five_minute_vcpus: Option<[f64; 4]>,
}

/// 1, 2, 4, 8, … vCPUs below `vcpus`, and `vcpus` itself: what a machine that is no EC2 instance can have.
pub fn doubling_sizes(vcpus: u32) -> Vec<Size> {
    let below = (0..32).map(|power| 1_u32 << power).take_while(|size| *size < vcpus);
    below.chain([vcpus]).map(|vcpus| Size { vcpus, memory_mib: None, list_cost_monthly: None }).collect()
}

impl Machine {
    /// What is known of it in the part of `window` that was recorded; `None` without a point of CPU.
    pub(super) fn seen(&self, window: Window) -> Option<Seen> {
        let recorded = Window { start: self.cpu.start(), end: self.cpu.moment(self.cpu.len()) };
        let window = Window { start: window.start.max(recorded.start), end: window.end.min(recorded.end) };
        let cpu = self.cpu.within(window);
        let profile = Profile::of(&cpu)?;
        let part = |use_: &Option<HourlyUse>| use_.as_ref().and_then(|hours| Profile::of(&hours.within(window)));
        Some(Seen {
            averages: Profile::of(&cpu.of_averages())?,
            cpu: profile,
            memory: part(&self.memory),
            network: part(&self.network),
            hours: cpu,
        })
    }

    /// The smallest size that has `vcpus` and, where sizes come with memory, `memory_mib`; the size it has now where none
    /// below does.
    pub(super) fn size_for(&self, vcpus: f64, memory_mib: f64) -> u32 {
        let has_memory = |size: &Size| size.memory_mib.is_none_or(|memory| memory >= memory_mib - 1e-6);
        let found = self.sizes.iter().find(|size| f64::from(size.vcpus) >= vcpus - 1e-9 && has_memory(size));
        found.map_or(self.vcpus, |size| size.vcpus.min(self.vcpus))
    }

    /// MiB that a size must have: what the preset asks for, or without one the most that was in use; all it has now where its
    /// use was not measured.
    pub(super) fn memory_for(&self, seen: &Seen, preset: Option<&Preset>) -> f64 {
        let now = self.memory_mib.unwrap_or(0.0);
        let Some(memory) = &seen.memory else { return now };
        match preset {
            Some(preset) => need(memory, preset, Resource::Memory).map_or(now, |need| need.capacity.min(now)),
            None => memory.peak.min(now),
        }
    }

    /// What a size costs a month; `None` where one of its sizes has no price, so that sums hold a machine wholly or not.
    pub(super) fn cost_of(&self, vcpus: u32) -> Option<Usd> {
        if self.sizes.iter().any(|size| size.list_cost_monthly.is_none()) {
            return None;
        }
        self.sizes.iter().find(|size| size.vcpus == vcpus)?.list_cost_monthly
    }
}

/// A machine in one part of its recording.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// Percent; quantiles of hourly peaks.
    pub(super) cpu: Profile,
    /// Percent; quantiles of hourly averages.
    pub(super) averages: Profile,
    pub(super) memory: Option<Profile>,
    pub(super) network: Option<Profile>,
    pub(super) hours: HourlyUse,
}
