//! Sizing policies: cloudtrim's presets, plain percentiles, and what peers do, on the same data.

use super::machine::{Machine, Seen};
use crate::model::backtest::PolicyFamily;
use crate::rightsize::idle::is_idle;
use crate::rightsize::{Driver, Preset, Resource, need};
use crate::tables::Profile;

/// How a size is chosen.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    pub(super) name: String,
    pub(super) family: PolicyFamily,
    rule: Rule,
}

#[derive(Clone, Debug)]
enum Rule {
    Preset(Preset),
    Plain(Plain),
    OneSizeDown {
        when: fn(&Seen) -> bool,
    },
    /// Knows what is needed afterwards.
    Hindsight,
}

/// A level within a share of the target's capacity, and perhaps the maximum within another.
#[derive(Clone, Copy, Debug)]
struct Plain {
    points: Points,
    level: Level,
    /// Percent of the target's capacity.
    within: f64,
    maximum_within: Option<f64>,
}

/// Which points a plain policy looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Points {
    HourlyPeaks,
    HourlyAverages,
    /// Of the reference, where there is one.
    FiveMinutes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    P95,
    P99,
    P99_5,
    P99_9,
    Maximum,
}

/// What a policy says of one machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Decision {
    pub(super) vcpus: u32,
    pub(super) driver: Option<Driver>,
    pub(super) idle: bool,
}

impl Policy {
    pub(super) fn of(preset: Preset) -> Self {
        Self { name: preset.name.to_owned(), family: PolicyFamily::Preset, rule: Rule::Preset(preset) }
    }

    /// Every policy that is compared; `five_minutes` where the machines have a reference with such points.
    pub(super) fn all(five_minutes: bool) -> Vec<Self> {
        let mut all: Vec<Self> = Preset::all().map(Self::of).collect();
        all.push(Self { name: "hindsight".to_owned(), family: PolicyFamily::Hindsight, rule: Rule::Hindsight });
        all.extend(peers());
        let mut points = vec![Points::HourlyPeaks, Points::HourlyAverages];
        if five_minutes {
            points.insert(0, Points::FiveMinutes);
        }
        for points in points {
            all.extend(plain(points));
        }
        all
    }

    /// What it makes of a machine as seen in the decided part; `needed` is for who knows the judged part.
    pub(super) fn decide(&self, machine: &Machine, seen: &Seen, needed: u32) -> Decision {
        let now = f64::from(machine.vcpus);
        match &self.rule {
            Rule::Preset(preset) => {
                let idle = seen.network.as_ref().is_some_and(|network| is_idle(&seen.cpu, network));
                match need(&seen.cpu, preset, Resource::Cpu) {
                    Ok(need) => Decision {
                        vcpus: machine.size_for(need.capacity / 100.0 * now, machine.memory_for(seen, Some(preset))),
                        driver: Some(need.driver),
                        idle,
                    },
                    Err(_) => Decision { vcpus: machine.vcpus, driver: None, idle: false },
                }
            }
            Rule::Plain(plain) => Decision {
                vcpus: plain
                    .vcpus(machine, seen)
                    .map_or(machine.vcpus, |it| machine.size_for(it, machine.memory_for(seen, None))),
                driver: None,
                idle: false,
            },
            Rule::OneSizeDown { when } => {
                let below = machine.sizes.iter().rev().map(|size| size.vcpus).find(|size| *size < machine.vcpus);
                let vcpus = below.filter(|_| when(seen)).unwrap_or(machine.vcpus);
                Decision { vcpus, driver: None, idle: false }
            }
            Rule::Hindsight => Decision { vcpus: needed.min(machine.vcpus), driver: None, idle: false },
        }
    }
}

