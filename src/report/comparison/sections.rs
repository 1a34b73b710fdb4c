//! The tables of a comparison.

use super::answers::{known, signed};
use super::declared;
use super::resources::{name, resources, side};
use crate::model::comparison::{
    Assumption, Comparison, Component, OneOffLine, ProjectedMonth, ResourceComparison, ScalingOutcome, UnitCost,
};
use crate::report::money::money;
use crate::report::text::thousands;

/// A table with its heading.
pub(super) struct Section {
    pub(super) heading: String,
    pub(super) header: Vec<String>,
    /// Columns of numbers, set to the right.
    pub(super) numbers: Vec<usize>,
    pub(super) rows: Vec<Vec<String>>,
}

/// How many assumptions people are shown.
const SENSITIVITIES: usize = 5;

pub(super) fn sections(comparison: &Comparison, details: bool) -> Vec<Section> {
    let mut all = vec![resources(comparison, details)];
    if details {
        all.push(components(comparison));
    }
    all.extend([declared::section(comparison), scaling(comparison), once(comparison)]);
    all.extend(unit_costs(comparison));
    all.extend(projection(comparison));
    all.extend([sensitivity(comparison), gaps(comparison), adjustments(comparison)]);
    all.retain(|section| !section.rows.is_empty());
    all
}

