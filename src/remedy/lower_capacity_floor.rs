//! Fewer instances in an Auto Scaling group whose demand never takes as many as it keeps.

use super::Case;
use super::fleet_use::{Policies, driven, level};
use super::group_members::Fleet;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::edit::Edit;
use crate::model::finding::{Edits, Effect, Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::rightsize::Resource as Demanded;
use crate::rightsize::burstable::sustained_vcpus;
use crate::rightsize::fleet::{Members, available_with, busy_members, fewer_on_average, whole_members};
use crate::tables::Profile;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    propose(case).unwrap_or_else(|remedy| *remedy)
}

fn propose(case: Case<'_>) -> Result<Remedy, Box<Remedy>> {
    let fleet = Fleet::of(case)?;
    // What the group never goes below: without policies, what it is told to keep.
    let steady = fleet.policies == Policies::None;
    let floor = if steady { fleet.group.desired_capacity } else { fleet.group.min_size };
    let least = available_with(floor, u32::try_from(fleet.group.availability_zones.len()).unwrap_or(u32::MAX));
    if least >= floor {
        return Ok(Remedy::Nothing);
    }
    if matches!(fleet.policies, Policies::Opaque | Policies::Targets { by_requests: true, .. }) {
        let detail = "it scales by what was not read: how few instances would keep its policies still is not known";
        return Err(Box::new(case.unknown(GapReason::NotSupported, detail)));
    }
    let cpu = case.used("CPUUtilization")?;
    let members = fleet.in_service(case)?;
    let busy = cpu.hours.as_ref().and_then(|hours| busy_members(hours, members));
    let Some(busy) = busy else {
        let detail = "`CPUUtilization` and the number of instances were never measured in the same hour";
        return Err(Box::new(case.unknown(GapReason::NoData, detail)));
    };
    let need = case.taken(&busy, "CPUUtilization", Demanded::Cpu)?;
    let by_cpu = fleet.policies.without_scaling(&busy, need.capacity, Demanded::Cpu);
    let memory = memory(case, &fleet, floor);
    let most = [by_cpu, sustained(&fleet, &busy), memory.unwrap_or(0.0), traffic(case, &fleet).unwrap_or(0.0)];
    let to = whole_members(most.into_iter().fold(0.0, f64::max), least);
    let gone = gone(fewer_on_average(members, floor, to), fleet.members.len(), to);
    if to >= floor || gone == 0 {
        return Ok(Remedy::Nothing);
    }
    let evidence = [
        level("CPU p99.5 of the busiest points of each hour", cpu.profile.p99_5, &cpu.profile),
        Evidence::fact("busy instances, p99.5", format!("{:.2} of {floor}", busy.p99_5)),
        level(format!("CPU p99.5 on {to} instances"), busy.p99_5 / f64::from(to.max(1)) * 100.0, &busy),
        Evidence::fact("Availability Zones", fleet.group.availability_zones.len().to_string()),
    ];
    Ok(Proposal::of(Action::ScaleIn, Effect::Exact(edits(case, &fleet, to, gone)))
        .with_evidence(evidence)
        .with_caveats(driven("CPU", &need))
        .with_caveats(
            memory.is_none().then_some("memory was not measured: each instance takes a larger share of the load"),
        )
        .with_caveats(
            matches!(members, Members::Measured(_)).then_some(
                "whole instances are counted of what the group keeps less on average; what policies add stays",
            ),
        )
        .with_caveats(fleet.caveats())
        .into_remedy())
}

/// The group keeps `to`; so many of its instances go.
fn edits(case: Case<'_>, fleet: &Fleet<'_>, to: u32, gone: u32) -> Edits {
    let group = fleet.group;
    let capacity = Edit::GroupCapacity {
        min_size: group.min_size.min(to),
        desired_capacity: group.desired_capacity.saturating_sub(gone).max(to),
        instance_type: group.instance_type.clone(),
    };
    let last = fleet.members.iter().rev().take(gone as usize);
    std::iter::once((case.key().clone(), capacity)).chain(last.map(|key| (key.clone(), Edit::Delete))).collect()
}

/// Whole instances that are gone on average, of those that run now.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by the number of members")]
fn gone(fewer: f64, members: usize, to: u32) -> u32 {
    let spare = u32::try_from(members).unwrap_or(u32::MAX).saturating_sub(to);
    ((fewer.max(0.0) + 1e-6).floor() as u32).min(spare)
}

/// Instances that the average takes where their type is burstable and must not run out of credits.
fn sustained(fleet: &Fleet<'_>, busy: &Profile) -> f64 {
    let spec = fleet.one.spec;
    match sustained_vcpus(spec) {
        Some(sustained) if sustained > 0.0 => busy.average * f64::from(spec.vcpus) / sustained,
        _ => f64::from(fleet.group.desired_capacity),
    }
}

/// Instances that the memory takes, as if all of it moved to those that stay; `None` where it was not measured.
fn memory(case: Case<'_>, fleet: &Fleet<'_>, floor: u32) -> Option<f64> {
    let busiest = fleet.busiest(case, "mem_used_percent")?;
    let percent = case.taken(&busiest, "mem_used_percent", Demanded::Memory).ok()?.capacity;
    Some(percent / 100.0 * f64::from(floor))
}

/// Instances whose baseline bandwidth carries the busier direction; `None` where it was not measured.
fn traffic(case: Case<'_>, fleet: &Fleet<'_>) -> Option<f64> {
    let baseline = fleet.one.spec.network_baseline_gbps.filter(|gbps| *gbps > 0.0)?;
    let gbps = |metric| Some(case.used_of(case.key(), metric)?.profile.p99_5 * 8.0 / 1e9);
    Some(gbps("NetworkIn")?.max(gbps("NetworkOut")?) / baseline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_instances_of_those_that_run() {
        for (fewer, members, to, expected) in
            [(3.0, 10, 7, 3), (2.9, 10, 7, 2), (0.9, 10, 9, 0), (8.0, 6, 2, 4), (-1.0, 6, 2, 0)]
        {
            assert_eq!(gone(fewer, members, to), expected, "{fewer} of {members}");
        }
    }
}
