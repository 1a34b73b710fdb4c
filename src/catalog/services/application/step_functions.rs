//! Step Functions: transitions of standard workflows, requests and memory × duration of express ones
//! (AWS Step Functions pricing).

use rust_decimal::Decimal;

use super::amounts::{product, rounded_up};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{GbHour, Request, StateTransition};

/// Express workflows are billed by started 100 ms and 64 MB, of which there is at least one each.
const DURATION_STEP_MS: u32 = 100;
const MEMORY_STEP_MB: u32 = 64;
/// MB-milliseconds in a GB-hour.
const MB_MS_PER_GB_HOUR: u64 = 1_024 * 3_600_000;

pub(super) const STATE_MACHINE: Kind = Kind {
    type_name: "aws_sfn_state_machine",
    kind: "step-functions-state-machine",
    service: "AmazonStates",
    attributes: &[Field::text("type", "`STANDARD` or `EXPRESS`; `STANDARD` without it.")],
    usage: &[
        Field::number("monthly_transitions", "transitions a month", "State transitions of a standard workflow."),
        Field::number("monthly_requests", "requests a month", "Runs of an express workflow."),
        Field::number("workflow_duration_ms", "ms", "Average duration of an express run."),
        Field::number("memory_mb", "MB", "Average memory of an express run."),
    ],
    price,
};

fn price(machine: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if machine.is_unknown("type") {
        return sheet.gap("whether it is standard or express is known only after apply");
    }
    match machine.text("type").unwrap_or("STANDARD").to_ascii_uppercase().as_str() {
        "STANDARD" => standard(machine, sheet),
        "EXPRESS" => express(machine, sheet),
        other => sheet.gap(format!("the workflow type `{other}` is not supported")),
    }
}

fn standard(machine: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let transitions = machine.usage("monthly_transitions");
    sheet.usage::<StateTransition>("State transitions", transitions, sheet.rate("stepfunctions.standard.transition"));
}

fn express(machine: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let requests = machine.usage("monthly_requests");
    sheet.usage::<Request>("Requests (express)", requests, sheet.rate("stepfunctions.express.request"));
    let step = |amount: Decimal, step| rounded_up(amount, step).max(Decimal::from(step));
    let duration = machine.usage("workflow_duration_ms").map(|duration| step(duration, DURATION_STEP_MS));
    let memory = machine.usage("memory_mb").map(|memory| step(memory, MEMORY_STEP_MB));
    let gb_hours = product(product(requests, duration), memory).map(|amount| amount / Decimal::from(MB_MS_PER_GB_HOUR));
    sheet.usage::<GbHour>("Duration (express)", gb_hours, sheet.rate("stepfunctions.express.duration"));
}
