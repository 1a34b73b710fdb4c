//! A profile and a preset → the capacity it takes, and why. Guards only ever enlarge it.

use std::fmt;

use super::preset::{Parameters, Preset, Resource};
use crate::tables::Profile;
use crate::units::Percent;

/// The least hours with a point: 30, as AWS Compute Optimizer asks for
/// (<https://docs.aws.amazon.com/compute-optimizer/latest/ug/requirements.html>).
pub const MINIMUM_HOURS: u32 = 30;

/// Below this share of measured hours the history is short: an instance that was off, or is new.
pub const SHORT_HISTORY_PERCENT: f64 = 80.0;

/// A last week that averages so many times the weeks before it is a shift of level.
pub const LEVEL_SHIFT_FACTOR: f64 = 1.5;

/// The highest point counts up to so many times the last week's average: a machine that is busy now has little room for it,
/// one that idles has.
pub const LAST_WEEK_FACTOR: f64 = 5.0;

/// Where the highest point stands in for a percentile, it may exceed the capacity by a tenth: that moment takes a tenth
/// longer.
pub const PEAK_OVERSHOOT: f64 = 1.1;

/// How far ahead growth must still fit, in days; at most it doubles the demand.
pub const GROWTH_HORIZON_DAYS: f64 = 90.0;

/// What decides how much capacity it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Driver {
    /// The preset's percentile with its headroom.
    Percentile,
    /// A peak that comes back every week.
    WeeklyPeak,
    /// A peak that comes back every month.
    MonthlyPeak,
    /// A peak at the one turn of a month that was seen.
    MonthTurn,
    /// A steady growth, projected.
    Growth,
    /// The last week was busy, so the highest point counts.
    BusyWeek,
    /// As `BusyWeek`, and the weeks before it were not.
    LevelShift,
    /// Too few hours were measured to trust a percentile, so the highest point counts.
    ShortHistory,
    /// The highest point must fit: of memory always, of the rest where the preset wants it.
    Peak,
}

impl Driver {
    /// As in "sized on …".
    pub const fn name(self) -> &'static str {
        match self {
            Self::Percentile => "the percentile with headroom",
            Self::WeeklyPeak => "a peak that comes back every week",
            Self::MonthlyPeak => "a peak that comes back every month",
            Self::MonthTurn => "a peak at the turn of the month",
            Self::Growth => "growth over the next three months",
            Self::BusyWeek => "its highest point, as the last week left little room",
            Self::LevelShift => "its highest point, as the last week is busier than those before",
            Self::ShortHistory => "its highest point, as little was measured",
            Self::Peak => "its highest point",
        }
    }

    /// More history could tell more.
    pub const fn needs_longer_lookback(self) -> bool {
        matches!(self, Self::MonthTurn | Self::LevelShift | Self::ShortHistory)
    }
}

impl fmt::Display for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The capacity a demand takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need {
    /// In the unit of the profile; never below zero.
    pub capacity: f64,
    pub driver: Driver,
    /// What the preset's percentiles take, without guards.
    pub by_percentile: f64,
}

/// Too little was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooShort {
    /// Hours with a point.
    pub hours: u32,
}

impl fmt::Display for TooShort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} hours were measured, {MINIMUM_HOURS} are needed", self.hours)
    }
}

/// The capacity that `profile` takes under `preset`.
///
/// More demand never takes less: where no hour of one series is below the same hour of another, its need is not below the
/// other's either, with one exception that lies in the nature of a projection: demand that is added to earlier days more
/// than to later ones flattens a growth, and [`Driver::Growth`] then asks for less.
pub fn need(profile: &Profile, preset: &Preset, resource: Resource) -> Result<Need, TooShort> {
    if profile.hours < MINIMUM_HOURS {
        return Err(TooShort { hours: profile.hours });
    }
    let of = |parameters: &Parameters| with_headroom(parameters.percentile.of(profile), parameters.headroom(resource));
    let by_percentile = preset.parameters.iter().map(of).fold(0.0, f64::max);
    let mut need = Need { capacity: by_percentile, driver: Driver::Percentile, by_percentile };
    for parameters in &preset.parameters {
        let level = parameters.percentile.of(profile);
        if let Some(growth) = profile.growth {
            need.at_least(level + growth.rise_in(GROWTH_HORIZON_DAYS).min(level.max(0.0)), Driver::Growth);
        }
    }
    need.at_least(profile.weekly_peak.unwrap_or(0.0), Driver::WeeklyPeak);
    need.at_least(profile.monthly_peak.unwrap_or(0.0), Driver::MonthlyPeak);
    need.at_least(profile.month_turn_seen_once.unwrap_or(0.0), Driver::MonthTurn);
    if let Some(last_week) = profile.last_week {
        let driver = if has_shifted(profile) { Driver::LevelShift } else { Driver::BusyWeek };
        need.at_least((profile.peak / PEAK_OVERSHOOT).min(LAST_WEEK_FACTOR * last_week), driver);
    }
    if profile.coverage_percent() < SHORT_HISTORY_PERCENT {
        need.at_least(profile.peak / PEAK_OVERSHOOT, Driver::ShortHistory);
    }
    if preset.peak_fits || resource == Resource::Memory {
        need.at_least(profile.peak, Driver::Peak);
    }
    Ok(need)
}

/// Whether the last week averages more than [`LEVEL_SHIFT_FACTOR`] times the weeks before it. A verdict, not a size: more
/// history would tell more.
pub fn has_shifted(profile: &Profile) -> bool {
    match (profile.last_week, profile.weeks_before) {
        (Some(last), Some(before)) => last > 0.0 && last > LEVEL_SHIFT_FACTOR * before,
        _ => false,
    }
}

/// The capacity of which `level` leaves `headroom` free.
pub fn with_headroom(level: f64, headroom: Percent) -> f64 {
    level / (1.0 - headroom.fraction().clamp(0.0, 0.99))
}

impl Need {
    fn at_least(&mut self, capacity: f64, driver: Driver) {
        if capacity > self.capacity {
            self.capacity = capacity;
            self.driver = driver;
        }
    }

    /// In another unit: `factor` is not negative.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { capacity: self.capacity * factor, by_percentile: self.by_percentile * factor, ..self }
    }
}
