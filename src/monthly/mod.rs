//! The bill, an analysis and the history → a [`MonthlyReport`]. Pure: everything is an argument.
//!
//! This module reads no file and asks no clock; it makes no savings, it adds up those of the analysis.
//! Start with [`monthly_report`], then `bill` and `days`, which every part reads.

mod allocation;
mod anomalies;
mod aws_budgets;
mod bill;
mod budgets;
mod comparisons;
mod days;
mod effects;
mod families;
mod findings;
mod forecast;
mod missing;
mod month_to_date;
mod months;
mod movers;
mod reading;
mod scope;
mod sentences;
pub mod settings;
mod statistics;
mod trend;
mod unit_costs;
mod waterfall;
mod weekday;
mod words;

use chrono::{DateTime, NaiveDate, Utc};

use self::bill::Bill;
use self::days::Days;
use self::missing::{Missing, READ_MORE, STORE};
use self::reading::Reading;
use self::settings::ReportSettings;
use crate::model::analysis::Analysis;
use crate::model::history::History;
use crate::model::monthly::{
    Anomaly, BudgetStatus, Comparison, Dimension, MonthState, MonthlyReport, Mover, Part, REPORT_SCHEMA, Waterfall,
};
use crate::model::spend::Spend;
use crate::units::month::Month;

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    pub month: Month,
    /// The newest of the month, or the newest there is.
    pub analysis: &'a Analysis,
    /// The bill that was read with the analysis; without it the months by service that the analysis holds.
    pub spend: Option<&'a Spend>,
    /// Of the same accounts: lives, what was realized, and what its analyses read of the bill, which tells months that
    /// `spend` does not hold and closes those that it saw open.
    pub history: Option<&'a History>,
    pub settings: &'a ReportSettings,
    /// Bills that were read after this moment are not looked at: the same report comes out later again.
    pub until: DateTime<Utc>,
}

/// What was billed and what changed, before findings.
struct Spending<'a> {
    readings: &'a [Reading<'a>],
    bill: Bill<'a>,
    days: Days<'a>,
    /// The newest reading's, or the analysis's without one.
    as_of: DateTime<Utc>,
}

/// The report of one month. Whatever the inputs do not tell is named in [`MonthlyReport::missing`].
pub fn monthly_report(inputs: &Inputs<'_>) -> MonthlyReport {
    let readings = reading::readings(inputs);
    let newest = readings.first().map_or(inputs.month, |reading| Month::of(reading.as_of.date_naive()));
    let bill = Bill::of(&readings, inputs.month.max(newest));
    let as_of = bill.as_of.unwrap_or(inputs.analysis.as_of);
    let days = Days::of(&readings, inputs.month.max(newest));
    let spending = Spending { readings: &readings, bill, days, as_of };
    let mut missing = Missing::default();
    let mut report = assembled(inputs, &spending, &mut missing);
    report.headline = sentences::headline(&report, inputs.history);
    report.how_totals = sentences::how_totals(&report);
    report.missing = missing.into_parts();
    report
}

fn assembled(inputs: &Inputs<'_>, spending: &Spending<'_>, missing: &mut Missing) -> MonthlyReport {
    let Inputs { month, analysis, history, settings, .. } = *inputs;
    let Spending { bill, days, readings, as_of } = spending;
    let today: NaiveDate = as_of.date_naive();
    let comparisons = compared(bill, month, missing);
    let forecast = forecast::forecast(bill, readings);
    if let Some(reason) = &forecast.own_missing {
        missing.add(Part::Forecast, reason, STORE);
    }
    if history.is_none() {
        for part in [Part::Lives, Part::Realized, Part::WasteTrend] {
            missing.add(part, "There is no history to tell it from.", STORE);
        }
    }
    let realized = history.map(|history| findings::realized(history, month));
    MonthlyReport {
        schema: REPORT_SCHEMA.to_owned(),
        month,
        as_of: *as_of,
        month_state: bill.state(month),
        accounts: analysis.accounts.clone(),
        regions: analysis.regions.clone(),
        prices_as_of: analysis.prices_as_of.clone(),
        oldest_price_as_of: analysis.oldest_price_as_of.clone(),
        headline: sentences::no_headline(),
        months: months::totals(bill, month),
        movers: moved(inputs, bill, &comparisons, missing),
        waterfall: fallen(bill, month, &comparisons, missing),
        comparisons,
        month_to_date: month_to_date::month_to_date(bill, days, today, missing),
        forecast,
        anomalies: anomalous(days, month, settings, missing),
        new_services: anomalies::new_services(days, month),
        budgets: budgeted(inputs, spending, missing),
        allocation: allocation::allocation(bill, month, &settings.allocation_tags, missing),
        owners: families::owners(analysis, &settings.owner_tags),
        unit_costs: unit_costs::unit_costs(bill, month, &settings.unit_counts, missing),
        totals: analysis.totals.clone(),
        commitments: analysis.commitments.clone(),
        savings_by_family: families::savings(analysis),
        recommendations: findings::recommendations(analysis, history),
        coverage: analysis.coverage.clone(),
        suppressed: analysis.suppressed.clone(),
        exempted: analysis.exempted.clone(),
        states: history.map_or_else(Vec::new, findings::states),
        lives: history.map_or_else(Vec::new, |history| findings::lives(history, month)),
        realized_total: realized.as_deref().map(findings::realized_total),
        realized: realized.unwrap_or_default(),
        waste_trend: history.map_or_else(Vec::new, |history| findings::waste_trend(history, analysis)),
        profiles: findings::profiles(analysis),
        gaps: analysis.gaps.clone(),
        missing: Vec::new(),
        skipped: history.map_or_else(Vec::new, |history| history.skipped.clone()),
        warnings: analysis
            .warnings
            .iter()
            .chain(history.into_iter().flat_map(|history| &history.warnings))
            .cloned()
            .collect(),
        overrides: analysis.overrides.clone(),
        how_totals: Vec::new(),
    }
}

