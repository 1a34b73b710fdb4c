//! The month in sentences, and how each total comes about.

use chrono::{DateTime, Utc};

use super::findings;
use super::words::{changed, count, in_percent, listed, share};
use crate::model::history::{FindingState, History};
use crate::model::monthly::{BudgetState, Dimension, Headline, MonthState, MonthlyReport};
use crate::units::Usd;
use crate::units::month::Month;

/// How many sentences a headline has at most.
const SENTENCES: usize = 5;

/// Before the report is assembled.
pub(super) fn no_headline() -> Headline {
    Headline {
        billed_cost_usd: None,
        last_month_billed_cost_usd: None,
        change_usd: None,
        change_percent: None,
        same_month_last_year_billed_cost_usd: None,
        net_savings_monthly_usd: Usd::ZERO,
        savings_at_least: true,
        confirmed_savings_monthly_usd: None,
        cost_of_delay_usd: None,
        sentences: Vec::new(),
    }
}

pub(super) fn headline(report: &MonthlyReport, history: Option<&History>) -> Headline {
    let total = report.comparisons.iter().find(|comparison| comparison.by == Dimension::Service);
    let total = total.map(|comparison| &comparison.total);
    let mut headline = Headline {
        billed_cost_usd: total.and_then(|total| total.this_month_usd),
        last_month_billed_cost_usd: total.and_then(|total| total.last_month_usd),
        change_usd: total.and_then(|total| total.change_usd),
        change_percent: total.and_then(|total| total.change_percent),
        same_month_last_year_billed_cost_usd: total.and_then(|total| total.same_month_last_year_usd),
        net_savings_monthly_usd: report.totals.net_savings_monthly_usd,
        savings_at_least: report.totals.savings_at_least,
        confirmed_savings_monthly_usd: report.realized_total.as_ref().map(|total| total.confirmed_monthly_usd),
        cost_of_delay_usd: history.and_then(findings::cost_of_delay),
        sentences: Vec::new(),
    };
    let told = [
        Some(spent(report, &headline)),
        report.movers.iter().find(|mover| mover.by == Dimension::Service).map(|mover| mover.sentence.clone()),
        budgets(report),
        Some(savings(report)),
        since_last_time(report),
        unseen(report),
    ];
    headline.sentences = told.into_iter().flatten().take(SENTENCES).collect();
    headline
}

fn spent(report: &MonthlyReport, headline: &Headline) -> String {
    let month = report.month.in_words();
    let Some(billed) = headline.billed_cost_usd else { return format!("No bill of {month} was read.") };
    let so_far = match report.month_state {
        MonthState::Open => " so far",
        MonthState::Estimated => " by AWS's estimate",
        _ => "",
    };
    let change = headline.change_usd.map_or_else(String::new, |change| {
        format!(
            "; it {} from {}{}",
            changed(change),
            report.month.previous().in_words(),
            in_percent(headline.change_percent)
        )
    });
    format!("{month} cost {billed}{so_far}{change}.")
}

fn budgets(report: &MonthlyReport) -> Option<String> {
    let named = |state: BudgetState| -> Vec<String> {
        report.budgets.iter().filter(|budget| budget.state == state).map(|budget| budget.name.clone()).collect()
    };
    let (over, expected) = (named(BudgetState::Over), named(BudgetState::ExpectedOver));
    let parts = [
        (!over.is_empty()).then(|| format!("Over budget: {}.", listed(&over))),
        (!expected.is_empty()).then(|| format!("Expected to go over budget: {}.", listed(&expected))),
    ];
    let told: Vec<String> = parts.into_iter().flatten().collect();
    if told.is_empty() { None } else { Some(told.join(" ")) }
}

fn savings(report: &MonthlyReport) -> String {
    let at_least = if report.totals.savings_at_least { "at least " } else { "" };
    let selected = report.recommendations.iter().filter(|reported| reported.recommendation.selected).count();
    let net = report.totals.net_savings_monthly_usd;
    format!("{} would save {at_least}{net} a month.", count(selected, "recommendation"))
}

