//! Auto Scaling groups, whose instances are priced, and ECS services with the tasks that ran on average.

use super::{Measured, Usage};
use crate::model::configuration::{AutoScalingGroupConfiguration, Configuration, EcsServiceConfiguration, FargateTask};
use crate::model::metric::Statistic;
use crate::model::resource::{AutoScalingGroup, EcsService};
use crate::model::vocabulary::Architecture;
use crate::tables::Answered;

pub(super) fn group(group: &AutoScalingGroup) -> Usage {
    Usage::known(Configuration::AutoscalingGroup(AutoScalingGroupConfiguration {
        min_size: group.min_size,
        max_size: group.max_size,
        desired_capacity: group.desired_capacity,
        instance_type: group.instance_type.clone(),
    }))
}

pub(super) fn service(service: &EcsService, measured: Measured<'_>) -> Usage {
    if service.status == "INACTIVE" {
        return Usage::known(Configuration::Absent);
    }
    let (tasks, note) = average_tasks(service, measured);
    let Some(tasks_by_provider) = service.tasks_by_provider(tasks) else {
        return Usage::unknown("neither its launch type nor its capacity providers are known");
    };
    let on_fargate = service.on_fargate() == Some(true);
    let configuration = Configuration::EcsService(EcsServiceConfiguration { tasks_by_provider, task: task(service) });
    Usage { configuration: Some(configuration), unmeasured: note.filter(|_| on_fargate).into_iter().collect() }
}

/// Linux on x86 is AWS's default where the task definition does not say
/// (<https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RuntimePlatform.html>); the collector knows the two
/// apart, a hand-written dataset may leave both out.
fn task(service: &EcsService) -> Option<FargateTask> {
    Some(FargateTask {
        cpu_units: service.cpu_units?,
        memory_mib: service.memory_mib?,
        ephemeral_storage_gib: service.ephemeral_storage_gib.unwrap_or(FargateTask::INCLUDED_STORAGE_GIB),
        architecture: service.cpu_architecture.clone().unwrap_or(Architecture::X8664),
        windows: service.operating_system_family.as_ref().is_some_and(|family| family.starts_with("WINDOWS")),
    })
}

/// Running tasks on average over the lookback, or those that run now; with what is not known where their number moves.
fn average_tasks(service: &EcsService, measured: Measured<'_>) -> (f64, Option<String>) {
    let answered = measured.statistics.get(&service.key(), "RunningTaskCount", Statistic::Average, measured.lookback);
    if let Answered::Points(points) = answered {
        return (points.average.max(0.0), None);
    }
    let now = f64::from(service.running_count.unwrap_or(service.desired_count));
    let steady = service.scaling_policies.as_ref().is_some_and(Vec::is_empty);
    let note = "how many tasks ran on average was not measured (Container Insights): those that run now are priced";
    (now, (!steady).then(|| note.to_owned()))
}
