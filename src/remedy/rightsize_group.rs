//! A cheaper instance type for a whole Auto Scaling group.

use super::Case;
use super::fleet_use::{Policies, driven};
use super::group_members::Fleet;
use super::sizing::Sizing;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::edit::Edit;
use crate::model::finding::{Edits, Proposal, ProposedSize, Remedy};
use crate::model::gap::GapReason;
use crate::rightsize::fit::Needs;
use crate::rightsize::fleet::per_member;
use crate::rightsize::market::Offer;
use crate::rightsize::{Demand, Dimension, Resource as Demanded};
use crate::tables::{Profile, Usage};

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    propose(case).unwrap_or_else(|remedy| *remedy)
}

fn propose(case: Case<'_>) -> Result<Remedy, Box<Remedy>> {
    let fleet = Fleet::of(case)?;
    if fleet.policies == Policies::Opaque {
        let detail = "it scales by policies whose thresholds were not read: a smaller type could make it scale out";
        return Err(Box::new(case.unknown(GapReason::NotSupported, detail)));
    }
    let cpu = case.used("CPUUtilization")?;
    let need = case.taken(&cpu.profile, "CPUUtilization", Demanded::Cpu)?;
    let percent = fleet.policies.without_scaling(&cpu.profile, need.capacity, Demanded::Cpu);
    let current = fleet.one.spec;
    let to_vcpus = f64::from(current.vcpus) / 100.0;
    let mut demand = Demand::of_profiles(profiles(case, &fleet, &cpu.profile));
    demand.cpu_hours = cpu.hours.as_ref();
    demand.volumes = fleet.attached;
    let preset = case.preset();
    let needs = Needs::of(&demand, preset).with_capacity(Dimension::Cpu, percent * to_vcpus);
    let Some(now) = fleet.one.list_cost(case, current) else { return Ok(Remedy::Nothing) };
    let changeable = fleet.one.with_cpu_average(Some(cpu.profile.average));
    let sizing = Sizing { case, changeable, demand, needs, preset, now };
    let Some(compute_now) = sizing.compute_now() else { return Ok(Remedy::Nothing) };
    let eligible = |offer: &Offer<'_>| offer.compute_monthly < compute_now && sizing.starts_as(offer);
    let found = sizing.candidates(&sizing.needs, &eligible);
    let mut priced = sizing.priced(found.carrying);
    priced.retain(|priced| priced.list_cost < now);
    if priced.is_empty() {
        return match found.waits_for_memory {
            None => Ok(Remedy::Nothing),
            Some(offer) => Err(Box::new(case.unknown(
                GapReason::NoData,
                format!(
                    "memory of its instances was not measured, so their {} GiB are not shrunk; all that was measured fits {} ({} GiB); install the CloudWatch agent",
                    current.memory_gib, offer.spec.instance_type, offer.spec.memory_gib
                ),
            ))),
        };
    }
    let options = sizing.options(&priced).into_iter();
    let options = options.map(|size| ProposedSize { edits: edits(case, &fleet, &size), ..size }).collect();
    Ok(Proposal::sized(Action::Rightsize, options)
        .with_evidence(sizing.evidence())
        .with_evidence([Evidence::fact("instances", fleet.members.len().to_string())])
        .with_caveats(driven("CPU", &need))
        .with_caveats([
            "the averages of all instances were judged: a single one may be busier",
            "change the launch template and replace the instances by an instance refresh",
        ])
        .with_caveats(fleet.caveats())
        .into_remedy())
}

/// What each instance takes: the group's averages, and of what only instances measure the busiest one.
fn profiles(case: Case<'_>, fleet: &Fleet<'_>, cpu: &Profile) -> Vec<(Dimension, Profile)> {
    let spec = fleet.one.spec;
    let traffic = |metric| {
        let usage: &Usage = case.used_of(case.key(), metric)?;
        Some(per_member(usage.hours.as_ref()?, fleet.in_service(case).ok()?)?.scaled(8.0 / 1e9))
    };
    let memory = fleet.busiest(case, "mem_used_percent").map(|memory| memory.scaled(spec.memory_gib / 100.0));
    let bytes = fleet.busiest(case, "EBSBytes").map(|bytes| bytes.scaled(1.0 / 2_f64.powi(20)));
    [
        (Dimension::Cpu, Some(cpu.scaled(f64::from(spec.vcpus) / 100.0))),
        (Dimension::Memory, memory),
        (Dimension::NetworkIn, traffic("NetworkIn")),
        (Dimension::NetworkOut, traffic("NetworkOut")),
        (Dimension::EbsIops, fleet.busiest(case, "EBSOps")),
        (Dimension::EbsThroughput, bytes),
    ]
    .into_iter()
    .filter_map(|(dimension, profile)| Some((dimension, profile?)))
    .collect()
}

/// The group launches the size, and each of its instances becomes one.
fn edits(case: Case<'_>, fleet: &Fleet<'_>, size: &ProposedSize) -> Edits {
    let capacity = Edit::GroupCapacity {
        min_size: fleet.group.min_size,
        desired_capacity: fleet.group.desired_capacity,
        instance_type: Some(size.option.target.clone()),
    };
    let own = size.edits.iter().map(|(_, edit)| edit);
    let members = own.flat_map(|edit| fleet.members.iter().map(|key| (key.clone(), edit.clone())));
    std::iter::once((case.key().clone(), capacity)).chain(members).collect()
}