fn compared(bill: &Bill<'_>, month: Month, missing: &mut Missing) -> Vec<Comparison> {
    let comparisons = comparisons::comparisons(bill, month);
    if bill.state(month) == MonthState::NotRead {
        let reason = format!("No bill of {month} was read.");
        missing.add(Part::Months, reason, "collect with Cost Explorer enabled and allowed");
        return comparisons;
    }
    for (by, other) in [(month.previous(), "last month"), (month.same_month_last_year(), "the same month last year")] {
        if bill.total(by).is_none() {
            let reason = format!("{by}, {other}, was not read.");
            missing.add(Part::Comparisons, reason, STORE);
        }
    }
    let read = |by: &Dimension| comparisons.iter().any(|comparison| comparison.by == *by);
    let unread: Vec<String> =
        [Dimension::Account, Dimension::Region].iter().filter(|by| !read(by)).map(ToString::to_string).collect();
    if !unread.is_empty() {
        let reason = format!("{month} was not read by {}.", words::listed(&unread));
        missing.add(Part::Comparisons, reason, READ_MORE);
    }
    comparisons
}

/// Why an open month or one without a month before it has no changes.
fn unchanged(bill: &Bill<'_>, month: Month) -> Option<String> {
    match bill.state(month) {
        MonthState::Open => Some(format!("{month} is not over: a part of a month is not compared with a whole one.")),
        MonthState::NotRead => Some(format!("No bill of {month} was read.")),
        _ if bill.total(month.previous()).is_none() => Some(format!("{}, last month, was not read.", month.previous())),
        _ => None,
    }
}

fn moved(inputs: &Inputs<'_>, bill: &Bill<'_>, comparisons: &[Comparison], missing: &mut Missing) -> Vec<Mover> {
    if let Some(reason) = unchanged(bill, inputs.month) {
        missing.add(Part::Movers, reason, "");
        return Vec::new();
    }
    let by_usage_type = crate::model::spend::CutName::UsageType;
    if [inputs.month, inputs.month.previous()].iter().any(|month| bill.rows(&by_usage_type, *month).is_none()) {
        let reason = "Changes are not explained by rate and usage: the bill was not read by usage type in both months.";
        missing.add(Part::Movers, reason, READ_MORE);
    }
    movers::movers(inputs, bill, comparisons)
}

fn fallen(bill: &Bill<'_>, month: Month, comparisons: &[Comparison], missing: &mut Missing) -> Option<Waterfall> {
    if let Some(reason) = unchanged(bill, month) {
        missing.add(Part::Waterfall, reason, "");
    }
    waterfall::waterfall(comparisons, month)
}

fn anomalous(days: &Days<'_>, month: Month, settings: &ReportSettings, missing: &mut Missing) -> Vec<Anomaly> {
    if !anomalies::is_judged(days, month, &settings.anomalies) {
        let weeks = settings.anomalies.min_weeks;
        let reason =
            format!("Days are compared with the same weekday of {weeks} weeks before at least; they were not read.");
        missing.add(Part::Anomalies, reason, READ_MORE);
    }
    anomalies::anomalies(days, month, &settings.anomalies)
}

/// Those of the configuration in its order, then those of AWS.
fn budgeted(inputs: &Inputs<'_>, spending: &Spending<'_>, missing: &mut Missing) -> Vec<BudgetStatus> {
    let Spending { bill, days, readings, .. } = spending;
    let own = &inputs.settings.budgets;
    let mut budgets: Vec<BudgetStatus> =
        own.iter().map(|budget| budgets::status(budget, inputs.month, bill, days, missing)).collect();
    budgets.extend(aws_budgets::statuses(readings, inputs.month, bill, days, missing));
    budgets
}
