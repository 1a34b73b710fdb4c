//! Provisioned concurrency of a Lambda function: what is kept ready, and the duration of what it serves
//! (AWS Lambda pricing, *Provisioned Concurrency*).

use rust_decimal::Decimal;

use super::amounts::size;
use super::lambda::{architecture, memory, milliseconds, usage};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::estimate::{self, FunctionArchitecture};
use crate::units::HOURS_PER_MONTH;

pub(super) const PROVISIONED: Kind = Kind {
    type_name: "aws_lambda_provisioned_concurrency_config",
    kind: "lambda-provisioned-concurrency",
    service: "AWSLambda",
    attributes: &[
        Field::number("provisioned_concurrent_executions", "executions", "How many are kept ready."),
        Field::text("function_name", "The function; one that is declared gives its memory and architecture."),
    ],
    usage: &[
        Field::number("monthly_duration_hrs", "hours a month", "How long it is kept; all month without it."),
        Field::number("monthly_requests", "requests a month", "What it serves, beyond the function's own requests."),
        Field::number("request_duration_ms", "ms", "Average duration, billed by the started millisecond."),
        Field::number("memory_mb", "MB", "Memory of a function that is not declared."),
        Field::text("architecture", "`x86_64` or `arm64` of a function that is not declared; `x86_64` without it."),
    ],
    price,
};

fn price(config: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let (architecture, memory) =
        match architecture_of(config).and_then(|architecture| Ok((architecture, memory_of(config)?))) {
            Ok(known) => known,
            Err(why) => return sheet.gap(why),
        };
    kept_ready(config, sheet, architecture, memory);
    usage(sheet, &estimate::requests(architecture, config.usage("monthly_requests")));
    usage(sheet, &estimate::duration(architecture, memory, milliseconds(config), true));
}

fn kept_ready(config: &Resource<'_>, sheet: &mut Sheet<'_>, architecture: FunctionArchitecture, memory: Decimal) {
    let Some(executions) = size(config, "provisioned_concurrent_executions") else {
        return sheet.gap("how many executions are provisioned is not known");
    };
    let given = config.usage("monthly_duration_hrs");
    let hours = given.unwrap_or(HOURS_PER_MONTH.amount());
    let ready = estimate::kept_ready(architecture, memory, executions, hours);
    match ready.quantity.filter(|_| given.is_none()) {
        Some(quantity) => sheet.fixed(&ready.name, quantity, sheet.rate(&ready.item)),
        None => usage(sheet, &ready),
    }
}

/// The function, named itself or through an alias.
fn function<'a>(config: &Resource<'a>) -> Option<Resource<'a>> {
    let named = config.referred("function_name")?;
    let function =
        if named.blueprint.type_name == "aws_lambda_alias" { named.referred("function_name")? } else { named };
    (function.blueprint.type_name == "aws_lambda_function").then_some(function)
}

fn memory_of(config: &Resource<'_>) -> Result<Decimal, String> {
    let declared = function(config).and_then(|function| memory(&function));
    let memory = declared.or_else(|| config.usage("memory_mb"));
    memory.ok_or_else(|| "the memory of its function is not known: give `memory_mb`".to_owned())
}

fn architecture_of(config: &Resource<'_>) -> Result<FunctionArchitecture, String> {
    if let Some(function) = function(config) {
        return architecture(&function);
    }
    let Some(name) = config.usage_text("architecture") else { return Ok(FunctionArchitecture::X86) };
    FunctionArchitecture::named(name).ok_or_else(|| format!("the architecture `{name}` is not supported"))
}
