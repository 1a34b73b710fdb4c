//! The first lines of a report: how much, of how much, how sure.

use super::commitments::Committed;
use super::gaps::{by_reason, collapse_gaps};
use super::money::{at_least, money, share, yearly};
use super::standing::{Standing, Standings};
use super::text::{count, listed, one_line};
use crate::model::analysis::{Analysis, BillingSummary, Recommendation, Reconciliation};
use crate::model::cost::PRICES_STALE_AFTER_DAYS;
use crate::model::gap::{Gap, GapReason};
use crate::model::ids::ResourceKind;

/// One answer: a label and its sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub label: &'static str,
    pub text: String,
}

/// So many lines of failed calls stand in the headline; the section on gaps has all.
const FAILED_CALLS_SHOWN: usize = 5;

/// `account 123456789012, eu-west-1 and us-east-1, as of 2026-11-20 06:00 UTC`.
pub(super) fn title(analysis: &Analysis) -> String {
    let few = |names: Vec<String>, noun: &str| match names.len() {
        0 => format!("no {noun}"),
        1..=3 => listed(&names),
        more => count(more, noun),
    };
    let accounts: Vec<_> = analysis.accounts.iter().map(ToString::to_string).collect();
    let label = if accounts.len() == 1 { "account " } else { "" };
    let accounts = few(accounts, "account");
    let regions = few(analysis.regions.iter().map(ToString::to_string).collect(), "region");
    one_line(&format!("{label}{accounts}, {regions}, as of {}", analysis.as_of.format("%Y-%m-%d %H:%M UTC")))
}

pub(super) fn headline(analysis: &Analysis) -> Vec<Answer> {
    let mut answers = vec![Answer { label: "Net savings", text: net_savings(analysis) }];
    if let Some(text) = Committed::of(analysis).answer() {
        answers.push(Answer { label: "Commitments", text });
    }
    answers.push(Answer { label: "List cost now", text: list_cost(analysis) });
    answers.push(Answer { label: "Billed", text: billed(analysis) });
    if let Some(text) = overlap(analysis) {
        answers.push(Answer { label: "Overlap", text });
    }
    answers.push(Answer { label: "Not assessed", text: not_assessed(analysis) });
    if let Some(text) = old_prices(analysis) {
        answers.push(Answer { label: "Old prices", text });
    }
    answers.push(Answer { label: "Read", text: read(analysis) });
    answers
}

fn net_savings(analysis: &Analysis) -> String {
    let totals = &analysis.totals;
    let net = totals.net_savings_monthly_usd;
    let standings = Standings::new(analysis);
    let is_counted = |one: &&Recommendation| matches!(standings.of(one), Standing::Counted);
    let counted = analysis.recommendations.iter().filter(is_counted).count();
    let unknown = analysis.recommendations.iter().filter(|one| one.monthly_savings_usd.is_none()).count();
    let mut text = if counted == 0 && net.is_zero() {
        if totals.savings_at_least {
            "none found among what could be judged".to_owned()
        } else {
            "none found".to_owned()
        }
    } else {
        let share = share(net, totals.list_cost_monthly_usd).map(|share| format!(", {share} of the list cost"));
        format!(
            "{} a month ({} a year){}, by {}",
            at_least(net, totals.savings_at_least),
            money(yearly(net)),
            share.unwrap_or_default(),
            count(counted, "recommendation")
        )
    };
    if unknown > 0 {
        let (verb, save) = if unknown == 1 { ("saves", "counts") } else { ("save", "count") };
        text.push_str(&format!("; {unknown} more {verb} an unknown amount and {save} nothing here"));
    }
    text
}

fn list_cost(analysis: &Analysis) -> String {
    let totals = &analysis.totals;
    let mut text = format!(
        "{} a month, before commitments and discounts",
        at_least(totals.list_cost_monthly_usd, totals.list_cost_at_least)
    );
    let kinds: Vec<_> = analysis
        .coverage
        .iter()
        .filter(|kind| kind.priced > 0 || !kind.list_cost_monthly_usd.is_zero())
        .map(|kind| count(kind.priced, super::change::noun(kind.resource_kind)))
        .collect();
    if !kinds.is_empty() {
        text.push_str(&format!(": {}", listed(&kinds)));
    }
    let missing = analysis.gaps.iter().filter(|gap| is_list_price(gap)).count();
    if missing > 0 {
        text.push_str(&format!(" ({} missing)", count(missing, "price")));
    }
    text
}

/// A price of the list cost; rates of commitments are no part of it.
fn is_list_price(gap: &Gap) -> bool {
    gap.reason == GapReason::PriceMissing && gap.service != ResourceKind::Ec2ReservedInstances.service()
}

fn billed(analysis: &Analysis) -> String {
    match &analysis.billing {
        None => {
            let failed = collapse_gaps(&analysis.gaps).into_iter().find(|line| line.text.contains("Cost Explorer"));
            failed.map_or_else(
                || "not known: the dataset holds no billing".to_owned(),
                |line| format!("not known: {}", line.text),
            )
        }
        Some(BillingSummary { reconciliation: None, .. }) => {
            "not known for a whole month: Cost Explorer has no closed month for these services".to_owned()
        }
        Some(BillingSummary { reconciliation: Some(reconciliation), forecast, .. }) => {
            let mut text = reconciled(reconciliation, analysis.totals.list_cost_at_least);
            if let Some(forecast) = forecast {
                let amount = money(forecast.mean_billed_cost_usd);
                let (start, end) = (forecast.start, forecast.end);
                text.push_str(&format!("; forecast of the whole bill from {start} until {end}: {amount}"));
            }
            text
        }
    }
}

