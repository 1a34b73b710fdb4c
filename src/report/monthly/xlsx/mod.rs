//! A workbook to pivot: summary, recommendations, cost by month, gaps.

mod sheet;

use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sheet::{Cell, Formats, table};

use crate::model::analysis::Recommendation;
use crate::model::monthly::{Dimension, MonthlyReport, ReportedRecommendation};
use crate::report::change::change;
use crate::report::csv::fact;
use crate::report::standing::Standings;
use crate::units::Usd;

/// The same report gives the same bytes: the workbook is as old as the report.
pub(super) fn xlsx(report: &MonthlyReport) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new().set_title(format!("AWS costs {}", report.month)).set_author("cloudtrim");
    if let Ok(created) = ExcelDateTime::from_timestamp(report.as_of.timestamp()) {
        properties = properties.set_creation_datetime(&created);
    }
    workbook.set_properties(&properties);
    let formats = Formats::new();
    summary(&mut workbook, report, &formats)?;
    recommendations(&mut workbook, report, &formats)?;
    cost_by_month(&mut workbook, report, &formats)?;
    gaps(&mut workbook, report, &formats)?;
    workbook.save_to_buffer()
}

fn summary(workbook: &mut Workbook, report: &MonthlyReport, formats: &Formats) -> Result<(), XlsxError> {
    let headline = &report.headline;
    let mut rows = vec![
        figure("Month", Cell::Month(report.month.first_day()), ""),
        figure("Read", Cell::Day(Some(report.as_of.date_naive())), "UTC"),
        figure("Newest list price", report.prices_as_of.as_ref().map_or(Cell::Empty, Cell::text), ""),
        figure("Billed", Cell::Money(headline.billed_cost_usd), "USD"),
        figure("Billed last month", Cell::Money(headline.last_month_billed_cost_usd), "USD"),
        figure("Change", Cell::Money(headline.change_usd), "USD"),
        figure("Change", Cell::Percent(headline.change_percent), "%"),
        figure("Billed in the same month last year", Cell::Money(headline.same_month_last_year_billed_cost_usd), "USD"),
    ];
    let at_least = |flag: bool| if flag { "USD a month, at least" } else { "USD a month" };
    let totals = &report.totals;
    let money = |amount: Usd| Cell::Money(Some(amount));
    rows.extend([
        figure("List cost", money(totals.list_cost_monthly_usd), at_least(totals.list_cost_at_least)),
        figure("Gross savings", money(totals.gross_savings_monthly_usd), "USD a month, each on its own"),
        figure("Overlap", money(totals.overlap_monthly_usd), "USD a month, would be counted twice"),
        figure("Net savings", money(totals.net_savings_monthly_usd), at_least(totals.savings_at_least)),
        figure("Confirmed savings", Cell::Money(headline.confirmed_savings_monthly_usd), "USD a month, on the bill"),
        figure("Cost of waiting so far", Cell::Money(headline.cost_of_delay_usd), "USD"),
        figure("Gaps", Cell::count(report.gaps.len()), "see the sheet"),
    ]);
    let sentences = headline.sentences.iter().chain(&report.how_totals).chain(&report.warnings);
    rows.extend(sentences.map(|one| vec![Cell::Empty, Cell::Empty, Cell::text(one)]));
    table(workbook, "Summary", formats, &[("What", 36.0), ("Value", 18.0), ("Unit or note", 90.0)], rows)
}

fn figure(name: &str, value: Cell, unit: &str) -> Vec<Cell> {
    vec![Cell::text(name), value, Cell::text(unit)]
}

const RECOMMENDATION_COLUMNS: [(&str, f64); 26] = [
    ("Saves a month, USD", 13.0),
    ("Saves a month, low", 13.0),
    ("Saves a month, high", 13.0),
    ("Standing", 12.0),
    ("Service", 14.0),
    ("Resource", 34.0),
    ("Name", 26.0),
    ("Account", 15.0),
    ("Region", 14.0),
    ("Finding", 30.0),
    ("Action", 14.0),
    ("Effort", 10.0),
    ("Severity", 10.0),
    ("Change", 40.0),
    ("List cost now, USD", 13.0),
    ("List cost after, USD", 13.0),
    ("Once, USD", 11.0),
    ("State", 12.0),
    ("First seen", 12.0),
    ("Days open", 9.0),
    ("Cost of waiting, USD", 13.0),
    ("Evidence", 70.0),
    ("Caveats", 60.0),
    ("Undo", 40.0),
    ("Tags", 40.0),
    ("Id", 20.0),
];

fn recommendations(workbook: &mut Workbook, report: &MonthlyReport, formats: &Formats) -> Result<(), XlsxError> {
    let all: Vec<&Recommendation> = report.recommendations.iter().map(|one| &one.recommendation).collect();
    let standings = Standings::among(all, Usd::ZERO);
    let rows = report.recommendations.iter().map(|one| recommendation(one, &standings));
    table(workbook, "Recommendations", formats, &RECOMMENDATION_COLUMNS, rows)
}

