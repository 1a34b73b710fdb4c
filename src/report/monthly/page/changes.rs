//! What changed since last month, and why, as far as the data tell.

use super::spend::service;
use super::table::Table;
use super::words::{self, cause, day, signed};
use super::{Block, FigureBlock, Folded, Section, missing};
use crate::model::monthly::{Anomaly, Dimension, MonthlyReport, Mover, Part};
use crate::report::RenderError;
use crate::report::money::money;
use crate::report::monthly::chart::{Ink, Joined, Row, axis_money, rows, waterfall_start};
use crate::report::text::{count, number, one_line};
use crate::units::Usd;
use crate::units::month::Month;

pub(super) fn section(report: &MonthlyReport) -> Section {
    let mut blocks: Vec<Block> = Vec::new();
    if report.movers.is_empty() {
        if report.missing.iter().all(|one| one.part != Part::Movers) {
            blocks.push(Block::Paragraph("Nothing moved.".to_owned()));
        }
    } else {
        blocks.push(Block::Table(movers(report)));
        blocks.extend(details(report));
    }
    blocks.extend(missing(report, Part::Movers));
    blocks.extend(missing(report, Part::Waterfall));
    blocks.push(Block::Heading("Unusual days".to_owned()));
    if !report.anomalies.is_empty() {
        blocks.push(Block::Table(anomalies(&report.anomalies)));
    } else if report.missing.iter().all(|one| one.part != Part::Anomalies) {
        blocks.push(Block::Paragraph("None: each day cost what its weekdays before let expect.".to_owned()));
    }
    blocks.extend(missing(report, Part::Anomalies));
    if !report.new_services.is_empty() {
        let rows = report
            .new_services
            .iter()
            .map(|one| vec![service(&one.service_name).to_owned(), day(one.first_day), money(one.billed_cost_usd)]);
        let table = Table::new("New services").text("Service").text("Since").number("Billed in the month");
        blocks.push(Block::Table(table.filled(rows)));
    }
    Section::new("changes", "What changed", blocks)
}

/// From last month's total to this month's.
pub(super) fn waterfall(report: &MonthlyReport) -> Result<Option<FigureBlock>, RenderError> {
    let Some(waterfall) = &report.waterfall else { return Ok(None) };
    let total = |month: Month, amount: Usd| Row {
        name: month.in_words(),
        from: 0.0,
        to: amount.to_f64(),
        ink: Ink::Level,
        value: words::brief(amount),
    };
    let mut bars = vec![total(waterfall.from_month, waterfall.from_usd)];
    let mut level = waterfall.from_usd;
    for step in &waterfall.steps {
        let next = level + step.change_usd;
        bars.push(Row {
            name: service(&step.label).to_owned(),
            from: level.to_f64(),
            to: next.to_f64(),
            ink: if step.change_usd.is_negative() { Ink::Less } else { Ink::More },
            value: words::signed_brief(step.change_usd),
        });
        level = next;
    }
    bars.push(total(waterfall.to_month, waterfall.to_usd));
    let title = format!("From {} to {}", waterfall.from_month.in_words(), waterfall.to_month.in_words());
    let levels: Vec<f64> = bars.iter().map(|bar| bar.to).collect();
    let start = waterfall_start(&levels);
    let cut = if start > 0.0 { format!("; bars start at {}", axis_money(start)) } else { String::new() };
    let description = format!(
        "A waterfall of {} from {} to {}; red adds, green takes away{cut}.",
        count(waterfall.steps.len(), "step"),
        money(waterfall.from_usd),
        money(waterfall.to_usd)
    );
    let figure = rows("waterfall", &format!("{title}{cut}"), description, &bars, Joined::Steps { start })?;
    let lines = waterfall.steps.iter().map(|step| vec![service(&step.label).to_owned(), signed(step.change_usd)]);
    let first = vec![waterfall.from_month.in_words(), money(waterfall.from_usd)];
    let mut table = Table::new(title)
        .text("Step")
        .number("Amount")
        .filled(std::iter::once(first).chain(lines))
        .total(vec![waterfall.to_month.in_words(), money(waterfall.to_usd)]);
    table.sortable = false;
    Ok(Some(FigureBlock { figure, table: Some(table) }))
}

fn what(mover: &Mover) -> String {
    let key = match (&mover.key, &mover.by) {
        (Some(key), Dimension::Service) => service(key).to_owned(),
        (Some(key), _) => key.clone(),
        (None, Dimension::Tag { .. }) => "without it".to_owned(),
        (None, _) => "not named".to_owned(),
    };
    match &mover.by {
        Dimension::Service => key,
        other => format!("{other}: {key}"),
    }
}

fn movers(report: &MonthlyReport) -> Table {
    let row = |mover: &Mover| {
        vec![
            what(mover),
            signed(mover.change_usd),
            money(mover.from_usd),
            money(mover.to_usd),
            cause(mover.cause).to_owned(),
            one_line(&mover.sentence),
        ]
    };
    let mut table = Table::new("What moved most since last month")
        .text("What")
        .number("Change")
        .aside_number(words::short_month(report.month.previous()))
        .aside_number(words::short_month(report.month))
        .aside("Cause")
        .text("Why, as far as the bill tells")
        .filled(report.movers.iter().map(row));
    table.sortable = true;
    table
}

/// Usage types and resources behind the movers.
fn details(report: &MonthlyReport) -> Option<Block> {
    let mut rows = Vec::new();
    for mover in &report.movers {
        for part in &mover.contributions {
            let quantities = match (part.from_quantity, part.to_quantity, &part.unit) {
                (Some(from), Some(to), unit) => {
                    format!("{} → {} {}", number(from), number(to), unit.as_deref().unwrap_or_default())
                }
                _ => String::new(),
            };
            let (change, why) = (signed(part.change_usd), cause(part.cause).to_owned());
            rows.push(vec![what(mover), part.label.clone(), change, why, quantities]);
        }
        for one in &mover.resources {
            let (change, why) = (signed(one.change_usd), cause(one.cause).to_owned());
            let amounts = format!("{} → {}", money(one.from_usd), money(one.to_usd));
            rows.push(vec![what(mover), one.resource_id.clone(), change, why, amounts]);
        }
    }
    if rows.is_empty() {
        return None;
    }
    let summary = format!("What moved within them: {}", count(rows.len(), "line"));
    let table = Table::new("Usage types and resources behind the changes")
        .aside("Of")
        .text("Usage type, service or resource")
        .number("Change")
        .aside("Cause")
        .aside("From, to")
        .filled(rows);
    Some(Block::Folded(Folded { summary, blocks: vec![Block::Table(table)] }))
}

fn anomalies(all: &[Anomaly]) -> Table {
    let row = |one: &Anomaly| {
        let days =
            if one.day == one.last_day { day(one.day) } else { format!("{} to {}", day(one.day), day(one.last_day)) };
        vec![
            days,
            service(&one.service_name).to_owned(),
            signed(one.impact_usd),
            money(one.billed_cost_usd),
            format!("{} ({} to {})", money(one.expected_usd), money(one.low_usd), money(one.high_usd)),
            one_line(&one.sentence),
        ]
    };
    Table::new("Days that cost what their weekdays do not explain")
        .text("Days")
        .text("Service")
        .number("Impact")
        .aside_number("Billed")
        .aside_number("Expected")
        .aside("In words")
        .filled(all.iter().map(row))
}
