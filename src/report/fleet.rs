//! Auto Scaling groups and ECS services in words.

use super::text::{count, number};
use crate::model::configuration::{AutoScalingGroupConfiguration, EcsServiceConfiguration, FargateTask};
use crate::model::fleet::{FARGATE, FARGATE_SPOT};

/// `10 → 4 instances`, `m5.xlarge → m5.large`.
pub(super) fn group_change(one: &AutoScalingGroupConfiguration, two: &AutoScalingGroupConfiguration) -> Vec<String> {
    let mut parts = Vec::new();
    if one.instance_type != two.instance_type {
        let shown = |name: &Option<String>| name.clone().unwrap_or_else(|| "several types".to_owned());
        parts.push(format!("{} → {}", shown(&one.instance_type), shown(&two.instance_type)));
    }
    if one.desired_capacity != two.desired_capacity {
        parts.push(format!("{} → {} instances", one.desired_capacity, two.desired_capacity));
    }
    if one.min_size != two.min_size {
        parts.push(format!("at least {} → {}", one.min_size, two.min_size));
    }
    parts
}

/// `4 of 2 to 8 instances, m5.large`.
pub(super) fn group_state(group: &AutoScalingGroupConfiguration) -> String {
    let AutoScalingGroupConfiguration { min_size, max_size, desired_capacity, instance_type } = group;
    let of = instance_type.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
    format!("{desired_capacity} of {min_size} to {max_size} instances{of}")
}

/// `1 → 0.5 vCPU`, `4 → 3 tasks`.
pub(super) fn service_change(one: &EcsServiceConfiguration, two: &EcsServiceConfiguration) -> Vec<String> {
    let mut parts = Vec::new();
    if let (Some(from), Some(to)) = (&one.task, &two.task) {
        if from.cpu_units != to.cpu_units {
            parts.push(format!("{} → {} vCPU", thousandths(from.cpu_units), thousandths(to.cpu_units)));
        }
        if from.memory_mib != to.memory_mib {
            parts.push(format!("{} → {} GiB", thousandths(from.memory_mib), thousandths(to.memory_mib)));
        }
        if from.architecture != to.architecture {
            parts.push(format!("{} → {}", from.architecture, to.architecture));
        }
    }
    if one.tasks_by_provider != two.tasks_by_provider {
        parts.push(format!("{} → {} tasks", number(tasks(one)), number(tasks(two))));
    }
    parts
}

/// `3 tasks of 1 vCPU, 2 GiB`, `3 tasks on EC2, priced with its instances`.
pub(super) fn service_state(service: &EcsServiceConfiguration) -> String {
    let all = tasks(service);
    let tasks = if (all - 1.0).abs() < f64::EPSILON { count(1, "task") } else { format!("{} tasks", number(all)) };
    let elsewhere = service.tasks_by_provider.keys().find(|name| ![FARGATE, FARGATE_SPOT].contains(&name.as_str()));
    match (elsewhere, &service.task) {
        (Some(provider), _) => format!("{tasks} on {provider}, priced with its instances"),
        (None, Some(FargateTask { cpu_units, memory_mib, architecture, .. })) => {
            format!("{tasks} of {} vCPU, {} GiB, {architecture}", thousandths(*cpu_units), thousandths(*memory_mib))
        }
        (None, None) => tasks,
    }
}

fn tasks(service: &EcsServiceConfiguration) -> f64 {
    service.tasks_by_provider.values().sum()
}

/// CPU units as vCPUs, MiB as GiB.
fn thousandths(amount: u32) -> String {
    number(f64::from(amount) / 1024.0)
}
