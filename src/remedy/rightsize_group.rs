//! A smaller instance type for a whole Auto Scaling group.

use super::Case;
use super::fleet_use::{Policies, driven, level};
use super::group_members::Fleet;
use super::instance_type_change::Changeable;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::edit::Edit;
use crate::model::finding::{Edits, Effect, Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::pricing::InstanceSpec;
use crate::rightsize::family::{Search, Target, smaller};
use crate::rightsize::fleet::{Members, per_member};
use crate::rightsize::{Demand, Resource as Demanded};
use crate::tables::{Profile, Usage};
use crate::units::Percent;

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
    let demand = demand(case, &fleet, &cpu.profile, percent);
    let one = fleet.one.with_cpu_average(Some(cpu.profile.average));
    // The needs hold their headroom already.
    let found = smaller(
        case.context.prices.instance_specs(),
        one.spec,
        &demand,
        Percent::new(0.0),
        &|name| Changeable::offered(case, name),
        &|spec| one.list_cost(case, spec),
    );
    match found {
        Search::Nothing => Ok(Remedy::Nothing),
        Search::WaitsForMemory(spec) => Err(Box::new(case.unknown(
            GapReason::NoData,
            format!(
                "memory of its instances was not measured, so their {} GiB are not shrunk; all that was measured fits {} ({} GiB); install the CloudWatch agent",
                one.spec.memory_gib, spec.instance_type, spec.memory_gib
            ),
        ))),
        Search::Found(Target { spec, caveats, .. }) => {
            Ok(Proposal::of(Action::Rightsize, Effect::Exact(edits(case, &fleet, one, spec)))
                .with_evidence(evidence(&fleet, &cpu.profile, &demand, spec))
                .with_caveats(driven("CPU", &need))
                .with_caveats(caveats)
                .with_caveats([
                    "the averages of all instances were judged: a single one may be busier",
                    "change the launch template and replace the instances by an instance refresh",
                ])
                .with_caveats(fleet.caveats())
                .into_remedy())
        }
    }
}

/// What each instance takes.
fn demand(case: Case<'_>, fleet: &Fleet<'_>, cpu: &Profile, cpu_percent: f64) -> Demand {
    let memory =
        |profile: &Profile| case.taken(profile, "mem_used_percent", Demanded::Memory).ok().map(|need| need.capacity);
    Demand {
        cpu_p99_5_percent: cpu_percent,
        cpu_average_percent: cpu.average,
        cpu_peak_percent: Some(cpu.peak),
        memory_peak_percent: fleet.highest(case, "mem_used_percent", memory),
        network_peak_gbps: traffic(case, fleet),
        ebs_peak_iops: fleet.highest(case, "EBSOps", |profile| Some(profile.p99_5)),
        ebs_peak_mibps: fleet.highest(case, "EBSBytes", |profile| Some(profile.p99_5 / 2_f64.powi(20))),
        attached_volumes: fleet.attached,
    }
}

/// The busier direction of each instance, Gbit/s.
fn traffic(case: Case<'_>, fleet: &Fleet<'_>) -> Option<f64> {
    let members = fleet.in_service(case).ok()?;
    let of = |metric| {
        let usage: &Usage = case.used_of(case.key(), metric)?;
        Some(each(usage, members)?.p99_5 * 8.0 / 1e9)
    };
    Some(of("NetworkIn")?.max(of("NetworkOut")?))
}

fn each(usage: &Usage, members: Members<'_>) -> Option<Profile> {
    per_member(usage.hours.as_ref()?, members)
}

/// The group launches `target`, and each of its instances becomes one.
fn edits(case: Case<'_>, fleet: &Fleet<'_>, one: Changeable<'_>, target: &InstanceSpec) -> Edits {
    let capacity = Edit::GroupCapacity {
        min_size: fleet.group.min_size,
        desired_capacity: fleet.group.desired_capacity,
        instance_type: Some(target.instance_type.clone()),
    };
    let members = fleet.members.iter().map(|key| (key.clone(), one.edit_to(target)));
    std::iter::once((case.key().clone(), capacity)).chain(members).collect()
}

fn evidence(fleet: &Fleet<'_>, cpu: &Profile, demand: &Demand, target: &InstanceSpec) -> Vec<Evidence> {
    let from = fleet.one.spec;
    let name = &target.instance_type;
    let mut evidence = vec![
        level("CPU p99.5 of the busiest points of each hour", cpu.p99_5, cpu),
        level(format!("CPU p99.5 on {name}"), cpu.p99_5 * f64::from(from.vcpus) / f64::from(target.vcpus.max(1)), cpu),
        Evidence::fact("instances", fleet.members.len().to_string()),
    ];
    if let Some(percent) = demand.memory_peak_percent.filter(|_| target.memory_gib > 0.0) {
        let on_target = percent * from.memory_gib / target.memory_gib;
        let fact = format!("memory with headroom on {name}");
        evidence.push(Evidence::fact(fact, Percent::new(on_target).to_string()));
    }
    evidence
}
