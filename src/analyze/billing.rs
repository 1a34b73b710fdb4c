//! What Cost Explorer billed, beside what the list says.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::dataset::{Dataset, forecast_summary};
use crate::model::analysis::{BilledMonth, BilledService, BillingSummary, Reconciliation};
use crate::model::billing::BillingRow;
use crate::units::Usd;

/// Cost Explorer's services that hold what is priced here: instances; volumes, snapshots, CPU credits and, before 2024,
/// addresses; logs and monitoring; buckets; public IPv4 addresses.
const PRICED_SERVICES: [&str; 5] = [
    "Amazon Elastic Compute Cloud - Compute",
    "Amazon Simple Storage Service",
    "Amazon Virtual Private Cloud",
    "AmazonCloudWatch",
    "EC2 - Other",
];

/// Those of kinds that the dataset holds some of, in alphabetical order.
fn priced_services(dataset: &Dataset) -> Vec<&'static str> {
    let resources = &dataset.resources;
    let held = [("AWS Lambda", !resources.functions.is_empty()), ("Amazon DynamoDB", !resources.tables.is_empty())];
    let held = held.into_iter().filter(|(_, some)| *some).map(|(name, _)| name);
    let mut services: Vec<&str> = held.chain(PRICED_SERVICES).collect();
    services.sort_unstable();
    services
}

/// `None` without a single row. Rows in another currency than dollars are left out.
pub(super) fn summary(dataset: &Dataset, list_cost_monthly: Usd) -> Option<BillingSummary> {
    let mut by_month: BTreeMap<(i32, u32), Vec<&BillingRow>> = BTreeMap::new();
    for row in dataset.billing.iter().filter(|row| row.billing_currency == "USD") {
        by_month.entry((row.charge_period_start.year(), row.charge_period_start.month())).or_default().push(row);
    }
    let forecast = forecast_summary(&dataset.forecast);
    if by_month.is_empty() && forecast.is_none() {
        return None;
    }
    let today = dataset.manifest.as_of.date_naive();
    let reconciliation = by_month
        .iter()
        .rev()
        .find(|(month, rows)| is_over(**month, today) && rows.iter().all(|row| !row.estimated))
        .map(|(month, rows)| reconcile(*month, rows, &priced_services(dataset), list_cost_monthly));
    let months = by_month.iter().map(|(month, rows)| billed_month(*month, rows)).collect();
    Some(BillingSummary { months, reconciliation, forecast })
}

/// The rows of the open month end today, so their own end does not tell.
fn is_over((year, month): (i32, u32), today: NaiveDate) -> bool {
    (year, month) < (today.year(), today.month())
}

fn named((year, month): (i32, u32)) -> String {
    format!("{year:04}-{month:02}")
}

fn reconcile(
    month: (i32, u32),
    rows: &[&BillingRow],
    services: &[&'static str],
    list_cost_monthly: Usd,
) -> Reconciliation {
    let priced = rows.iter().filter(|row| services.contains(&row.service_name.as_str()));
    let billed: Usd = priced.map(|row| row.billed_cost).sum();
    Reconciliation {
        month: named(month),
        services: services.iter().map(|name| (*name).to_owned()).collect(),
        billed_cost_usd: billed,
        list_cost_monthly_usd: list_cost_monthly,
        difference_usd: list_cost_monthly - billed,
    }
}

fn billed_month(month: (i32, u32), rows: &[&BillingRow]) -> BilledMonth {
    let mut by_service: BTreeMap<&str, Vec<&BillingRow>> = BTreeMap::new();
    for row in rows {
        by_service.entry(&row.service_name).or_default().push(row);
    }
    let mut services: Vec<BilledService> = by_service
        .into_iter()
        .map(|(name, rows)| BilledService {
            service_name: name.to_owned(),
            billed_cost_usd: rows.iter().map(|row| row.billed_cost).sum(),
            effective_cost_usd: effective(&rows),
        })
        .collect();
    services.sort_by(|one, other| {
        other.billed_cost_usd.cmp(&one.billed_cost_usd).then_with(|| one.service_name.cmp(&other.service_name))
    });
    BilledMonth {
        month: named(month),
        estimated: rows.iter().any(|row| row.estimated),
        services,
        billed_cost_usd: rows.iter().map(|row| row.billed_cost).sum(),
        effective_cost_usd: effective(rows),
    }
}

/// Known only when every row has it.
fn effective(rows: &[&BillingRow]) -> Option<Usd> {
    rows.iter().map(|row| row.effective_cost).sum_known()
}

trait SumKnown: Iterator<Item = Option<Usd>> + Sized {
    fn sum_known(mut self) -> Option<Usd> {
        self.try_fold(Usd::ZERO, |sum, amount| Some(sum + amount?))
    }
}

impl<I: Iterator<Item = Option<Usd>>> SumKnown for I {}
