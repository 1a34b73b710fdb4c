//! A machine whose use was recorded, and the sizes it could have.

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
    pub list_cost_monthly: Option<Usd>,
}

/// What a reference says of the judged part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hindsight {
    /// The fewest vCPUs of which the 99th percentile of the five-minute points uses at most 80 %.
    pub minimum_vcpus: u32,
    pub idle_in_both: bool,
    /// Percentiles of the five-minute points of the decided part, vCPUs: p95, p99, p99.9, maximum.
    pub five_minute_vcpus: Option<[f64; 4]>,
}

/// 1, 2, 4, 8, … vCPUs below `vcpus`, and `vcpus` itself: what a machine that is no EC2 instance can have.
pub fn doubling_sizes(vcpus: u32) -> Vec<Size> {
    let below = (0..32).map(|power| 1_u32 << power).take_while(|size| *size < vcpus);
    below.chain([vcpus]).map(|vcpus| Size { vcpus, list_cost_monthly: None }).collect()
}

impl Machine {
    /// What is known of it in `window`; `None` without a point of CPU.
    pub(super) fn seen(&self, window: Window) -> Option<Seen> {
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

    /// The smallest size that has `vcpus`; the size it has now where none below does.
    pub(super) fn size_for(&self, vcpus: f64) -> u32 {
        let found = self.sizes.iter().find(|size| f64::from(size.vcpus) >= vcpus - 1e-9);
        found.map_or(self.vcpus, |size| size.vcpus.min(self.vcpus))
    }

    /// What a size costs a month.
    pub(super) fn cost_of(&self, vcpus: u32) -> Option<Usd> {
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
