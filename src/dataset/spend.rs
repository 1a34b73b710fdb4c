//! Billing rows → what the bill says.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Dataset;
use crate::model::analysis::ForecastSummary;
use crate::model::billing::{
    BillingCut, BillingCutRead, BillingDetail, BillingDetailRow, BillingForecast, BillingRow, BudgetRow,
};
use crate::model::budget::{BudgetAlert, BudgetFilter};
use crate::model::spend::{BudgetRead, Cut, CutName, CutRead, DaySpend, MonthSpend, ResourceSpend, Spend};
use crate::units::Usd;
use crate::units::month::Month;

impl Dataset {
    /// What the bill says; `None` without a row, a forecast and a budget.
    pub fn spend(&self) -> Option<Spend> {
        spend(&self.billing, &self.forecast, &self.billing_detail)
    }
}

/// The rows in order, those of one key as their sum.
pub fn spend(billing: &[BillingRow], forecast: &[BillingForecast], detail: &BillingDetail) -> Option<Spend> {
    let (billing, rows) = (in_dollars(billing), detail.rows.iter());
    let forecast = forecast_summary(forecast);
    let nothing = billing.is_empty() && detail.rows.is_empty() && detail.budgets.is_empty() && detail.cuts.is_empty();
    if nothing && forecast.is_none() {
        return None;
    }
    let mut months = Months::default();
    for row in &billing {
        months.add_service(row);
    }
    for row in rows.clone() {
        months.add_detail(row);
    }
    Some(Spend {
        currency: "USD".to_owned(),
        days: days(rows.clone()),
        months: months.rows(),
        resources: resources(rows),
        budgets: detail.budgets.iter().map(budget).collect(),
        forecast,
        read: read(&billing, &detail.cuts),
    })
}

/// The sum of the rows, from the first day to the last.
pub fn forecast_summary(rows: &[BillingForecast]) -> Option<ForecastSummary> {
    let all = |bound: fn(&BillingForecast) -> Option<Usd>| {
        rows.iter().map(bound).try_fold(Usd::ZERO, |sum, amount| Some(sum + amount?))
    };
    Some(ForecastSummary {
        start: rows.iter().map(|row| row.charge_period_start).min()?,
        end: rows.iter().map(|row| row.charge_period_end).max()?,
        mean_billed_cost_usd: rows.iter().map(|row| row.mean_billed_cost).sum(),
        low_billed_cost_usd: all(|row| row.low_billed_cost),
        high_billed_cost_usd: all(|row| row.high_billed_cost),
    })
}

fn in_dollars(billing: &[BillingRow]) -> Vec<&BillingRow> {
    billing.iter().filter(|row| row.billing_currency == "USD").collect()
}

/// Months by key; a sum is known only when every part is.
#[derive(Default)]
struct Months(BTreeMap<(Month, Cut, String), MonthSpend>);

impl Months {
    fn add_service(&mut self, row: &BillingRow) {
        self.add(MonthSpend {
            month: Month::of(row.charge_period_start),
            cut: Cut::Service,
            service_name: row.service_name.clone(),
            billed_cost_usd: row.billed_cost,
            effective_cost_usd: row.effective_cost,
            quantity: None,
            unit: None,
            estimated: row.estimated,
        });
    }

    fn add_detail(&mut self, row: &BillingDetailRow) {
        let Some(cut) = month_cut(row) else { return };
        self.add(MonthSpend {
            month: Month::of(row.charge_period_start),
            cut,
            service_name: row.service_name.clone(),
            billed_cost_usd: row.billed_cost,
            effective_cost_usd: row.effective_cost,
            quantity: row.consumed_quantity,
            unit: row.consumed_unit.clone(),
            estimated: row.estimated,
        });
    }

    fn add(&mut self, row: MonthSpend) {
        let key = (row.month, row.cut.clone(), row.service_name.clone());
        let Some(known) = self.0.get_mut(&key) else {
            self.0.insert(key, row);
            return;
        };
        known.billed_cost_usd += row.billed_cost_usd;
        known.effective_cost_usd = known.effective_cost_usd.zip(row.effective_cost_usd).map(|(one, other)| one + other);
        if known.unit == row.unit {
            known.quantity = known.quantity.zip(row.quantity).map(|(one, other)| one + other);
        } else {
            (known.quantity, known.unit) = (None, None);
        }
        known.estimated |= row.estimated;
    }

