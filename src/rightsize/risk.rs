//! How a demand would sit on a target: projected use, and the risk by dimension.

use super::demand::{Demand, Dimension};
use super::fit::Needs;
use super::preset::Preset;
use crate::model::rightsizing::{PerformanceRisk, ProjectedUse};
use crate::pricing::InstanceSpec;

/// The needs of a demand under every preset, from the most careful to the least.
#[derive(Clone, Debug)]
pub struct RiskScale {
    needs: Vec<(PerformanceRisk, Needs)>,
}

impl RiskScale {
    pub fn of(demand: &Demand<'_>) -> Self {
        let steps = [
            ("max-performance", PerformanceRisk::VeryLow),
            ("default", PerformanceRisk::Low),
            ("balanced", PerformanceRisk::Medium),
            ("max-savings", PerformanceRisk::High),
        ];
        let needs = steps.into_iter().filter_map(|(name, risk)| Some((risk, Needs::of(demand, &Preset::named(name)?))));
        Self { needs: needs.collect() }
    }

    /// `None` where the dimension was not measured or the target's capacity is not known.
    pub fn risk(&self, dimension: Dimension, target: &InstanceSpec) -> Option<PerformanceRisk> {
        let capacity = dimension.capacity(target)?;
        for (risk, needs) in &self.needs {
            if needs.get(dimension)?.capacity <= capacity * (1.0 + 1e-6) {
                return Some(*risk);
            }
        }
        Some(PerformanceRisk::VeryHigh)
    }
}

/// The preset's percentile of every measured dimension on `target` beside `current`.
pub fn projected(
    demand: &Demand<'_>,
    scale: &RiskScale,
    preset: &Preset,
    current: &InstanceSpec,
    target: &InstanceSpec,
) -> Vec<ProjectedUse> {
    let percentile = preset.own().percentile;
    let on = |dimension: Dimension| {
        let level = percentile.of(demand.profile(dimension)?);
        let percent = |spec| {
            let capacity = dimension.capacity(spec).filter(|capacity| *capacity > 0.0)?;
            Some((1000.0 * level / capacity).round() / 10.0)
        };
        Some(ProjectedUse {
            dimension: dimension.name().to_owned(),
            statistic: format!("{} of hourly peaks", percentile.name()),
            percent: percent(target),
            percent_now: percent(current),
            risk: scale.risk(dimension, target),
        })
    };
    Dimension::ALL.into_iter().filter_map(on).collect()
}

/// The worst risk of any dimension.
pub fn worst(projected: &[ProjectedUse]) -> Option<PerformanceRisk> {
    projected.iter().filter_map(|projected| projected.risk).max()
}
