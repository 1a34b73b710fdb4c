//! Short Markdown for a pull request: the change first, what changes it, the rest folded away.

use super::answers::{answers, known, signed};
use super::markdown_table;
use super::sections::Section;
use crate::model::comparison::Comparison;
use crate::report::money::money;
use crate::report::text::{count, markdown_text};
use crate::units::Usd;

/// So many resources are listed; the others are counted.
const LISTED: usize = 20;

pub(super) fn comment(comparison: &Comparison) -> String {
    let totals = &comparison.totals;
    let mut text = match totals.change_monthly_usd {
        Some(change) if change.is_zero() => "### cloudtrim: no change of the monthly list cost\n\n".to_owned(),
        None => "### cloudtrim: the change of the monthly cost is not known\n\n".to_owned(),
        change => format!("### cloudtrim: {} a month\n\n", markdown_text(&signed(change))),
    };
    let at_least = |at_least: bool, amount: Option<Usd>| if at_least && amount.is_some() { "at least " } else { "" };
    text.push_str(&format!(
        "{}: {}{} → {}{} a month.\n",
        markdown_text(&comparison.name),
        at_least(totals.before_at_least, totals.before_monthly_usd),
        known(totals.before_monthly_usd),
        at_least(totals.after_at_least, totals.after_monthly_usd),
        known(totals.after_monthly_usd)
    ));
    let mut changed: Vec<_> = comparison
        .resources
        .iter()
        .filter(|resource| resource.action != "no-op" && resource.change_monthly_usd.is_none_or(|usd| !usd.is_zero()))
        .collect();
    changed.sort_by_key(|resource| std::cmp::Reverse(resource.change_monthly_usd.map(|usd| usd.amount().abs())));
    if !changed.is_empty() {
        let cost = |side: &Option<crate::model::comparison::ResourceCost>| {
            side.as_ref()
                .map_or_else(|| "–".to_owned(), |cost| cost.monthly_usd.map_or_else(|| "unknown".to_owned(), money))
        };
        let rows = changed.iter().take(LISTED).map(|resource| {
            let (before, after) = (cost(&resource.before), cost(&resource.after));
            vec![resource.address.clone(), resource.action.clone(), before, after, signed(resource.change_monthly_usd)]
        });
        let header = ["Resource", "Action", "Before", "After", "Change"].map(str::to_owned).to_vec();
        let section = Section { heading: String::new(), header, numbers: vec![2, 3, 4], rows: rows.collect() };
        text.push('\n');
        text.push_str(&markdown_table(&section));
        if changed.len() > LISTED {
            text.push_str(&format!("\nand {} more\n", count(changed.len() - LISTED, "changed resource")));
        }
    }
    let not_known = answers(comparison).into_iter().filter(|(label, _)| label == "Not known" || label == "Prices");
    let lines: Vec<String> = not_known.map(|(label, answer)| format!("{label}: {}", markdown_text(&answer))).collect();
    text.push_str(&format!("\n<sub>{}</sub>\n", lines.join("<br>")));
    let gaps: Vec<String> = comparison
        .resources
        .iter()
        .flat_map(|resource| resource.gaps.iter().map(move |gap| format!("{}: {gap}", resource.address)))
        .map(|gap| format!("- {}\n", markdown_text(&gap)))
        .collect();
    if !gaps.is_empty() {
        text.push_str(&format!("\n<details><summary>{}</summary>\n\n", count(gaps.len(), "gap")));
        text.push_str(&gaps.concat());
        text.push_str("\n</details>\n");
    }
    text
}
