//! What stands behind a recommendation: facts, the arithmetic of its cost, other sizes.

use crate::model::analysis::{Evidence, PricedState, Recommendation};
use crate::model::cost::CostComponent;
use crate::model::rightsizing::{PerformanceRisk, SizeOption};
use crate::report::money::{at_least, money};
use crate::report::text::{number, one_line};
use crate::units::Window;

/// `CPUUtilization Maximum maximum over 14 days: 3.2 %, below 5 %; 99.7 % of hours`.
pub(super) fn facts(one: &Recommendation, usual: Option<Window>) -> Vec<String> {
    one.evidence.iter().map(|evidence| fact(evidence, usual)).collect()
}

fn fact(evidence: &Evidence, usual: Option<Window>) -> String {
    let mut text = format!("{}: {}", evidence.fact, evidence.value);
    if !evidence.condition.is_empty() {
        text.push_str(&format!(", {}", evidence.condition));
    }
    if let Some(coverage) = evidence.coverage_percent {
        text.push_str(&format!("; {} % of hours measured", number(coverage)));
    }
    if let Some(window) = evidence.window.filter(|window| Some(*window) != usual) {
        text.push_str(&format!("; {} to {}", window.start.format("%Y-%m-%d"), window.end.format("%Y-%m-%d")));
    }
    one_line(&text)
}

/// The window that most metrics are read over, said once.
pub(super) fn usual_window<'a>(all: impl Iterator<Item = &'a Recommendation>) -> Option<Window> {
    let mut times: std::collections::BTreeMap<_, (usize, Window)> = std::collections::BTreeMap::new();
    for window in all.flat_map(|one| &one.evidence).filter_map(|evidence| evidence.window) {
        let entry = times.entry((window.start, window.end)).or_insert((0, window));
        entry.0 = entry.0.saturating_add(1);
    }
    times.into_values().max_by_key(|(number, _)| *number).map(|(_, window)| window)
}

/// `Now $156.22: Compute 730 h × $0.214`, and the same for after.
pub(super) fn money_lines(one: &Recommendation) -> Vec<String> {
    let mut lines = vec![state("Now", &one.before)];
    match &one.after {
        Some(after) => lines.push(state("After", after)),
        None => lines.push("After: not known".to_owned()),
    }
    if let Some(cost) = one.one_off_cost_usd {
        lines.push(format!("Once: {}", money(cost)));
    }
    lines
}

/// Components beyond this many are counted; `cloudtrim explain` lists all.
const COMPONENTS_SHOWN: usize = 6;

fn state(label: &str, state: &PricedState) -> String {
    let mut text = format!("{label} {} a month", at_least(state.list_cost_monthly_usd, !state.missing.is_empty()));
    let parts: Vec<_> = state.components.iter().take(COMPONENTS_SHOWN).map(component).collect();
    if !parts.is_empty() {
        text.push_str(&format!(" = {}", parts.join(" + ")));
    }
    if let Some(more) = state.components.len().checked_sub(COMPONENTS_SHOWN).filter(|more| *more > 0) {
        text.push_str(&format!(" + {more} more"));
    }
    let days: std::collections::BTreeSet<_> = state.components.iter().map(|one| one.price.as_of.as_str()).collect();
    match (days.first(), days.last()) {
        (Some(oldest), Some(newest)) if oldest == newest => text.push_str(&format!("; prices of {newest}")),
        (Some(oldest), Some(newest)) => text.push_str(&format!("; prices of {oldest} to {newest}")),
        _ => {}
    }
    if !state.missing.is_empty() {
        text.push_str(&format!("; not priced: {}", state.missing.join(", ")));
    }
    one_line(&text)
}

fn component(one: &CostComponent) -> String {
    let quantity = one.quantity.round_dp(3).normalize();
    format!("{} {quantity} {} × ${}", one.name, one.unit, one.unit_price.normalize())
}

/// `m6i.large: $70.08, saves $86.14; CPU 45 % (22 % now); risk low`.
pub(super) fn options(one: &Recommendation) -> Vec<String> {
    one.options.iter().map(option).collect()
}

fn option(one: &SizeOption) -> String {
    let cost = one.list_cost_monthly_usd.map_or_else(|| "price not known".to_owned(), money);
    let mut text = format!("{}: {cost}", one.target);
    if let Some(saving) = one.monthly_savings_usd {
        text.push_str(&if saving.is_negative() {
            format!(", costs {} more", money(-saving))
        } else {
            format!(", saves {}", money(saving))
        });
    }
    let used: Vec<_> = one
        .projected
        .iter()
        .filter_map(|use_| {
            let percent = number(use_.percent?);
            let now = use_.percent_now.map_or_else(String::new, |now| format!(" ({} % now)", number(now)));
            Some(format!("{} {percent} %{now}", use_.dimension))
        })
        .collect();
    if !used.is_empty() {
        text.push_str(&format!("; {}", used.join(", ")));
    }
    let risk = one.performance_risk.map_or("not measured", PerformanceRisk::name);
    text.push_str(&format!("; risk {risk}"));
    one_line(&text)
}
