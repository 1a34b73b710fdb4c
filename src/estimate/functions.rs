//! Lambda functions: requests, duration × memory, `/tmp`, provisioned concurrency (AWS Lambda pricing).

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::charge::Charge;
use super::lines::Lines;
use crate::model::configuration::FunctionConfiguration;
use crate::model::vocabulary::Architecture;
use crate::units::{GbSecond, HOURS_PER_MONTH, Request};

/// The service in the price book.
const SERVICE: &str = "AWSLambda";
/// Ephemeral storage that costs nothing.
pub const FREE_EPHEMERAL_STORAGE_MB: u32 = 512;
/// MB-milliseconds in a GB-second.
const MB_MS_PER_GB_SECOND: u32 = 1_024 * 1_000;
const MS_PER_HOUR: u32 = 3_600_000;

/// What a unit of compute is priced by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionArchitecture {
    X86,
    Arm,
}

impl FunctionArchitecture {
    /// As the items of the price book spell it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::X86 => "x86",
            Self::Arm => "arm",
        }
    }

    /// In Lambda's words; `None` for what is neither.
    pub fn named(name: &str) -> Option<Self> {
        match Architecture::from_word(name) {
            Architecture::X8664 => Some(Self::X86),
            Architecture::Arm64 => Some(Self::Arm),
            Architecture::I386 | Architecture::Other(_) => None,
        }
    }
}

/// GB-seconds of `milliseconds` at `memory_mb`.
fn gb_seconds(milliseconds: Decimal, memory_mb: Decimal) -> Decimal {
    milliseconds.saturating_mul(memory_mb) / Decimal::from(MB_MS_PER_GB_SECOND)
}

/// Invocations.
pub fn requests(architecture: FunctionArchitecture, requests: Option<Decimal>) -> Charge<Request> {
    Charge::new("Requests", format!("lambda.request.{}", architecture.word()), requests)
}

/// All billed milliseconds at a memory size, of what runs on `provisioned` concurrency at its lower price.
pub fn duration(
    architecture: FunctionArchitecture,
    memory_mb: Decimal,
    milliseconds: Option<Decimal>,
    provisioned: bool,
) -> Charge<GbSecond> {
    let word = architecture.word();
    let (name, item) = if provisioned {
        (format!("Duration on provisioned concurrency ({word})"), format!("lambda.provisioned_duration.{word}"))
    } else {
        (format!("Duration ({word})"), format!("lambda.duration.{word}"))
    };
    Charge::new(name, item, milliseconds.map(|milliseconds| gb_seconds(milliseconds, memory_mb)))
}

/// `/tmp` of `size_mb` while the function runs; `None` where all of it is free.
pub fn ephemeral_storage(
    architecture: FunctionArchitecture,
    size_mb: Decimal,
    milliseconds: Option<Decimal>,
) -> Option<Charge<GbSecond>> {
    let free = Decimal::from(FREE_EPHEMERAL_STORAGE_MB);
    let billed = (size_mb > free).then(|| size_mb - free)?;
    let item = format!("lambda.ephemeral_storage.{}", architecture.word());
    let quantity = milliseconds.map(|milliseconds| gb_seconds(milliseconds, billed));
    Some(Charge::new("Ephemeral storage above 512 MB", item, quantity))
}

/// Executions of a memory size kept ready for so many hours.
pub fn kept_ready(
    architecture: FunctionArchitecture,
    memory_mb: Decimal,
    executions: Decimal,
    hours: Decimal,
) -> Charge<GbSecond> {
    let word = architecture.word();
    let milliseconds = executions.saturating_mul(hours).saturating_mul(Decimal::from(MS_PER_HOUR));
    let quantity = gb_seconds(milliseconds, memory_mb);
    Charge::new(
        format!("Provisioned concurrency ({word})"),
        format!("lambda.provisioned_concurrency.{word}"),
        Some(quantity),
    )
}

/// With provisioned concurrency it is not known which part of the duration ran on it; all of it is counted at the
/// lower price, so the cost is at least that.
pub(super) fn price(function: &FunctionConfiguration, lines: &mut Lines<'_>) {
    let Some(architecture) = FunctionArchitecture::named(function.architecture.word()) else {
        return lines.missing(format!("Lambda {}", function.architecture));
    };
    let memory = Decimal::from(function.memory_mb);
    let kept = function.provisioned_concurrency.unwrap_or(0);
    if function.provisioned_concurrency.is_none() {
        lines.unmeasured("provisioned concurrency is not known");
    }
    let invocations = function.invocations_per_month.and_then(Decimal::from_f64);
    let milliseconds = function.duration_ms_per_month.and_then(Decimal::from_f64);
    if invocations.is_none() || milliseconds.is_none() {
        lines.unmeasured("invocations or their duration were not measured");
    }
    lines.charge(SERVICE, &requests(architecture, invocations));
    lines.charge(SERVICE, &duration(architecture, memory, milliseconds, kept > 0));
    if let Some(charge) = ephemeral_storage(architecture, Decimal::from(function.ephemeral_storage_mb), milliseconds) {
        lines.charge(SERVICE, &charge);
    }
    if kept > 0 {
        lines.unmeasured("what runs beyond the provisioned concurrency costs more than what runs on it");
        lines.charge(SERVICE, &kept_ready(architecture, memory, Decimal::from(kept), HOURS_PER_MONTH.amount()));
    }
}
