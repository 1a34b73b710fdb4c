//! Short Markdown for a pull request: the change first, what changes it, the rest folded away.
//!
//! Lists are cut: GitHub takes comments of at most 65,536 characters.

use std::collections::HashMap;

use super::answers::{actions, answers, known, signed, signed_share};
use super::markdown_table;
use super::resources::{cell, is_unchanged};
use super::sections::{Section, words};
use crate::model::comparison::{Comparison, Component, ResourceComparison, ResourceCost};
use crate::report::text::{count, markdown_code, markdown_sentence, markdown_text, number};
use crate::units::Usd;

/// So many resources are listed; the others are counted.
const RESOURCES: usize = 20;
const COMPONENTS: usize = 40;
const GAPS: usize = 30;
const WARNINGS: usize = 10;

/// So many addresses are named for one gap.
const ADDRESSES: usize = 3;

pub(super) fn comment(comparison: &Comparison) -> String {
    let mut text = match comparison.totals.change_monthly_usd {
        Some(change) if change.is_zero() => "### cloudtrim: no change of the monthly list cost\n\n".to_owned(),
        None => "### cloudtrim: the change of the monthly cost is not known\n\n".to_owned(),
        change => format!("### cloudtrim: {} a month\n\n", markdown_text(&signed(change))),
    };
    text.push_str(&totals(comparison));
    let (moving, still) = changes(comparison);
    text.push_str(&changed_resources(&moving));
    if still > 0 {
        let leave = if still == 1 { "leaves" } else { "leave" };
        text.push_str(&format!("\n{} {leave} the cost as it is.\n", count(still, "other change")));
    }
    for (label, answer) in answers(comparison) {
        if label == "Not known" || label == "Prices" {
            text.push_str(&format!("\n<sub>{label}: {}</sub>\n", markdown_sentence(&answer, false)));
        }
    }
    text.push_str(&changed_components(&moving));
    text.push_str(&gaps(comparison));
    let warnings: Vec<String> =
        comparison.warnings.iter().map(|warning| format!("- {}\n", markdown_sentence(warning, false))).collect();
    text.push_str(&folded(&count(warnings.len(), "warning"), &warnings, WARNINGS));
    text
}

fn totals(comparison: &Comparison) -> String {
    let totals = &comparison.totals;
    let side = |at_least: bool, amount: Option<Usd>| {
        let least = if at_least && amount.is_some() { "at least " } else { "" };
        format!("{least}{}", known(amount))
    };
    let planned = actions(comparison).map(|told| format!("{told}.\n")).unwrap_or_default();
    format!(
        "{}: {} → {} a month{}.\n{planned}",
        markdown_code(&comparison.name, false),
        side(totals.before_at_least, totals.before_monthly_usd),
        side(totals.after_at_least, totals.after_monthly_usd),
        signed_share(comparison)
    )
}

/// What changes the cost or may do so, the largest change first; and how many change without an effect on it.
fn changes(comparison: &Comparison) -> (Vec<&ResourceComparison>, usize) {
    let changed = comparison.resources.iter().filter(|resource| !is_unchanged(resource) && resource.action != "no-op");
    let (mut moving, still): (Vec<_>, Vec<_>) =
        changed.partition(|resource| resource.change_monthly_usd.is_none_or(|usd| !usd.is_zero()));
    moving.sort_by_key(|resource| std::cmp::Reverse(resource.change_monthly_usd.map(|usd| usd.amount().abs())));
    (moving, still.len())
}

fn changed_resources(moving: &[&ResourceComparison]) -> String {
    if moving.is_empty() {
        return String::new();
    }
    let row = |resource: &&ResourceComparison| {
        let (before, after) = (cell(resource.before.as_ref()), cell(resource.after.as_ref()));
        vec![code(&resource.address), resource.action.clone(), before, after, signed(resource.change_monthly_usd)]
    };
    let section = Section {
        heading: String::new(),
        header: words(&["Resource", "Action", "Before", "After", "Change"]),
        numbers: vec![2, 3, 4],
        rows: moving.iter().take(RESOURCES).map(row).collect(),
    };
    let mut text = format!("\n{}", markdown_table(&section));
    if moving.len() > RESOURCES {
        text.push_str(&format!("\nand {} more\n", count(moving.len() - RESOURCES, "changed resource")));
    }
    text
}

