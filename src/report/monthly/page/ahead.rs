//! Where it is heading: the month so far, forecasts, budgets.

use super::table::Table;
use super::words::{self, brief, change, day, known, short_month};
use super::{Block, FigureBlock, Folded, Section, missing};
use crate::model::monthly::{
    AlertOn, AlertState, BudgetAlert, BudgetSource, BudgetState, BudgetStatus, MonthlyReport, Part,
};
use crate::report::RenderError;
use crate::report::money::money;
use crate::report::monthly::chart::{Band, Ink, Line, LineChart};
use crate::report::text::{count, listed, one_line};
use crate::units::month::Month;

pub(super) fn section(report: &MonthlyReport) -> Result<Section, RenderError> {
    let mut blocks = Vec::new();
    let mut figures: Vec<FigureBlock> = forecast(report)?.into_iter().collect();
    for (at, budget) in report.budgets.iter().enumerate().take(BURN_DOWNS_SHOWN) {
        figures.extend(burn_down(at, budget)?);
    }
    if !figures.is_empty() {
        blocks.push(Block::Figures(figures));
    }
    blocks.extend(month_to_date(report).map(Block::Paragraph));
    blocks.extend(missing(report, Part::MonthToDate));
    blocks.extend(forecasts_in_words(report).into_iter().map(Block::Paragraph));
    blocks.extend(missing(report, Part::Forecast));
    if !report.budgets.is_empty() {
        blocks.push(Block::Heading("Budgets".to_owned()));
        blocks.push(Block::Table(budgets(&report.budgets)));
        let sentences = report.budgets.iter().map(|one| one_line(&one.sentence)).collect();
        blocks.push(Block::Folded(Folded {
            summary: "Budgets in words".to_owned(),
            blocks: vec![Block::List(sentences)],
        }));
    }
    blocks.extend(missing(report, Part::Budgets));
    Ok(Section::new("ahead", "Where it is heading", blocks))
}

/// More budgets have their line in the table alone.
const BURN_DOWNS_SHOWN: usize = 3;

fn forecast(report: &MonthlyReport) -> Result<Option<FigureBlock>, RenderError> {
    let Some(own) = report.forecast.own.as_ref().filter(|own| !own.points.is_empty()) else { return Ok(None) };
    let known: Vec<(Month, f64)> = report
        .months
        .iter()
        .filter(|one| own.trained_on.contains(&one.month))
        .map(|one| (one.month, one.billed_cost_usd.to_f64()))
        .collect();
    let labels: Vec<Month> =
        known.iter().map(|(month, _)| *month).chain(own.points.iter().map(|one| one.month)).collect();
    let point = |month: &Month| own.points.iter().find(|one| one.month == *month);
    let billed = |month: &Month| known.iter().find(|(one, _)| one == month).map(|(_, amount)| *amount);
    // The estimate starts where the bill ends.
    let last = known.last().copied();
    let joint = |month: &Month| last.filter(|(one, _)| one == month).map(|(_, amount)| amount);
    let lines = LineChart {
        labels: labels.iter().map(|month| short_month(*month)).collect(),
        lines: vec![
            Line { name: "billed".to_owned(), ink: Ink::Level, amounts: labels.iter().map(billed).collect() },
            Line {
                name: "forecast".to_owned(),
                ink: Ink::Estimate,
                amounts: labels
                    .iter()
                    .map(|month| point(month).map(|one| one.mean_usd.to_f64()).or_else(|| joint(month)))
                    .collect(),
            },
        ],
        band: Some(Band {
            name: format!("{:.0} % interval", own.level_percent),
            low_high: labels
                .iter()
                .map(|month| {
                    let interval = point(month).map(|one| (one.low_usd.to_f64(), one.high_usd.to_f64()));
                    interval.or_else(|| joint(month).map(|amount| (amount, amount)))
                })
                .collect(),
        }),
    };
    let description = own.points.first().map_or_else(String::new, |one| {
        format!(
            "{} is expected to cost {}, between {} and {}.",
            one.month.in_words(),
            money(one.mean_usd),
            money(one.low_usd),
            money(one.high_usd)
        )
    });
    let rows = own
        .points
        .iter()
        .map(|one| vec![one.month.in_words(), money(one.mean_usd), money(one.low_usd), money(one.high_usd)]);
    let mut table =
        Table::new("Forecast from history").text("Month").number("Expected").number("Low").number("High").filled(rows);
    table.sortable = false;
    let figure = lines.figure("forecast", "Billed, and what to expect", description)?;
    Ok(Some(FigureBlock { figure, table: Some(table) }))
}

