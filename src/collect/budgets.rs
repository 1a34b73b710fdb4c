//! AWS Budgets: limits, what was spent of them, and when somebody is told. Reading them is free.

use std::collections::BTreeMap;

use aws_sdk_budgets::types::{
    Budget, BudgetType, Expression, Notification, NotificationType, Spend, ThresholdType, TimeUnit,
};
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

use super::listing::{Listing, Malformed, read_pages};
use super::operation::Operation;
use super::session::Session;
use crate::model::billing::BudgetRow;
use crate::model::budget::{BudgetAlert, BudgetAlertOn, BudgetFilter, BudgetThreshold, BudgetTimeUnit};
use crate::units::month::Month;
use crate::units::{Percent, Usd};

const DESCRIBE_BUDGETS: Operation = Operation::free("AWS Budgets", "DescribeBudgets", &["budgets:ViewBudget"]);
const DESCRIBE_NOTIFICATIONS: Operation =
    Operation::free("AWS Budgets", "DescribeBudgetNotificationsForAccount", &["budgets:ViewBudget"]);
pub(super) const OPERATIONS: &[Operation] = &[DESCRIBE_BUDGETS, DESCRIBE_NOTIFICATIONS];

/// The cost budgets that are not over, in the order of their names.
pub(super) async fn budgets(session: &Session<'_>) -> Listing<BudgetRow> {
    let client = session.budgets();
    let mut pages = client.describe_budgets().account_id(session.account.as_str()).into_paginator().send();
    let mut listing = read_pages(
        session,
        None,
        &DESCRIBE_BUDGETS,
        async || pages.next().await,
        |page| page.budgets().iter().filter_map(|budget| row(session, budget).transpose()).collect(),
    )
    .await;
    if listing.items.is_empty() {
        return listing;
    }
    let alerts = alerts(session).await;
    if !alerts.is_complete() && listing.is_complete() {
        listing.state = crate::dataset::CollectorState::Partial;
    }
    let alerts: BTreeMap<String, Vec<BudgetAlert>> = alerts.items.into_iter().collect();
    for row in &mut listing.items {
        row.alerts = alerts.get(&row.budget_name).map(|alerts| BudgetAlert::write_list(alerts)).unwrap_or_default();
    }
    listing.items.sort_by(|one, other| one.budget_name.cmp(&other.budget_name));
    listing.items.dedup_by(|one, other| one.budget_name == other.budget_name);
    listing
}

async fn alerts(session: &Session<'_>) -> Listing<(String, Vec<BudgetAlert>)> {
    let client = session.budgets();
    let asked = client.describe_budget_notifications_for_account().account_id(session.account.as_str());
    let mut pages = asked.into_paginator().send();
    read_pages(
        session,
        None,
        &DESCRIBE_NOTIFICATIONS,
        async || pages.next().await,
        |page| {
            let of_budgets = page.budget_notifications_for_account().iter();
            of_budgets
                .map(|one| {
                    let name = one.budget_name().ok_or(Malformed::new(None, "BudgetName"))?;
                    Ok((name.to_owned(), one.notifications().iter().filter_map(alert).collect()))
                })
                .collect()
        },
    )
    .await
}

/// `None` for what is no cost budget, or over.
fn row(session: &Session<'_>, budget: &Budget) -> Result<Option<BudgetRow>, Malformed> {
    let (as_of, now) = (session.options.as_of, session.options.now);
    if *budget.budget_type() != BudgetType::Cost {
        return Ok(None);
    }
    let name = budget.budget_name();
    let span = budget.time_period();
    let bound = |moment: Option<&aws_sdk_budgets::primitives::DateTime>| {
        moment.and_then(|moment| DateTime::<Utc>::from_timestamp(moment.secs(), 0))
    };
    let (begins, ends) = (bound(span.and_then(|span| span.start())), bound(span.and_then(|span| span.end())));
    if ends.is_some_and(|end| end <= as_of) {
        return Ok(None);
    }
    let time_unit = unit(budget.time_unit()).ok_or(Malformed::new(Some(name), "TimeUnit"))?;
    let period = period(time_unit, as_of.date_naive(), (begins, ends));
    let planned = budget.planned_budget_limits().and_then(|limits| {
        let moments = limits.iter().filter_map(|(key, limit)| Some((key.parse::<i64>().ok()?, limit)));
        moments.filter(|(moment, _)| *moment <= as_of.timestamp()).max_by_key(|(moment, _)| *moment)
    });
    let limit = budget.budget_limit().or(planned.map(|(_, limit)| limit));
    // AWS has added up the period of today, not that of an earlier moment.
    let current = period.is_some_and(|(start, end)| start <= now.date_naive() && now.date_naive() < end);
    let spend = budget.calculated_spend().filter(|_| current);
    Ok(Some(BudgetRow {
        sub_account_id: session.account.clone(),
        budget_name: name.to_owned(),
        time_unit,
        charge_period_start: period.map(|(start, _)| start),
        charge_period_end: period.map(|(_, end)| end),
        limit_cost: limit.map(|limit| dollars(limit, name)).transpose()?,
        spent_cost: spend.and_then(|spend| spend.actual_spend()).map(|spent| dollars(spent, name)).transpose()?,
        forecast_cost: spend.and_then(|spend| spend.forecasted_spend()).map(|it| dollars(it, name)).transpose()?,
        filters: BudgetFilter::write_list(&filters(budget)),
        alerts: String::new(),
    }))
}

