//! Lambda functions: requests, duration × memory, ephemeral storage (AWS Lambda pricing).

use rust_decimal::Decimal;

use super::amounts::{product, size};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::estimate::{self, Charge, FunctionArchitecture};
use crate::units::{GbSecond, Request, Unit};

/// What a function has without `memory_size` (Lambda's `CreateFunction`).
const DEFAULT_MEMORY_MB: u32 = 128;
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

/// The architecture of a declared function, or why it is not known.
pub(super) fn architecture(function: &Resource<'_>) -> Result<FunctionArchitecture, String> {
    match function.text("architectures.0") {
        Some(name) => {
            FunctionArchitecture::named(name).ok_or_else(|| format!("the architecture `{name}` is not supported"))
        }
        None if function.is_unknown("architectures") => Err("its architecture is known only after apply".to_owned()),
        None => Ok(FunctionArchitecture::X86),
    }
}

/// The memory of a declared function in MB; `None` when it is known only after apply.
pub(super) fn memory(function: &Resource<'_>) -> Option<Decimal> {
    if function.is_unknown("memory_size") {
        return None;
    }
    Some(size(function, "memory_size").unwrap_or(Decimal::from(DEFAULT_MEMORY_MB)))
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
    usage(sheet, &estimate::requests(architecture, function.usage("monthly_requests")));
    match memory(function) {
        Some(memory) => usage(sheet, &estimate::duration(architecture, memory, milliseconds(function), false)),
        None => sheet.gap("its memory is known only after apply"),
    }
    ephemeral_storage(function, sheet, architecture);
    snap_start(function, sheet);
}

/// A charge that the usage gives.
pub(super) fn usage<U: Unit>(sheet: &mut Sheet<'_>, charge: &Charge<U>) {
    sheet.usage::<U>(&charge.name, charge.amount(), sheet.rate(&charge.item));
}

fn ephemeral_storage(function: &Resource<'_>, sheet: &mut Sheet<'_>, architecture: FunctionArchitecture) {
    if function.is_unknown("ephemeral_storage") {
        return sheet.gap("its ephemeral storage is known only after apply");
    }
    let Some(size) = size(function, "ephemeral_storage.size") else { return };
    if let Some(charge) = estimate::ephemeral_storage(architecture, size, milliseconds(function)) {
        usage(sheet, &charge);
    }
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
            let duration = estimate::duration(FunctionArchitecture::X86, memory, milliseconds(function), false);
            let price = sheet.rate::<GbSecond>("lambda.edge.duration");
            sheet.usage("Duration (Lambda@Edge)", duration.amount(), price);
        }
        None => sheet.gap("its memory is known only after apply"),
    }
}
