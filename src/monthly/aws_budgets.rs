//! Budgets that AWS Budgets keeps, as they were read.

use chrono::NaiveDate;

use super::bill::Bill;
use super::budgets::{Figures, Level, burn_down};
use super::days::Days;
use super::missing::Missing;
use super::reading::Reading;
use super::settings::Scope;
use super::statistics::{percent_of, rounded};
use crate::model::monthly::{AlertOn, BudgetSource, BudgetStatus, MonthState, Part};
use crate::model::spend::{BudgetAlert, BudgetAlertOn, BudgetFilter, BudgetRead, BudgetThreshold, BudgetTimeUnit};
use crate::units::Usd;
use crate::units::month::Month;

/// Of the newest reading: a budget is of its current period. Monthly ones are told for the report's month, by the bill
/// where the period is another one.
pub(super) fn statuses(
    readings: &[Reading<'_>],
    month: Month,
    bill: &Bill<'_>,
    days: &Days<'_>,
    missing: &mut Missing,
) -> Vec<BudgetStatus> {
    let budgets = readings.first().map_or(&[][..], |reading| reading.spend.budgets.as_slice());
    budgets.iter().filter_map(|budget| status(budget, month, bill, days, missing)).collect()
}

fn status(
    budget: &BudgetRead,
    month: Month,
    bill: &Bill<'_>,
    days: &Days<'_>,
    missing: &mut Missing,
) -> Option<BudgetStatus> {
    let Some(limit) = budget.limit_usd else {
        missing.add(Part::Budgets, format!("AWS budget {} has no limit of a kind that is read.", budget.name), "");
        return None;
    };
    let scope = scope(&budget.filters);
    let of_month = budget.time_unit == BudgetTimeUnit::Monthly;
    let current = period(budget);
    let own_period = current == Some((month.first_day(), month.end()));
    let period = if of_month { Some((month.first_day(), month.end())) } else { current };
    let Some(period) = period else {
        missing.add(Part::Budgets, format!("AWS does not say what period budget {} is of.", budget.name), "");
        return None;
    };
    let by_bill = of_month && !own_period;
    let spent = if by_bill { billed(budget, scope.as_ref(), month, bill, missing) } else { budget.spent_usd };
    let open = bill.state(month) == MonthState::Open;
    let by_day = scope.as_ref().filter(|scope| of_month && scope.is_of_service());
    let burn_down = by_day.map_or_else(Vec::new, |scope| burn_down(days, scope.service.as_deref(), month, limit, open));
    // AWS's own forecast first; a period that is over comes to what was spent.
    let forecast = budget.forecast_usd.filter(|_| !by_bill);
    let of_days = burn_down.last().and_then(|day| day.projected_usd);
    let projected = if by_bill && !open { spent } else { forecast.or(of_days) };
    let levels: Vec<Level> = budget.alerts.iter().filter_map(|alert| level(alert, limit)).collect();
    let figures = Figures { limit, spent, projected, burn_down };
    let counts = counts(&budget.filters);
    Some(figures.status(&budget.name, BudgetSource::AwsBudgets, counts, period, levels.into_iter()))
}

fn period(budget: &BudgetRead) -> Option<(NaiveDate, NaiveDate)> {
    budget.start.zip(budget.end)
}

fn billed(
    budget: &BudgetRead,
    scope: Option<&Scope>,
    month: Month,
    bill: &Bill<'_>,
    missing: &mut Missing,
) -> Option<Usd> {
    let name = &budget.name;
    let Some(scope) = scope else {
        let reason = format!("AWS budget {name} was read in another month, and its filters are more than one value.");
        missing.add(Part::Budgets, reason, "");
        return None;
    };
    match scope.billed(bill, month) {
        Ok(spent) => Some(spent),
        Err(unread) => {
            let reason = format!("AWS budget {name} was read in another month, and {}.", unread.reason);
            missing.add(Part::Budgets, reason, unread.hint);
            None
        }
    }
}

/// The same as AWS's filters; `None` where they say more than a scope does.
fn scope(filters: &[BudgetFilter]) -> Option<Scope> {
    let mut scope = Scope::default();
    for filter in filters {
        let [value] = filter.values.as_slice() else { return None };
        let value = value.clone();
        match filter.dimension.as_str() {
            "Service" if scope.service.is_none() => scope.service = Some(value),
            "LinkedAccount" if scope.account.is_none() => scope.account = Some(value.as_str().into()),
            "Region" if scope.region.is_none() => scope.region = Some(value.as_str().into()),
            "TagKeyValue" if scope.tag.is_none() => scope.tag = Some(tag(&value)?),
            _ => return None,
        }
    }
    Some(scope)
}

/// `user:team$web` is the tag `team` with `web`.
fn tag(text: &str) -> Option<(String, String)> {
    let (key, value) = text.split_once('$')?;
    Some((key.strip_prefix("user:").unwrap_or(key).to_owned(), value.to_owned()))
}

fn counts(filters: &[BudgetFilter]) -> String {
    if filters.is_empty() {
        return "everything".to_owned();
    }
    let words = filters.iter().map(|filter| format!("{} {}", filter.dimension, filter.values.join(" or ")));
    words.collect::<Vec<_>>().join(", ")
}

/// `None` for a level in dollars of a budget of nothing.
fn level(alert: &BudgetAlert, limit: Usd) -> Option<Level> {
    let on = match alert.on {
        BudgetAlertOn::Actual => AlertOn::Actual,
        BudgetAlertOn::Forecasted => AlertOn::Forecast,
    };
    let percent = match alert.above {
        BudgetThreshold::Percent(percent) => rounded(percent.percent()),
        BudgetThreshold::Usd(amount) => percent_of(amount, limit)?,
    };
    Some(Level { on, percent })
}