fn dollars(spend: &Spend, name: &str) -> Result<Usd, Malformed> {
    let amount = spend.amount().parse().ok().filter(|_| spend.unit() == "USD");
    amount.ok_or(Malformed::new(Some(name), "an amount in USD"))
}

fn unit(unit: &TimeUnit) -> Option<BudgetTimeUnit> {
    Some(match unit {
        TimeUnit::Daily => BudgetTimeUnit::Daily,
        TimeUnit::Monthly => BudgetTimeUnit::Monthly,
        TimeUnit::Quarterly => BudgetTimeUnit::Quarterly,
        TimeUnit::Annually => BudgetTimeUnit::Annually,
        TimeUnit::Custom => BudgetTimeUnit::Custom,
        _ => return None,
    })
}

/// The calendar's day, month, quarter or year that holds `today`; a custom budget's is its own.
fn period(
    unit: BudgetTimeUnit,
    today: NaiveDate,
    (begins, ends): (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
) -> Option<(NaiveDate, NaiveDate)> {
    let month = Month::of(today);
    let months =
        |first: Month, count: u32| Some((first.first_day(), first.first_day().checked_add_months(Months::new(count))?));
    match unit {
        BudgetTimeUnit::Daily => Some((today, today.succ_opt()?)),
        BudgetTimeUnit::Monthly => months(month, 1),
        BudgetTimeUnit::Quarterly => months(month.before(today.month0() % 3), 3),
        BudgetTimeUnit::Annually => months(month.before(today.month0()), 12),
        BudgetTimeUnit::Custom => begins.zip(ends).map(|(start, end)| (start.date_naive(), end.date_naive())),
    }
    .filter(|(start, end)| start < end)
}

/// AWS answers the one or the other, as the budget was made.
///
/// What an expression says beyond one value of some dimensions or tags is named, so that nobody takes it for all.
#[expect(deprecated, reason = "budgets that were made without an expression answer their filters so")]
fn filters(budget: &Budget) -> Vec<BudgetFilter> {
    let mut filters: Vec<BudgetFilter> = budget
        .cost_filters()
        .into_iter()
        .flatten()
        .map(|(dimension, values)| BudgetFilter { dimension: dimension.clone(), values: values.clone() })
        .collect();
    if let Some(expression) = budget.filter_expression() {
        let parts = if expression.and().is_empty() { std::slice::from_ref(expression) } else { expression.and() };
        filters.extend(parts.iter().map(filter));
    }
    filters.sort();
    filters
}

fn filter(expression: &Expression) -> BudgetFilter {
    let other = || BudgetFilter { dimension: "FilterExpression".to_owned(), values: Vec::new() };
    if let Some(of) = expression.dimensions() {
        return BudgetFilter { dimension: of.key().as_str().to_owned(), values: of.values().to_vec() };
    }
    expression.tags().map_or_else(other, |of| {
        let key = of.key().unwrap_or_default();
        let values = of.values().iter().map(|value| format!("user:{key}${value}")).collect();
        BudgetFilter { dimension: "TagKeyValue".to_owned(), values }
    })
}

/// `None` for what tells when less was spent, and for what this version does not know.
fn alert(notification: &Notification) -> Option<BudgetAlert> {
    let threshold = notification.threshold();
    if !threshold.is_finite() || threshold < 0.0 || notification.comparison_operator().as_str() == "LESS_THAN" {
        return None;
    }
    Some(BudgetAlert {
        on: match notification.notification_type() {
            NotificationType::Actual => BudgetAlertOn::Actual,
            NotificationType::Forecasted => BudgetAlertOn::Forecasted,
            _ => return None,
        },
        above: match notification.threshold_type() {
            Some(ThresholdType::AbsoluteValue) => BudgetThreshold::Usd(Usd::from_f64(threshold)?),
            _ => BudgetThreshold::Percent(Percent::new(threshold)),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_holds_the_day() {
        let today: NaiveDate = "2026-11-15".parse().unwrap();
        let cases = [
            (BudgetTimeUnit::Daily, "2026-11-15", "2026-11-16"),
            (BudgetTimeUnit::Monthly, "2026-11-01", "2026-12-01"),
            (BudgetTimeUnit::Quarterly, "2026-10-01", "2027-01-01"),
            (BudgetTimeUnit::Annually, "2026-01-01", "2027-01-01"),
        ];
        for (unit, start, end) in cases {
            let expected = (start.parse().unwrap(), end.parse().unwrap());
            assert_eq!(period(unit, today, (None, None)), Some(expected), "{unit:?}");
        }
        assert_eq!(period(BudgetTimeUnit::Custom, today, (None, None)), None);
    }
}
