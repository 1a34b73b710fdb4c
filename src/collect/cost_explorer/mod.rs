//! Cost Explorer: what was billed by month and service, and the forecast for the month; with `--billing full` finer
//! cuts over thirteen months. Each request costs $0.01, and each page is a request.

mod detail;
mod forecast;
mod usage;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::str::FromStr;

use aws_sdk_costexplorer::types::DateInterval;
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

use super::operation::{Charge, Operation};
use super::options::{BillingDepth, CollectOptions};
use super::session::Session;
use super::spending::Spending;
use crate::dataset::CollectorState;
use crate::model::billing::{BillingDetail, BillingForecast, BillingRow};
use crate::model::gap::GapReason;
use crate::model::spend::CLOSED_MONTHS_IN_FULL;
use crate::units::Usd;
use forecast::{Forecast, GET_COST_FORECAST};
use usage::{Answered, Query};

pub(super) const GET_COST_AND_USAGE: Operation =
    Operation::free("Cost Explorer", "GetCostAndUsage", &["ce:GetCostAndUsage"]).charged(Charge::CostExplorerRequest);
pub(super) const OPERATIONS: &[Operation] = &[GET_COST_AND_USAGE, GET_COST_FORECAST];

/// Whole months before the one of `as_of`, in a plain collection.
const CLOSED_MONTHS: u32 = 6;

/// From the first day (inclusive) to the last (exclusive).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Days {
    start: NaiveDate,
    end: NaiveDate,
}

/// What was read of the bill.
#[derive(Debug, Default)]
pub(super) struct Bill {
    pub(super) rows: Vec<BillingRow>,
    pub(super) forecast: Vec<BillingForecast>,
    pub(super) detail: BillingDetail,
}

/// Requests by operation, of one page each.
pub(super) fn requests(options: &CollectOptions) -> [(Operation, u64); 2] {
    let cuts = match &options.billing {
        BillingDepth::Plain => 0,
        BillingDepth::Full { tag_keys } => detail::cuts(tag_keys).len() as u64,
    };
    [(GET_COST_AND_USAGE, 1 + cuts), (GET_COST_FORECAST, 1)]
}

/// Billing rows, the forecast and the finer cuts, and how it went.
pub(super) async fn billing(session: &Session<'_>, spending: &mut Spending) -> (Bill, CollectorState) {
    if !spending.allows(Charge::CostExplorerRequest, OPERATIONS.len() as u64) {
        let detail = "the bill was not read: it would cost more than --max-api-cost";
        session.journal().noted(&GET_COST_AND_USAGE, None, None, GapReason::NotCollected, detail);
        return (Bill::default(), CollectorState::Failed);
    }
    let (rows, answered) = months_by_service(session, spending).await;
    let forecast = forecast::forecast(session).await;
    let state = match (answered, &forecast) {
        (Answered::Whole, Forecast::Read(_) | Forecast::NotAsked) => CollectorState::Complete,
        (Answered::Nothing, Forecast::Failed | Forecast::NotAsked) => CollectorState::Failed,
        _ => CollectorState::Partial,
    };
    let forecast = match forecast {
        Forecast::Read(forecast) => vec![forecast],
        Forecast::NotAsked | Forecast::Failed => Vec::new(),
    };
    let mut bill = Bill { rows, forecast, detail: BillingDetail::default() };
    let BillingDepth::Full { tag_keys } = &session.options.billing else { return (bill, state) };
    let whole = detail::read(session, spending, tag_keys, answered, &mut bill.detail).await;
    let state = if whole || state != CollectorState::Complete { state } else { CollectorState::Partial };
    (bill, state)
}

/// The closed months and the open one up to `as_of`, so far back as Cost Explorer goes.
fn billed_days(options: &CollectOptions) -> Option<Days> {
    let months = match options.billing {
        BillingDepth::Plain => CLOSED_MONTHS,
        BillingDepth::Full { .. } => CLOSED_MONTHS_IN_FULL,
    };
    let before =
        |moment: DateTime<Utc>, months| moment.date_naive().with_day(1)?.checked_sub_months(Months::new(months));
    let start = before(options.as_of, months)?.max(before(options.now, CLOSED_MONTHS_IN_FULL)?);
    let end = options.as_of.date_naive();
    (start < end).then_some(Days { start, end })
}

