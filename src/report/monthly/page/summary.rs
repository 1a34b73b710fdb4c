//! The first page: the month in sentences, figures, two charts, and what is most worth doing and knowing.

use serde::Serialize;

use super::spend::cost_by_month;
use super::table::Table;
use super::unknown::gap_blocks;
use super::words::{self, NOT_KNOWN, brief, change};
use super::{Block, FigureBlock, changes};
use crate::model::monthly::{MonthlyReport, ReportedRecommendation};
use crate::report::RenderError;
use crate::report::change::change as change_of;
use crate::report::commitments::amount;
use crate::report::money::savings;
use crate::report::text::{count, one_line};
use crate::units::Usd;

#[derive(Debug, Serialize)]
pub(in crate::report::monthly) struct Summary {
    pub headline: Vec<String>,
    pub keys: Vec<Key>,
    pub blocks: Vec<Block>,
}

/// A figure that people remember.
#[derive(Debug, Serialize)]
pub(in crate::report::monthly) struct Key {
    pub label: String,
    pub value: String,
    pub note: String,
    /// `good`, `bad`, `warn` or nothing.
    pub tone: &'static str,
}

const RECOMMENDATIONS_SHOWN: usize = 5;
const GAPS_SHOWN: usize = 4;

pub(super) fn summary(report: &MonthlyReport) -> Result<Summary, RenderError> {
    let figures: Vec<FigureBlock> =
        [cost_by_month(report)?, changes::waterfall(report)?].into_iter().flatten().collect();
    let mut blocks = Vec::new();
    if !figures.is_empty() {
        blocks.push(Block::Figures(figures));
    }
    blocks.extend(most_worth_doing(report).map(Block::Table));
    blocks.extend(least_known(report));
    let headline = report.headline.sentences.iter().map(|one| one_line(one)).collect();
    Ok(Summary { headline, keys: keys(report), blocks })
}

/// The figures with their notes, for messages.
pub(in crate::report::monthly) fn figures(report: &MonthlyReport) -> Vec<(String, String)> {
    let with_note = |Key { label, value, note, .. }: Key| {
        let noted = if note.is_empty() { value } else { format!("{value} ({note})") };
        (label, noted)
    };
    keys(report).into_iter().map(with_note).collect()
}

fn keys(report: &MonthlyReport) -> Vec<Key> {
    let mut keys = vec![billed(report), last_year(report)];
    keys.extend(month_to_date(report));
    keys.extend(forecast(report));
    keys.extend([savable(report), realized(report), delay(report), gaps(report)]);
    keys
}

fn key(label: impl Into<String>, value: impl Into<String>, note: impl Into<String>, tone: &'static str) -> Key {
    let line = |text: String| one_line(&text);
    Key { label: line(label.into()), value: line(value.into()), note: line(note.into()), tone }
}

fn billed(report: &MonthlyReport) -> Key {
    let headline = &report.headline;
    let since = report.month.previous().in_words();
    let mut note = match headline.change_usd {
        Some(amount) => format!("{} since {since}", change(amount, headline.change_percent)),
        None => format!("{since} is {NOT_KNOWN}"),
    };
    let state = words::month_state(report.month_state);
    if !state.is_empty() {
        note.push_str(&format!("; {state}"));
    }
    let tone = match headline.change_usd {
        Some(amount) if amount.is_negative() => "good",
        Some(amount) if headline.change_percent.is_some_and(|percent| percent > 2.0) && !amount.is_zero() => "bad",
        _ => "",
    };
    let value = headline.billed_cost_usd.map_or_else(|| NOT_KNOWN.to_owned(), brief);
    key(format!("Billed in {}", report.month.in_words()), value, note, tone)
}

fn last_year(report: &MonthlyReport) -> Key {
    let label = format!("Billed in {}", report.month.same_month_last_year().in_words());
    match (report.headline.same_month_last_year_billed_cost_usd, report.headline.billed_cost_usd) {
        (None, _) => key(label, NOT_KNOWN, "the bill was not read that far back", ""),
        (Some(then), None) => key(label, brief(then), "", ""),
        (Some(then), Some(now)) => {
            let percent = (!then.is_zero()).then(|| (now - then).to_f64() / then.to_f64() * 100.0);
            key(label, brief(then), format!("{} since then", change(now - then, percent)), "")
        }
    }
}

fn month_to_date(report: &MonthlyReport) -> Option<Key> {
    let one = report.month_to_date.as_ref()?;
    let same_days = one.same_days_last_month_usd.map_or_else(
        || format!("the same days of last month are {NOT_KNOWN}"),
        |amount| format!("{} in the same {} days of last month", brief(amount), one.days),
    );
    let label = format!("{}, {} of {} days", one.month.in_words(), one.days, one.days_in_month);
    Some(key(label, brief(one.billed_cost_usd), same_days, ""))
}

