//! The prices of one offer file, as they are read.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::reserved::{Reservation, Reserved, ReservedPrices};
use crate::pricing::{FolderRow, FreeOfCharge, OfferItem, OfferRule, OfferTerm, Source};

/// The term of on-demand prices, and of those of the account's free tier.
const ON_DEMAND: &str = "JRTCKXETXF";
const FREE_TIER: &str = "A429C66SYZ";
/// Product families that are counted by name; the rest together.
const FAMILIES: usize = 200;

/// What an offer file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfferHead {
    pub offer_code: String,
    pub version: String,
    pub publication_date: String,
}

/// What became of the prices of an offer file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub read: u64,
    pub kept: u64,
    /// Reservations that are no price of ours.
    pub not_on_demand: u64,
    pub outposts: u64,
    /// Prices of zero.
    pub free: u64,
    /// On-demand prices that no line of the table matches, by product family.
    pub unmapped: BTreeMap<String, u64>,
    /// Prices that are left out, each with its reason.
    pub refused: Vec<String>,
}

/// One price of a product, as text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dimension<'a> {
    pub(super) sku: &'a str,
    pub(super) term: &'a str,
    /// Of a reservation.
    pub(super) reserved: bool,
    pub(super) begin: &'a str,
    pub(super) end: &'a str,
    pub(super) unit: &'a str,
    pub(super) usd: &'a str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Tier {
    from: Decimal,
    to: Option<Decimal>,
    usd: Decimal,
    unit: &'static str,
    free: FreeOfCharge,
    sku: String,
}

/// Prices of ours, by item.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    tiers: BTreeMap<OfferItem, Vec<Tier>>,
    reserved: ReservedPrices,
    pub(super) counts: Counts,
}

impl Collected {
    pub const fn counts(&self) -> &Counts {
        &self.counts
    }

    pub(super) fn unmapped(&mut self, family: &str) {
        let families = &mut self.counts.unmapped;
        let name = if family.is_empty() { "(none)" } else { family };
        let name = if families.len() < FAMILIES || families.contains_key(name) { name } else { "(others)" };
        *families.entry(name.to_owned()).or_default() += 1;
    }

    /// # Errors
    /// With what is wrong, when the text of a price that is ours cannot be read.
    pub(super) fn push(
        &mut self,
        items: &[(OfferItem, &OfferRule)],
        family: &str,
        dimension: Dimension<'_>,
    ) -> Result<(), String> {
        if dimension.reserved {
            return self.push_reserved(items, dimension);
        }
        let mut ours = items.iter().filter(|(_, rule)| rule.term == OfferTerm::OnDemand).peekable();
        if !matches!(dimension.term, ON_DEMAND | FREE_TIER) || ours.peek().is_none() {
            self.unmapped(family);
            return Ok(());
        }
        let mut kept = false;
        let mut free = false;
        for (item, rule) in ours {
            if !rule.counts_in(dimension.unit) {
                self.refuse(format!("{} in {}: its unit is `{}`", item.item, item.region, dimension.unit));
                continue;
            }
            let tier = tier(rule, dimension)?;
            if tier.usd.is_zero() && rule.free == FreeOfCharge::Refused {
                free = true;
                continue;
            }
            let tiers = self.tiers.entry(item.clone()).or_default();
            let same = |known: &Tier| (known.from, known.to, known.usd) == (tier.from, tier.to, tier.usd);
            if !tiers.iter().any(same) {
                tiers.push(tier);
            }
            kept = true;
        }
        self.counts.kept += u64::from(kept);
        self.counts.free += u64::from(free && !kept);
        Ok(())
    }

    /// A row of a reservation: its price by the hour, or its upfront fee.
    fn push_reserved(&mut self, items: &[(OfferItem, &OfferRule)], dimension: Dimension<'_>) -> Result<(), String> {
        let Some(reservation) = Reservation::of_code(dimension.term) else {
            self.counts.not_on_demand += 1;
            return Ok(());
        };
        let is_upfront = dimension.unit == "Quantity";
        let mut kept = false;
        for (item, rule) in items.iter().filter(|(_, rule)| rule.term != OfferTerm::OnDemand) {
            if !is_upfront && !rule.counts_in(dimension.unit) {
                self.refuse(format!("{} in {}: its unit is `{}`", item.item, item.region, dimension.unit));
                continue;
            }
            let usd = decimal("PricePerUnit", dimension.usd)?;
            let new = || Reserved::new(reservation, rule.term, rule.unit, dimension.sku);
            self.reserved.entry(reservation.item(item)).or_insert_with(new).push(usd, is_upfront);
            kept = true;
        }
        self.counts.kept += u64::from(kept);
        self.counts.not_on_demand += u64::from(!kept);
        Ok(())
    }

