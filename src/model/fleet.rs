//! What Auto Scaling groups and ECS services say of themselves beyond their fields.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::resource::{AutoScalingGroup, CapacityProvider, EcsService, ScalingPolicy};

pub const FARGATE: &str = "FARGATE";
pub const FARGATE_SPOT: &str = "FARGATE_SPOT";
pub const TARGET_TRACKING: &str = "TargetTrackingScaling";

/// Tags that services put on the groups they own.
const OWNER_TAGS: [&str; 4] =
    ["eks:cluster-name", "elasticbeanstalk:environment-name", "AmazonECSManaged", "aws:emr:cluster-id"];

impl AutoScalingGroup {
    /// Whether a service owns it (EKS, Elastic Beanstalk, ECS, EMR); `None` when its tags could not be read.
    pub fn managed(&self) -> Option<bool> {
        let owner = |key: &str| OWNER_TAGS.contains(&key) || key.starts_with("kubernetes.io/cluster/");
        self.tags.as_ref().map(|tags| tags.keys().any(|key| owner(key)))
    }
}

impl EcsService {
    /// Whether all tasks run on Fargate; `None` where nothing says.
    pub fn on_fargate(&self) -> Option<bool> {
        if let Some(launch_type) = &self.launch_type {
            return Some(launch_type == FARGATE);
        }
        let strategy = &self.capacity_provider_strategy;
        let on = |provider: &CapacityProvider| [FARGATE, FARGATE_SPOT].contains(&provider.name.as_str());
        if strategy.is_empty() { None } else { Some(strategy.iter().all(on)) }
    }

    /// `count` tasks by where they run.
    pub fn tasks_by_provider(&self, count: f64) -> Option<BTreeMap<String, f64>> {
        if let Some(launch_type) = &self.launch_type {
            return Some(BTreeMap::from([(launch_type.clone(), count)]));
        }
        if self.capacity_provider_strategy.is_empty() {
            return None;
        }
        let strategy: Vec<ProviderShare<'_>> = self.capacity_provider_strategy.iter().map(ProviderShare::of).collect();
        let mut by_provider = BTreeMap::new();
        for (provider, tasks) in distributed(&strategy, Decimal::from_f64(count)?) {
            *by_provider.entry(provider.to_owned()).or_insert(0.0) += tasks.to_f64().unwrap_or(0.0);
        }
        Some(by_provider)
    }

    /// The cluster's name and the service's.
    pub fn names(&self) -> (&str, &str) {
        self.id.split_once('/').unwrap_or(("", &self.id))
    }
}

/// The lowest target, in percent, that policies keep of a metric whose name ends so: `AverageCPUUtilization`.
pub fn lowest_target(policies: &[ScalingPolicy], metric: &str) -> Option<f64> {
    let tracks = |policy: &&ScalingPolicy| policy.metric.as_deref().is_some_and(|name| name.ends_with(metric));
    policies.iter().filter(tracks).filter_map(|policy| policy.target_value).min_by(f64::total_cmp)
}

/// One provider of a strategy: tasks that it has at least, and its share of the rest.
#[derive(Clone, Copy, Debug)]
pub struct ProviderShare<'a> {
    pub provider: &'a str,
    pub base: Decimal,
    pub weight: Decimal,
}

impl<'a> ProviderShare<'a> {
    fn of(one: &'a CapacityProvider) -> Self {
        Self { provider: &one.name, base: Decimal::from(one.base), weight: Decimal::from(one.weight) }
    }
}

/// Tasks by provider, in the order of the strategy: bases first, then the rest by weight
/// (<https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-capacity-providers.html>).
pub fn distributed<'a>(strategy: &[ProviderShare<'a>], count: Decimal) -> Vec<(&'a str, Decimal)> {
    let mut left = count;
    let mut shares = Vec::new();
    for one in strategy {
        let tasks = one.base.max(Decimal::ZERO).min(left);
        left = left.saturating_sub(tasks);
        shares.push((one.provider, tasks));
    }
    let weight = |one: &ProviderShare<'_>| one.weight.max(Decimal::ZERO);
    let weights = strategy.iter().fold(Decimal::ZERO, |sum, one| sum.saturating_add(weight(one)));
    let only_one = strategy.len() == 1;
    for ((_, tasks), one) in shares.iter_mut().zip(strategy) {
        let part = left.saturating_mul(weight(one)).checked_div(weights);
        *tasks = tasks.saturating_add(part.unwrap_or(if only_one { left } else { Decimal::ZERO }));
    }
    shares.retain(|(_, tasks)| *tasks > Decimal::ZERO || count == Decimal::ZERO);
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases_first_then_by_weight() {
        let share = |provider, base: u32, weight: u32| ProviderShare {
            provider,
            base: Decimal::from(base),
            weight: Decimal::from(weight),
        };
        let cases = [
            (vec![share("FARGATE", 0, 1)], 4_u32, vec![("FARGATE", 4_u32)]),
            (vec![share("FARGATE", 2, 1), share("FARGATE_SPOT", 0, 3)], 6, vec![("FARGATE", 3), ("FARGATE_SPOT", 3)]),
            (vec![share("FARGATE", 5, 0), share("FARGATE_SPOT", 0, 1)], 3, vec![("FARGATE", 3)]),
            (vec![share("FARGATE", 0, 0)], 3, vec![("FARGATE", 3)]),
        ];
        for (strategy, count, expected) in cases {
            let expected: Vec<_> = expected.into_iter().map(|(name, tasks)| (name, Decimal::from(tasks))).collect();
            assert_eq!(distributed(&strategy, Decimal::from(count)), expected);
        }
    }

    #[test]
    fn the_lowest_target_of_a_metric() {
        let policy = |metric: &str, target| ScalingPolicy {
            name: String::new(),
            policy_type: TARGET_TRACKING.to_owned(),
            metric: Some(metric.to_owned()),
            target_value: Some(target),
        };
        let policies = [
            policy("ECSServiceAverageCPUUtilization", 70.0),
            policy("ECSServiceAverageCPUUtilization", 50.0),
            policy("ECSServiceAverageMemoryUtilization", 20.0),
        ];
        assert_eq!(lowest_target(&policies, "AverageCPUUtilization"), Some(50.0));
        assert_eq!(lowest_target(&policies, "RequestCountPerTarget"), None);
    }
}
