//! ECS services: their tasks on Fargate; tasks on EC2 cost what the instances cost.

use rust_decimal::Decimal;

use crate::catalog::resource::Block;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::estimate::TaskSize;
use crate::model::fleet::{FARGATE, FARGATE_SPOT, ProviderShare, distributed};

const STRATEGY: &[Field] = &[
    Field::text("capacity_provider", "`FARGATE`, `FARGATE_SPOT` or one of EC2 instances."),
    Field::number("base", "tasks", "Tasks that run on it at least; 0 without it."),
    Field::number("weight", "share", "Its share above the base; 0 without it."),
];

pub(super) const SERVICE: Kind = Kind {
    type_name: "aws_ecs_service",
    kind: "ecs-service",
    service: "AmazonECS",
    attributes: &[
        Field::number("desired_count", "tasks", "0 without it."),
        Field::text(
            "launch_type",
            "`FARGATE`, `EC2` or `EXTERNAL`; decided by the strategy, the cluster or the task without it.",
        ),
        Field::block("capacity_provider_strategy", STRATEGY, "Where tasks run."),
        Field::text("cluster", "Its default strategy holds where the service has none."),
        Field::text("task_definition", "The size of a task."),
    ],
    usage: &[],
    price,
};

pub(super) const TASK_DEFINITION: Kind = Kind {
    type_name: "aws_ecs_task_definition",
    kind: "ecs-task-definition",
    service: "AmazonECS",
    attributes: &[
        Field::any("requires_compatibilities", "`FARGATE`, `EC2`."),
        Field::text("cpu", "`1 vCPU` or CPU units, 1024 for each vCPU."),
        Field::text("memory", "`2 GB` or MiB."),
        Field::block(
            "runtime_platform",
            &[
                Field::text("operating_system_family", "`LINUX` or `WINDOWS_SERVER_…`; Linux without it."),
                Field::text("cpu_architecture", "`X86_64` or `ARM64`; x86 without it."),
            ],
            "What tasks run on.",
        ),
        Field::block(
            "ephemeral_storage",
            &[Field::number("size_in_gib", "GiB", "20 are included.")],
            "Storage of a task.",
        ),
    ],
    usage: &[],
    price: free,
};

/// Only running tasks cost.
fn free(_: &Resource<'_>, _: &mut Sheet<'_>) {}

fn price(service: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if service.number("desired_count").is_none() && service.is_unknown("desired_count") {
        return sheet.gap("how many tasks it runs is known only after apply");
    }
    let count = service.number("desired_count").unwrap_or(Decimal::ZERO).max(Decimal::ZERO);
    let definition = service.referred("task_definition");
    for (provider, tasks) in shares(service, definition.as_ref(), count) {
        match (provider, &definition) {
            (FARGATE | FARGATE_SPOT, Some(definition)) => {
                let task = task(definition, provider == FARGATE_SPOT);
                sheet.times(tasks, |sheet| task.price(sheet));
            }
            (FARGATE | FARGATE_SPOT, None) => {
                sheet
                    .gap("its task definition is not among the declared resources: the size of its tasks is not known");
            }
            ("EXTERNAL", _) => sheet.gap("how many external instances its tasks run on is not known"),
            // Tasks on EC2 cost nothing beside their instances.
            _ => {}
        }
    }
}

fn shares<'a>(service: &Resource<'a>, definition: Option<&Resource<'a>>, count: Decimal) -> Vec<(&'a str, Decimal)> {
    if let Some(launch_type) = service.text("launch_type") {
        return vec![(launch_type, count)];
    }
    let mut strategy = service.blocks("capacity_provider_strategy");
    if strategy.is_empty() {
        strategy = service.referred("cluster").map(|cluster| default_strategy(&cluster)).unwrap_or_default();
    }
    if !strategy.is_empty() {
        let number = |block: &Block<'_>, name: &str| block.number(name).unwrap_or(Decimal::ZERO);
        let parts: Vec<ProviderShare<'a>> = strategy
            .iter()
            .map(|block| ProviderShare {
                provider: block.text("capacity_provider").unwrap_or_default(),
                base: number(block, "base"),
                weight: number(block, "weight"),
            })
            .collect();
        return distributed(&parts, count);
    }
    let compatible = definition.map(|task| task.attributes().texts("requires_compatibilities")).unwrap_or_default();
    // A task that may run nowhere else runs on Fargate; else AWS's default is EC2.
    let provider = if compatible == ["FARGATE"] { "FARGATE" } else { "EC2" };
    vec![(provider, count)]
}

fn default_strategy<'a>(cluster: &Resource<'a>) -> Vec<Block<'a>> {
    let own = cluster.blocks("default_capacity_provider_strategy");
    if !own.is_empty() {
        return own;
    }
    let providers = cluster.referring("aws_ecs_cluster_capacity_providers");
    providers.iter().flat_map(|providers| providers.blocks("default_capacity_provider_strategy")).collect()
}

fn task(definition: &Resource<'_>, spot: bool) -> TaskSize {
    let system = definition.text("runtime_platform.operating_system_family").unwrap_or_default();
    TaskSize {
        vcpu: amount(definition, "cpu", "VCPU"),
        memory: amount(definition, "memory", "GB"),
        ephemeral_storage: definition.number("ephemeral_storage.size_in_gib"),
        windows: system.to_uppercase().starts_with("WINDOWS"),
        arm: definition.text("runtime_platform.cpu_architecture") == Some("ARM64"),
        spot,
    }
}

/// `1 vCPU` and `2 GB` as they are; plain numbers are thousandths of 1,024 (CPU units, MiB).
fn amount(definition: &Resource<'_>, name: &str, unit: &str) -> Option<Decimal> {
    if let Some(plain) = definition.number(name) {
        return positive(plain / Decimal::from(1024));
    }
    let text = definition.text(name)?.to_uppercase();
    positive(text.strip_suffix(unit)?.trim().parse().ok()?)
}

fn positive(amount: Decimal) -> Option<Decimal> {
    Some(amount).filter(|amount| *amount >= Decimal::ZERO)
}
