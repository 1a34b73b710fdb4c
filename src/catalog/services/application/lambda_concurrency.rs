//! Provisioned concurrency of a Lambda function: what is kept ready, and the duration of what it serves
//! (AWS Lambda pricing, *Provisioned Concurrency*).

use rust_decimal::Decimal;

use super::amounts::size;
use super::lambda::{Architecture, architecture, gb_seconds, memory, milliseconds};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{GbSecond, HOURS_PER_MONTH, Quantity, Request};

const MS_PER_HOUR: u32 = 3_600_000;

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
    let (word, memory) = match architecture_of(config).and_then(|word| Ok((word.word(), memory_of(config)?))) {
        Ok(known) => known,
        Err(why) => return sheet.gap(why),
    };
    kept_ready(config, sheet, word, memory);
    let requests = config.usage("monthly_requests");
    sheet.usage::<Request>("Requests", requests, sheet.rate(&format!("lambda.request.{word}")));
    let duration = gb_seconds(milliseconds(config), memory);
    sheet.usage::<GbSecond>(
        &format!("Duration on provisioned concurrency ({word})"),
        duration,
        sheet.rate(&format!("lambda.provisioned_duration.{word}")),
    );
}

fn kept_ready(config: &Resource<'_>, sheet: &mut Sheet<'_>, word: &str, memory: Decimal) {
    let Some(executions) = size(config, "provisioned_concurrent_executions") else {
        return sheet.gap("how many executions are provisioned is not known");
    };
    let name = format!("Provisioned concurrency ({word})");
    let rate = sheet.rate(&format!("lambda.provisioned_concurrency.{word}"));
    let given = config.usage("monthly_duration_hrs");
    let hours = given.unwrap_or(HOURS_PER_MONTH.amount());
    let milliseconds = executions.saturating_mul(hours).saturating_mul(Decimal::from(MS_PER_HOUR));
    let Some(ready) = gb_seconds(Some(milliseconds), memory) else { return };
    if given.is_some() {
        sheet.usage::<GbSecond>(&name, Some(ready), rate);
    } else {
        sheet.fixed::<GbSecond>(&name, Quantity::new(ready), rate);
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

fn architecture_of(config: &Resource<'_>) -> Result<Architecture, String> {
    if let Some(function) = function(config) {
        return architecture(&function);
    }
    let Some(name) = config.usage_text("architecture") else { return Ok(Architecture::X86) };
    Architecture::named(name).ok_or_else(|| format!("the architecture `{name}` is not supported"))
}
