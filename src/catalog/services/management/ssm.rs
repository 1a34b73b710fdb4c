//! Systems Manager: advanced parameters and managed instances outside EC2 (AWS Systems Manager pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{HOURS_PER_MONTH, Hour, Request};

/// Beyond so many managed instances in an account and region, all are billed in the advanced tier.
const STANDARD_INSTANCES: u32 = 1_000;

pub(super) const PARAMETER: Kind = Kind {
    type_name: "aws_ssm_parameter",
    kind: "ssm-parameter",
    service: "AWSSystemsManager",
    attributes: &[Field::text("tier", "`Standard`, `Advanced` or `Intelligent-Tiering`; Standard without it.")],
    usage: &[
        Field::text("api_throughput_limit", "`standard`, `advanced` or `higher`; standard without it."),
        Field::number("monthly_api_interactions", "requests a month", "Parameters read or written through the API."),
        Field::number("parameter_storage_hrs", "hours a month", "Hours that it exists; all month without it."),
    ],
    price: price_parameter,
};

pub(super) const ACTIVATION: Kind = Kind {
    type_name: "aws_ssm_activation",
    kind: "ssm-activation",
    service: "AWSSystemsManager",
    attributes: &[Field::number(
        "registration_limit",
        "instances",
        "Above 1,000 needs the advanced tier; one without it.",
    )],
    usage: &[
        Field::text("instance_tier", "`standard` (free) or `advanced`; follows from the limit without it."),
        Field::number("instances", "instances", "Managed instances that run all month."),
    ],
    price: price_activation,
};

fn price_parameter(parameter: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if parameter.is_unknown("tier") {
        return sheet.gap("the tier of the parameter is known only after apply");
    }
    let advanced = match parameter.text("tier").unwrap_or("Standard") {
        "Standard" => false,
        "Advanced" => true,
        other => return sheet.gap(format!("the tier {other} does not tell what the parameter is billed as")),
    };
    if advanced {
        let hours = parameter.usage("parameter_storage_hrs").unwrap_or(HOURS_PER_MONTH.amount());
        sheet.usage::<Hour>("Parameter storage (advanced)", Some(hours), sheet.rate("ssm.parameter.advanced.hour"));
    }
    let higher =
        parameter.usage_text("api_throughput_limit").is_some_and(|limit| !limit.eq_ignore_ascii_case("standard"));
    if advanced || higher {
        let requests = parameter.usage("monthly_api_interactions");
        sheet.usage::<Request>("API interactions", requests, sheet.rate("ssm.parameter.advanced.api"));
    }
}

fn price_activation(activation: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let many = activation.number("registration_limit").is_some_and(|limit| limit > Decimal::from(STANDARD_INSTANCES));
    let advanced = activation.usage_text("instance_tier").map_or(many, |tier| tier.eq_ignore_ascii_case("advanced"));
    if advanced {
        let hours = activation.usage("instances").map(|count| count.saturating_mul(HOURS_PER_MONTH.amount()));
        let rate = sheet.rate::<Hour>("ssm.managed_instance.advanced.hour");
        sheet.usage("Managed instances outside EC2 (advanced)", hours, rate);
    }
}