    fn rows(self) -> Vec<MonthSpend> {
        self.0.into_values().collect()
    }
}

/// `None` for rows of days and resources.
fn month_cut(row: &BillingDetailRow) -> Option<Cut> {
    match row.cut {
        BillingCut::Account => Some(Cut::Account(row.sub_account_id.clone())),
        BillingCut::Region => row.region_id.clone().map(Cut::Region),
        BillingCut::Tag => row.tag_key.clone().map(|key| Cut::Tag { key, value: row.tag_value.clone() }),
        BillingCut::UsageType => row.usage_type.clone().map(Cut::UsageType),
        BillingCut::Service | BillingCut::ServiceByDay | BillingCut::Resource | BillingCut::Budgets => None,
    }
}

fn days<'a>(rows: impl Iterator<Item = &'a BillingDetailRow>) -> Vec<DaySpend> {
    let mut days: BTreeMap<(NaiveDate, &str), (Usd, bool)> = BTreeMap::new();
    for row in rows.filter(|row| row.cut == BillingCut::ServiceByDay) {
        let (cost, estimated) = days.entry((row.charge_period_start, &row.service_name)).or_default();
        *cost += row.billed_cost;
        *estimated |= row.estimated;
    }
    let day = |((day, service), (billed_cost_usd, estimated)): ((NaiveDate, &str), (Usd, bool))| DaySpend {
        day,
        service_name: service.to_owned(),
        billed_cost_usd,
        estimated,
    };
    days.into_iter().map(day).collect()
}

fn resources<'a>(rows: impl Iterator<Item = &'a BillingDetailRow>) -> Vec<ResourceSpend> {
    let mut resources = BTreeMap::new();
    for row in rows.filter(|row| row.cut == BillingCut::Resource) {
        let (Some(region), Some(id)) = (&row.region_id, &row.resource_id) else { continue };
        let key = (Month::of(row.charge_period_start), &row.sub_account_id, region, id, &row.service_name);
        *resources.entry(key).or_insert(Usd::ZERO) += row.billed_cost;
    }
    resources
        .into_iter()
        .map(|((month, account, region, id, service), billed_cost_usd)| ResourceSpend {
            month,
            account: account.clone(),
            region: region.clone(),
            resource_id: id.clone(),
            service_name: service.clone(),
            billed_cost_usd,
        })
        .collect()
}

/// Cells of a loaded dataset have been checked: what cannot be read is left out.
fn budget(row: &BudgetRow) -> BudgetRead {
    BudgetRead {
        account: row.sub_account_id.clone(),
        name: row.budget_name.clone(),
        time_unit: row.time_unit,
        start: row.charge_period_start,
        end: row.charge_period_end,
        limit_usd: row.limit_cost,
        spent_usd: row.spent_cost,
        forecast_usd: row.forecast_cost,
        filters: BudgetFilter::parse_list(&row.filters).unwrap_or_default(),
        alerts: BudgetAlert::parse_list(&row.alerts).unwrap_or_default(),
    }
}

/// As the dataset says; months by service, where it does not say, from their first row to their last.
fn read(billing: &[&BillingRow], cuts: &[BillingCutRead]) -> Vec<CutRead> {
    let mut read: Vec<CutRead> = cuts.iter().filter_map(cut_read).collect();
    let starts = billing.iter().map(|row| row.charge_period_start).min();
    let ends = billing.iter().map(|row| row.charge_period_end).max();
    if let (false, Some((start, end))) = (read.iter().any(|read| read.cut == CutName::Service), starts.zip(ends)) {
        read.push(CutRead { cut: CutName::Service, start, end });
    }
    read.sort();
    read.dedup();
    read
}

fn cut_read(row: &BillingCutRead) -> Option<CutRead> {
    let cut = match row.cut {
        BillingCut::Service => CutName::Service,
        BillingCut::ServiceByDay => CutName::ServiceByDay,
        BillingCut::Account => CutName::Account,
        BillingCut::Region => CutName::Region,
        BillingCut::Tag => CutName::Tag { key: row.tag_key.clone()? },
        BillingCut::UsageType => CutName::UsageType,
        BillingCut::Resource => CutName::Resource,
        BillingCut::Budgets => CutName::Budgets,
    };
    Some(CutRead { cut, start: row.charge_period_start, end: row.charge_period_end })
}
