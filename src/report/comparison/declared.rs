//! What the author declares beside what the model says, and of which parts that is.

use super::answers::{known, signed};
use super::resources::{name, side};
use super::sections::{Section, words};
use crate::model::comparison::{CHANGE, Comparison, ConfigurationTotal, DeclaredLine};
use crate::report::money::money;
use crate::units::Usd;

/// How many parts of a modelled amount are named.
const PARTS: usize = 4;

/// What the author says beside what the model says.
pub(super) fn section(comparison: &Comparison) -> Section {
    let mut rows = Vec::new();
    for configuration in &comparison.configurations {
        let lines: Vec<_> =
            comparison.declared.iter().filter(|line| line.configuration == configuration.name).collect();
        for line in lines.iter().copied().chain(&sum_of_lines(&lines, configuration)) {
            let modelled = line.modelled_monthly_usd;
            let low = line.low_monthly_usd.unwrap_or(line.monthly_usd);
            let high = line.high_monthly_usd.unwrap_or(line.monthly_usd);
            let apart = modelled.map(|modelled| {
                if modelled < low {
                    modelled - low
                } else if modelled > high {
                    modelled - high
                } else {
                    Usd::ZERO
                }
            });
            let declared = if low < high { format!("{} to {}", money(low), money(high)) } else { money(low) };
            let at_least = if line.modelled_at_least && modelled.is_some() { "≥ " } else { "" };
            let told = match modelled {
                Some(_) if is_change(line) => signed(modelled),
                Some(_) => format!("{at_least}{}", known(modelled)),
                None if line.of.is_empty() => "not modelled".to_owned(),
                None => "unknown".to_owned(),
            };
            let parts = parts(line, comparison).map(|parts| format!("modelled: {parts}"));
            let name: Vec<String> = [Some(line.name.clone()), line.note.clone(), parts].into_iter().flatten().collect();
            rows.push(vec![
                configuration.name.clone(),
                name.join("\n"),
                declared,
                told,
                apart.map_or_else(String::new, |apart| signed(Some(apart))),
            ]);
        }
    }
    rows.extend(declared_change(comparison));
    Section {
        heading: "Declared by the author beside what is modelled".to_owned(),
        header: words(&["In", "Line", "Declared", "Modelled", "Parts by"]),
        numbers: vec![2, 3, 4],
        rows,
    }
}

/// What the author says the change is, where both sides are declared and modelled.
fn declared_change(comparison: &Comparison) -> Option<Vec<String>> {
    let (first, last) = (comparison.configurations.first()?, comparison.configurations.last()?);
    let of = |name: &str| {
        let mut lines =
            comparison.declared.iter().filter(|line| line.configuration == name && is_modelled(line)).peekable();
        lines.peek()?;
        Some(lines.map(|line| line.monthly_usd).sum::<Usd>())
    };
    let declared = of(&last.name)? - of(&first.name)?;
    let modelled = comparison.totals.change_monthly_usd?;
    let differs = first.name != last.name;
    differs.then(|| {
        let apart = signed(Some(modelled - declared));
        vec!["change".to_owned(), String::new(), signed(Some(declared)), signed(Some(modelled)), apart]
    })
}

/// All lines of a configuration, beside all that the model has of it; where there are several, all modelled.
fn sum_of_lines(lines: &[&DeclaredLine], configuration: &ConfigurationTotal) -> Option<DeclaredLine> {
    (lines.len() > 1 && lines.iter().all(|line| is_modelled(line))).then(|| DeclaredLine {
        configuration: configuration.name.clone(),
        name: "all lines".to_owned(),
        monthly_usd: lines.iter().map(|line| line.monthly_usd).sum(),
        low_monthly_usd: Some(lines.iter().map(|line| line.low_monthly_usd.unwrap_or(line.monthly_usd)).sum()),
        high_monthly_usd: Some(lines.iter().map(|line| line.high_monthly_usd.unwrap_or(line.monthly_usd)).sum()),
        of: vec!["all".to_owned()],
        modelled_monthly_usd: configuration.monthly_usd,
        modelled_at_least: configuration.at_least,
        note: None,
    })
}

fn is_change(line: &DeclaredLine) -> bool {
    line.of.iter().any(|of| of == CHANGE)
}

/// Some resources are modelled for it.
fn is_modelled(line: &DeclaredLine) -> bool {
    !line.of.is_empty() && !is_change(line)
}

/// The largest parts of what is modelled: `out $45.00, products $34.46, web $25.18 and 2 more`.
fn parts(line: &DeclaredLine, comparison: &Comparison) -> Option<String> {
    let count = comparison.configurations.len();
    let at = comparison.configurations.iter().position(|one| one.name == line.configuration)?;
    let mut parts: Vec<(String, Usd)> = comparison
        .resources
        .iter()
        .filter_map(|resource| {
            let amount = if is_change(line) {
                resource.change_monthly_usd
            } else if line.of.contains(&resource.address) {
                side(resource, at, count, &line.configuration)?.monthly_usd
            } else {
                None
            }?;
            (!amount.is_zero()).then(|| (name(resource), amount))
        })
        .collect();
    if parts.len() < 2 {
        return None;
    }
    parts.sort_by(|one, other| other.1.to_f64().abs().total_cmp(&one.1.to_f64().abs()));
    let told = |amount: Usd| if is_change(line) { signed(Some(amount)) } else { money(amount) };
    let shown: Vec<String> =
        parts.iter().take(PARTS).map(|(name, amount)| format!("{name} {}", told(*amount))).collect();
    let more = parts.len().saturating_sub(PARTS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(format!("{}{more}", shown.join(", ")))
}
