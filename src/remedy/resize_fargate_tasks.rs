//! The cheapest size of a service's Fargate tasks, and the fewest of them, that carry what was measured.

use super::Case;
use super::fleet_use::{Policies, driven, level};
use crate::estate::Resource;
use crate::estimate::estimate;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::configuration::{Configuration, EcsServiceConfiguration, FargateTask, Placed};
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::resource::EcsService;
use crate::rightsize::fargate::{FewerTasks, TaskDemand, TaskSize, TaskTarget, cheapest};
use crate::rightsize::fleet::{Members, available_with, busy_members, fewer_on_average};
use crate::rightsize::{Need, Resource as Demanded};
use crate::tables::{Profile, Usage};
use crate::units::Usd;

/// How many zones its subnets span is not read: two tasks stay, as in two zones.
const ZONES: u32 = 2;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    propose(case).unwrap_or_else(|remedy| *remedy)
}

/// A service on Fargate with its measured use.
struct Measured<'a> {
    service: &'a EcsService,
    configuration: &'a EcsServiceConfiguration,
    task: &'a FargateTask,
    cpu: &'a Usage,
    memory: &'a Usage,
    policies: Policies,
}

/// The need of one dimension, in percent of a task, and how much of it must be there so that no policy scales out.
struct Dimension {
    need: Need,
    percent: f64,
}

fn propose(case: Case<'_>) -> Result<Remedy, Box<Remedy>> {
    let it = Measured::of(case)?;
    let cpu = it.dimension(case, &it.cpu.profile, "CPUUtilization", Demanded::Cpu)?;
    let memory = it.dimension(case, &it.memory.profile, "MemoryUtilization", Demanded::Memory)?;
    let demand = it.demand(cpu.percent, memory.percent);
    let fewer = it.fewer(case)?;
    let list_cost = |target: TaskTarget| it.list_cost(case, target);
    let current = TaskSize { cpu_units: it.task.cpu_units, memory_mib: it.task.memory_mib };
    if list_cost(TaskTarget { size: current, floor: None }).is_none() {
        return Err(Box::new(case.unknown(GapReason::PriceMissing, "no list price for its tasks to compare with")));
    }
    let Some(target) = cheapest(current, it.task.windows, demand, fewer, &list_cost) else {
        return Ok(Remedy::Nothing);
    };
    let action = if target.size == current { Action::ScaleIn } else { Action::Rightsize };
    Ok(Proposal::exact(action, case.key(), it.edit_to(case, target))
        .with_evidence(it.evidence(case, target))
        .with_caveats(driven("CPU", &cpu.need).into_iter().chain(driven("memory", &memory.need)))
        .with_caveats(it.caveats(target, current))
        .into_remedy())
}

impl<'a> Measured<'a> {
    fn of(case: Case<'a>) -> Result<Self, Box<Remedy>> {
        let Resource::EcsService(service) = case.entry.resource else { return Err(Box::new(case.wrong_kind())) };
        let Some(Configuration::EcsService(configuration)) =
            case.entry.placed.as_ref().map(|placed| &placed.configuration)
        else {
            return Err(Box::new(Remedy::Nothing));
        };
        let Some(task) = &configuration.task else {
            return Err(Box::new(case.unknown(GapReason::NoData, "the size of its tasks is not known")));
        };
        let Some(policies) = &service.scaling_policies else {
            let detail = "its scaling policies are not known: a smaller task could make them scale out";
            return Err(Box::new(case.unknown(GapReason::NotCollected, detail)));
        };
        Ok(Self {
            service,
            configuration,
            task,
            cpu: case.used("CPUUtilization")?,
            memory: case.used("MemoryUtilization")?,
            policies: Policies::of(policies),
        })
    }

    /// What was measured is percent of a task. Where policies act on what was not read, CPU is left as it is.
    fn dimension(
        &self,
        case: Case<'_>,
        profile: &Profile,
        metric: &str,
        demanded: Demanded,
    ) -> Result<Dimension, Box<Remedy>> {
        let need = case.taken(profile, metric, demanded)?;
        let percent = self.policies.without_scaling(profile, need.capacity, demanded);
        let percent = match (self.policies, demanded) {
            (Policies::Opaque, Demanded::Cpu) => percent.max(100.0),
            _ => percent,
        };
        Ok(Dimension { need, percent })
    }

    fn demand(&self, cpu_percent: f64, memory_percent: f64) -> TaskDemand {
        TaskDemand {
            cpu_units: cpu_percent / 100.0 * f64::from(self.task.cpu_units),
            memory_mib: memory_percent / 100.0 * f64::from(self.task.memory_mib),
        }
    }

