//! What the words for services and Auto Scaling groups have in common: measured use with the facts behind it.

use super::Case;
use crate::model::analysis::Evidence;
use crate::model::finding::Remedy;
use crate::model::fleet::{TARGET_TRACKING, lowest_target};
use crate::model::gap::GapReason;
use crate::model::ids::ResourceKey;
use crate::model::resource::ScalingPolicy;
use crate::rightsize::{Driver, Need, Resource, need};
use crate::tables::{Profile, Usage};
use crate::units::Percent;

impl<'a> Case<'a> {
    /// The use of one dimension, or that it is not known.
    pub(super) fn used(self, metric: &str) -> Result<&'a Usage, Box<Remedy>> {
        self.used_of(self.key(), metric).ok_or_else(|| {
            Box::new(self.unknown(GapReason::NoData, format!("`{metric}` has no point within the lookback")))
        })
    }

    pub(super) fn used_of(self, key: &ResourceKey, metric: &str) -> Option<&'a Usage> {
        self.context.tables.usage.get(key, metric)
    }

    /// The capacity that a profile takes, or that too little was measured.
    pub(super) fn taken(self, profile: &Profile, metric: &str, resource: Resource) -> Result<Need, Box<Remedy>> {
        need(profile, self.preset(), resource)
            .map_err(|short| Box::new(self.unknown(GapReason::LowCoverage, format!("`{metric}`: {short}"))))
    }
}

/// One level of a profile as evidence.
pub(super) fn level(fact: impl Into<String>, percent: f64, profile: &Profile) -> Evidence {
    Evidence {
        coverage_percent: Some(profile.coverage_percent()),
        ..Evidence::fact(fact, Percent::new(percent).to_string())
    }
}

/// What one must know of a need that is not the percentile's.
pub(super) fn driven(what: &str, need: &Need) -> Option<String> {
    (need.driver != Driver::Percentile).then(|| format!("{what} is sized on {}", need.driver))
}

/// What scaling policies make of a smaller target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Policies {
    /// Nothing scales it.
    None,
    /// CPU (and memory) are kept at targets: the share of the capacity that may be in use, percent.
    Targets { cpu: Option<f64>, memory: Option<f64>, by_requests: bool },
    /// Some policy acts on what was not read: alarms of steps, a metric of the user's own, forecasts.
    Opaque,
}

impl Policies {
    pub(super) fn of(policies: &[ScalingPolicy]) -> Self {
        let known = ["AverageCPUUtilization", "AverageMemoryUtilization", "RequestCountPerTarget"];
        let is_known = |policy: &ScalingPolicy| {
            policy.policy_type == TARGET_TRACKING
                && policy.metric.as_deref().is_some_and(|metric| known.iter().any(|end| metric.ends_with(end)))
        };
        if policies.is_empty() {
            return Self::None;
        }
        if !policies.iter().all(is_known) {
            return Self::Opaque;
        }
        Self::Targets {
            cpu: lowest_target(policies, "AverageCPUUtilization"),
            memory: lowest_target(policies, "AverageMemoryUtilization"),
            by_requests: lowest_target(policies, "RequestCountPerTarget").is_some(),
        }
    }

    /// The capacity, in the unit of the profile, at which the policies would not scale out on this account.
    pub(super) fn without_scaling(self, profile: &Profile, capacity: f64, resource: Resource) -> f64 {
        let target = match (self, resource) {
            (Self::Targets { cpu, .. }, Resource::Cpu) => cpu,
            (Self::Targets { memory, .. }, Resource::Memory) => memory,
            _ => None,
        };
        match target.filter(|target| *target > 0.0) {
            Some(target) => capacity.max(profile.p99_5 / (target / 100.0)),
            None => capacity,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(policy_type: &str, metric: Option<&str>, target: f64) -> ScalingPolicy {
        ScalingPolicy {
            name: "keep".to_owned(),
            policy_type: policy_type.to_owned(),
            metric: metric.map(str::to_owned),
            target_value: Some(target),
        }
    }

    #[test]
    fn what_policies_act_on() {
        let cpu = policy(TARGET_TRACKING, Some("ECSServiceAverageCPUUtilization"), 60.0);
        let requests = policy(TARGET_TRACKING, Some("ALBRequestCountPerTarget"), 900.0);
        let own = policy(TARGET_TRACKING, None, 5.0);
        let steps = policy("StepScaling", None, 0.0);
        assert_eq!(Policies::of(&[]), Policies::None);
        let targets = |cpu, by_requests| Policies::Targets { cpu, memory: None, by_requests };
        assert_eq!(Policies::of(std::slice::from_ref(&cpu)), targets(Some(60.0), false));
        assert_eq!(Policies::of(&[cpu.clone(), requests]), targets(Some(60.0), true));
        assert_eq!(Policies::of(&[cpu.clone(), own]), Policies::Opaque);
        assert_eq!(Policies::of(&[cpu, steps]), Policies::Opaque);
    }
}
