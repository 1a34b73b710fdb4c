//! GetCostForecast: what Cost Explorer expects of the rest of the month.

use aws_sdk_costexplorer::types::{Granularity, Metric};
use chrono::{DateTime, Datelike, Months, Utc};

use super::super::failure::CallFailure;
use super::super::operation::{Charge, Operation};
use super::super::session::Session;
use super::{Days, interval, usd};
use crate::model::billing::BillingForecast;
use crate::model::gap::GapReason;

pub(super) const GET_COST_FORECAST: Operation =
    Operation::free("Cost Explorer", "GetCostForecast", &["ce:GetCostForecast"]).charged(Charge::CostExplorerRequest);

/// How the forecast went.
#[derive(Debug)]
pub(super) enum Forecast {
    Read(BillingForecast),
    /// The month is over.
    NotAsked,
    Failed,
}

pub(super) async fn forecast(session: &Session<'_>) -> Forecast {
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

/// From today to the end of the month of `as_of`; `None` when that month is over. Cost Explorer forecasts from today on.
fn forecast_days(as_of: DateTime<Utc>, now: DateTime<Utc>) -> Option<Days> {
    let end = as_of.date_naive().with_day(1)?.checked_add_months(Months::new(1))?;
    let start = now.date_naive();
    (start < end).then_some(Days { start, end })
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
    fn the_forecast_ends_with_the_month() {
        let last = at("2026-06-30T23:59:00Z");
        assert_eq!(forecast_days(last, last), Some(days("2026-06-30", "2026-07-01")));
        assert_eq!(forecast_days(at("2026-05-10T00:00:00Z"), last), None);
        let december = at("2026-12-31T12:00:00Z");
        assert_eq!(forecast_days(december, december), Some(days("2026-12-31", "2027-01-01")));
    }
}
