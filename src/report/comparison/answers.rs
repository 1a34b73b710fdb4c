//! The first lines: what it costs, what changes, what is not known.

use super::sections::plain;
use crate::model::comparison::{Budget, BudgetLine, BudgetVerdict, Comparison, ComparisonSource, ConfigurationTotal};
use crate::model::cost::PRICES_STALE_AFTER_DAYS;
use crate::report::money::{money, share};
use crate::report::text::count;
use crate::units::Usd;

pub(super) fn title(comparison: &Comparison) -> String {
    let what = match comparison.source {
        ComparisonSource::Scenario => "what if",
        ComparisonSource::Terraform => "Terraform plan",
        ComparisonSource::Dataset => "what if, on a dataset",
    };
    format!("{what}: {}", comparison.name)
}

/// `+$5.00`, `-$5.00`, `$0.00`, `unknown`.
pub(super) fn signed(amount: Option<Usd>) -> String {
    match amount {
        None => "unknown".to_owned(),
        Some(amount) if amount.is_zero() || amount.is_negative() => money(amount),
        Some(amount) => format!("+{}", money(amount)),
    }
}

pub(super) fn known(amount: Option<Usd>) -> String {
    amount.map_or_else(|| "unknown".to_owned(), money)
}

pub(super) fn answers(comparison: &Comparison) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    rows.extend(actions(comparison).map(|told| ("Plan".to_owned(), told)));
    for total in &comparison.configurations {
        rows.push((capital(total.label.as_deref().unwrap_or(&total.name)), configuration(total, comparison.source)));
    }
    if comparison.configurations.len() > 1 {
        rows.push(("Change".to_owned(), change(comparison)));
    }
    rows.extend(comparison.configurations.iter().filter_map(earned_back));
    rows.extend(comparison.budget.iter().flat_map(|budget| budget.lines.iter().map(|line| within(budget, line))));
    rows.push(("Not known".to_owned(), not_known(comparison)));
    rows.push(("Prices".to_owned(), prices(comparison)));
    rows.extend(comparison.warnings.iter().map(|warning| ("Warning".to_owned(), warning.clone())));
    rows
}

