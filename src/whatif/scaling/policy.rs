//! What decides the number of units.

use std::fmt;

use super::demand::Metric;

/// No fleet is larger; a larger number is a slip.
pub const MOST_UNITS: u32 = 1_000_000;

#[derive(Clone, Debug, PartialEq)]
pub enum Policy {
    /// So many units, always.
    Fixed {
        units: u32,
    },
    TargetTracking(TargetTracking),
    Step(StepScaling),
    Threshold(Thresholds),
}

/// A value of each metric on one unit: percent of the unit, requests a minute (the sum that `ALBRequestCountPerTarget`
/// has for a period of one minute).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Targets {
    pub cpu: Option<f64>,
    pub memory: Option<f64>,
    pub requests_per_target: Option<f64>,
}

/// The bounds and times of a fleet that scales.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    pub min: u32,
    pub max: u32,
    /// Units at the start; without it, as many as the first known demand needs to stay within the policy's targets.
    pub initial: Option<u32>,
    /// Until a new unit serves and counts in the metrics. It is billed from its launch.
    pub warm_up_s: u32,
    /// Minutes in a row that a metric must be above before a scale-out: 3 for AWS's target tracking alarms.
    pub sustained_out: u32,
    /// The same below, before a scale-in: 15.
    pub sustained_in: u32,
}

impl Default for Group {
    fn default() -> Self {
        Self { min: 1, max: 1, initial: None, warm_up_s: 0, sustained_out: 3, sustained_in: 15 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetTracking {
    pub group: Group,
    pub targets: Targets,
    /// AWS's default for ECS services is 300 for both.
    pub scale_out_cooldown_s: u32,
    pub scale_in_cooldown_s: u32,
    pub disable_scale_in: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StepScaling {
    pub group: Group,
    pub metric: Metric,
    /// By lower bound, without overlap; where no step is, the fleet stays as it is.
    pub steps: Vec<Step>,
    pub cooldown_s: u32,
}

/// `lower` ≤ value < `upper`, the metric's own values (not the distance from an alarm's threshold).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub adjustment: Adjustment,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Adjustment {
    Change(i32),
    Exact(u32),
    /// Of the units in service, rounded towards zero, and at least one unit.
    Percent(f64),
}

/// Add units when any metric is above its threshold, remove some when all are below theirs: simple scaling, whose
/// cooldowns also keep a scale-in away from the last scale-out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    pub group: Group,
    pub above: Targets,
    /// Without a value for a metric, half of its `above`: then one unit fewer of two is not at once too few.
    pub below: Targets,
    pub add: u32,
    pub remove: u32,
    pub cooldown_out_s: u32,
    pub cooldown_in_s: u32,
}

impl Targets {
    pub const fn get(&self, metric: Metric) -> Option<f64> {
        match metric {
            Metric::Cpu => self.cpu,
            Metric::Memory => self.memory,
            Metric::Requests => self.requests_per_target,
        }
    }

    pub const fn set(&mut self, metric: Metric, value: Option<f64>) {
        match metric {
            Metric::Cpu => self.cpu = value,
            Metric::Memory => self.memory = value,
            Metric::Requests => self.requests_per_target = value,
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (Metric, f64)> {
        Metric::ALL.into_iter().filter_map(|metric| Some((metric, self.get(metric)?)))
    }

    pub const fn is_empty(&self) -> bool {
        self.cpu.is_none() && self.memory.is_none() && self.requests_per_target.is_none()
    }

    /// The lower of both for each metric.
    pub fn strictest(mut self, other: Self) -> Self {
        for (metric, value) in other.iter() {
            let lower = self.get(metric).map_or(value, |own| own.min(value));
            self.set(metric, Some(lower));
        }
        self
    }
}

impl Thresholds {
    /// Below which value of `metric` a scale-in may be.
    pub fn below(&self, metric: Metric) -> Option<f64> {
        self.below.get(metric).or_else(|| self.above.get(metric).map(|above| above / 2.0))
    }
}

impl StepScaling {
    /// Where the lowest step that adds units begins.
    pub fn scale_out_from(&self) -> Option<f64> {
        let adds = |step: &&Step| match step.adjustment {
            Adjustment::Change(change) => change > 0,
            Adjustment::Percent(percent) => percent > 0.0,
            Adjustment::Exact(_) => false,
        };
        self.steps.iter().filter(adds).filter_map(|step| step.lower).min_by(f64::total_cmp)
    }
}

impl Policy {
    /// What it scales; a fixed fleet scales nothing.
    pub const fn group(&self) -> Option<&Group> {
        match self {
            Self::Fixed { .. } => None,
            Self::TargetTracking(tracking) => Some(&tracking.group),
            Self::Step(step) => Some(&step.group),
            Self::Threshold(thresholds) => Some(&thresholds.group),
        }
    }

    /// What it keeps its metrics at or under; empty where it names nothing.
    pub fn targets(&self) -> Targets {
        match self {
            Self::Fixed { .. } => Targets::default(),
            Self::TargetTracking(tracking) => tracking.targets,
            Self::Step(step) => {
                let mut targets = Targets::default();
                targets.set(step.metric, step.scale_out_from());
                targets
            }
            Self::Threshold(thresholds) => thresholds.above,
        }
    }

    /// The metrics it decides by.
    pub fn watches(&self) -> Vec<Metric> {
        match self {
            Self::Step(step) => vec![step.metric],
            other => other.targets().iter().map(|(metric, _)| metric).collect(),
        }
    }
}

/// `CPU 60 %, requests per target 1000`.
impl fmt::Display for Targets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (metric, value)) in self.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let unit = if metric.is_percent() { " %" } else { "" };
            write!(f, "{comma}{} {value}{unit}", metric.noun())?;
        }
        Ok(())
    }
}

/// `target tracking, CPU 60 %, 2 to 20 units`.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed { units } => return write!(f, "fixed, {units} unit{}", if *units == 1 { "" } else { "s" }),
            Self::TargetTracking(tracking) => write!(f, "target tracking, {}", tracking.targets)?,
            Self::Step(step) => {
                let steps = step.steps.len();
                write!(f, "{steps} step{} of {}", if steps == 1 { "" } else { "s" }, step.metric.noun())?;
            }
            Self::Threshold(thresholds) => write!(f, "thresholds, {}", thresholds.above)?,
        }
        match self.group() {
            Some(group) => write!(f, ", {} to {} units", group.min, group.max),
            None => Ok(()),
        }
    }
}
