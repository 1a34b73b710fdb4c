//! `billing/detail.csv`, `cuts.csv` and `budgets.csv`, every row checked.

use std::collections::HashSet;
use std::path::Path;

use super::Mistake;
use super::billing::{period, rows};
use super::sink::is_account;
use crate::model::billing::{BillingCut, BillingCutRead, BillingDetail, BillingDetailRow, BudgetRow};
use crate::model::budget::{BudgetAlert, BudgetFilter};
use crate::units::month::Month;

const DETAIL: &str = "billing/detail.csv";
const CUTS: &str = "billing/cuts.csv";
const BUDGETS: &str = "billing/budgets.csv";
pub(super) const FILES: [&str; 3] = [DETAIL, CUTS, BUDGETS];

const DETAIL_COLUMNS: &[&str] = &[
    "x_Cut",
    "SubAccountId",
    "ChargePeriodStart",
    "ChargePeriodEnd",
    "ServiceName",
    "RegionId",
    "ResourceId",
    "x_UsageType",
    "x_TagKey",
    "x_TagValue",
    "ConsumedQuantity",
    "ConsumedUnit",
    "BilledCost",
    "EffectiveCost",
    "BillingCurrency",
    "x_Estimated",
];
const CUTS_COLUMNS: &[&str] = &["x_Cut", "x_TagKey", "ChargePeriodStart", "ChargePeriodEnd"];
const BUDGETS_COLUMNS: &[&str] = &[
    "SubAccountId",
    "BudgetName",
    "TimeUnit",
    "ChargePeriodStart",
    "ChargePeriodEnd",
    "LimitCost",
    "SpentCost",
    "ForecastCost",
    "Filters",
    "Alerts",
];

/// Read one of [`FILES`] into its list.
pub(super) fn take(bytes: &[u8], file: &Path, detail: &mut BillingDetail, mistakes: &mut Vec<Mistake>) {
    match file.to_str() {
        Some(DETAIL) => detail.rows = detail_rows(bytes, file, mistakes),
        Some(CUTS) => detail.cuts = rows(bytes, file, CUTS_COLUMNS, mistakes, wrong_cut),
        Some(BUDGETS) => detail.budgets = budgets(bytes, file, mistakes),
        _ => {}
    }
}

