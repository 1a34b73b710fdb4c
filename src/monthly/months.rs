//! What each month cost.

use std::collections::BTreeMap;

use super::bill::{Bill, MONTHS};
use super::days::SumKnown as _;
use crate::model::monthly::{MonthTotal, ServiceCost};
use crate::model::spend::{CutName, MonthSpend};
use crate::units::month::Month;

/// Oldest first, the last one `month`; months that were not read are left out.
pub(super) fn totals(bill: &Bill<'_>, month: Month) -> Vec<MonthTotal> {
    let mut months: Vec<Month> = bill.months().filter(|read| *read <= month).collect();
    let surplus = months.len().saturating_sub(MONTHS as usize);
    months.drain(..surplus);
    months.into_iter().filter_map(|month| total(bill, month)).collect()
}

fn total(bill: &Bill<'_>, month: Month) -> Option<MonthTotal> {
    let rows = bill.rows(&CutName::Service, month)?;
    let mut by_service: BTreeMap<&str, Vec<&MonthSpend>> = BTreeMap::new();
    for row in rows {
        by_service.entry(&row.service_name).or_default().push(row);
    }
    let mut services: Vec<ServiceCost> = by_service
        .into_iter()
        .map(|(name, rows)| ServiceCost {
            service_name: name.to_owned(),
            billed_cost_usd: rows.iter().map(|row| row.billed_cost_usd).sum(),
            effective_cost_usd: rows.iter().map(|row| row.effective_cost_usd).sum_known(),
        })
        .collect();
    services.sort_by(|one, other| {
        other.billed_cost_usd.cmp(&one.billed_cost_usd).then_with(|| one.service_name.cmp(&other.service_name))
    });
    Some(MonthTotal {
        month,
        state: bill.state(month),
        estimated: rows.iter().any(|row| row.estimated),
        billed_cost_usd: services.iter().map(|service| service.billed_cost_usd).sum(),
        effective_cost_usd: services.iter().map(|service| service.effective_cost_usd).sum_known(),
        services,
    })
}
