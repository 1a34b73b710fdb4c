//! What became of earlier findings: states, what was saved, what nobody looked at, and the trend.

use super::table::Table;
use super::words::{self, known, state};
use super::{Block, FigureBlock, Folded, Section, missing};
use crate::model::history::{FindingLife, FindingState, RealizedSaving, SavingVerdict};
use crate::model::monthly::{MonthlyReport, Part, StateTotal};
use crate::report::RenderError;
use crate::report::money::{at_least, money};
use crate::report::monthly::chart::{Ink, Line, LineChart};
use crate::report::text::{count, one_line};
use crate::units::Usd;

pub(super) fn section(report: &MonthlyReport) -> Result<Section, RenderError> {
    let mut blocks = Vec::new();
    if !report.states.is_empty() {
        blocks.push(Block::Table(states(&report.states)));
    }
    blocks.extend(missing(report, Part::Lives));
    blocks.extend(trend(report)?.map(|figure| Block::Figures(vec![figure])));
    blocks.extend(missing(report, Part::WasteTrend));
    if report.realized_total.is_some() || !report.realized.is_empty() {
        blocks.push(Block::Heading("Saved since".to_owned()));
        blocks.extend(realized(report));
    }
    blocks.extend(missing(report, Part::Realized));
    blocks.extend(waiting(&report.lives));
    blocks.extend(of_state(&report.lives, FindingState::Regressed, "Came back after it was resolved"));
    blocks.extend(of_state(
        &report.lives,
        FindingState::OutOfScope,
        "Not looked at this time, so not known to be resolved",
    ));
    Ok(Section::new("followup", "What became of it", blocks))
}

fn states(all: &[StateTotal]) -> Table {
    let row = |one: &StateTotal| {
        let unknown = if one.unknown == 0 { String::new() } else { one.unknown.to_string() };
        vec![state(one.state).to_owned(), one.findings.to_string(), money(one.monthly_savings_usd), unknown]
    };
    let mut table = Table::new("Findings by state")
        .text("State")
        .number("Findings")
        .number("Savings a month")
        .aside_number("Saving unknown")
        .filled(all.iter().map(row))
        .note("Only findings of the best compatible set are added up, each resource once.");
    table.sortable = false;
    table
}

fn trend(report: &MonthlyReport) -> Result<Option<FigureBlock>, RenderError> {
    let points = &report.waste_trend;
    if points.len() < 2 {
        return Ok(None);
    }
    let lines = LineChart {
        labels: points.iter().map(|one| words::day(one.as_of.date_naive())).collect(),
        lines: vec![Line {
            name: "could be saved a month".to_owned(),
            ink: Ink::Series(1),
            amounts: points.iter().map(|one| Some(one.net_savings_monthly_usd.to_f64())).collect(),
        }],
        band: None,
    };
    let description = points.first().zip(points.last()).map_or_else(String::new, |(first, last)| {
        format!(
            "From {} on {} to {} on {}.",
            money(first.net_savings_monthly_usd),
            first.as_of.date_naive(),
            money(last.net_savings_monthly_usd),
            last.as_of.date_naive()
        )
    });
    let rows = points.iter().map(|one| {
        vec![
            one.as_of.date_naive().to_string(),
            at_least(one.net_savings_monthly_usd, one.savings_at_least),
            at_least(one.list_cost_monthly_usd, one.list_cost_at_least),
            one.findings.to_string(),
            one.gaps.to_string(),
        ]
    });
    let mut table = Table::new("Waste by analysis")
        .text("Analysis")
        .number("Could be saved")
        .aside_number("List cost a month")
        .number("Findings")
        .number("Gaps")
        .filled(rows);
    table.sortable = false;
    let figure = lines.figure("trend", "What could be saved, analysis by analysis", description)?;
    Ok(Some(FigureBlock { figure, table: Some(table) }))
}

const fn verdict(verdict: SavingVerdict) -> &'static str {
    match verdict {
        SavingVerdict::Claimed => "claimed, the bill cannot say yet",
        SavingVerdict::Confirmed => "confirmed by the bill",
        SavingVerdict::Unclear => "unclear, the bill does not show it",
    }
}

/// More lines than this are folded away.
const LINES_SHOWN: usize = 12;

