//! Cost Explorer: what was billed by month and service, and the forecast for the month. Each request costs $0.01, so
//! there are two, and pages.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::str::FromStr;

use aws_sdk_costexplorer::types::{
    DateInterval, Granularity, Group, GroupDefinition, GroupDefinitionType, Metric, ResultByTime,
};
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

use super::failure::CallFailure;
use super::operation::{Charge, Operation};
use super::session::Session;
use crate::dataset::CollectorState;
use crate::model::billing::{BillingForecast, BillingRow};
use crate::model::gap::GapReason;
use crate::units::Usd;

pub(super) const GET_COST_AND_USAGE: Operation =
    Operation::free("Cost Explorer", "GetCostAndUsage", &["ce:GetCostAndUsage"]).charged(Charge::CostExplorerRequest);
pub(super) const GET_COST_FORECAST: Operation =
    Operation::free("Cost Explorer", "GetCostForecast", &["ce:GetCostForecast"]).charged(Charge::CostExplorerRequest);
pub(super) const OPERATIONS: &[Operation] = &[GET_COST_AND_USAGE, GET_COST_FORECAST];

/// Whole months before the one of `as_of`.
const CLOSED_MONTHS: u32 = 6;
/// Pages of a thousand groups; six months of a hundred services fit into one.
const MOST_PAGES: usize = 20;

/// From the first day (inclusive) to the last (exclusive).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Days {
    start: NaiveDate,
    end: NaiveDate,
}

/// Billing rows, the forecast, and how it went.
pub(super) async fn billing(session: &Session<'_>) -> (Vec<BillingRow>, Vec<BillingForecast>, CollectorState) {
    let rows = cost_and_usage(session).await;
    let forecast = forecast(session).await;
    let state = match (&rows, &forecast) {
        (Some((_, true)), Forecast::Read(_) | Forecast::NotAsked) => CollectorState::Complete,
        (None, Forecast::Failed | Forecast::NotAsked) => CollectorState::Failed,
        _ => CollectorState::Partial,
    };
    let forecast = match forecast {
        Forecast::Read(forecast) => vec![forecast],
        Forecast::NotAsked | Forecast::Failed => Vec::new(),
    };
    (rows.map(|(rows, _)| rows).unwrap_or_default(), forecast, state)
}

/// Six closed months and the open one up to `as_of`.
fn billed_days(as_of: DateTime<Utc>) -> Option<Days> {
    let today = as_of.date_naive();
    let month = today.with_day(1)?;
    Some(Days { start: month.checked_sub_months(Months::new(CLOSED_MONTHS))?, end: today })
}

/// From today to the end of the month of `as_of`; `None` when that month is over. Cost Explorer forecasts from today on.
fn forecast_days(as_of: DateTime<Utc>, now: DateTime<Utc>) -> Option<Days> {
    let end = as_of.date_naive().with_day(1)?.checked_add_months(Months::new(1))?;
    let start = now.date_naive();
    (start < end).then_some(Days { start, end })
}

fn interval(days: Days) -> Option<DateInterval> {
    DateInterval::builder().start(days.start.to_string()).end(days.end.to_string()).build().ok()
}

/// The rows, and whether all pages were read; `None` when nothing was.
async fn cost_and_usage(session: &Session<'_>) -> Option<(Vec<BillingRow>, bool)> {
    let days = billed_days(session.options.as_of).and_then(interval)?;
    let by_service = GroupDefinition::builder().r#type(GroupDefinitionType::Dimension).key("SERVICE").build();
    let client = session.cost_explorer();
    let _permit = session.permit().await;
    let mut rows = Vec::new();
    let mut token: Option<String> = None;
    for page in 0..MOST_PAGES {
        let answer = client
            .get_cost_and_usage()
            .time_period(days.clone())
            .granularity(Granularity::Monthly)
            .metrics("UnblendedCost")
            .metrics("NetAmortizedCost")
            .group_by(by_service.clone())
            .set_next_page_token(token.clone())
            .send()
            .await;
        match answer {
            Ok(answer) => {
                session.journal().answered(&GET_COST_AND_USAGE, None);
                for result in answer.results_by_time() {
                    rows.extend(rows_of(session, result));
                }
                if let Some(other) = rows.iter().find(|row| row.billing_currency != "USD") {
                    // AWS China bills in yuan; list prices here are dollars, so the two cannot be compared.
                    let detail = format!("Cost Explorer bills in {}, prices are in USD", other.billing_currency);
                    session.journal().noted(&GET_COST_AND_USAGE, None, None, GapReason::NotSupported, detail);
                    rows.retain(|row| row.billing_currency == "USD");
                }
                let next = answer.next_page_token().map(str::to_owned);
                if next.is_none() || next == token {
                    return Some((one_row_each(rows), true));
                }
                token = next;
            }
            Err(error) => {
                session.journal().failed(&GET_COST_AND_USAGE, None, None, &CallFailure::of(&error));
                return (page > 0).then_some((one_row_each(rows), false));
            }
        }
    }
    let detail = format!("Cost Explorer has more than the {MOST_PAGES} pages that were read");
    session.journal().noted(&GET_COST_AND_USAGE, None, None, GapReason::Truncated, detail);
    Some((one_row_each(rows), false))
}

