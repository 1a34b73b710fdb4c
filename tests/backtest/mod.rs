//! Sizes decided on recorded use: what a demand takes, the trace folders it is proven on, and the back-test.

mod command;
mod fleet;
mod generated;
mod goldens;
mod idle;
mod monotone;
mod needs;
mod schema;
mod traces;

use chrono::{DateTime, TimeDelta, Utc};
use cloudtrim::rightsize::backtest::{Machine, doubling_sizes};
use cloudtrim::tables::{HourlyUse, Profile};
use cloudtrim::units::Window;

/// Monday, 1 June 2026.
pub(crate) fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_272_000, 0).unwrap()
}

/// From so many hours after the start to so many.
pub(crate) fn window(from: usize, to: usize) -> Window {
    let at = |hours: usize| start() + TimeDelta::hours(i64::try_from(hours).unwrap());
    Window { start: at(from), end: at(to) }
}

/// Averages and peaks are the level of each hour, `None` for an hour without a point.
pub(crate) fn hours(levels: impl IntoIterator<Item = Option<f64>>) -> HourlyUse {
    let levels: Vec<_> = levels.into_iter().collect();
    let mut hours = HourlyUse::new(window(0, levels.len()));
    for (hour, level) in (0..).zip(levels) {
        if let Some(level) = level {
            hours.set(start() + TimeDelta::hours(hour), level, level);
        }
    }
    hours
}

/// The profile of so many days, each hour at the level of its number.
pub(crate) fn profile(days: usize, level: impl Fn(usize) -> f64) -> Profile {
    Profile::of(&hours((0..24 * days).map(|hour| Some(level(hour))))).unwrap()
}

/// A machine whose CPU has these levels.
pub(crate) fn machine(id: &str, vcpus: u32, cpu: HourlyUse) -> Machine {
    Machine {
        id: id.to_owned(),
        vcpus,
        memory_mib: None,
        cpu,
        memory: None,
        network: None,
        sizes: doubling_sizes(vcpus),
        hindsight: None,
    }
}