fn forecast(report: &MonthlyReport) -> Option<Key> {
    if let Some((month, projected)) =
        report.month_to_date.as_ref().and_then(|one| Some((one.month, one.projected.as_ref()?)))
    {
        let note = format!("between {} and {}", brief(projected.low_usd), brief(projected.high_usd));
        return Some(key(format!("{}, projected", month.in_words()), brief(projected.mean_usd), note, ""));
    }
    let point = report.forecast.own.as_ref()?.points.first()?;
    let note = format!("between {} and {}", brief(point.low_usd), brief(point.high_usd));
    Some(key(format!("{}, forecast", point.month.in_words()), brief(point.mean_usd), note, ""))
}

fn savable(report: &MonthlyReport) -> Key {
    let headline = &report.headline;
    let net = headline.net_savings_monthly_usd;
    let counted = report.recommendations.iter().filter(|one| one.recommendation.selected).count();
    let mut note = format!(
        "{}{}; {} a year",
        if headline.savings_at_least { "at least, by " } else { "by " },
        count(counted, "recommendation"),
        brief(crate::report::money::yearly(net))
    );
    if let Some(after) = report.totals.net_savings_after_commitments_usd.filter(|range| range.low < net) {
        note.push_str(&format!("; after commitments {}", amount(after)));
    }
    key("Could be saved a month", brief(net), note, "")
}

fn realized(report: &MonthlyReport) -> Key {
    let label = "Saved and seen on the bill, a month";
    let Some(total) = &report.realized_total else {
        return key(label, NOT_KNOWN, "no earlier analysis to compare with", "");
    };
    let note =
        format!("of {} claimed by {}", brief(total.claimed_monthly_usd), count(total.findings, "resolved finding"));
    let tone = if total.confirmed_monthly_usd > Usd::ZERO { "good" } else { "" };
    key(label, brief(total.confirmed_monthly_usd), note, tone)
}

fn delay(report: &MonthlyReport) -> Key {
    let label = "Cost of waiting so far";
    let oldest = report
        .recommendations
        .iter()
        .filter(|one| one.recommendation.selected)
        .filter_map(|one| one.life.as_ref())
        .map(|life| life.age_days)
        .max();
    match (report.headline.cost_of_delay_usd, oldest) {
        (Some(amount), Some(days)) => {
            key(label, brief(amount), format!("open findings, the oldest for {days} days"), "")
        }
        (Some(amount), None) => key(label, brief(amount), "no finding is open", ""),
        (None, Some(days)) => {
            key(label, NOT_KNOWN, format!("some savings are unknown; the oldest finding is {days} days old"), "")
        }
        (None, None) => key(label, NOT_KNOWN, "no earlier analysis to tell how long", ""),
    }
}

fn gaps(report: &MonthlyReport) -> Key {
    let parts = report.missing.len();
    let value = report.gaps.len();
    if value == 0 && parts == 0 && report.skipped.is_empty() {
        return key("Not assessed", "nothing", "all that was asked for was read, judged and priced", "");
    }
    let mut notes = vec!["totals are \"at least\"".to_owned()];
    if parts > 0 {
        notes.push(format!("{} of this report missing", count(parts, "part")));
    }
    if !report.skipped.is_empty() {
        notes.push(format!(
            "{} unreadable",
            count(report.skipped.len(), "stored analysis").replace("analysises", "analyses")
        ));
    }
    if value == 0 {
        notes.remove(0);
    }
    key("Not assessed", count(value, "gap"), notes.join("; "), "warn")
}

fn most_worth_doing(report: &MonthlyReport) -> Option<Table> {
    let counted: Vec<_> = report.recommendations.iter().filter(|one| one.recommendation.selected).collect();
    if counted.is_empty() {
        return None;
    }
    let table = Table::new("Most worth doing").text("Resource").text("Change").aside("Where").number("Saves a month");
    let rows = counted.iter().take(RECOMMENDATIONS_SHOWN).map(|one| row(one));
    let mut table = table.filled(rows);
    table.sortable = false;
    Some(match counted.len().checked_sub(RECOMMENDATIONS_SHOWN).filter(|more| *more > 0) {
        Some(more) => {
            table.note(format!("{} more below, with the evidence behind each.", count(more, "recommendation")))
        }
        None => table,
    })
}

fn row(one: &ReportedRecommendation) -> Vec<String> {
    let one = &one.recommendation;
    let name = one.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&one.resource_id);
    vec![name.to_owned(), format!("{} ({})", change_of(one), one.rule), one.region.to_string(), savings(one)]
}

fn least_known(report: &MonthlyReport) -> Vec<Block> {
    let mut all = gap_blocks(report);
    if all.is_empty() {
        return Vec::new();
    }
    let more = all.len().saturating_sub(GAPS_SHOWN);
    all.truncate(GAPS_SHOWN);
    let mut blocks = vec![Block::Heading("What this report does not know".to_owned()), Block::Gaps(all)];
    if more > 0 {
        blocks.push(Block::Paragraph(format!("{} more under “Not known”.", count(more, "line"))));
    }
    blocks
}
