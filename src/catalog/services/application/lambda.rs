//! Lambda functions: requests, duration × memory, ephemeral storage (AWS Lambda pricing).

use rust_decimal::Decimal;

use super::amounts::{product, size};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{GbSecond, Request};

/// What a function has without `memory_size` (Lambda's `CreateFunction`).
const DEFAULT_MEMORY_MB: u32 = 128;
/// Ephemeral storage that costs nothing, and what a function has without `ephemeral_storage`.
const FREE_STORAGE_MB: u32 = 512;
/// MB-milliseconds in a GB-second.
const MB_MS_PER_GB_SECOND: u32 = 1_024 * 1_000;

pub(super) const FUNCTION: Kind = Kind {
    type_name: "aws_lambda_function",
    kind: "lambda-function",
    service: "AWSLambda",
    attributes: &[
        Field::any("architectures", "`x86_64` or `arm64`; `x86_64` without it."),
        Field::number("memory_size", "MB", "Memory; 128 without it."),
        Field::block(
            "ephemeral_storage",
            &[Field::number("size", "MB", "Size of `/tmp`.")],
            "The function's disk; 512 MB, which are free, without it.",
        ),
        Field::text("runtime", "Whether SnapStart costs: it is free for Java."),
        Field::block(
            "snap_start",
            &[Field::text("apply_on", "`PublishedVersions` turns it on.")],
            "Starts from a snapshot; off without it.",
        ),
    ],
    usage: &[
        Field::number("monthly_requests", "requests a month", "Invocations."),
        Field::number("request_duration_ms", "ms", "Average duration, billed by the started millisecond."),
    ],
    price,
};

/// What a unit of compute is priced by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Architecture {
    X86,
    Arm,
}

impl Architecture {
    /// As the items of the price book spell it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::X86 => "x86",
            Self::Arm => "arm",
        }
    }

    /// In Lambda's words; `None` for what is neither.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "x86_64" => Some(Self::X86),
            "arm64" => Some(Self::Arm),
            _ => None,
        }
    }
}

/// The architecture of a declared function, or why it is not known.
pub(super) fn architecture(function: &Resource<'_>) -> Result<Architecture, String> {
    match function.text("architectures.0") {
        Some(name) => Architecture::named(name).ok_or_else(|| format!("the architecture `{name}` is not supported")),
        None if function.is_unknown("architectures") => Err("its architecture is known only after apply".to_owned()),
        None => Ok(Architecture::X86),
    }
}

/// The memory of a declared function in MB; `None` when it is known only after apply.
pub(super) fn memory(function: &Resource<'_>) -> Option<Decimal> {
    if function.is_unknown("memory_size") {
        return None;
    }
    Some(size(function, "memory_size").unwrap_or(Decimal::from(DEFAULT_MEMORY_MB)))
}

/// GB-seconds of `milliseconds` at `memory_mb`.
pub(super) fn gb_seconds(milliseconds: Option<Decimal>, memory_mb: Decimal) -> Option<Decimal> {
    product(milliseconds, Some(memory_mb)).map(|amount| amount / Decimal::from(MB_MS_PER_GB_SECOND))
}

/// All billed milliseconds of a month.
pub(super) fn milliseconds(resource: &Resource<'_>) -> Option<Decimal> {
    product(resource.usage("monthly_requests"), resource.usage("request_duration_ms").map(|duration| duration.ceil()))
}

fn price(function: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let architecture = match architecture(function) {
        Ok(architecture) => architecture,
        Err(why) => return sheet.gap(why),
    };
    if runs_at_the_edge(function) {
        return at_the_edge(function, sheet);
    }
    let word = architecture.word();
    let requests = function.usage("monthly_requests");
    sheet.usage::<Request>("Requests", requests, sheet.rate(&format!("lambda.request.{word}")));
    match memory(function) {
        Some(memory) => {
            let duration = gb_seconds(milliseconds(function), memory);
            sheet.usage::<GbSecond>(
                &format!("Duration ({word})"),
                duration,
                sheet.rate(&format!("lambda.duration.{word}")),
            );
        }
        None => sheet.gap("its memory is known only after apply"),
    }
    ephemeral_storage(function, sheet, word);
    snap_start(function, sheet);
}

fn ephemeral_storage(function: &Resource<'_>, sheet: &mut Sheet<'_>, word: &str) {
    if function.is_unknown("ephemeral_storage") {
        return sheet.gap("its ephemeral storage is known only after apply");
    }
    let free = Decimal::from(FREE_STORAGE_MB);
    let Some(billed) = size(function, "ephemeral_storage.size").filter(|size| *size > free).map(|size| size - free)
    else {
        return;
    };
    let stored = gb_seconds(milliseconds(function), billed);
    sheet.usage::<GbSecond>(
        "Ephemeral storage above 512 MB",
        stored,
        sheet.rate(&format!("lambda.ephemeral_storage.{word}")),
    );
}

/// Free for Java; other runtimes pay for the cached snapshot and each restore.
fn snap_start(function: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let on = function.text("snap_start.apply_on") == Some("PublishedVersions");
    if on && !function.text("runtime").is_some_and(|runtime| runtime.starts_with("java")) {
        sheet.gap("SnapStart's cache and restores are not priced");
    }
}

/// Whether a declared CloudFront distribution runs it.
fn runs_at_the_edge(function: &Resource<'_>) -> bool {
    let address = &function.blueprint.address;
    function.referring("aws_cloudfront_distribution").iter().any(|distribution| {
        let references = &distribution.blueprint.references;
        references.iter().any(|(path, to)| path.contains("lambda_function_association") && to.contains(address))
    })
}

fn at_the_edge(function: &Resource<'_>, sheet: &mut Sheet<'_>) {
    sheet.usage::<Request>(
        "Requests (Lambda@Edge)",
        function.usage("monthly_requests"),
        sheet.rate("lambda.edge.request"),
    );
    match memory(function) {
        Some(memory) => {
            let duration = gb_seconds(milliseconds(function), memory);
            sheet.usage::<GbSecond>("Duration (Lambda@Edge)", duration, sheet.rate("lambda.edge.duration"));
        }
        None => sheet.gap("its memory is known only after apply"),
    }
}