/// A service that an answer names twice for one period has the sum of both.
fn one_row_each(rows: Vec<BillingRow>) -> Vec<BillingRow> {
    let mut merged: BTreeMap<(NaiveDate, String, String), BillingRow> = BTreeMap::new();
    for row in rows {
        let key = (row.charge_period_start, row.service_name.clone(), row.billing_currency.clone());
        match merged.entry(key) {
            Entry::Vacant(place) => {
                place.insert(row);
            }
            Entry::Occupied(mut place) => {
                let known = place.get_mut();
                known.billed_cost += row.billed_cost;
                known.effective_cost = known.effective_cost.zip(row.effective_cost).map(|(one, other)| one + other);
                known.estimated |= row.estimated;
            }
        }
    }
    merged.into_values().collect()
}

fn rows_of(session: &Session<'_>, result: &ResultByTime) -> Vec<BillingRow> {
    let period = result.time_period().and_then(|period| Some((day(period.start())?, day(period.end())?)));
    let mut rows = Vec::new();
    for group in result.groups() {
        if let Some(row) = period.and_then(|(start, end)| row(session, group, start, end, result.estimated())) {
            rows.push(row);
        } else {
            let failure = CallFailure::of_reason(GapReason::BadAnswer);
            session.journal().failed(&GET_COST_AND_USAGE, None, None, &failure);
        }
    }
    rows
}

fn row(session: &Session<'_>, group: &Group, start: NaiveDate, end: NaiveDate, estimated: bool) -> Option<BillingRow> {
    let metrics = group.metrics()?;
    let billed = metrics.get("UnblendedCost")?;
    Some(BillingRow {
        sub_account_id: session.account.clone(),
        charge_period_start: start,
        charge_period_end: end,
        service_name: group.keys().first()?.clone(),
        billed_cost: usd(billed.amount()?)?,
        effective_cost: metrics.get("NetAmortizedCost").and_then(|value| usd(value.amount()?)),
        billing_currency: billed.unit().unwrap_or("USD").to_owned(),
        estimated,
    })
}

/// How the forecast went.
#[derive(Debug)]
enum Forecast {
    Read(BillingForecast),
    /// The month is over.
    NotAsked,
    Failed,
}

async fn forecast(session: &Session<'_>) -> Forecast {
    let Some(days) = forecast_days(session.options.as_of, session.options.now) else {
        let detail = "the month of `as_of` is over; Cost Explorer forecasts from today on";
        session.journal().noted(&GET_COST_FORECAST, None, None, GapReason::NotCollected, detail);
        return Forecast::NotAsked;
    };
    let Some(time_period) = interval(days) else { return Forecast::NotAsked };
    let _permit = session.permit().await;
    let answer = session
        .cost_explorer()
        .get_cost_forecast()
        .time_period(time_period)
        .granularity(Granularity::Monthly)
        .metric(Metric::UnblendedCost)
        .prediction_interval_level(80)
        .send()
        .await;
    let forecast = match answer {
        Ok(answer) => {
            session.journal().answered(&GET_COST_FORECAST, None);
            let months = answer.forecast_results_by_time();
            // The window lies in one month, so the one result has its bounds.
            let month = if months.len() == 1 { months.first() } else { None };
            answer.total().and_then(|total| usd(total.amount()?)).map(|mean| BillingForecast {
                sub_account_id: session.account.clone(),
                charge_period_start: days.start,
                charge_period_end: days.end,
                mean_billed_cost: mean,
                low_billed_cost: month.and_then(|month| usd(month.prediction_interval_lower_bound()?)),
                high_billed_cost: month.and_then(|month| usd(month.prediction_interval_upper_bound()?)),
            })
        }
        Err(error) => {
            session.journal().failed(&GET_COST_FORECAST, None, None, &CallFailure::of(&error));
            return Forecast::Failed;
        }
    };
    forecast.map_or_else(
        || {
            let failure = CallFailure::of_reason(GapReason::BadAnswer);
            session.journal().failed(&GET_COST_FORECAST, None, None, &failure);
            Forecast::Failed
        },
        Forecast::Read,
    )
}

pub(super) fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
}

/// Cost Explorer writes plain decimals, very small ones in scientific notation.
pub(super) fn usd(amount: &str) -> Option<Usd> {
    Usd::from_str(amount).ok().or_else(|| Usd::from_f64(amount.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn days(start: &str, end: &str) -> Days {
        Days { start: start.parse().unwrap(), end: end.parse().unwrap() }
    }

    #[test]
    fn six_closed_months_and_the_open_one() {
        assert_eq!(billed_days(at("2026-06-15T10:00:00Z")), Some(days("2025-12-01", "2026-06-15")));
        assert_eq!(billed_days(at("2026-06-01T10:00:00Z")), Some(days("2025-12-01", "2026-06-01")));
    }

    #[test]
    fn the_forecast_ends_with_the_month() {
        let last = at("2026-06-30T23:59:00Z");
        assert_eq!(forecast_days(last, last), Some(days("2026-06-30", "2026-07-01")));
        assert_eq!(forecast_days(at("2026-05-10T00:00:00Z"), last), None);
        let december = at("2026-12-31T12:00:00Z");
        assert_eq!(forecast_days(december, december), Some(days("2026-12-31", "2027-01-01")));
    }

    #[test]
    fn amounts_may_be_scientific() {
        assert_eq!(usd("12.5").unwrap().to_string(), "$12.50");
        assert_eq!(usd("1.5E-7"), "0.00000015".parse().ok());
        assert!(usd("garbage").is_none());
    }
}
