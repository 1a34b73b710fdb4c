//! The instances of an Auto Scaling group, where they are alike enough to be judged as one.

use super::Case;
use super::fleet_use::Policies;
use super::instance_type_change::Changeable;
use crate::estate::Resource;
use crate::model::configuration::Configuration;
use crate::model::finding::Remedy;
use crate::model::gap::GapReason;
use crate::model::ids::{ResourceKey, ResourceKind};
use crate::model::resource::{AutoScalingGroup, MixedInstancesPolicy};
use crate::model::vocabulary::{InstanceState, Lifecycle};
use crate::rightsize::fleet::Members;
use crate::tables::Profile;

/// A group of instances of one on-demand type.
pub(super) struct Fleet<'a> {
    pub(super) group: &'a AutoScalingGroup,
    pub(super) policies: Policies,
    /// Sorted by id.
    pub(super) members: Vec<ResourceKey>,
    /// One of them; the others are of its type.
    pub(super) one: Changeable<'a>,
    /// The most EBS volumes that one of them has.
    pub(super) attached: u32,
}

impl<'a> Fleet<'a> {
    /// Or what is to be said instead.
    pub(super) fn of(case: Case<'a>) -> Result<Self, Box<Remedy>> {
        let Resource::AutoScalingGroup(group) = case.entry.resource else { return Err(Box::new(case.wrong_kind())) };
        let unlike = |detail: String| Box::new(case.unknown(GapReason::NotSupported, detail));
        if let Some(reason) = mixed(group) {
            return Err(unlike(reason));
        }
        let (Some(policies), Some(scheduled)) = (&group.scaling_policies, group.scheduled_actions) else {
            let detail = "its scaling policies or scheduled actions are not known";
            return Err(Box::new(case.unknown(GapReason::NotCollected, detail)));
        };
        if scheduled > 0 {
            return Err(unlike("scheduled actions set its sizes by the clock".to_owned()));
        }
        let mut fleet: Option<Self> = None;
        for id in &group.instance_ids {
            let key = ResourceKey { kind: ResourceKind::Ec2Instance, id: id.clone(), ..case.key().clone() };
            let Some(entry) = case.context.estate.get(&key) else {
                return Err(Box::new(case.unknown(GapReason::NotCollected, format!("its instance {id} was not read"))));
            };
            let (Resource::Instance(instance), Some(Configuration::Ec2Instance(configuration))) =
                (entry.resource, entry.placed.as_ref().map(|placed| &placed.configuration))
            else {
                continue;
            };
            if instance.state != InstanceState::Running {
                continue;
            }
            if case.context.exempt.contains(&key) {
                return Err(Box::new(Remedy::Nothing));
            }
            if configuration.lifecycle != Lifecycle::OnDemand {
                let detail = format!("{} instances have no list price to compare", configuration.lifecycle);
                return Err(Box::new(case.unknown(GapReason::PriceMissing, detail)));
            }
            let Some(spec) = case.context.prices.instance_spec(&configuration.instance_type) else {
                return Err(unlike(format!("the instance type {} is not known", configuration.instance_type)));
            };
            let one = Changeable { instance, configuration, spec, cpu_average_percent: None, surplus: None };
            let attached = u32::try_from(instance.volume_ids.len()).unwrap_or(u32::MAX);
            match &mut fleet {
                Some(fleet) if fleet.one.configuration.instance_type != configuration.instance_type => {
                    return Err(unlike("its instances are of several types".to_owned()));
                }
                Some(fleet) => {
                    fleet.members.push(key);
                    fleet.attached = fleet.attached.max(attached);
                }
                None => {
                    let policies = Policies::of(policies);
                    fleet = Some(Self { group, policies, members: vec![key], one, attached });
                }
            }
        }
        let mut fleet = fleet.ok_or_else(|| Box::new(Remedy::Nothing))?;
        fleet.members.sort();
        if fleet.one.list_cost(case, fleet.one.spec).is_none() {
            let detail = format!("no list price for {} to compare with", fleet.one.spec.instance_type);
            return Err(Box::new(case.unknown(GapReason::PriceMissing, detail)));
        }
        Ok(fleet)
    }

    /// How many were in service by the hour; `None` where something scales them unmeasured.
    pub(super) fn in_service(&self, case: Case<'a>) -> Result<Members<'a>, Box<Remedy>> {
        let measured = case.used_of(case.key(), "GroupInServiceInstances").and_then(|usage| usage.hours.as_ref());
        match measured {
            Some(hours) => Ok(Members::Measured(hours)),
            None if self.policies == Policies::None => Ok(Members::Constant(self.group.desired_capacity)),
            None => {
                let detail = "`GroupInServiceInstances` has no point within the lookback, and policies scale the group: \
                              enable its group metrics";
                Err(Box::new(case.unknown(GapReason::NoData, detail)))
            }
        }
    }

    /// The profile of the busiest of its instances; `None` unless all of them have the metric.
    pub(super) fn busiest(&self, case: Case<'a>, metric: &str) -> Option<Profile> {
        let profiles: Option<Vec<&Profile>> =
            self.members.iter().map(|key| Some(&case.used_of(key, metric)?.profile)).collect();
        profiles?.into_iter().max_by(|one, other| one.p99_5.total_cmp(&other.p99_5)).cloned()
    }

    /// What one must know before its sizes or its type change.
    pub(super) fn caveats(&self) -> Vec<String> {
        let suspended = &self.group.suspended_processes;
        let stops = ["Launch", "Terminate", "InstanceRefresh"];
        if suspended.iter().any(|process| stops.contains(&process.as_str())) {
            return vec![format!("suspended processes ({}) must be resumed first", suspended.join(", "))];
        }
        Vec::new()
    }
}

/// Why the instances of a group cannot be judged as one, where they differ.
fn mixed(group: &AutoScalingGroup) -> Option<String> {
    if let Some(word) = group.desired_capacity_type.as_deref().filter(|word| *word != "units") {
        return Some(format!("its capacity counts {word}, not instances"));
    }
    let policy = group.mixed_instances_policy.as_ref()?;
    let MixedInstancesPolicy { overrides, on_demand_percentage_above_base, .. } = policy;
    if overrides.iter().any(|one| one.weighted_capacity.is_some_and(|weight| weight != 1)) {
        return Some("its overrides weigh instances: capacity is not their number".to_owned());
    }
    if overrides.iter().any(|one| one.instance_type.is_none()) {
        return Some("instance requirements choose the types of its instances".to_owned());
    }
    if overrides.windows(2).any(|pair| matches!(pair, [one, other] if one.instance_type != other.instance_type)) {
        return Some("it launches several instance types: each override is a choice of its own".to_owned());
    }
    let on_demand = on_demand_percentage_above_base.unwrap_or(100);
    (on_demand < 100).then(|| format!("{} % of it above the base is spot, which has no list price", 100 - on_demand))
}
