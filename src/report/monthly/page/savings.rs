//! What could be saved: by family and owner, and the weeks behind each advised schedule.

use super::table::Table;
use super::words::{brief, capital};
use super::{Block, FigureBlock, Section, commitments, missing};
use crate::model::monthly::{FamilySavings, HourOfWeekProfile, MonthlyReport, OwnerWaste, Part};
use crate::report::RenderError;
use crate::report::money::{at_least, money, share};
use crate::report::monthly::chart::{Ink, Joined, Row, heat_map, rows};
use crate::report::text::{count, number, one_line};

pub(super) fn section(report: &MonthlyReport) -> Result<Section, RenderError> {
    let mut blocks = Vec::new();
    blocks.extend(families(report)?.map(|figure| Block::Figures(vec![figure])));
    if !report.owners.is_empty() {
        blocks.push(Block::Table(owners(&report.owners)));
    }
    blocks.extend(missing(report, Part::Owners));
    blocks.extend(commitments::blocks(report));
    blocks.extend(profiles(&report.profiles)?);
    blocks.extend(missing(report, Part::Profiles));
    let mut section = Section::new("savings", "What could be saved", blocks);
    section.lead = Some(lead(report));
    Ok(section)
}

fn lead(report: &MonthlyReport) -> String {
    let totals = &report.totals;
    let net = at_least(totals.net_savings_monthly_usd, totals.savings_at_least);
    let share = share(totals.net_savings_monthly_usd, totals.list_cost_monthly_usd)
        .map_or_else(String::new, |share| format!(", {share} of the list cost of what was priced"));
    let overlap = if totals.overlap_monthly_usd.is_zero() {
        String::new()
    } else {
        let (gross, overlap) = (money(totals.gross_savings_monthly_usd), money(totals.overlap_monthly_usd));
        format!(" Each on its own they sum to {gross}; {overlap} of it would be counted twice and is left out.")
    };
    one_line(&capital(&format!("{net} a month{share}. Each resource counts once.{overlap}")))
}

fn families(report: &MonthlyReport) -> Result<Option<FigureBlock>, RenderError> {
    let savings = &report.savings_by_family;
    if savings.families.is_empty() {
        return Ok(None);
    }
    let bar = |one: &FamilySavings| Row {
        name: one.family.clone(),
        from: 0.0,
        to: one.monthly_savings_usd.to_f64(),
        ink: Ink::Series(0),
        value: brief(one.monthly_savings_usd),
    };
    let bars: Vec<_> = savings.families.iter().map(bar).collect();
    let description = savings.families.first().map_or_else(String::new, |one| {
        format!("The most can be saved on {}: {} a month.", one.family, money(one.monthly_savings_usd))
    });
    let row = |one: &FamilySavings| {
        vec![one.family.clone(), one.findings.to_string(), money(one.monthly_savings_usd), some(one.unknown)]
    };
    let net = at_least(savings.net_savings_monthly_usd, savings.at_least);
    let mut lines: Vec<_> = savings.families.iter().map(row).collect();
    if !savings.overlap_monthly_usd.is_zero() {
        let overlap = money(-savings.overlap_monthly_usd);
        lines.push(vec!["overlap".to_owned(), String::new(), overlap, String::new()]);
    }
    let table = Table::new("Savings a month by family")
        .text("Family")
        .number("Findings")
        .number("Saves a month")
        .aside_number("Saving unknown")
        .filled(lines)
        .total(vec!["Net".to_owned(), String::new(), net, String::new()]);
    let figure = rows("families", "Savings a month by family", description, &bars, Joined::Apart)?;
    Ok(Some(FigureBlock { figure, table: Some(table) }))
}

/// Nothing for none.
fn some(number: usize) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

fn owners(all: &[OwnerWaste]) -> Table {
    let row = |one: &OwnerWaste| {
        vec![
            one.owner.clone().unwrap_or_else(|| "no owner named".to_owned()),
            one.tag_key.clone().unwrap_or_default(),
            one.findings.to_string(),
            money(one.monthly_savings_usd),
            some(one.unknown),
        ]
    };
    let (shown, rest) = all.split_at(all.len().min(OWNERS_SHOWN));
    let rest = (!rest.is_empty()).then(|| {
        vec![
            format!("{} more", count(rest.len(), "owner")),
            String::new(),
            rest.iter().map(|one| one.findings).sum::<usize>().to_string(),
            money(rest.iter().map(|one| one.monthly_savings_usd).sum()),
            some(rest.iter().map(|one| one.unknown).sum()),
        ]
    });
    Table::new("Whose resources they are")
        .text("Owner")
        .aside("Named by tag")
        .number("Findings")
        .number("Could save a month")
        .aside_number("Saving unknown")
        .filled(shown.iter().map(row).chain(rest))
}

const OWNERS_SHOWN: usize = 15;
/// Weeks that are drawn; the rest is named.
const PROFILES_SHOWN: usize = 12;

fn profiles(all: &[HourOfWeekProfile]) -> Result<Vec<Block>, RenderError> {
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let figures = all.iter().take(PROFILES_SHOWN).enumerate().map(|(at, one)| profile(at, one));
    let mut blocks =
        vec![Block::Heading("Schedules advised".to_owned()), Block::Figures(figures.collect::<Result<_, _>>()?)];
    let rest: Vec<_> =
        all.iter().skip(PROFILES_SHOWN).map(|one| one_line(&format!("{}: {}", name(one), one.plan))).collect();
    if !rest.is_empty() {
        blocks.push(Block::Paragraph(format!("{} more, without a drawing:", count(rest.len(), "schedule"))));
        blocks.push(Block::List(rest));
    }
    Ok(blocks)
}

fn name(one: &HourOfWeekProfile) -> &str {
    one.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&one.resource_id)
}

/// Percent as it is; of another unit, the share of its highest hour.
fn shades(one: &HourOfWeekProfile) -> Vec<Option<f64>> {
    let highest = one.hour_of_week.iter().flatten().copied().fold(0.0, f64::max);
    let whole =
        if matches!(one.unit.as_str(), "%" | "Percent" | "percent") || highest <= 0.0 { 100.0 } else { highest };
    one.hour_of_week.iter().map(|value| value.map(|value| value / whole * 100.0)).collect()
}

fn profile(at: usize, one: &HourOfWeekProfile) -> Result<FigureBlock, RenderError> {
    let title = one_line(&format!("{}: {}", name(one), one.plan));
    let on = one.runs.iter().filter(|runs| **runs).count();
    let busiest = one.hour_of_week.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    let busiest =
        if busiest.is_finite() { format!("; at most {} {}", number(busiest), one.unit) } else { String::new() };
    let description = one_line(&format!(
        "The highest point of {} in each hour of the week, {}{busiest}. Runs in {on} of 168 hours, underlined.",
        one.metric, one.time_zone
    ));
    let figure = heat_map(&format!("week-{at}"), &title, description, &shades(one), &one.runs)?;
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let mut table = Table::new(format!("Highest {} of {}, {} by hour of the day", one.metric, name(one), one.unit))
        .text(format!("Hour, {}", one.time_zone));
    for day in days {
        table = table.number(day.get(..3).unwrap_or(day));
    }
    let rows = (0..24_usize).map(|hour| {
        let cells = (0..7_usize).map(|day| {
            let value = one.hour_of_week.get(day * 24 + hour).copied().flatten();
            value.map_or_else(String::new, number)
        });
        std::iter::once(format!("{hour:02}:00")).chain(cells).collect()
    });
    let mut table = table.filled(rows);
    table.sortable = false;
    Ok(FigureBlock { figure, table: Some(table) })
}
