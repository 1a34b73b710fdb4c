//! Lambda memory down to what is used with headroom.

use super::proposal::one;
use super::{Case, Context};
use crate::estate::Resource;
use crate::estimate::estimate;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::configuration::{Configuration, FunctionConfiguration, Placed};
use crate::model::edit::Edit;
use crate::model::finding::{Effect, Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::metric::{Aggregate, Statistic};
use crate::rightsize::function::{FunctionUse, LEAST_MEMORY_MB, memory_target};
use crate::rightsize::series::{Series, Unmeasured};
use crate::units::{HOURS_PER_MONTH, Percent, Usd};

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let (Resource::Function(function), Some(placed)) = (case.entry.resource, case.entry.placed.as_ref()) else {
        return case.wrong_kind();
    };
    let Configuration::LambdaFunction(now) = &placed.configuration else { return case.wrong_kind() };
    let Some(duration_ms_per_month) = now.duration_ms_per_month else {
        return case.unknown(GapReason::NoData, "how long it runs was not measured");
    };
    let used = series(case, "used_memory_max", Statistic::Maximum);
    let used_points = match used.indispensable() {
        Ok(points) => points,
        Err(unmeasured) => return unmeasured_memory(case, placed, now, unmeasured),
    };
    let longest = series(case, "Duration", Statistic::Maximum);
    let cpu = series(case, "cpu_total_time", Statistic::Sum);
    let longest_points = longest.covered();
    let cpu_points = cpu.covered();
    let measured = FunctionUse {
        memory_mb: now.memory_mb,
        used_mb: used_points.maximum,
        duration_ms_per_month,
        cpu_ms_per_month: cpu_points
            .map(|points| points.sum.max(0.0) * HOURS_PER_MONTH.to_f64() / (points.window.hours().max(1) as f64)),
        longest_ms: longest_points.map(|points| points.maximum),
        timeout_ms: function.timeout_s.map(|seconds| f64::from(seconds) * 1_000.0),
    };
    let Some(target) = memory_target(&measured, case.percent("memory_headroom", 20.0)) else {
        return Remedy::Nothing;
    };
    let edit = |duration: f64| {
        one(case.key(), Edit::FunctionMemory { memory_mb: target.memory_mb, duration_ms_per_month: Some(duration) })
    };
    let mut caveats = vec![
        "CPU comes in proportion to memory: what computes gets slower; the low end counts with the slowest".to_owned(),
        "initialization and rounding up to the millisecond are billed and are not in the duration".to_owned(),
    ];
    if measured.cpu_ms_per_month.is_none() {
        caveats
            .push("CPU time was not measured: all of the duration may be as much slower as memory is less".to_owned());
    }
    if target.kept_for_timeout {
        caveats.push("not smaller, so that its longest invocation still ends before the timeout".to_owned());
    }
    if now.provisioned_concurrency.is_some_and(|executions| executions > 0) {
        caveats.push("versions with provisioned concurrency keep their memory until a new one is published".to_owned());
    }
    let peak = used.evidence(used_points, Aggregate::Maximum, format!("{:.0} MB", used_points.maximum));
    Proposal::of(
        Action::Rightsize,
        Effect::Range { one: edit(duration_ms_per_month), other: edit(target.duration_ms_at_most) },
    )
    .with_evidence([peak])
    .with_evidence(
        longest_points.map(|points| longest.evidence(points, Aggregate::Maximum, format!("{:.0} ms", points.maximum))),
    )
    .with_evidence(cpu_points.map(|points| cpu.evidence(points, Aggregate::Sum, format!("{:.0} ms", points.sum))))
    .with_evidence([Evidence::fact("duration at the smaller size", slowdown(&measured, target.duration_ms_at_most))])
    .with_caveats(caveats)
    .into_remedy()
}

/// `unchanged to 1.38 times as long`.
fn slowdown(measured: &FunctionUse, at_most: f64) -> String {
    let factor = if measured.duration_ms_per_month > 0.0 { at_most / measured.duration_ms_per_month } else { 1.0 };
    if factor > 1.005 { format!("unchanged to {factor:.2} times as long") } else { "unchanged".to_owned() }
}

/// A function runs when it is called, so hours without a point say nothing against those with one.
fn series<'a>(case: Case<'a>, metric: &'static str, statistic: Statistic) -> Series<'a> {
    Series {
        statistics: &case.context.tables.statistics,
        key: case.key(),
        metric,
        statistic,
        window: case.days("window"),
        coverage: Percent::new(0.0),
    }
}

/// Memory that was not measured never shrinks; what measuring it could be worth at most is said.
fn unmeasured_memory(case: Case<'_>, placed: &Placed, now: &FunctionConfiguration, why: Unmeasured) -> Remedy {
    if why.reason != GapReason::NoData {
        return case.unknown(why.reason, why.detail);
    }
    let worth = worth_at_most(case.context, placed, now)
        .filter(|worth| *worth > Usd::ZERO)
        .map(|worth| format!("; less memory could save up to {worth} a month"))
        .unwrap_or_default();
    let detail = format!(
        "the memory it uses is not measured{worth}: enable Lambda Insights, or read `Max Memory Used` of the REPORT lines \
         in its log group"
    );
    case.unknown(GapReason::NoData, detail)
}

/// At the least memory with the duration of now.
fn worth_at_most(context: Context<'_>, placed: &Placed, now: &FunctionConfiguration) -> Option<Usd> {
    let least = FunctionConfiguration { memory_mb: LEAST_MEMORY_MB.min(now.memory_mb), ..now.clone() };
    let then = Placed { region: placed.region.clone(), configuration: Configuration::LambdaFunction(least) };
    let (before, after) = (estimate(placed, context.prices), estimate(&then, context.prices));
    (before.is_complete() && after.is_complete()).then(|| before.known() - after.known())
}
