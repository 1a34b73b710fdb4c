//! The list cost of the whole estate, what could not be priced, and the age of the prices that were used.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::gaps::price_missing;
use crate::estate::Estate;
use crate::estimate::estimate;
use crate::model::analysis::{PricedState, Recommendation};
use crate::model::configuration::Configuration;
use crate::model::cost::{CostComponent, is_stale_price};
use crate::model::gap::{Gap, GapReason};
use crate::model::ids::{ResourceKey, ResourceKind};
use crate::pricing::PriceBook;
use crate::units::Usd;

/// Of one kind.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KindCost {
    pub(super) priced: usize,
    pub(super) list_cost_monthly: Usd,
}

#[derive(Debug, Default)]
pub(super) struct ListCost {
    by_kind: BTreeMap<ResourceKind, KindCost>,
    gaps: Vec<Gap>,
    /// Some usage is not known.
    unmeasured: bool,
    oldest: Option<String>,
    newest: Option<String>,
    components: usize,
    stale: usize,
}

impl ListCost {
    pub(super) fn of(estate: &Estate<'_>, prices: &PriceBook, today: NaiveDate) -> Self {
        let mut list = Self::default();
        for (key, entry) in estate.iter() {
            list.unmeasured |= !entry.unmeasured.is_empty();
            let Some(placed) = &entry.placed else {
                list.gaps.push(Gap { detail: entry.unmeasured.join("; "), reason: GapReason::NoData, ..unpriced(key) });
                continue;
            };
            if placed.configuration == Configuration::Absent {
                continue;
            }
            let cost = estimate(placed, prices);
            list.unmeasured |= !cost.unmeasured.is_empty();
            list.rows(&cost.components);
            list.components += cost.components.len();
            list.stale += cost.components.iter().filter(|line| is_stale_price(&line.price.as_of, today)).count();
            let kind = list.by_kind.entry(key.kind).or_default();
            kind.list_cost_monthly += cost.known();
            if cost.missing.is_empty() {
                kind.priced += 1;
            } else {
                let items: Vec<&str> = cost.missing.iter().map(|missing| missing.item.as_str()).collect();
                list.gaps.push(price_missing(unpriced(key), format!("no price for {}", items.join(", "))));
            }
        }
        list
    }

    /// Prices of the states of a recommendation were used too.
    pub(super) fn used(&mut self, recommendation: &Recommendation) {
        let states: [Option<&PricedState>; 2] = [Some(&recommendation.before), recommendation.after.as_ref()];
        for state in states.into_iter().flatten() {
            self.rows(&state.components);
        }
    }

    fn rows(&mut self, components: &[CostComponent]) {
        for CostComponent { price, .. } in components {
            if self.oldest.as_ref().is_none_or(|oldest| price.as_of < *oldest) {
                self.oldest = Some(price.as_of.clone());
            }
            if self.newest.as_ref().is_none_or(|newest| price.as_of > *newest) {
                self.newest = Some(price.as_of.clone());
            }
        }
    }

    pub(super) fn total(&self) -> Usd {
        self.by_kind.values().map(|kind| kind.list_cost_monthly).sum()
    }

    pub(super) fn of_kind(&self, kind: ResourceKind) -> KindCost {
        self.by_kind.get(&kind).copied().unwrap_or_default()
    }

    pub(super) fn is_at_least(&self) -> bool {
        self.unmeasured || !self.gaps.is_empty()
    }

    pub(super) fn gaps(&self) -> Vec<Gap> {
        self.gaps.clone()
    }

    pub(super) fn newest_price(&self) -> Option<String> {
        self.newest.clone()
    }

    /// Lines of the list cost, and those of them with a stale price.
    pub(super) const fn components(&self) -> (usize, usize) {
        (self.components, self.stale)
    }

    pub(super) fn oldest_price(&self) -> Option<String> {
        self.oldest.clone()
    }
}

fn unpriced(key: &ResourceKey) -> Gap {
    Gap {
        service: key.kind.service().to_owned(),
        account: Some(key.account.clone()),
        region: Some(key.region.clone()),
        operation: None,
        rule: None,
        resource_id: Some(key.id.clone()),
        reason: GapReason::PriceMissing,
        detail: String::new(),
    }
}