fn realized(report: &MonthlyReport) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(total) = &report.realized_total {
        let unknown = match total.unknown {
            0 => String::new(),
            number => format!(" The saving of {} was never known.", count(number, "finding")),
        };
        blocks.push(Block::Paragraph(format!(
            "{} resolved. The estimates said {} a month; the bill shows {} of it, and {} are not confirmed.{unknown}",
            count(total.findings, "finding"),
            money(total.claimed_monthly_usd),
            money(total.confirmed_monthly_usd),
            money(total.unconfirmed_monthly_usd)
        )));
    }
    let heads = |caption: &str| {
        Table::new(caption)
            .text("Resource")
            .aside("Finding")
            .number("Claimed a month")
            .number("Confirmed")
            .aside("Resolved")
            .aside("What the bill says")
    };
    let row = |one: &RealizedSaving| {
        vec![
            named(one.name.as_deref(), &one.resource_id),
            one.rule.clone(),
            known(one.claimed_monthly_usd),
            known(one.confirmed_monthly_usd),
            one.resolved_at.date_naive().to_string(),
            one_line(&format!("{}: {}", verdict(one.verdict), one.reason)),
        ]
    };
    let mut rows: Vec<_> = report.realized.iter().collect();
    rows.sort_by_key(|one| std::cmp::Reverse(one.resolved_at));
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    blocks.extend(folded(&rows, heads, "Resolved findings"));
    blocks
}

/// The first lines, and the others behind a fold.
fn folded(rows: &[Vec<String>], heads: impl Fn(&str) -> Table, caption: &str) -> Vec<Block> {
    if rows.is_empty() {
        return Vec::new();
    }
    let shown = rows.iter().take(LINES_SHOWN).cloned();
    let mut blocks = vec![Block::Table(heads(caption).filled(shown))];
    if let Some(rest) = rows.get(LINES_SHOWN..).filter(|rest| !rest.is_empty()) {
        let table = heads(&format!("{caption}, the rest")).filled(rest.to_vec());
        let summary = format!("{} more", count(rest.len(), "line"));
        blocks.push(Block::Folded(Folded { summary, blocks: vec![Block::Table(table)] }));
    }
    blocks
}

fn named(name: Option<&str>, id: &str) -> String {
    name.filter(|name| !name.is_empty() && *name != id).map_or_else(|| id.to_owned(), |name| format!("{name} ({id})"))
}

/// So many of the oldest open findings are named.
const WAITING_SHOWN: usize = 10;

/// What nobody did anything about: open findings by what the waiting has cost.
fn waiting(lives: &[FindingLife]) -> Vec<Block> {
    let mut open: Vec<_> =
        lives.iter().filter(|one| one.selected && one.state.is_found() && one.age_days > 0).collect();
    open.sort_by(|one, other| {
        let cost = |life: &FindingLife| life.cost_of_delay_usd.unwrap_or(Usd::ZERO);
        cost(other).cmp(&cost(one)).then(other.age_days.cmp(&one.age_days)).then_with(|| one.id.cmp(&other.id))
    });
    if open.is_empty() {
        return Vec::new();
    }
    let row = |one: &&FindingLife| {
        vec![
            named(one.name.as_deref(), &one.resource_id),
            one.rule.clone(),
            one.age_days.to_string(),
            known(one.monthly_savings_usd),
            known(one.cost_of_delay_usd),
        ]
    };
    let number = open.len();
    let table = Table::new("Open longest at the highest cost")
        .text("Resource")
        .aside("Finding")
        .number("Days")
        .aside_number("Savings a month")
        .number("Waiting has cost")
        .filled(open.iter().take(WAITING_SHOWN).map(row));
    let heading = Block::Heading(format!("What nobody looked at: {}", count(number, "open finding")));
    vec![heading, Block::Table(table)]
}

fn of_state(lives: &[FindingLife], wanted: FindingState, caption: &str) -> Vec<Block> {
    let rows: Vec<_> = lives
        .iter()
        .filter(|one| one.state == wanted)
        .map(|one| {
            let reason = one.reason.clone().unwrap_or_else(|| match one.regressions {
                0 | 1 => String::new(),
                more => format!("the {more}. time"),
            });
            let last = one.last_seen.date_naive().to_string();
            vec![
                named(one.name.as_deref(), &one.resource_id),
                one.rule.clone(),
                known(one.monthly_savings_usd),
                last,
                reason,
            ]
        })
        .collect();
    let heads = |caption: &str| {
        Table::new(caption).text("Resource").aside("Finding").number("Savings a month").aside("Last seen").text("Why")
    };
    folded(&rows, heads, caption)
}