fn since_last_time(report: &MonthlyReport) -> Option<String> {
    let total = report.realized_total.as_ref()?;
    let in_month = |moment: DateTime<Utc>| Month::of(moment.date_naive()) == report.month;
    let new = report.lives.iter().filter(|life| in_month(life.first_seen)).count();
    let back = report.lives.iter().filter(|life| life.regressions > 0 && in_month(life.open_since)).count();
    let back = if back == 0 { String::new() } else { format!(", {back} came back") };
    Some(format!(
        "{} resolved in the month, {} a month by estimate, {} of it confirmed by the bill; {new} new{back}.",
        count(total.findings, "finding"),
        total.claimed_monthly_usd,
        total.confirmed_monthly_usd,
    ))
}

fn unseen(report: &MonthlyReport) -> Option<String> {
    let out_of_scope = report.states.iter().find(|state| state.state == FindingState::OutOfScope);
    let out_of_scope = out_of_scope.map_or(0, |state| state.findings);
    if report.gaps.is_empty() && out_of_scope == 0 {
        return None;
    }
    let of_findings = if out_of_scope == 0 {
        String::new()
    } else {
        format!("; {} not looked at this time", count(out_of_scope, "earlier finding"))
    };
    Some(format!("{} in what was read{of_findings}.", count(report.gaps.len(), "gap")))
}

/// One sentence a total, each with its arithmetic.
pub(super) fn how_totals(report: &MonthlyReport) -> Vec<String> {
    let mut told = Vec::new();
    if let Some(month) = report.months.iter().find(|total| total.month == report.month) {
        told.push(format!(
            "The month's cost of {} is the sum of {} as Cost Explorer bills them (UnblendedCost), credits, refunds and \
             taxes included.",
            month.billed_cost_usd,
            count(month.services.len(), "service"),
        ));
    }
    if let Some(waterfall) = &report.waterfall {
        let steps: Usd = waterfall.steps.iter().map(|step| step.change_usd).sum();
        told.push(format!(
            "From {} in {} to {} in {} are {} of changes that sum to {steps}.",
            waterfall.from_usd,
            waterfall.from_month,
            waterfall.to_usd,
            waterfall.to_month,
            count(waterfall.steps.len(), "step"),
        ));
    }
    if let Some(to_date) = &report.month_to_date {
        told.push(format!(
            "{} to date is the sum of its first {} settled; a day is settled 24 hours after its end.",
            to_date.month,
            count(to_date.days as usize, "day"),
        ));
        if let Some(projected) = &to_date.projected {
            told.push(format!("Its projection is {} ({}).", projected.method, projected.source));
        }
    }
    if let Some(own) = &report.forecast.own {
        told.push(format!(
            "The forecast is made of {} closed months: {}; its interval of {} is Student's t ({}).",
            own.trained_on.len(),
            own.method,
            share(own.level_percent),
            own.source,
        ));
    }
    told.extend(findings_totals(report));
    told
}

fn findings_totals(report: &MonthlyReport) -> Vec<String> {
    let totals = &report.totals;
    let families = &report.savings_by_family;
    let gross: Usd = families.families.iter().map(|family| family.monthly_savings_usd).sum();
    let mut told = vec![
        format!(
            "The list cost of {}{} a month is before commitments and discounts, of what could be priced.",
            if totals.list_cost_at_least { "at least " } else { "" },
            totals.list_cost_monthly_usd,
        ),
        format!(
            "All recommendations together say {}; {} of it exclude each other or overlap, which leaves {} a month net.",
            totals.gross_savings_monthly_usd, totals.overlap_monthly_usd, totals.net_savings_monthly_usd,
        ),
        format!(
            "By service the selected recommendations sum to {gross}, {} more than net for changes that stack on one \
             resource; owners sum to the same.",
            families.overlap_monthly_usd,
        ),
    ];
    if let Some(total) = &report.realized_total {
        told.push(format!(
            "Realized savings are those of findings resolved in the month: {} claimed = {} confirmed by the bill + {} \
             that it does not show or cannot say yet.",
            total.claimed_monthly_usd, total.confirmed_monthly_usd, total.unconfirmed_monthly_usd,
        ));
    }
    if let Some(cost) = report.headline.cost_of_delay_usd {
        told.push(format!(
            "Open findings have cost {cost} so far: each one's savings times the time since it was seen."
        ));
    }
    told
}
