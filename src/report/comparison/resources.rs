//! The table of resources, and how one of them is named and shown.

use std::collections::BTreeMap;

use super::answers::{known, signed};
use super::sections::{Section, words};
use crate::model::comparison::{Comparison, ComparisonSource, ResourceComparison, ResourceCost};
use crate::report::money::money;
use crate::report::text::count;
use crate::units::Usd;

/// One row a resource that has a cost or a gap, one column a configuration, and the sum. What a plan leaves as it is
/// stands in one row, unless `details` are asked for.
pub(super) fn resources(comparison: &Comparison, details: bool) -> Section {
    let of_plan = comparison.source == ComparisonSource::Terraform;
    let names: Vec<&str> = comparison.configurations.iter().map(|one| one.name.as_str()).collect();
    let compared = names.len() > 1;
    let mut header = words(if of_plan { &["Service", "Resource", "Action"] } else { &["Service", "Resource"] });
    header.push("Configuration".to_owned());
    let texts = header.len();
    header.extend(names.iter().map(|name| (*name).to_owned()));
    if compared {
        header.push("Change".to_owned());
    }
    let usual = usual_region(comparison);
    let charged = comparison.resources.iter().filter(|resource| !is_free(resource));
    let (folded, shown): (Vec<_>, Vec<_>) = charged.partition(|resource| of_plan && !details && is_unchanged(resource));
    let mut rows: Vec<Vec<String>> = shown
        .into_iter()
        .map(|resource| {
            let mut row = vec![service(resource), name(resource)];
            row.extend(of_plan.then(|| resource.action.clone()));
            row.push(configuration(resource, comparison, usual));
            row.extend(names.iter().enumerate().map(|(at, name)| cell(side(resource, at, names.len(), name))));
            if compared {
                row.push(signed(resource.change_monthly_usd));
            }
            row
        })
        .collect();
    if !folded.is_empty() {
        rows.push(unchanged(&folded, comparison));
    }
    if !rows.is_empty() {
        let blank = std::iter::repeat_n(String::new(), texts - 1);
        let mut total: Vec<String> = std::iter::once("total".to_owned()).chain(blank).collect();
        total.extend(comparison.configurations.iter().map(|one| amount(one.monthly_usd, one.at_least)));
        if compared {
            total.push(signed(comparison.totals.change_monthly_usd));
        }
        rows.push(total);
    }
    let free = match comparison.free_resources {
        0 => String::new(),
        one => format!(" ({one} more bear no charge themselves)"),
    };
    let numbers = (texts..header.len()).collect();
    Section { heading: format!("List cost a month by resource{free}"), header, numbers, rows }
}

/// `unchanged | 9 resources | | | $320.00 | $320.00 | $0.00`.
fn unchanged(resources: &[&ResourceComparison], comparison: &Comparison) -> Vec<String> {
    let at_least = resources.iter().any(|resource| resource.after.as_ref().is_some_and(|cost| cost.at_least));
    let amount = amount(comparison.totals.unchanged_monthly_usd, at_least);
    let mut row = vec!["unchanged".to_owned(), count(resources.len(), "resource"), String::new(), String::new()];
    row.extend([amount.clone(), amount, "$0.00".to_owned()]);
    row
}

pub(super) fn is_unchanged(resource: &ResourceComparison) -> bool {
    resource.action == "no-op" && resource.change_monthly_usd.is_none_or(Usd::is_zero)
}

/// Nothing to show: its type bears no charge, or what it has is charged elsewhere.
pub(super) fn is_free(resource: &ResourceComparison) -> bool {
    let sides = [&resource.before, &resource.after].into_iter().flatten().chain(resource.alternatives.values());
    resource.supported
        && resource.gaps.is_empty()
        && (resource.kind == resource.type_name || sides.into_iter().all(|cost| cost.components.is_empty()))
}

fn service(resource: &ResourceComparison) -> String {
    if resource.supported { resource.kind.clone() } else { "not supported".to_owned() }
}

/// Without the type where the service says it already: `module.web.aws_instance.app` stays, `aws_instance.app` is `app`.
pub(super) fn name(resource: &ResourceComparison) -> String {
    let short = resource.address.strip_prefix(&format!("{}.", resource.type_name)).filter(|_| resource.supported);
    short.map(str::to_owned).or_else(|| of_dataset(resource)).unwrap_or_else(|| resource.address.clone())
}

/// `parcel-api`, then `i-0123456789abcdef0 (eu-west-1)`, of an address by account, region, kind and id.
fn of_dataset(resource: &ResourceComparison) -> Option<String> {
    let Some((_, id)) = resource.address.split_once(&format!("/{}/", resource.kind)) else {
        return resource.address.strip_suffix(&format!(" {}", resource.kind)).map(str::to_owned);
    };
    let name = resource.name.as_ref().map(|name| format!("{name}\n")).unwrap_or_default();
    let region = resource.region.as_ref().map(|region| format!(" ({region})")).unwrap_or_default();
    Some(format!("{name}{id}{region}"))
}

/// What a configuration has of a resource.
pub(super) fn side<'a>(
    resource: &'a ResourceComparison,
    at: usize,
    configurations: usize,
    name: &str,
) -> Option<&'a ResourceCost> {
    match at {
        0 => resource.before.as_ref(),
        last if last + 1 == configurations => resource.after.as_ref(),
        _ => resource.alternatives.get(name),
    }
}

/// `$5.00`, `≥ $5.00`, `unknown`; `–` where it is not there.
pub(super) fn cell(cost: Option<&ResourceCost>) -> String {
    cost.map_or_else(|| "–".to_owned(), |cost| amount(cost.monthly_usd, cost.at_least))
}

fn amount(monthly: Option<Usd>, at_least: bool) -> String {
    match monthly {
        Some(monthly) if at_least => format!("≥ {}", money(monthly)),
        monthly => known(monthly),
    }
}

/// The region of most resources that are charged for; the first by name among equals.
fn usual_region(comparison: &Comparison) -> Option<&str> {
    let charged = comparison.resources.iter().filter(|resource| !is_free(resource) && resource.supported);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for region in charged.filter_map(|resource| resource.region.as_deref()) {
        *counts.entry(region).or_default() += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(region, _)| region)
}

/// `3 × t3.micro → 2 × t3.micro`; with the region where it is not the usual one.
fn configuration(resource: &ResourceComparison, comparison: &Comparison, usual: Option<&str>) -> String {
    let mut shown: Vec<&str> = Vec::new();
    for (at, configuration) in comparison.configurations.iter().enumerate() {
        let side = side(resource, at, comparison.configurations.len(), &configuration.name);
        let text = side.map(|cost| cost.configuration.as_str()).unwrap_or_default();
        if !text.is_empty() && shown.last() != Some(&text) {
            shown.push(text);
        }
    }
    let mut text = shown.join(" → ");
    let tells = resource.supported && comparison.source != ComparisonSource::Dataset;
    if let Some(region) = resource.region.as_deref().filter(|region| tells && Some(*region) != usual) {
        text = if text.is_empty() { format!("in {region}") } else { format!("{text}, in {region}") };
    }
    let told = matches!(resource.action.as_str(), "replace" | "forget" | "import");
    if told && comparison.source != ComparisonSource::Terraform {
        return if text.is_empty() { resource.action.clone() } else { format!("{text} ({})", resource.action) };
    }
    text
}
