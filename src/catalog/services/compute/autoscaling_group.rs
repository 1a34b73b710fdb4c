//! Auto Scaling groups: their instances, on demand and spot.

use rust_decimal::Decimal;

use super::instance_usage::{self as inputs, InstanceUsage};
use super::launch::{CONFIGURATION, Launch, Market};
use super::{devices, server::Server};
use crate::catalog::resource::Block;
use crate::catalog::{Field, Kind, Resource, Sheet};

const TEMPLATE: &[Field] = &[Field::text("id", "A launch template."), Field::text("name", "A launch template.")];
const OVERRIDE: &[Field] = &[
    Field::text("instance_type", "The first override's is priced."),
    Field::number("weighted_capacity", "units", "Capacity units of one instance; 1 without it."),
];
const SPECIFICATION: &[Field] = &[
    Field::text("launch_template_id", "A launch template."),
    Field::text("launch_template_name", "A launch template."),
];
const DISTRIBUTION: &[Field] = &[
    Field::number("on_demand_base_capacity", "units", "Always on demand; 0 without it."),
    Field::number("on_demand_percentage_above_base_capacity", "%", "On demand above the base; 100 without it."),
];
const POLICY: &[Field] = &[
    Field::block("instances_distribution", DISTRIBUTION, "On demand and spot."),
    Field::block(
        "launch_template",
        &[
            Field::block("launch_template_specification", SPECIFICATION, "The launch template."),
            Field::block("override", OVERRIDE, "Instance types in the place of the template's."),
        ],
        "What is launched.",
    ),
];

pub(super) const GROUP: Kind = Kind {
    type_name: "aws_autoscaling_group",
    kind: "autoscaling-group",
    service: "AmazonEC2",
    attributes: &[
        Field::number("desired_capacity", "instances or units", "`min_size` without it."),
        Field::number("min_size", "instances or units", "Where the group starts from."),
        Field::text("launch_configuration", "What is launched."),
        Field::block("launch_template", TEMPLATE, "What is launched."),
        Field::block("mixed_instances_policy", POLICY, "Several types, on demand and spot."),
    ],
    usage: &[
        Field::number("instances", "instances", "How many run on average; the desired capacity without it."),
        inputs::OPERATING_SYSTEM,
        inputs::MONTHLY_HOURS,
        inputs::CREDIT_HOURS,
        inputs::CREDIT_VCPUS,
        inputs::RESERVED_CLASS,
        inputs::RESERVED_TERM,
        inputs::RESERVED_PAYMENT,
    ],
    price,
};

fn price(group: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let Some(mut launch) = launch(group) else {
        return sheet.gap("what it launches is not among the declared resources");
    };
    let usage = InstanceUsage::read(group, "");
    let Some(policy) = group.block("mixed_instances_policy") else {
        let capacity = group.usage("instances").or_else(|| capacity(group, sheet));
        return capacity.into_iter().for_each(|count| instances(&launch, count, &usage, sheet));
    };
    let weight = overridden(policy, &mut launch, sheet);
    let (units, weight) = match group.usage("instances") {
        Some(instances) => (Some(instances), Decimal::ONE),
        None => (capacity(group, sheet), weight),
    };
    let Some(units) = units else { return };
    let on_demand = on_demand_units(policy, units);
    let spot = units.saturating_sub(on_demand);
    for (units, market) in [(on_demand, Market::OnDemand), (spot, Market::Spot)] {
        if units > Decimal::ZERO {
            let launch = Launch { market, ..launch.clone() };
            let count = units.checked_div(weight).map_or(units, |count| count.ceil());
            instances(&launch, count, &usage, sheet);
        }
    }
}

fn launch<'a>(group: &Resource<'a>) -> Option<Launch<'a>> {
    let configuration = group.referred("launch_configuration");
    if let Some(configuration) = configuration.filter(|found| found.blueprint.type_name == CONFIGURATION.type_name) {
        return Some(Launch::of_configuration(&configuration));
    }
    Launch::of_referred(group, "launch_template")
        .or_else(|| Launch::of_referred(group, "mixed_instances_policy.launch_template.launch_template_specification"))
}

/// Without a desired capacity AWS starts at the minimum; a group that starts at zero is priced as one instance.
fn capacity(group: &Resource<'_>, sheet: &mut Sheet<'_>) -> Option<Decimal> {
    if let Some(desired) = group.number("desired_capacity") {
        return Some(desired.max(Decimal::ZERO));
    }
    match group.number("min_size") {
        Some(least) if least > Decimal::ZERO => Some(least),
        Some(_) => {
            sheet.gap("it starts at zero instances: one is assumed, the usage `instances` says how many run");
            Some(Decimal::ONE)
        }
        None => {
            sheet.gap("how many instances it has is not known");
            None
        }
    }
}

/// The first override takes the place of the template's type; how many units one instance counts.
fn overridden<'a>(policy: Block<'a>, launch: &mut Launch<'a>, sheet: &mut Sheet<'_>) -> Decimal {
    let overrides = policy.blocks("launch_template.override");
    let Some(first) = overrides.first() else { return Decimal::ONE };
    if overrides.len() > 1 {
        sheet.gap(format!(
            "which of its {} instance types are launched is not known: the first is priced",
            overrides.len()
        ));
    }
    match first.text("instance_type") {
        Some(instance_type) => launch.instance_type = Some(instance_type),
        None if first.block("instance_requirements").is_some() => launch.instance_type = None,
        None => {}
    }
    first.number("weighted_capacity").filter(|weight| *weight > Decimal::ZERO).unwrap_or(Decimal::ONE)
}

/// AWS rounds the share of on-demand up (Amazon EC2 Auto Scaling User Guide, *Mixed instances groups*).
fn on_demand_units(policy: Block<'_>, units: Decimal) -> Decimal {
    let number = |name: &str| policy.number(&format!("instances_distribution.{name}"));
    let base = number("on_demand_base_capacity").unwrap_or(Decimal::ZERO).clamp(Decimal::ZERO, units);
    let percent = number("on_demand_percentage_above_base_capacity").unwrap_or(Decimal::ONE_HUNDRED);
    let share = percent.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED) / Decimal::ONE_HUNDRED;
    let above = units.saturating_sub(base).saturating_mul(share).ceil();
    base.saturating_add(above).min(units)
}

/// So many instances of one launch, with their volumes.
fn instances(launch: &Launch<'_>, count: Decimal, usage: &InstanceUsage, sheet: &mut Sheet<'_>) {
    sheet.times(count, |sheet| {
        if let Some(server) = Server::of_launch(launch, usage, sheet) {
            server.price(usage, sheet);
        }
        devices::price(&launch.devices, sheet);
    });
}