/// Within so many percent the list and the bill are said to agree.
const AGREES_WITHIN_PERCENT: f64 = 5.0;

fn reconciled(reconciliation: &Reconciliation, list_cost_at_least: bool) -> String {
    let Reconciliation { month, services, billed_cost_usd, list_cost_monthly_usd, difference_usd } = reconciliation;
    let billed = format!("{} in {month} for {}", money(*billed_cost_usd), listed_services(services));
    let size = if difference_usd.is_negative() { -*difference_usd } else { *difference_usd };
    let amount = share(size, *list_cost_monthly_usd)
        .map_or_else(|| money(size), |part| format!("{} ({part} of it)", money(size)));
    let difference = if size.to_f64() <= billed_cost_usd.to_f64() * AGREES_WITHIN_PERCENT / 100.0 {
        format!("the list cost agrees within {}", money(size))
    } else if difference_usd.is_negative() {
        format!(
            "the list cost is {} lower: usage that is not priced here (transfer, requests), resources that are gone{}",
            money(size),
            if list_cost_at_least { ", prices that are missing" } else { "" }
        )
    } else {
        format!(
            "the list cost is {amount} higher: commitments, discounts, credits, or resources that did not run all month"
        )
    };
    one_line(&format!("{billed}; {difference}"))
}

fn listed_services(services: &[String]) -> String {
    match services.len() {
        0 => "the same services".to_owned(),
        1..=2 => listed(services),
        more => format!("the same {more} services"),
    }
}

fn overlap(analysis: &Analysis) -> Option<String> {
    let totals = &analysis.totals;
    if totals.overlap_monthly_usd.is_zero() {
        return None;
    }
    let mut text = format!(
        "{} of {} gross would be counted twice and is left out",
        money(totals.overlap_monthly_usd),
        money(totals.gross_savings_monthly_usd)
    );
    let standings = Standings::new(analysis);
    let number =
        |wanted: &dyn Fn(&Recommendation) -> bool| analysis.recommendations.iter().filter(|one| wanted(one)).count();
    let alternatives = number(&|one| matches!(standings.of(one), Standing::InsteadOf(_)));
    let included = number(&|one| matches!(standings.of(one), Standing::IncludedIn(_)));
    let mut reasons = Vec::new();
    if alternatives > 0 {
        let verb = if alternatives == 1 { "excludes" } else { "exclude" };
        reasons.push(format!("{} {verb} another that saves more", count(alternatives, "alternative")));
    }
    if included > 0 {
        let verb = if included == 1 { "is" } else { "are" };
        reasons.push(format!("{} {verb} included in a larger one", count(included, "change")));
    }
    if !reasons.is_empty() {
        text.push_str(&format!(": {}", listed(&reasons)));
    }
    Some(text)
}

fn not_assessed(analysis: &Analysis) -> String {
    if analysis.gaps.is_empty() {
        return "nothing: all that was asked for was read, judged and priced".to_owned();
    }
    let mut text = format!("{}: {}", count(analysis.gaps.len(), "gap"), by_reason(&analysis.gaps));
    let failed: Vec<_> = collapse_gaps(&analysis.gaps).into_iter().filter(|line| line.call_failed).collect();
    for line in failed.iter().take(FAILED_CALLS_SHOWN) {
        text.push_str(&format!("\n{}", line.text));
    }
    if let Some(more) = failed.len().checked_sub(FAILED_CALLS_SHOWN).filter(|more| *more > 0) {
        text.push_str(&format!("\nand {} of failed calls, below", count(more, "more line")));
    }
    text
}

fn old_prices(analysis: &Analysis) -> Option<String> {
    let (stale, all) = (analysis.stale_priced_components, analysis.priced_components);
    let oldest = analysis.oldest_price_as_of.as_deref().filter(|_| stale > 0)?;
    Some(one_line(&format!(
        "{stale} of {} {} priced by lists older than {PRICES_STALE_AFTER_DAYS} days, the oldest of {oldest}; \
         `cloudtrim prices refresh` brings current ones",
        count(all, "cost component"),
        if stale == 1 { "is" } else { "are" }
    )))
}

fn read(analysis: &Analysis) -> String {
    let resources = analysis.coverage.iter().fold(0_usize, |sum, kind| sum.saturating_add(kind.resources));
    let mut text =
        format!("{}, {} of metrics", count(resources, "resource"), count(analysis.lookback_days as usize, "day"));
    match (&analysis.oldest_price_as_of, &analysis.prices_as_of) {
        (Some(oldest), Some(newest)) if oldest == newest => text.push_str(&format!("; list prices of {oldest}")),
        (Some(oldest), Some(newest)) => text.push_str(&format!("; list prices of {oldest} to {newest}")),
        _ => text.push_str("; no price was used"),
    }
    if !analysis.exempted.is_empty() {
        text.push_str(&format!("; {} exempted by tag", analysis.exempted.len()));
    }
    if !analysis.suppressed.is_empty() {
        text.push_str(&format!("; {} suppressed", count(analysis.suppressed.len(), "finding")));
    }
    one_line(&text)
}