/// `2 to create, 1 to delete, 9 unchanged`; of a plan alone.
pub(super) fn actions(comparison: &Comparison) -> Option<String> {
    const WORDS: [(&str, &str); 6] = [
        ("create", "to create"),
        ("update", "to update"),
        ("replace", "to replace"),
        ("delete", "to delete"),
        ("forget", "to forget"),
        ("no-op", "unchanged"),
    ];
    if comparison.source != ComparisonSource::Terraform {
        return None;
    }
    let number = |action: &str| comparison.resources.iter().filter(|resource| resource.action == action).count();
    let told = WORDS.map(|(action, words)| (number(action), words));
    let told: Vec<String> =
        told.iter().filter(|(number, _)| *number > 0).map(|(number, words)| format!("{number} {words}")).collect();
    Some(if told.is_empty() { "no resources".to_owned() } else { told.join(", ") })
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn configuration(total: &ConfigurationTotal, source: ComparisonSource) -> String {
    let at_least = if total.at_least && total.monthly_usd.is_some() { "at least " } else { "" };
    let mut text = format!("{at_least}{} a month", known(total.monthly_usd));
    if let Some(yearly) = total.yearly_usd {
        text.push_str(&format!(", {} a year", money(yearly)));
    }
    if let (Some(low), Some(high)) = (total.low_monthly_usd, total.high_monthly_usd)
        && low < high
    {
        let why = if source == ComparisonSource::Dataset { " (see the warnings)" } else { " over the stated ranges" };
        text.push_str(&format!("; between {} and {}{why}", money(low), money(high)));
    }
    if let Some(declared) = total.declared_monthly_usd {
        text.push_str(&format!("; besides {} declared by the author", money(declared)));
    }
    text
}

fn change(comparison: &Comparison) -> String {
    let totals = &comparison.totals;
    let Some(change) = totals.change_monthly_usd else {
        return "unknown: a side of the comparison has no known cost".to_owned();
    };
    let mut text = format!("{} a month{}", signed(Some(change)), signed_share(comparison));
    if let Some(yearly) = totals.change_yearly_usd {
        text.push_str(&format!(", {} a year", signed(Some(yearly))));
    }
    if totals.before_at_least || totals.after_at_least {
        text.push_str("; of what is known");
    }
    text
}

/// ` (+43 %)`; nothing where the share is not known or nothing changes.
pub(super) fn signed_share(comparison: &Comparison) -> String {
    let totals = &comparison.totals;
    let change = totals.change_monthly_usd.filter(|change| !change.is_zero());
    let part = change.zip(totals.before_monthly_usd).and_then(|(change, before)| {
        Some(format!(" ({}{})", if change.is_negative() { "-" } else { "+" }, share(change, before)?))
    });
    part.unwrap_or_default()
}

fn earned_back(total: &ConfigurationTotal) -> Option<(String, String)> {
    let once = total.one_off_usd?;
    let text = match total.break_even_days {
        Some(days) if days < 36_500.0 => format!("{} once, earned back on day {:.0}", money(once), days.ceil()),
        _ => format!("{} once, never earned back by running costs", money(once)),
    };
    Some((format!("Once for {}", total.name), text))
}

/// Whether an amount is kept, and up to which traffic.
fn within(budget: &Budget, line: &BudgetLine) -> (String, String) {
    let up_to = line.within_up_to_units_per_month.map_or_else(String::new, |units| {
        let times = if line.units_per_month > 0.0 {
            format!(", {:.2} times the modelled traffic", units / line.units_per_month)
        } else {
            String::new()
        };
        format!("up to {} a month{times}", plain(units))
    });
    let fixed = known(line.without_traffic_monthly_usd);
    let text = match line.verdict {
        BudgetVerdict::Within => format!("yes, {up_to}"),
        BudgetVerdict::Over => format!("no, only {up_to}"),
        BudgetVerdict::AlwaysOver => format!("no: {fixed} a month without any traffic"),
        BudgetVerdict::NeverOver => "yes, at any traffic".to_owned(),
        BudgetVerdict::Unknown => "not known".to_owned(),
    };
    (format!("Within {}, {}", money(budget.monthly_usd), line.configuration), text)
}

fn not_known(comparison: &Comparison) -> String {
    let gaps: usize = comparison.resources.iter().map(|resource| resource.gaps.len()).sum();
    let with_gaps = comparison.resources.iter().filter(|resource| !resource.gaps.is_empty()).count();
    let mut parts = Vec::new();
    if gaps > 0 {
        parts.push(format!("{} in {}", count(gaps, "gap"), count(with_gaps, "resource")));
    }
    let unsupported: Vec<String> =
        comparison.unsupported.iter().map(|(type_name, number)| format!("{number} × `{type_name}`")).collect();
    if !unsupported.is_empty() {
        parts.push(format!("not supported: {}", unsupported.join(", ")));
    }
    if parts.is_empty() { "nothing: every line has its usage and its price".to_owned() } else { parts.join("; ") }
}

fn prices(comparison: &Comparison) -> String {
    let used = &comparison.prices;
    let (Some(oldest), Some(newest)) = (&used.oldest_as_of, &used.newest_as_of) else {
        return "no price of the book was used".to_owned();
    };
    let days = if oldest == newest { format!("of {newest}") } else { format!("of {oldest} to {newest}") };
    let mut text = format!("list prices {days}, before taxes, commitments and credits");
    if used.stale_components > 0 {
        text.push_str(&format!(
            "; {} of {} are older than {PRICES_STALE_AFTER_DAYS} days: `cloudtrim prices refresh` renews them",
            used.stale_components, used.components
        ));
    }
    if !used.adjustments.is_empty() {
        text.push_str(&format!("; {} applied", count(used.adjustments.len(), "adjustment of the author")));
    }
    text
}
