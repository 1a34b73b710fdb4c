//! How each total comes about, and what was set aside on purpose.

use super::table::Table;
use super::{Block, Section};
use crate::model::monthly::MonthlyReport;
use crate::report::change::noun;
use crate::report::money::{money, savings};
use crate::report::text::one_line;

pub(super) fn section(report: &MonthlyReport) -> Section {
    let mut blocks = Vec::new();
    if !report.how_totals.is_empty() {
        blocks.push(Block::List(report.how_totals.iter().map(|one| one_line(one)).collect()));
    }
    if !report.coverage.is_empty() {
        blocks.push(Block::Table(coverage(report)));
    }
    if !report.suppressed.is_empty() {
        let rows = report.suppressed.iter().map(|one| {
            let finding = &one.recommendation;
            vec![
                finding.name.clone().unwrap_or_else(|| finding.resource_id.clone()),
                finding.rule.clone(),
                savings(finding),
                one.reason.clone(),
                one.owner.clone(),
                one.expires.map_or_else(String::new, |day| day.to_string()),
            ]
        });
        let table = Table::new("Suppressed by the configuration")
            .text("Resource")
            .aside("Finding")
            .number("Saves a month")
            .text("Reason")
            .aside("Owner")
            .aside("Until")
            .filled(rows);
        blocks.push(Block::Table(table));
    }
    if !report.exempted.is_empty() {
        let rows = report.exempted.iter().map(|one| {
            vec![one.resource_id.clone(), noun(one.resource_kind).to_owned(), one.region.to_string(), one.by.clone()]
        });
        let table =
            Table::new("Exempted by tag").text("Resource").aside("Kind").aside("Region").text("Tag").filled(rows);
        blocks.push(Block::Table(table));
    }
    if !report.overrides.is_empty() {
        blocks.push(Block::Heading("Not the defaults".to_owned()));
        blocks.push(Block::List(report.overrides.iter().map(|one| one_line(one)).collect()));
    }
    Section::new("totals", "How the totals come about", blocks)
}

fn coverage(report: &MonthlyReport) -> Table {
    let rows = report.coverage.iter().map(|one| {
        vec![
            noun(one.resource_kind).to_owned(),
            one.resources.to_string(),
            one.priced.to_string(),
            money(one.list_cost_monthly_usd),
            one.flagged.to_string(),
            one.passed.to_string(),
            one.unknown.to_string(),
        ]
    });
    Table::new("What was read, priced and judged")
        .text("Kind")
        .number("Read")
        .aside_number("Priced")
        .number("List cost a month")
        .aside_number("Flagged")
        .aside_number("Passed")
        .number("Unknown")
        .filled(rows)
}