    /// How many tasks ran, where that is known by the hour; `None` where something scales them unmeasured.
    fn members(&self, case: Case<'a>) -> Option<Members<'a>> {
        let measured = case.used_of(case.key(), "RunningTaskCount").and_then(|usage| usage.hours.as_ref());
        let steady = self.policies == Policies::None && self.service.min_capacity.is_none();
        match measured {
            Some(hours) => Some(Members::Measured(hours)),
            None => steady.then_some(Members::Constant(self.service.desired_count)),
        }
    }

    /// What all tasks take together, in whole tasks of today, where fewer could do.
    fn fewer(&self, case: Case<'a>) -> Result<Option<FewerTasks>, Box<Remedy>> {
        let judged = !matches!(self.policies, Policies::Opaque | Policies::Targets { by_requests: true, .. });
        let floor = self.floor();
        let least = available_with(floor, ZONES);
        let (Some(members), Some(cpu), Some(memory)) =
            (self.members(case).filter(|_| judged && least < floor), &self.cpu.hours, &self.memory.hours)
        else {
            return Ok(None);
        };
        let (Some(cpu), Some(memory)) = (busy_members(cpu, members), busy_members(memory, members)) else {
            return Ok(None);
        };
        let cpu = self.dimension(case, &cpu, "CPUUtilization", Demanded::Cpu)?;
        let memory = self.dimension(case, &memory, "MemoryUtilization", Demanded::Memory)?;
        Ok(Some(FewerTasks { floor, least, all: self.demand(cpu.percent * 100.0, memory.percent * 100.0) }))
    }

    /// The fewest tasks that run now.
    fn floor(&self) -> u32 {
        self.service.min_capacity.unwrap_or(self.service.desired_count)
    }

    /// The tasks that run on average once the fewest are `floor`.
    fn tasks(&self, case: Case<'a>, floor: Option<u32>) -> f64 {
        let now: f64 = self.configuration.tasks_by_provider.values().sum();
        match (floor, self.members(case)) {
            (Some(to), Some(members)) => (now - fewer_on_average(members, self.floor(), to)).max(f64::from(to)),
            _ => now,
        }
    }

    fn edit_to(&self, case: Case<'a>, target: TaskTarget) -> Edit {
        let tasks_by_provider = match target.floor {
            Some(_) => self.service.tasks_by_provider(self.tasks(case, target.floor)),
            None => None,
        };
        Edit::EcsTasks {
            cpu_units: target.size.cpu_units,
            memory_mib: target.size.memory_mib,
            tasks_by_provider: tasks_by_provider.unwrap_or_else(|| self.configuration.tasks_by_provider.clone()),
        }
    }

    fn list_cost(&self, case: Case<'a>, target: TaskTarget) -> Option<Usd> {
        let before = Configuration::EcsService(self.configuration.clone());
        let configuration = self.edit_to(case, target).apply(&before);
        let cost = estimate(&Placed { region: case.key().region.clone(), configuration }, case.context.prices);
        cost.is_complete().then(|| cost.known())
    }

    fn evidence(&self, case: Case<'a>, target: TaskTarget) -> Vec<Evidence> {
        let (cpu, memory) = (&self.cpu.profile, &self.memory.profile);
        let share = target.floor.map_or(1.0, |floor| f64::from(self.floor()) / f64::from(floor.max(1)));
        let on = |level: f64, from: u32, to: u32| level * share * f64::from(from) / f64::from(to.max(1));
        let shown = format!("{} vCPU", f64::from(target.size.cpu_units) / 1024.0);
        let gib = format!("{} GiB", f64::from(target.size.memory_mib) / 1024.0);
        let mut evidence = vec![
            level("CPU p99.5 of the busiest points of each hour", cpu.p99_5, cpu),
            level("memory p99.5 of the busiest points of each hour", memory.p99_5, memory),
            level(format!("CPU p99.5 on {shown}"), on(cpu.p99_5, self.task.cpu_units, target.size.cpu_units), cpu),
            level(
                format!("memory p99.5 on {gib}"),
                on(memory.p99_5, self.task.memory_mib, target.size.memory_mib),
                memory,
            ),
        ];
        if let Some(to) = target.floor {
            evidence.push(Evidence::fact("fewest tasks", format!("{} → {to}", self.floor())));
            evidence.push(Evidence::fact("tasks on average then", format!("{:.1}", self.tasks(case, target.floor))));
        }
        evidence
    }

    fn caveats(&self, target: TaskTarget, current: TaskSize) -> Vec<String> {
        let mut caveats = Vec::new();
        if target.size != current {
            caveats.push(
                "register a new revision of the task definition; the limits of its containers must fit the task"
                    .to_owned(),
            );
        }
        if target.floor.is_some() && self.floor() >= 2 {
            caveats.push("two tasks stay at least, so that the loss of one stops nothing".to_owned());
        }
        if self.policies == Policies::Opaque {
            caveats.push(
                "it scales by policies whose thresholds were not read: CPU and the number of tasks are left as they are"
                    .to_owned(),
            );
        }
        caveats
    }
}
