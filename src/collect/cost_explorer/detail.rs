//! `--billing full`: days by service, months by account, region, usage type and tag.
//!
//! Resource-level rows are not asked for: Cost Explorer has them for fourteen days, for accounts that pay for it; a
//! saved bill (`billing/detail.csv`) may hold them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use aws_sdk_costexplorer::types::GroupDefinition;

use super::super::session::Session;
use super::super::spending::Spending;
use super::usage::{Answered, Period, Query, Row, ask, dimension, tag};
use super::{GET_COST_AND_USAGE, billed_days};
use crate::model::billing::{BillingCut, BillingCutRead, BillingDetail, BillingDetailRow};
use crate::model::gap::GapReason;
use crate::model::ids::{AccountId, Region};

/// A cut to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CutAsked {
    cut: BillingCut,
    tag_key: Option<String>,
}

/// In the order in which they are asked for, so that a limit of cost leaves out the last.
pub(super) fn cuts(tag_keys: &[String]) -> Vec<CutAsked> {
    let fixed = [BillingCut::ServiceByDay, BillingCut::Account, BillingCut::Region, BillingCut::UsageType];
    let fixed = fixed.map(|cut| CutAsked { cut, tag_key: None });
    let mut cuts = Vec::from(fixed);
    for key in tag_keys {
        let asked = CutAsked { cut: BillingCut::Tag, tag_key: Some(key.clone()) };
        if !cuts.contains(&asked) {
            cuts.push(asked);
        }
    }
    cuts
}

/// Ask for every cut; whether all of them were answered whole. Nothing is asked when months by service were not
/// answered: the rest would fail alike.
pub(super) async fn read(
    session: &Session<'_>,
    spending: &mut Spending,
    tag_keys: &[String],
    months: Answered,
    detail: &mut BillingDetail,
) -> bool {
    let Some(days) = billed_days(session.options) else { return false };
    let read =
        |cut, tag_key| BillingCutRead { cut, tag_key, charge_period_start: days.start, charge_period_end: days.end };
    if months == Answered::Nothing {
        let why = "the finer cuts of the bill were not asked for, since its months could not be read";
        session.journal().noted(&GET_COST_AND_USAGE, None, None, GapReason::NotCollected, why);
        return false;
    }
    let mut whole = months == Answered::Whole;
    if whole {
        detail.cuts.push(read(BillingCut::Service, None));
    }
    let mut rows = Rows::default();
    for asked in cuts(tag_keys) {
        let query = Query {
            days,
            daily: asked.cut == BillingCut::ServiceByDay,
            metrics: metrics(asked.cut),
            groups: asked.groups(),
            what: asked.what(),
        };
        let answered = ask(session, spending, false, &query, |period, group| {
            rows.add(asked.row(session, period, &group)?);
            Some(())
        })
        .await;
        if answered == Answered::Whole {
            detail.cuts.push(read(asked.cut, asked.tag_key));
        } else {
            whole = false;
        }
    }
    detail.cuts.sort();
    detail.rows = rows.finish();
    whole
}

fn metrics(cut: BillingCut) -> &'static [&'static str] {
    match cut {
        BillingCut::ServiceByDay => &["UnblendedCost"],
        BillingCut::UsageType => &["UnblendedCost", "NetAmortizedCost", "UsageQuantity"],
        _ => &["UnblendedCost", "NetAmortizedCost"],
    }
}

impl CutAsked {
    /// The service is the last of the keys.
    fn groups(&self) -> Vec<GroupDefinition> {
        let by = match (self.cut, &self.tag_key) {
            (_, Some(key)) => Some(tag(key)),
            (BillingCut::Account, _) => Some(dimension("LINKED_ACCOUNT")),
            (BillingCut::Region, _) => Some(dimension("REGION")),
            (BillingCut::UsageType, _) => Some(dimension("USAGE_TYPE")),
            _ => None,
        };
        by.into_iter().chain([dimension("SERVICE")]).collect()
    }

    fn what(&self) -> String {
        match (self.cut, &self.tag_key) {
            (_, Some(key)) => format!("by tag `{key}`"),
            (BillingCut::Account, _) => "by account".to_owned(),
            (BillingCut::Region, _) => "by region".to_owned(),
            (BillingCut::UsageType, _) => "by usage type".to_owned(),
            _ => "by day".to_owned(),
        }
    }

