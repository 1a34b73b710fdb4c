//! The lines of one declared resource while they are written: quantity × price, tier by tier.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Priced;
use crate::estimate::TaskLines;
use crate::model::cost::{CostComponent, Estimate, PriceMissing};
use crate::model::estimate_line::EstimateLine;
use crate::model::ids::Region;
use crate::pricing::{Price, PriceBook, TieredPrice};
use crate::units::{HOURS_PER_MONTH, Hour, Quantity, Unit, Usd};

/// What is left of an account's monthly free tier, by item of the price book (`AWSQueueService sqs.request.standard`);
/// items that share an allowance name the same pool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    pools: Vec<Decimal>,
    pool_of: BTreeMap<String, usize>,
}

impl Allowance {
    /// Add a pool of `amount` units for `items`.
    pub fn add(&mut self, amount: Decimal, items: &[&str]) {
        let pool = self.pools.len();
        self.pools.push(amount);
        self.pool_of.extend(items.iter().map(|item| ((*item).to_owned(), pool)));
    }

    /// Take up to `amount` from the pool of an item.
    fn take(&mut self, item: &str, amount: Decimal) -> Decimal {
        let Some(left) = self.pool_of.get(item).and_then(|pool| self.pools.get_mut(*pool)) else {
            return Decimal::ZERO;
        };
        let taken = amount.min(*left);
        *left -= taken;
        taken
    }
}