/// For [`markdown_sentence`]: code, where the text can be.
fn code(text: &str) -> String {
    if text.contains('`') { text.to_owned() } else { format!("`{text}`") }
}

/// The components of changed resources that differ, folded away.
fn changed_components(moving: &[&ResourceComparison]) -> String {
    let mut rows = moving.iter().flat_map(|resource| component_rows(resource));
    let shown: Vec<Vec<String>> = rows.by_ref().take(COMPONENTS).collect();
    let more = rows.count();
    if shown.is_empty() {
        return String::new();
    }
    let section = Section {
        heading: String::new(),
        header: words(&["Resource", "Component", "Quantity", "Before", "After"]),
        numbers: vec![3, 4],
        rows: shown,
    };
    let more = if more > 0 { format!("\nand {} more\n", count(more, "component")) } else { String::new() };
    let table = markdown_table(&section);
    format!("\n<details><summary>Cost components that change</summary>\n\n{table}{more}\n</details>\n")
}

/// Before's first, in its order; then those that after alone has.
fn component_rows(resource: &ResourceComparison) -> Vec<Vec<String>> {
    let components = |cost: &'_ Option<ResourceCost>| -> Vec<Component> {
        cost.as_ref().map(|cost| cost.components.clone()).unwrap_or_default()
    };
    let mut later = components(&resource.after);
    let mut rows = Vec::new();
    for before in components(&resource.before) {
        let same = later.iter().position(|after| (&after.part, &after.name) == (&before.part, &before.name));
        let after = same.map(|at| later.remove(at));
        if after.as_ref() != Some(&before) && !(costs_nothing(&before) && after.as_ref().is_none_or(costs_nothing)) {
            rows.push(component_row(resource, Some(&before), after.as_ref()));
        }
    }
    let new = later.iter().filter(|after| !costs_nothing(after));
    rows.extend(new.map(|after| component_row(resource, None, Some(after))));
    rows
}

fn costs_nothing(component: &Component) -> bool {
    component.monthly_usd.is_some_and(Usd::is_zero)
}

fn component_row(resource: &ResourceComparison, before: Option<&Component>, after: Option<&Component>) -> Vec<String> {
    let Some(any) = after.or(before) else { return Vec::new() };
    let part = if any.part.is_empty() { String::new() } else { format!("{}: ", any.part) };
    let quantity = |component: &Component| component.quantity.map_or_else(|| "unknown".to_owned(), number);
    let mut quantities: Vec<String> = before.into_iter().chain(after).map(quantity).collect();
    quantities.dedup();
    let cost = |component: Option<&Component>| {
        component.map_or_else(|| "–".to_owned(), |component| known(component.monthly_usd))
    };
    vec![
        code(&resource.address),
        format!("{part}{}", any.name),
        format!("{} {}", quantities.join(" → "), any.unit),
        cost(before),
        cost(after),
    ]
}

/// Each gap once, with the resources that have it.
fn gaps(comparison: &Comparison) -> String {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
    for resource in &comparison.resources {
        for gap in &resource.gaps {
            let place = *places.entry(gap).or_insert_with(|| {
                told.push((gap, Vec::new()));
                told.len() - 1
            });
            if let Some((_, addresses)) = told.get_mut(place) {
                addresses.push(&resource.address);
            }
        }
    }
    let lines: Vec<String> = told
        .iter()
        .map(|(gap, addresses)| {
            let named: Vec<String> =
                addresses.iter().take(ADDRESSES).map(|address| markdown_code(address, false)).collect();
            let more = match addresses.len().saturating_sub(ADDRESSES) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("- {}{more}: {}\n", named.join(", "), markdown_sentence(gap, false))
        })
        .collect();
    let total = comparison.resources.iter().map(|resource| resource.gaps.len()).sum();
    folded(&count(total, "gap"), &lines, GAPS)
}

fn folded(summary: &str, lines: &[String], most: usize) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let shown: String = lines.iter().take(most).map(String::as_str).collect();
    let more = match lines.len().saturating_sub(most) {
        0 => String::new(),
        more => format!("- and {more} more\n"),
    };
    format!("\n<details><summary>{summary}</summary>\n\n{shown}{more}\n</details>\n")
}