fn burn_down(at: usize, budget: &BudgetStatus) -> Result<Option<FigureBlock>, RenderError> {
    if budget.burn_down.is_empty() {
        return Ok(None);
    }
    let days = &budget.burn_down;
    let last_billed = days.iter().rposition(|one| one.cumulative_usd.is_some());
    let expected = |position: usize| {
        let one = days.get(position)?;
        let joint = (Some(position) == last_billed).then_some(one.cumulative_usd).flatten();
        one.projected_usd.or(joint).map(crate::units::Usd::to_f64)
    };
    let line = |name: &str, ink, amounts| Line { name: name.to_owned(), ink, amounts };
    let mut lines = vec![
        line("even plan", Ink::Plan, days.iter().map(|one| Some(one.plan_usd.to_f64())).collect()),
        line("billed", Ink::Level, days.iter().map(|one| one.cumulative_usd.map(crate::units::Usd::to_f64)).collect()),
    ];
    if days.iter().any(|one| one.projected_usd.is_some()) {
        lines.push(line("expected", Ink::Estimate, (0..days.len()).map(expected).collect()));
    }
    let labels = days.iter().map(|one| day(one.day)).collect();
    let title =
        one_line(&format!("Budget {}: {} of {}", budget.name, known(budget.spent_usd), money(budget.limit_usd)));
    let chart = LineChart { labels, lines, band: None };
    let figure = chart.figure(&format!("budget-{at}"), &title, one_line(&budget.sentence))?;
    let rows = days.iter().map(|one| {
        vec![
            day(one.day),
            one.cumulative_usd.map_or_else(String::new, money),
            one.projected_usd.map_or_else(String::new, money),
            money(one.plan_usd),
        ]
    });
    let mut table = Table::new(title).text("Day").number("Billed").number("Expected").number("Even plan").filled(rows);
    table.sortable = false;
    Ok(Some(FigureBlock { figure, table: Some(table) }))
}

fn month_to_date(report: &MonthlyReport) -> Option<String> {
    let one = report.month_to_date.as_ref()?;
    let month = one.month.in_words();
    let mut text = format!("{month}: {} billed through {}", money(one.billed_cost_usd), day(one.through));
    if let (Some(before), Some(amount)) = (one.same_days_last_month_usd, one.change_usd) {
        let change = change(amount, one.change_percent);
        text.push_str(&format!(", {change} against {} in the same days of the month before", money(before)));
    }
    text.push('.');
    if let Some(projected) = &one.projected {
        text.push_str(&format!(
            " The whole month is projected to cost {}, between {} and {} with {:.0} % confidence ({}; {}).",
            money(projected.mean_usd),
            money(projected.low_usd),
            money(projected.high_usd),
            projected.level_percent,
            projected.method,
            projected.source
        ));
    }
    Some(one_line(&text))
}

fn forecasts_in_words(report: &MonthlyReport) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(one) = &report.forecast.cost_explorer {
        let interval = match (one.low_billed_cost_usd, one.high_billed_cost_usd) {
            (Some(low), Some(high)) => format!(", between {} and {}", money(low), money(high)),
            _ => String::new(),
        };
        let (start, end) = (one.start, one.end);
        all.push(format!(
            "Cost Explorer forecasts {}{interval} from {start} until {end}.",
            money(one.mean_billed_cost_usd)
        ));
    }
    if let Some(own) = &report.forecast.own {
        let error = own.mean_absolute_error_usd.map_or_else(String::new, |error| {
            format!(" Tried on past months it was off by {} on average.", brief(error))
        });
        let trained = count(own.trained_on.len(), "closed month");
        let text = format!("The forecast from history: {}, from {trained}; {}.{error}", own.method, own.source);
        all.push(one_line(&text));
    }
    if let Some(why) = &report.forecast.own_missing {
        all.push(one_line(&words::sentence(&format!("No forecast from history: {why}"))));
    }
    all
}

const fn state(state: BudgetState) -> &'static str {
    match state {
        BudgetState::Over => "over",
        BudgetState::ExpectedOver => "expected over",
        BudgetState::Within => "within",
        BudgetState::Unknown => words::NOT_KNOWN,
    }
}

fn alert(one: &BudgetAlert) -> String {
    let on = match one.on {
        AlertOn::Actual => "",
        AlertOn::Forecast => " of forecast",
    };
    let state = match (one.state, one.met_on, one.expected_on) {
        (AlertState::Met, Some(on), _) => format!("met {}", day(on)),
        (AlertState::Met, None, _) => "met".to_owned(),
        (AlertState::Expected, _, Some(on)) => format!("expected {}", day(on)),
        (AlertState::Expected, _, None) => "expected".to_owned(),
        (AlertState::NotMet, ..) => "not met".to_owned(),
        (AlertState::Unknown, ..) => words::NOT_KNOWN.to_owned(),
    };
    format!("{:.0} %{on} {state}", one.percent)
}

fn budgets(all: &[BudgetStatus]) -> Table {
    let row = |one: &BudgetStatus| {
        let source = match one.source {
            BudgetSource::Config => "configuration",
            BudgetSource::AwsBudgets => "AWS Budgets",
        };
        let alerts: Vec<_> = one.alerts.iter().map(alert).collect();
        vec![
            one.name.clone(),
            format!("{} ({source})", one.counts),
            known(one.spent_usd),
            words::percent(one.spent_percent),
            money(one.limit_usd),
            known(one.projected_usd),
            state(one.state).to_owned(),
            listed(&alerts),
        ]
    };
    Table::new("Budgets and their alerts")
        .text("Budget")
        .aside("Counts")
        .number("Spent")
        .aside_number("%")
        .number("Limit")
        .aside_number("Expected")
        .text("State")
        .aside("Alerts")
        .filled(all.iter().map(row))
}
