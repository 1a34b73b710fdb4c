//! How careful to be: the percentile of demand that must fit, and how much of the capacity stays free then.

use crate::tables::Profile;
use crate::units::Percent;

/// The percentile of the hourly peaks that must fit with headroom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Percentile {
    P90,
    P95,
    P99_5,
}

impl Percentile {
    pub const ALL: [Self; 3] = [Self::P90, Self::P95, Self::P99_5];

    pub const fn name(self) -> &'static str {
        match self {
            Self::P90 => "p90",
            Self::P95 => "p95",
            Self::P99_5 => "p99.5",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|percentile| percentile.name().eq_ignore_ascii_case(name))
    }

    pub fn of(self, profile: &Profile) -> f64 {
        match self {
            Self::P90 => profile.p90,
            Self::P95 => profile.p95,
            Self::P99_5 => profile.p99_5,
        }
    }
}

/// What a headroom is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// CPU, network and storage: too little makes things slow.
    Cpu,
    /// Memory: too little makes things fail.
    Memory,
}

/// One demand that must fit: a percentile within the capacity less the headroom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    pub percentile: Percentile,
    pub cpu_headroom: Percent,
    pub memory_headroom: Percent,
}

/// A named set of parameters.
///
/// The first four are AWS Compute Optimizer's
/// (<https://docs.aws.amazon.com/compute-optimizer/latest/ug/rightsizing-preferences.html>). Compute Optimizer's need not
/// be ordered: 30 % above the 95th percentile may be less than 20 % above the 99.5th or more. Here a preset also holds all
/// that the less careful ones ask for, so that it never answers a smaller target than they do.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    pub name: &'static str,
    /// All of them must fit.
    pub parameters: Vec<Parameters>,
    /// The highest point of all must fit too.
    pub peak_fits: bool,
}

const fn parameters(percentile: Percentile, cpu: f64, memory: f64) -> Parameters {
    Parameters { percentile, cpu_headroom: Percent::new(cpu), memory_headroom: Percent::new(memory) }
}

const MAX_SAVINGS: Parameters = parameters(Percentile::P90, 0.0, 10.0);
const BALANCED: Parameters = parameters(Percentile::P95, 30.0, 30.0);
const DEFAULT: Parameters = parameters(Percentile::P99_5, 20.0, 20.0);
const MAX_PERFORMANCE: Parameters = parameters(Percentile::P99_5, 30.0, 30.0);

impl Preset {
    /// The names, from the least careful to the most careful.
    pub const NAMES: [&'static str; 4] = ["max-savings", "balanced", "default", "max-performance"];

    /// One of [`Self::NAMES`].
    pub fn named(name: &str) -> Option<Self> {
        let (name, parameters): (_, &[Parameters]) = match name {
            "max-savings" => ("max-savings", &[MAX_SAVINGS]),
            "balanced" => ("balanced", &[BALANCED, MAX_SAVINGS]),
            "default" => ("default", &[DEFAULT, BALANCED, MAX_SAVINGS]),
            "max-performance" => ("max-performance", &[MAX_PERFORMANCE, DEFAULT, BALANCED, MAX_SAVINGS]),
            _ => return None,
        };
        Some(Self { name, parameters: parameters.to_vec(), peak_fits: name == "max-performance" })
    }

    /// Parameters of the user's own choice; nothing else must fit.
    pub fn custom(parameters: Parameters) -> Self {
        Self { name: "custom", parameters: vec![parameters], peak_fits: false }
    }

    /// From the least careful to the most careful.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::NAMES.into_iter().filter_map(Self::named)
    }

    /// The parameters the preset is known by.
    pub fn own(&self) -> Parameters {
        self.parameters.first().copied().unwrap_or(DEFAULT)
    }
}

impl Default for Preset {
    fn default() -> Self {
        Self { name: "default", parameters: vec![DEFAULT, BALANCED, MAX_SAVINGS], peak_fits: false }
    }
}

impl Parameters {
    pub fn headroom(&self, resource: Resource) -> Percent {
        match resource {
            Resource::Cpu => self.cpu_headroom,
            Resource::Memory => self.memory_headroom,
        }
    }
}