impl Plain {
    fn vcpus(self, machine: &Machine, seen: &Seen) -> Option<f64> {
        let vcpus = f64::from(machine.vcpus);
        let level = |level: Level| match self.points {
            Points::HourlyPeaks => Some(level.of(&seen.cpu) / 100.0 * vcpus),
            Points::HourlyAverages => Some(level.of(&seen.averages) / 100.0 * vcpus),
            Points::FiveMinutes => {
                let [p95, p99, p99_9, maximum] = machine.hindsight?.five_minute_vcpus?;
                match level {
                    Level::P95 => Some(p95),
                    Level::P99 => Some(p99),
                    Level::P99_5 => None,
                    Level::P99_9 => Some(p99_9),
                    Level::Maximum => Some(maximum),
                }
            }
        };
        let need = level(self.level)? / self.within * 100.0;
        match self.maximum_within {
            Some(within) => Some(need.max(level(Level::Maximum)? / within * 100.0)),
            None => Some(need),
        }
    }

    fn name(self) -> String {
        let points = match self.points {
            Points::HourlyPeaks => " of hourly peaks",
            Points::HourlyAverages => " of hourly averages",
            Points::FiveMinutes => "",
        };
        let also = self.maximum_within.map_or_else(String::new, |within| format!(" with max at {within} %"));
        format!("{}{points} at {} %{also}", self.level.name(), self.within)
    }
}

impl Level {
    const fn name(self) -> &'static str {
        match self {
            Self::P95 => "p95",
            Self::P99 => "p99",
            Self::P99_5 => "p99.5",
            Self::P99_9 => "p99.9",
            Self::Maximum => "max",
        }
    }

    fn of(self, profile: &Profile) -> f64 {
        match self {
            Self::P95 => profile.p95,
            Self::P99 => profile.p99,
            Self::P99_5 => profile.p99_5,
            Self::P99_9 => profile.p99_9,
            Self::Maximum => profile.peak,
        }
    }
}

/// p95, p99, p99.9 and the maximum within 50 to 110 % of the capacity, and each percentile together with the maximum.
fn plain(points: Points) -> Vec<Policy> {
    let shares = (50..=110).step_by(5).map(f64::from);
    let mut rules = Vec::new();
    for level in [Level::P95, Level::P99, Level::P99_9, Level::Maximum] {
        for within in shares.clone() {
            rules.push(Plain { points, level, within, maximum_within: None });
            if level != Level::Maximum {
                for maximum in shares.clone() {
                    rules.push(Plain { points, level, within, maximum_within: Some(maximum) });
                }
            }
        }
    }
    rules
        .into_iter()
        .map(|rule| Policy { name: rule.name(), family: PolicyFamily::Plain, rule: Rule::Plain(rule) })
        .collect()
}

/// Rules of other tools, re-expressed on hourly points; what they say of memory, network and prices is left out.
fn peers() -> Vec<Policy> {
    let plain = |level, points, within| Rule::Plain(Plain { points, level, within, maximum_within: None });
    let rules = [
        ("Compute Optimizer: p99.5 with 20 % headroom", plain(Level::P99_5, Points::HourlyAverages, 80.0)),
        ("OptScale: p99 within 80 %", plain(Level::P99, Points::HourlyAverages, 80.0)),
        ("Flexera: average below 40 %, one size down", Rule::OneSizeDown { when: |seen| seen.cpu.average < 40.0 }),
        ("Kosty: average below 20 %, one size down", Rule::OneSizeDown { when: |seen| seen.cpu.average < 20.0 }),
        (
            "Thrifty: busiest day below 20 %, one size down",
            Rule::OneSizeDown { when: |seen| seen.busiest_day() < 20.0 },
        ),
        ("cloudrift: maximum up to 5 %, one size down", Rule::OneSizeDown { when: |seen| seen.cpu.peak <= 5.0 }),
    ];
    rules.into_iter().map(|(name, rule)| Policy { name: name.to_owned(), family: PolicyFamily::Peer, rule }).collect()
}

impl Seen {
    /// The highest average of 24 hours from the window's start.
    fn busiest_day(&self) -> f64 {
        let day = |hours: &[f32]| {
            let seen: Vec<f64> = hours.iter().filter(|hour| !hour.is_nan()).map(|hour| f64::from(*hour)).collect();
            seen.iter().sum::<f64>() / seen.len() as f64
        };
        self.hours.averages().chunks(24).map(day).fold(f64::NAN, f64::max)
    }
}