    /// Reserved prices whose parts are all there become tiers like any other.
    fn finish_reserved(&mut self) {
        for (item, reserved) in std::mem::take(&mut self.reserved) {
            match reserved.usd_per_hour() {
                Ok(Some(usd)) => self.tiers.entry(item).or_default().push(Tier {
                    from: Decimal::ZERO,
                    to: None,
                    usd,
                    unit: reserved.unit,
                    free: FreeOfCharge::Refused,
                    sku: reserved.sku,
                }),
                Ok(None) => {}
                Err(why) => self.refuse(format!("{} in {}: {why}", item.item, item.region)),
            }
        }
    }

    fn refuse(&mut self, why: String) {
        if self.counts.refused.len() < FAMILIES && !self.counts.refused.contains(&why) {
            self.counts.refused.push(why);
        }
    }

    /// The rows of a folder. An item with two prices for one quantity, or a hole between its tiers, is left out.
    pub fn into_rows(mut self, source: &Arc<Source>) -> (Vec<FolderRow>, Counts) {
        self.finish_reserved();
        let mut rows = Vec::new();
        let mut file: Arc<str> = "".into();
        for (item, tiers) in std::mem::take(&mut self.tiers) {
            let tiers = match joined(tiers) {
                Ok(tiers) => tiers,
                Err(why) => {
                    self.refuse(format!("{} in {}: {why}", item.item, item.region));
                    continue;
                }
            };
            let flat = matches!(tiers.as_slice(), [Tier { to: None, .. }]);
            if item.is_in_table() && !flat {
                self.refuse(format!("{} in {}: has tiers", item.item, item.region));
                continue;
            }
            if *file != *item.file {
                file = item.file.as_str().into();
            }
            let region: Arc<str> = item.region.as_str().into();
            rows.extend(tiers.into_iter().map(|tier| FolderRow {
                file: file.clone(),
                line: 0,
                region: region.clone(),
                item: item.item.as_str().into(),
                tier_from: tier.from,
                tier_to: tier.to,
                unit: tier.unit.into(),
                usd_per_unit: tier.usd,
                source: source.clone(),
                sku: Some(tier.sku.into()),
            }));
        }
        (rows, self.counts)
    }
}

/// A price or a quantity.
fn decimal(name: &str, text: &str) -> Result<Decimal, String> {
    let amount = Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).ok();
    amount.filter(|amount| *amount >= Decimal::ZERO).ok_or_else(|| format!("{name} is `{text}`"))
}

fn tier(rule: &OfferRule, dimension: Dimension<'_>) -> Result<Tier, String> {
    let scaled = |amount: Decimal| rule.quantity(amount).ok_or_else(|| format!("`{amount}` is too large"));
    let (from, to) = match rule.tier {
        Some(tier) => tier,
        None if dimension.end == "Inf" => (scaled(decimal("StartingRange", dimension.begin)?)?, None),
        None => {
            let end = scaled(decimal("EndingRange", dimension.end)?)?;
            (scaled(decimal("StartingRange", dimension.begin)?)?, Some(end))
        }
    };
    let usd = decimal("PricePerUnit", dimension.usd)?;
    let usd = rule.usd_per_unit(usd).ok_or_else(|| format!("PricePerUnit `{usd}` is too large"))?.normalize();
    Ok(Tier { from, to, usd, unit: rule.unit, free: rule.free, sku: dimension.sku.to_owned() })
}

/// Ascending, from zero, without holes.
fn joined(mut tiers: Vec<Tier>) -> Result<Vec<Tier>, String> {
    tiers.sort_by_key(|tier| tier.from);
    let starts_free = tiers.first().is_some_and(|tier| tier.free == FreeOfCharge::FirstTier && tier.usd.is_zero());
    if starts_free {
        let removed = tiers.remove(0);
        match tiers.first_mut() {
            Some(first) if removed.from.is_zero() && removed.to == Some(first.from) => first.from = Decimal::ZERO,
            _ => return Err("is only free".to_owned()),
        }
    }
    let mut edge = Some(Decimal::ZERO);
    for tier in &tiers {
        if tiers.iter().any(|other| other.from == tier.from && other != tier) {
            return Err(format!("has several prices from {}", tier.from.normalize()));
        }
        if edge != Some(tier.from) || tier.to.is_some_and(|to| to <= tier.from) {
            return Err(format!("has a hole before {}", tier.from.normalize()));
        }
        edge = tier.to;
    }
    Ok(tiers)
}