fn recommendation(reported: &ReportedRecommendation, standings: &Standings<'_>) -> Vec<Cell> {
    let one = &reported.recommendation;
    let life = reported.life.as_ref();
    let joined = |parts: Vec<String>| Cell::text(parts.join("; "));
    vec![
        Cell::Money(one.monthly_savings_usd),
        Cell::Money(one.savings_range.map(|range| range.low)),
        Cell::Money(one.savings_range.map(|range| range.high)),
        Cell::text(standings.of(one).name()),
        Cell::text(one.resource_kind.service()),
        Cell::text(&one.resource_id),
        Cell::text(one.name.as_deref().unwrap_or_default()),
        Cell::text(one.account.as_str()),
        Cell::text(one.region.as_str()),
        Cell::text(&one.rule),
        Cell::text(one.action.name()),
        Cell::text(one.effort.name()),
        Cell::text(one.severity.name()),
        Cell::text(change(one)),
        Cell::Money(Some(one.before.list_cost_monthly_usd)),
        Cell::Money(one.after.as_ref().map(|after| after.list_cost_monthly_usd)),
        Cell::Money(one.one_off_cost_usd),
        life.map_or(Cell::Empty, |life| Cell::text(life.state.name())),
        Cell::Day(life.map(|life| life.first_seen.date_naive())),
        life.map_or(Cell::Empty, |life| Cell::Number(life.age_days as f64)),
        Cell::Money(life.and_then(|life| life.cost_of_delay_usd)),
        joined(one.evidence.iter().map(fact).collect()),
        joined(one.caveats.clone()),
        Cell::text(&one.restore),
        joined(one.tags.iter().map(|(key, value)| format!("{key}={value}")).collect()),
        Cell::text(&one.id),
    ]
}

const COST_COLUMNS: [(&str, f64); 8] = [
    ("Month", 10.0),
    ("Year", 8.0),
    ("By", 12.0),
    ("Key", 46.0),
    ("Billed, USD", 14.0),
    ("Effective, USD", 14.0),
    ("Estimated", 11.0),
    ("Untagged", 11.0),
];

/// One line a month and service; this month and the two it is compared with also by account, region and tag. `By` keeps
/// the cuts apart: each of them sums to the bill.
fn cost_by_month(workbook: &mut Workbook, report: &MonthlyReport, formats: &Formats) -> Result<(), XlsxError> {
    let by_service = report.months.iter().flat_map(|month| {
        month.services.iter().map(move |service| {
            vec![
                Cell::Month(month.month.first_day()),
                Cell::Number(f64::from(month.month.year())),
                Cell::text("service"),
                Cell::text(&service.service_name),
                Cell::Money(Some(service.billed_cost_usd)),
                Cell::Money(service.effective_cost_usd),
                Cell::Flag(month.estimated),
                Cell::Flag(false),
            ]
        })
    });
    table(workbook, "Cost by month", formats, &COST_COLUMNS, by_service.chain(other_cuts(report)))
}

fn other_cuts(report: &MonthlyReport) -> Vec<Vec<Cell>> {
    let month = report.month;
    let mut rows = Vec::new();
    for comparison in report.comparisons.iter().filter(|one| one.by != Dimension::Service) {
        for line in &comparison.lines {
            let amounts = [
                (month.same_month_last_year(), line.same_month_last_year_usd),
                (month.previous(), line.last_month_usd),
                (month, line.this_month_usd),
            ];
            for (month, amount) in amounts.into_iter().filter(|(_, amount)| amount.is_some()) {
                let first = month.first_day();
                let estimated = report.months.iter().any(|one| one.month == month && one.estimated);
                let untagged = line.key.is_none() && matches!(comparison.by, Dimension::Tag { .. });
                rows.push(vec![
                    Cell::Month(first),
                    Cell::Number(f64::from(first.year())),
                    Cell::text(comparison.by.to_string()),
                    line.key.as_ref().map_or(Cell::Empty, Cell::text),
                    Cell::Money(amount),
                    Cell::Empty,
                    Cell::Flag(estimated),
                    Cell::Flag(untagged),
                ]);
            }
        }
    }
    rows
}

const GAP_COLUMNS: [(&str, f64); 8] = [
    ("Reason", 18.0),
    ("Service", 20.0),
    ("Account", 15.0),
    ("Region", 14.0),
    ("Operation", 26.0),
    ("Finding", 32.0),
    ("Resource", 34.0),
    ("Detail", 90.0),
];

/// Gaps of the analysis, parts of the report that are missing, and stored analyses that could not be read.
fn gaps(workbook: &mut Workbook, report: &MonthlyReport, formats: &Formats) -> Result<(), XlsxError> {
    let some = |text: Option<&str>| text.map_or(Cell::Empty, Cell::text);
    let gaps = report.gaps.iter().map(|gap| {
        vec![
            Cell::text(gap.reason.name()),
            Cell::text(&gap.service),
            some(gap.account.as_ref().map(crate::model::ids::AccountId::as_str)),
            some(gap.region.as_ref().map(crate::model::ids::Region::as_str)),
            some(gap.operation.as_deref()),
            some(gap.rule.as_deref()),
            some(gap.resource_id.as_deref()),
            Cell::text(&gap.detail),
        ]
    });
    let note = |reason: &str, detail: String| {
        let mut row = vec![Cell::text(reason), Cell::text("report")];
        row.resize(GAP_COLUMNS.len() - 1, Cell::Empty);
        row.push(Cell::text(detail));
        row
    };
    let missing = report.missing.iter().map(|one| note("missing-part", format!("{} {}", one.reason, one.hint)));
    let skipped = report.skipped.iter().map(|one| note("skipped-entry", format!("{}: {}", one.name, one.reason)));
    table(workbook, "Gaps", formats, &GAP_COLUMNS, gaps.chain(missing).chain(skipped))
}