pub(super) fn words(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn components(comparison: &Comparison) -> Section {
    let mut rows = Vec::new();
    let count = comparison.configurations.len();
    for resource in &comparison.resources {
        if let Some(cost) = resource.before.as_ref().filter(|_| count > 1 && is_same(resource, count)) {
            rows.extend(cost.components.iter().map(|component| component_row(resource, "all", component)));
            continue;
        }
        for (at, configuration) in comparison.configurations.iter().enumerate() {
            let Some(cost) = side(resource, at, count, &configuration.name) else { continue };
            rows.extend(
                cost.components.iter().map(|component| component_row(resource, &configuration.name, component)),
            );
        }
    }
    Section {
        heading: "Cost components".to_owned(),
        header: words(&["Resource", "In", "Component", "Quantity", "Unit", "Unit price", "Cost"]),
        numbers: vec![3, 5, 6],
        rows,
    }
}

/// In all configurations.
fn is_same(resource: &ResourceComparison, configurations: usize) -> bool {
    let (first, between) = (resource.before.as_ref(), &resource.alternatives);
    first == resource.after.as_ref()
        && between.len() + 2 == configurations
        && between.values().all(|cost| first == Some(cost))
}

fn component_row(resource: &ResourceComparison, configuration: &str, component: &Component) -> Vec<String> {
    let part = if component.part.is_empty() { String::new() } else { format!("{}: ", component.part) };
    let adjusted = component.adjusted.as_ref().map(|words| format!(" [{words}]")).unwrap_or_default();
    vec![
        name(resource).lines().next().unwrap_or_default().to_owned(),
        configuration.to_owned(),
        format!("{part}{}{adjusted}", component.name),
        component.quantity.map_or_else(|| "not given".to_owned(), plain),
        component.unit.clone(),
        component.unit_price_usd.map_or_else(|| "no price".to_owned(), |price| format!("${}", plain(price))),
        known(component.monthly_usd),
    ]
}

/// Thousands apart, up to ten decimals; two from a thousand on.
pub(super) fn plain(number: f64) -> String {
    let digits = if number.abs() >= 1000.0 { format!("{number:.2}") } else { format!("{number:.10}") };
    let digits = if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { &digits };
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |rest| ("-", rest));
    let whole = thousands(whole);
    fraction.map_or_else(|| format!("{sign}{whole}"), |fraction| format!("{sign}{whole}.{fraction}"))
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "unknown".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

fn scaling(comparison: &Comparison) -> Section {
    let row = |one: &ScalingOutcome| {
        let advice = one.advice.as_ref().map(|advice| format!("\n{advice}")).unwrap_or_default();
        vec![
            one.configuration.clone(),
            format!("{}\n{}{advice}", one.policy, one.described),
            format!("{:.0}", one.unit_hours_per_month),
            format!("{} to {}", one.lowest_units, one.highest_units),
            percent(one.share_above_target),
            percent(one.share_saturated),
            known(one.monthly_usd),
        ]
    };
    let unknown = comparison.scaling.iter().map(|one| one.share_unknown).fold(0.0, f64::max);
    let heading = if unknown > 0.0 {
        format!("Scaling policies over the demand ({:.1} % of it not known)", unknown * 100.0)
    } else {
        "Scaling policies over the demand; the first is in the totals".to_owned()
    };
    Section {
        heading,
        header: words(&["In", "Policy", "Unit-hours/mo", "Units", "Above target", "Saturated", "Cost/mo"]),
        numbers: vec![2, 3, 4, 5, 6],
        rows: comparison.scaling.iter().map(row).collect(),
    }
}

fn once(comparison: &Comparison) -> Section {
    let row = |one: &OneOffLine| vec![one.configuration.clone(), one.name.clone(), one.formula.clone(), money(one.usd)];
    Section {
        heading: "Costs that arise once".to_owned(),
        header: words(&["In", "What", "How", "Cost"]),
        numbers: vec![3],
        rows: comparison.one_off.iter().map(row).collect(),
    }
}

fn unit_costs(comparison: &Comparison) -> Option<Section> {
    let first = comparison.unit_costs.first()?;
    let row = |one: &UnitCost| {
        let each = one.usd_per_unit.map_or_else(|| "unknown".to_owned(), |usd| format!("${usd:.8}"));
        let service = match one.service.as_str() {
            "total" => format!("total, over {} a month", plain(one.units_per_month)),
            service => service.to_owned(),
        };
        vec![one.configuration.clone(), service, known(one.monthly_usd), each]
    };
    Some(Section {
        heading: format!("Cost of one {}", first.unit),
        header: vec!["In".to_owned(), "Service".to_owned(), "A month".to_owned(), format!("One {}", first.unit)],
        numbers: vec![2, 3],
        rows: comparison.unit_costs.iter().map(row).collect(),
    })
}

/// Only where months differ or something is to be earned back.
fn projection(comparison: &Comparison) -> Option<Section> {
    let (first, last) = (comparison.projection.first()?, comparison.projection.last()?);
    if first.monthly_usd == last.monthly_usd && comparison.one_off.is_empty() {
        return None;
    }
    let names: Vec<&String> = comparison.configurations.iter().map(|one| &one.name).collect();
    let mut header = words(&["Month"]);
    header.extend(names.iter().map(|name| (*name).clone()));
    if names.len() > 1 {
        header.push("Change so far".to_owned());
    }
    let row = |month: &ProjectedMonth| {
        let mut row = vec![month.month.to_string()];
        row.extend(names.iter().map(|name| known(month.monthly_usd.get(*name).copied().flatten())));
        if names.len() > 1 {
            row.push(signed(month.cumulative_change_usd));
        }
        row
    };
    Some(Section {
        heading: "Twelve months, with growth and one-off costs".to_owned(),
        numbers: (0..header.len()).collect(),
        header,
        rows: comparison.projection.iter().map(row).collect(),
    })
}

fn sensitivity(comparison: &Comparison) -> Section {
    let row = |one: &Assumption| {
        let ends = format!("{} to {}", plain(one.low), plain(one.high));
        let how = if one.stated_range { "stated" } else { "±10 %" };
        let (low, high) = (one.change_at_low_monthly_usd, one.change_at_high_monthly_usd);
        vec![one.name.clone(), plain(one.expected), format!("{ends} ({how})"), signed(low), signed(high)]
    };
    let what = if comparison.configurations.len() > 1 { "change" } else { "cost" };
    Section {
        heading: format!("What moves the {what} most"),
        header: vec![
            "Assumption".to_owned(),
            "Expected".to_owned(),
            "Moved".to_owned(),
            format!("{what} at low"),
            format!("{what} at high"),
        ],
        numbers: vec![1, 3, 4],
        rows: comparison.sensitivity.iter().take(SENSITIVITIES).map(row).collect(),
    }
}

fn gaps(comparison: &Comparison) -> Section {
    let with_gaps = comparison.resources.iter().filter(|resource| !resource.gaps.is_empty());
    let rows = with_gaps.map(|resource| vec![resource.address.clone(), resource.gaps.join("\n")]).collect();
    Section {
        heading: "Gaps: what is not known and not counted".to_owned(),
        header: words(&["Resource", "Gap"]),
        numbers: Vec::new(),
        rows,
    }
}

fn adjustments(comparison: &Comparison) -> Section {
    Section {
        heading: "Not list prices".to_owned(),
        header: words(&["Adjustment of the author"]),
        numbers: Vec::new(),
        rows: comparison.prices.adjustments.iter().map(|words| vec![words.clone()]).collect(),
    }
}