    fn row(&self, session: &Session<'_>, period: Period, group: &Row<'_>) -> Option<BillingDetailRow> {
        let (billed_cost, billing_currency) = group.cost("UnblendedCost")?;
        let (service_name, by) = match group.keys {
            [service] => (service.clone(), String::new()),
            [by, service] => (service.clone(), by.clone()),
            _ => return None,
        };
        let quantity = group.quantity().filter(|_| self.cut == BillingCut::UsageType);
        let mut row = BillingDetailRow {
            cut: self.cut,
            sub_account_id: session.account.clone(),
            charge_period_start: period.days.start,
            charge_period_end: period.days.end,
            service_name,
            region_id: None,
            resource_id: None,
            usage_type: None,
            tag_key: self.tag_key.clone(),
            tag_value: None,
            consumed_quantity: quantity.as_ref().map(|(amount, _)| *amount),
            consumed_unit: quantity.map(|(_, unit)| unit),
            billed_cost,
            effective_cost: group.cost("NetAmortizedCost").map(|cost| cost.0),
            billing_currency,
            estimated: period.estimated,
        };
        match self.cut {
            BillingCut::Account => row.sub_account_id = account(&by)?,
            BillingCut::Region if by.is_empty() => row.region_id = Some(Region::from("NoRegion")),
            BillingCut::Region => row.region_id = Some(Region::new(by)),
            BillingCut::UsageType => row.usage_type = Some(if by.is_empty() { "NoUsageType".to_owned() } else { by }),
            // `team$web`; `team$` is what does not carry the tag.
            BillingCut::Tag => row.tag_value = Some(by.split_once('$')?.1.to_owned()).filter(|value| !value.is_empty()),
            _ => {}
        }
        Some(row)
    }
}

fn account(text: &str) -> Option<AccountId> {
    let digits = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| AccountId::new(text))
}

/// What tells rows of one cut apart.
type Key = (BillingCut, Option<String>, chrono::NaiveDate, String, AccountId, [Option<String>; 3]);

/// Rows in order, those that an answer names twice as their sum.
#[derive(Default)]
struct Rows(BTreeMap<Key, BillingDetailRow>);

impl Rows {
    fn add(&mut self, row: BillingDetailRow) {
        let by = [row.region_id.as_ref().map(ToString::to_string), row.usage_type.clone(), row.tag_value.clone()];
        let key = (
            row.cut,
            row.tag_key.clone(),
            row.charge_period_start,
            row.service_name.clone(),
            row.sub_account_id.clone(),
            by,
        );
        match self.0.entry(key) {
            Entry::Vacant(place) => {
                place.insert(row);
            }
            Entry::Occupied(mut place) => {
                let known = place.get_mut();
                known.billed_cost += row.billed_cost;
                known.effective_cost = known.effective_cost.zip(row.effective_cost).map(|(one, other)| one + other);
                let same_unit = known.consumed_unit == row.consumed_unit;
                let quantities = known.consumed_quantity.zip(row.consumed_quantity).filter(|_| same_unit);
                known.consumed_quantity = quantities.map(|(one, other)| one + other);
                if known.consumed_quantity.is_none() {
                    known.consumed_unit = None;
                }
                known.estimated |= row.estimated;
            }
        }
    }

    /// Without rows that say nothing: no cost and no usage.
    fn finish(self) -> Vec<BillingDetailRow> {
        let says = |row: &BillingDetailRow| {
            let costs = !row.billed_cost.is_zero() || row.effective_cost.is_some_and(|cost| !cost.is_zero());
            (costs || row.consumed_quantity.is_some_and(|amount| amount > 0.0)) && row.billing_currency == "USD"
        };
        self.0.into_values().filter(says).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_are_asked_for_once() {
        let keys = ["team", "env", "team"].map(str::to_owned);
        let asked: Vec<String> = cuts(&keys).iter().map(CutAsked::what).collect();
        assert_eq!(asked, ["by day", "by account", "by region", "by usage type", "by tag `team`", "by tag `env`"]);
    }
}
