//! One dimension of a resource's demand: what the profile of a metric takes of a capacity, with the evidence.

use super::need::{Need, need};
use super::preset::{Preset, Resource};
use super::series::{Series, Unmeasured};
use crate::model::analysis::Evidence;
use crate::model::gap::GapReason;
use crate::model::ids::ResourceKey;
use crate::model::metric::Statistic;
use crate::model::rightsizing::{PerformanceRisk, ProjectedUse};
use crate::tables::{MetricStatistics, UsageProfiles};
use crate::units::{Days, Percent, Window};

pub(super) const BYTES_PER_GIB: f64 = 1_073_741_824.0;
pub(super) const BYTES_PER_MIB: f64 = 1_048_576.0;
/// Bytes a second → Gbit/s.
pub(super) const GBIT_OF_BYTES: f64 = 8.0 / 1e9;

/// What is asked of one metric: its values as `offset + factor × value`, in the unit of a capacity.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    pub metric: &'static str,
    /// Which statistic tells why nothing was measured.
    pub statistic: Statistic,
    pub resource: Resource,
    pub factor: f64,
    pub offset: f64,
    /// The unit after the mapping, as evidence shows it.
    pub unit: &'static str,
}

/// The demand in the unit of the question.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    pub need: Need,
    /// At the preset's percentile, without headroom.
    pub level: f64,
    pub average: f64,
    pub peak: f64,
    /// What each of [`RISKS`] takes.
    pub capacity_by_risk: [f64; 4],
    /// What the level is of: `p99.5 of hourly peaks`.
    pub statistic: String,
    pub evidence: Evidence,
}

/// The presets whose demand tells how likely a target is too small, from the most careful to the least.
pub const RISKS: [(&str, PerformanceRisk); 4] = [
    ("max-performance", PerformanceRisk::VeryLow),
    ("default", PerformanceRisk::Low),
    ("balanced", PerformanceRisk::Medium),
    ("max-savings", PerformanceRisk::High),
];

/// Reads the dimensions of one resource.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub usage: &'a UsageProfiles,
    pub statistics: &'a MetricStatistics,
    pub key: &'a ResourceKey,
    pub preset: &'a Preset,
    pub lookback: Days,
    pub window: Window,
}

impl Reader<'_> {
    /// What was measured takes; or why nothing can be told.
    pub fn read(self, question: Question) -> Result<Dimension, Unmeasured> {
        let Question { metric, resource, factor, offset, unit, .. } = question;
        let Some(usage) = self.usage.get(self.key, metric) else { return Err(self.unmeasured(question)) };
        let profile = usage.profile.mapped(factor, offset);
        let need = need(&profile, self.preset, resource)
            .map_err(|short| Unmeasured { reason: GapReason::LowCoverage, detail: format!("`{metric}`: {short}") })?;
        let percentile = self.preset.own().percentile;
        let statistic = format!("{} of hourly peaks", percentile.name());
        let takes = |name| {
            let own = Preset::named(name).and_then(|preset| super::need::need(&profile, &preset, resource).ok());
            own.map_or(f64::INFINITY, |need| need.capacity)
        };
        let capacity_by_risk = RISKS.map(|(name, _)| takes(name));
        let level = percentile.of(&profile);
        let evidence = Evidence {
            fact: format!("{metric} {statistic} over {}", self.lookback),
            value: shown(level, unit),
            condition: String::new(),
            coverage_percent: Some(profile.coverage_percent()),
            window: Some(self.window),
        };
        Ok(Dimension {
            need,
            level,
            average: profile.average,
            peak: profile.peak,
            capacity_by_risk,
            statistic,
            evidence,
        })
    }

    fn unmeasured(self, question: Question) -> Unmeasured {
        let Self { statistics, key, lookback: window, .. } = self;
        let Question { metric, statistic, .. } = question;
        let series = Series { statistics, key, metric, statistic, window, coverage: Percent::new(0.0) };
        series.indispensable().err().unwrap_or_else(|| Unmeasured {
            reason: GapReason::NoData,
            detail: format!("CloudWatch keeps no point of `{metric}` within {window}"),
        })
    }
}

impl Dimension {
    /// The larger of two: what must fit where either may run.
    #[must_use]
    pub fn larger(self, other: Self) -> Self {
        let average = self.average.max(other.average);
        let peak = self.peak.max(other.peak);
        let level = self.level.max(other.level);
        let mut capacity_by_risk = self.capacity_by_risk;
        for (one, two) in capacity_by_risk.iter_mut().zip(other.capacity_by_risk) {
            *one = one.max(two);
        }
        let larger = if other.need.capacity > self.need.capacity { other } else { self };
        Self { level, average, peak, capacity_by_risk, ..larger }
    }
}

impl Dimension {
    /// This demand on a target; `None` is a capacity that is not known.
    pub fn projected(&self, name: &str, target: Option<f64>, now: Option<f64>) -> ProjectedUse {
        let percent = |capacity: Option<f64>| {
            let capacity = capacity.filter(|capacity| *capacity > 0.0)?;
            Some((1000.0 * self.level / capacity).round() / 10.0)
        };
        ProjectedUse {
            dimension: name.to_owned(),
            statistic: self.statistic.clone(),
            percent: percent(target),
            percent_now: percent(now),
            risk: target.map(|capacity| self.risk(capacity)),
        }
    }

    fn risk(&self, capacity: f64) -> PerformanceRisk {
        let fits = |takes: f64| takes <= capacity * (1.0 + 1e-6);
        let step = self.capacity_by_risk.iter().position(|takes| fits(*takes));
        step.and_then(|step| RISKS.get(step)).map_or(PerformanceRisk::VeryHigh, |(_, risk)| *risk)
    }
}

/// `3.2 vCPUs`; small values keep two places.
pub fn shown(value: f64, unit: &str) -> String {
    let places = if value.abs() < 10.0 { 2 } else { 0 };
    format!("{value:.places$} {unit}")
}

/// The larger of two where both are known: one that is not measured may be larger still.
pub fn larger_of_both(one: Option<Dimension>, other: Option<Dimension>) -> Option<Dimension> {
    Some(one?.larger(other?))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::need::Driver;
    use super::*;

    /// A demand that is the same at all times, headroom included.
    pub(crate) fn flat(level: f64) -> Dimension {
        Dimension {
            need: Need { capacity: level, driver: Driver::Percentile, by_percentile: level },
            level,
            average: level,
            peak: level,
            capacity_by_risk: [level; 4],
            statistic: "p99.5 of hourly peaks".to_owned(),
            evidence: Evidence::fact("measured", shown(level, "units")),
        }
    }

    #[test]
    fn the_larger_of_two_is_larger_in_all() {
        let (mut one, other) = (flat(2.0), flat(3.0));
        one.peak = 9.0;
        let both = one.larger(other);
        assert!((both.need.capacity - 3.0).abs() < 1e-9 && (both.peak - 9.0).abs() < 1e-9);
        assert_eq!(larger_of_both(Some(flat(1.0)), None), None);
    }

    #[test]
    fn values_are_shown_with_the_places_they_need() {
        assert_eq!(shown(1.234, "vCPUs"), "1.23 vCPUs");
        assert_eq!(shown(123.4, "IOPS"), "123 IOPS");
    }
}
