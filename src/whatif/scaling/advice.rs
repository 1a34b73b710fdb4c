//! Thresholds as plain advice: scale up, scale down, keep.

use std::fmt;

use super::controller::{is_above, units_for};
use super::demand::{Demand, Metric};
use super::policy::Targets;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    ScaleUp { to: u32 },
    ScaleDown { to: u32 },
    Keep,
}

/// What one metric was on each of the units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MetricEvidence {
    pub metric: Metric,
    pub threshold: f64,
    pub p5: f64,
    pub p50: f64,
    pub p95: f64,
    pub maximum: f64,
    /// Minutes above the threshold: all, and the longest stretch.
    pub minutes_above: usize,
    pub longest_above: usize,
    pub known_minutes: usize,
}

/// Shown as sentences, one for the verdict and one a metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    pub units: u32,
    pub verdict: Verdict,
    pub evidence: Vec<MetricEvidence>,
    /// Metrics that have a threshold and no known demand: nothing is said of them, and then none is scaled down.
    pub unknown: Vec<Metric>,
}

/// Advice for a fleet of `units`: up when the 95th percentile of a metric is above its threshold, down when fewer units
/// would keep the 95th percentile of all at or under theirs and CPU and memory under 100 % throughout, else keep.
/// `None` when no metric has both a threshold and known demand, or there is no unit.
pub fn advise(demand: &Demand, units: u32, thresholds: &Targets) -> Option<Advice> {
    let mut advice = Advice { units, verdict: Verdict::Keep, evidence: Vec::new(), unknown: Vec::new() };
    let (mut needed, mut above) = (1, false);
    for (metric, threshold) in thresholds.iter() {
        let Some(evidence) = evidence(demand, metric, threshold, units) else {
            advice.unknown.push(metric);
            continue;
        };
        let idle = demand.idle(metric);
        let needed_for = |each: f64, bound: f64| units_for((each - idle) * f64::from(units), bound - idle);
        above |= is_above(evidence.p95, threshold);
        needed = needed.max(needed_for(evidence.p95, threshold));
        if metric.is_percent() {
            needed = needed.max(needed_for(evidence.maximum, 100.0).min(units));
        }
        advice.evidence.push(evidence);
    }
    if units == 0 || advice.evidence.is_empty() {
        return None;
    }
    if above {
        advice.verdict = Verdict::ScaleUp { to: needed };
    } else if needed < units && advice.unknown.is_empty() {
        advice.verdict = Verdict::ScaleDown { to: needed };
    }
    Some(advice)
}

fn evidence(demand: &Demand, metric: Metric, threshold: f64, units: u32) -> Option<MetricEvidence> {
    let (mut minutes_above, mut longest_above, mut run) = (0, 0, 0);
    let mut known = Vec::new();
    for minute in 0..demand.minutes() {
        let each = demand.on_each(metric, minute, units);
        known.extend(each);
        if each.is_some_and(|each| is_above(each, threshold)) {
            run += 1;
            minutes_above += 1;
            longest_above = longest_above.max(run);
        } else {
            run = 0;
        }
    }
    known.sort_unstable_by(f64::total_cmp);
    Some(MetricEvidence {
        metric,
        threshold,
        p5: percentile(&known, 5)?,
        p50: percentile(&known, 50)?,
        p95: percentile(&known, 95)?,
        maximum: *known.last()?,
        minutes_above,
        longest_above,
        known_minutes: known.len(),
    })
}

/// The nearest rank.
fn percentile(sorted: &[f64], percent: usize) -> Option<f64> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.verdict {
            Verdict::ScaleUp { to } => write!(f, "scale up: {} → {to} units", self.units)?,
            Verdict::ScaleDown { to } => write!(f, "scale down: {} → {to} units", self.units)?,
            Verdict::Keep => write!(f, "keep {} units", self.units)?,
        }
        for evidence in &self.evidence {
            write!(f, "\n{evidence}")?;
        }
        for metric in &self.unknown {
            write!(f, "\n{}: not known, so nothing is said of it", metric.noun())?;
        }
        Ok(())
    }
}

impl fmt::Display for MetricEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.metric.is_percent() { " %" } else { "" };
        write!(
            f,
            "{}: P5 {:.1}{unit}, P50 {:.1}{unit}, P95 {:.1}{unit}, maximum {:.1}{unit} of a threshold of {}{unit}; above \
             it in {} of {} minutes, at most {} in a row",
            self.metric.noun(),
            self.p5,
            self.p50,
            self.p95,
            self.maximum,
            self.threshold,
            self.minutes_above,
            self.known_minutes,
            self.longest_above
        )
    }
}