type Wrong = Option<(&'static str, String)>;

fn detail_rows(bytes: &[u8], file: &Path, mistakes: &mut Vec<Mistake>) -> Vec<BillingDetailRow> {
    let mut seen = HashSet::new();
    rows(bytes, file, DETAIL_COLUMNS, mistakes, |row: &BillingDetailRow| {
        let key = (
            (row.cut, row.sub_account_id.clone(), row.charge_period_start, row.service_name.clone()),
            (row.region_id.clone(), row.resource_id.clone(), row.usage_type.clone()),
            (row.tag_key.clone(), row.tag_value.clone()),
        );
        wrong_detail(row).or_else(|| {
            let twice = || format!("this cut has two rows for the period from {}: keep one", row.charge_period_start);
            (!seen.insert(key)).then(|| ("ServiceName", twice()))
        })
    })
}

fn wrong_detail(row: &BillingDetailRow) -> Wrong {
    if row.billing_currency != "USD" {
        let message = format!("`{}` is not USD, the one currency of the price list", row.billing_currency);
        return Some(("BillingCurrency", message));
    }
    period(row.charge_period_start >= row.charge_period_end, row.sub_account_id.as_str())
        .or_else(|| wrong_period(row))
        .or_else(|| wrong_columns(row))
        .or_else(|| {
            let quantity = row.consumed_quantity?;
            (!quantity.is_finite()).then(|| ("ConsumedQuantity", format!("`{quantity}` is no amount")))
        })
}

fn wrong_period(row: &BillingDetailRow) -> Wrong {
    let (start, end) = (row.charge_period_start, row.charge_period_end);
    if row.cut == BillingCut::ServiceByDay {
        return (start.succ_opt() != Some(end)).then(|| {
            ("ChargePeriodEnd", format!("a row of `service-by-day` is of one day; {start} ends with the next"))
        });
    }
    (end > Month::of(start).end())
        .then(|| ("ChargePeriodEnd", format!("the period goes beyond the month of {start}: one row a month")))
}

/// The columns that a cut is by are there, and no other cut's.
fn wrong_columns(row: &BillingDetailRow) -> Wrong {
    use BillingCut::{Budgets, Region, Resource, Service, Tag, UsageType};
    let word = || BillingCut::WORDS.get(row.cut as usize).copied().unwrap_or_default();
    if matches!(row.cut, Service | Budgets) {
        let place = if row.cut == Service { "cost-explorer.csv" } else { "budgets.csv" };
        return Some(("x_Cut", format!("`{}` has no rows here; they are in `billing/{place}`", word())));
    }
    let columns: [(&'static str, bool, &[BillingCut]); 5] = [
        ("RegionId", row.region_id.is_some(), &[Region, Resource]),
        ("ResourceId", row.resource_id.is_some(), &[Resource]),
        ("x_UsageType", row.usage_type.is_some(), &[UsageType]),
        ("x_TagKey", row.tag_key.is_some(), &[Tag]),
        ("ConsumedUnit", row.consumed_unit.is_some(), &[UsageType]),
    ];
    for (column, given, cuts) in columns {
        let needed = cuts.contains(&row.cut);
        if given && !needed {
            return Some((column, format!("a row of `{}` has no such cell: leave it empty", word())));
        }
        if !given && needed && column != "ConsumedUnit" {
            return Some((column, format!("a row of `{}` needs it", word())));
        }
    }
    if row.tag_value.is_some() && row.cut != Tag {
        return Some(("x_TagValue", format!("a row of `{}` has no such cell: leave it empty", word())));
    }
    if row.consumed_quantity.is_some() && row.consumed_unit.is_none() {
        return Some(("ConsumedUnit", "a quantity needs its unit".to_owned()));
    }
    None
}

fn wrong_cut(row: &BillingCutRead) -> Wrong {
    if row.charge_period_start >= row.charge_period_end {
        return Some(("ChargePeriodEnd", "the period ends before it begins; the end is exclusive".to_owned()));
    }
    match (row.cut == BillingCut::Tag, &row.tag_key) {
        (true, None) => Some(("x_TagKey", "a cut by `tag` needs it".to_owned())),
        (false, Some(_)) => Some(("x_TagKey", "only a cut by `tag` has it: leave it empty".to_owned())),
        _ => None,
    }
}

fn budgets(bytes: &[u8], file: &Path, mistakes: &mut Vec<Mistake>) -> Vec<BudgetRow> {
    let mut seen = HashSet::new();
    rows(bytes, file, BUDGETS_COLUMNS, mistakes, |row: &BudgetRow| {
        wrong_budget(row).or_else(|| {
            let name = &row.budget_name;
            let again = !seen.insert((row.sub_account_id.clone(), name.clone()));
            again.then(|| ("BudgetName", format!("there are two budgets `{name}`: keep one")))
        })
    })
}

fn wrong_budget(row: &BudgetRow) -> Wrong {
    if !is_account(row.sub_account_id.as_str()) {
        return Some(("SubAccountId", format!("`{}` is no account id of twelve digits", row.sub_account_id)));
    }
    if row.charge_period_start.zip(row.charge_period_end).is_some_and(|(start, end)| start >= end) {
        return Some(("ChargePeriodEnd", "the period ends before it begins; the end is exclusive".to_owned()));
    }
    if row.limit_cost.is_some_and(crate::units::Usd::is_negative) {
        return Some(("LimitCost", "a limit cannot be negative".to_owned()));
    }
    let filters = BudgetFilter::parse_list(&row.filters).err().map(|message| ("Filters", message));
    filters.or_else(|| BudgetAlert::parse_list(&row.alerts).err().map(|message| ("Alerts", message)))
}