fn interval(days: Days) -> Option<DateInterval> {
    DateInterval::builder().start(days.start.to_string()).end(days.end.to_string()).build().ok()
}

async fn months_by_service(session: &Session<'_>, spending: &mut Spending) -> (Vec<BillingRow>, Answered) {
    let Some(days) = billed_days(session.options) else { return (Vec::new(), Answered::Nothing) };
    let query = Query {
        days,
        daily: false,
        metrics: &["UnblendedCost", "NetAmortizedCost"],
        groups: vec![usage::dimension("SERVICE")],
        what: "by month and service".to_owned(),
    };
    let mut rows = Vec::new();
    let answered = usage::ask(session, spending, true, &query, |period, group| {
        let billed = group.cost("UnblendedCost")?;
        rows.push(BillingRow {
            sub_account_id: session.account.clone(),
            charge_period_start: period.days.start,
            charge_period_end: period.days.end,
            service_name: group.keys.first()?.clone(),
            billed_cost: billed.0,
            effective_cost: group.cost("NetAmortizedCost").map(|cost| cost.0),
            billing_currency: billed.1,
            estimated: period.estimated,
        });
        Some(())
    })
    .await;
    if let Some(other) = rows.iter().find(|row| row.billing_currency != "USD") {
        // AWS China bills in yuan; list prices here are dollars, so the two cannot be compared.
        let detail = format!("Cost Explorer bills in {}, prices are in USD", other.billing_currency);
        session.journal().noted(&GET_COST_AND_USAGE, None, None, GapReason::NotSupported, detail);
        rows.retain(|row| row.billing_currency == "USD");
    }
    (one_row_each(rows), answered)
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

    fn days(start: &str, end: &str) -> Days {
        Days { start: start.parse().unwrap(), end: end.parse().unwrap() }
    }

    fn asked_of(as_of: &str, now: &str, billing: BillingDepth) -> Option<Days> {
        let options =
            CollectOptions { as_of: as_of.parse().unwrap(), billing, ..CollectOptions::at(now.parse().unwrap()) };
        billed_days(&options)
    }

    #[test]
    fn closed_months_and_the_open_one() {
        let (middle, first) = ("2026-06-15T10:00:00Z", "2026-06-01T10:00:00Z");
        assert_eq!(asked_of(middle, middle, BillingDepth::Plain), Some(days("2025-12-01", "2026-06-15")));
        assert_eq!(asked_of(first, first, BillingDepth::Plain), Some(days("2025-12-01", "2026-06-01")));
        let full = BillingDepth::Full { tag_keys: Vec::new() };
        assert_eq!(asked_of(middle, middle, full.clone()), Some(days("2025-05-01", "2026-06-15")));
        // What Cost Explorer no longer has is not asked for.
        assert_eq!(asked_of(middle, "2026-09-02T00:00:00Z", full.clone()), Some(days("2025-08-01", "2026-06-15")));
        assert_eq!(asked_of(middle, "2028-09-02T00:00:00Z", full), None);
    }

    #[test]
    fn a_full_bill_is_so_many_requests() {
        let mut options = CollectOptions::at("2026-06-15T10:00:00Z".parse().unwrap());
        let count = |options: &CollectOptions| requests(options).iter().map(|(_, count)| count).sum::<u64>();
        assert_eq!(count(&options), 2);
        options.billing = BillingDepth::Full { tag_keys: vec!["team".to_owned(), "env".to_owned()] };
        assert_eq!(count(&options), 8);
    }

    #[test]
    fn amounts_may_be_scientific() {
        assert_eq!(usd("12.5").unwrap().to_string(), "$12.50");
        assert_eq!(usd("1.5E-7"), "0.00000015".parse().ok());
        assert!(usd("garbage").is_none());
    }
}