/// The sheet of one resource in one region.
#[derive(Debug)]
pub struct Sheet<'a> {
    pub prices: &'a PriceBook,
    pub region: &'a Region,
    service: &'static str,
    part: String,
    times: Decimal,
    allowance: Option<&'a mut Allowance>,
    priced: Priced,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(
        prices: &'a PriceBook,
        region: &'a Region,
        service: &'static str,
        allowance: Option<&'a mut Allowance>,
    ) -> Self {
        Self { prices, region, service, part: String::new(), times: Decimal::ONE, allowance, priced: Priced::default() }
    }

    /// What follows belongs to a part of the resource: `root_block_device`.
    pub fn part(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        let longer = if self.part.is_empty() { name.to_owned() } else { format!("{}.{name}", self.part) };
        let before = std::mem::replace(&mut self.part, longer);
        write(self);
        self.part = before;
    }

    /// What follows exists so many times (the instances of a group).
    pub fn times(&mut self, count: Decimal, write: impl FnOnce(&mut Self)) {
        let before = self.times;
        self.times = before.saturating_mul(count);
        write(self);
        self.times = before;
    }

    /// The price of an item of this type's service.
    pub fn rate<U: Unit>(&self, item: &str) -> Result<TieredPrice<U>, PriceMissing> {
        self.prices.rate(self.service, self.region, item)
    }

    /// The price of an item of another service.
    pub fn rate_of<U: Unit>(&self, service: &str, item: &str) -> Result<TieredPrice<U>, PriceMissing> {
        self.prices.rate(service, self.region, item)
    }

    /// The price of an item by its place instead of the resource's region: `edge:Europe`, `global`.
    pub fn rate_at<U: Unit>(&self, place: &str, item: &str) -> Result<TieredPrice<U>, PriceMissing> {
        self.prices.rate(self.service, &Region::from(place), item)
    }

    /// A price by the hour from a table that is split by region.
    pub fn hourly(&self, table: &str, item: &str) -> Result<TieredPrice<Hour>, PriceMissing> {
        self.prices.hourly(table, self.region, item).map(TieredPrice::from)
    }

    /// A thing that runs all month: 730 hours.
    pub fn all_month(&mut self, name: &str, price: Result<TieredPrice<Hour>, PriceMissing>) {
        self.fixed(name, HOURS_PER_MONTH, price);
    }

    /// A quantity that follows from the configuration.
    pub fn fixed<U: Unit>(&mut self, name: &str, quantity: Quantity<U>, price: Result<TieredPrice<U>, PriceMissing>) {
        self.write(name, Some(quantity.amount()), false, price);
    }

    /// A quantity that the usage gives; without it the line shows its unit price and is a gap.
    pub fn usage<U: Unit>(
        &mut self,
        name: &str,
        quantity: Option<Decimal>,
        price: Result<TieredPrice<U>, PriceMissing>,
    ) {
        self.write(name, quantity, true, price);
    }

    /// What another line's price covers, or what is free: a line at no cost.
    pub fn included<U: Unit>(&mut self, name: &str, quantity: Quantity<U>) {
        self.priced.lines.push(EstimateLine {
            part: self.part.clone(),
            name: name.to_owned(),
            item: String::new(),
            unit: U::NAME.to_owned(),
            quantity: Some(quantity.amount().saturating_mul(self.times)),
            unit_price: Some(Decimal::ZERO),
            monthly: Some(Usd::ZERO),
            usage_based: false,
            price: None,
            gap: String::new(),
        });
    }

    /// The lines of the calculator of collected resources.
    pub fn adopt(&mut self, estimate: Estimate) {
        for component in estimate.components {
            let mut line = EstimateLine::known(&self.part, false, component);
            line.quantity = line.quantity.map(|quantity| quantity.saturating_mul(self.times));
            line.monthly = line.monthly.map(|monthly| Usd::new(monthly.amount().saturating_mul(self.times)));
            self.priced.lines.push(line);
        }
        for missing in estimate.missing {
            self.gap(format!("no price for {} in {}", missing.item, missing.region));
        }
        for sentence in estimate.unmeasured {
            self.gap(sentence);
        }
    }

    /// Something that is not known and is no line of its own.
    pub fn gap(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.priced.gaps.contains(&sentence) {
            self.priced.gaps.push(sentence);
        }
    }

    pub(super) fn priced(self) -> Priced {
        self.priced
    }

    fn write<U: Unit>(
        &mut self,
        name: &str,
        quantity: Option<Decimal>,
        usage_based: bool,
        price: Result<TieredPrice<U>, PriceMissing>,
    ) {
        let all = quantity.map(|quantity| quantity.saturating_mul(self.times));
        let tiered = match price {
            Ok(tiered) => tiered,
            Err(missing) => return self.unpriced::<U>(name, all, usage_based, &missing.item),
        };
        let (Some(quantity), Some(all)) = (quantity, all) else { return self.unused(name, &tiered) };
        let free = self.take_free(name, all, usage_based, &tiered);
        let rest = all.saturating_sub(free);
        if rest == Decimal::ZERO && free > Decimal::ZERO {
            return;
        }
        if rest == Decimal::ZERO {
            if let Some(price) = tiered.first() {
                self.known::<U>(name, usage_based, Quantity::ZERO, price);
            }
            return;
        }
        // Each of several like resources climbs the tiers alone.
        let each = if free > Decimal::ZERO { rest.checked_div(self.times).unwrap_or(rest) } else { quantity };
        let spread = tiered.spread(Quantity::ZERO, Quantity::new(each));
        for (start, part, price) in spread.parts {
            let name = if start == Quantity::ZERO { name.to_owned() } else { format!("{name} above {start}") };
            self.known(&name, usage_based, part.times(self.times), price);
        }
        if spread.unpriced > Quantity::ZERO {
            let item = tiered.first().map(item_of).unwrap_or_default();
            let name = tiered.ends_at.map_or_else(|| name.to_owned(), |end| format!("{name} above {end}"));
            self.unpriced::<U>(&name, Some(spread.unpriced.times(self.times).amount()), usage_based, &item);
        }
    }

    fn known<U: Unit>(&mut self, name: &str, usage_based: bool, quantity: Quantity<U>, price: &Price<U>) {
        let component = CostComponent::new(name, quantity, price.unit_price, price.source.clone());
        self.priced.lines.push(EstimateLine::known(&self.part, usage_based, component));
    }

    /// What the free tier covers is a line of its own, at no cost.
    fn take_free<U: Unit>(
        &mut self,
        name: &str,
        quantity: Decimal,
        usage_based: bool,
        tiered: &TieredPrice<U>,
    ) -> Decimal {
        let (Some(allowance), Some(price)) = (self.allowance.as_deref_mut(), tiered.first()) else {
            return Decimal::ZERO;
        };
        let free = allowance.take(&item_of(price), quantity);
        if free > Decimal::ZERO {
            self.priced.lines.push(EstimateLine {
                part: self.part.clone(),
                name: format!("{name} (free tier)"),
                item: item_of(price),
                unit: U::NAME.to_owned(),
                quantity: Some(free),
                unit_price: Some(Decimal::ZERO),
                monthly: Some(Usd::ZERO),
                usage_based,
                price: None,
                gap: String::new(),
            });
        }
        free
    }

    fn unpriced<U: Unit>(&mut self, name: &str, quantity: Option<Decimal>, usage_based: bool, item: &str) {
        let line = EstimateLine {
            part: self.part.clone(),
            name: name.to_owned(),
            item: item.to_owned(),
            unit: U::NAME.to_owned(),
            quantity,
            unit_price: None,
            monthly: None,
            usage_based,
            price: None,
            gap: format!("no price for {item} in {}", self.region),
        };
        self.priced.lines.push(line);
    }

    /// A line whose usage is not given: the price of the first unit that is not free is shown.
    fn unused<U: Unit>(&mut self, name: &str, tiered: &TieredPrice<U>) {
        let first = tiered.first_charged();
        let line = EstimateLine {
            part: self.part.clone(),
            name: name.to_owned(),
            item: first.map(item_of).unwrap_or_default(),
            unit: U::NAME.to_owned(),
            quantity: None,
            unit_price: first.map(|price| price.unit_price.usd_per_unit()),
            monthly: None,
            usage_based: true,
            price: first.map(|price| price.source.clone()),
            gap: "its usage is not given".to_owned(),
        };
        self.priced.lines.push(line);
    }
}

impl TaskLines for Sheet<'_> {
    fn rate<U: Unit>(&self, service: &str, item: &str) -> Result<TieredPrice<U>, PriceMissing> {
        self.rate_of(service, item)
    }

    fn line<U: Unit>(&mut self, name: &str, quantity: Quantity<U>, price: Result<TieredPrice<U>, PriceMissing>) {
        self.fixed(name, quantity, price);
    }

    fn unknown(&mut self, sentence: &str) {
        self.gap(sentence);
    }
}

/// `AWSQueueService sqs.request.standard`: the key of a price without its region and tier.
fn item_of<U: Unit>(price: &Price<U>) -> String {
    EstimateLine::item_of_key(&price.source.key)
}
