//! Which products of the AWS Price List are which items of the book: `pricing/offers.csv`.
//!
//! A product that no line matches is no price of ours. Usage types are matched without their region prefix
//! (`EUW2-BoxUsage:m5.large`).

mod lines;
mod words;

use std::str::FromStr;

use rust_decimal::Decimal;

use self::lines::{LINES, Line, Scale};
pub use self::words::same_attribute;
use self::words::{filled, is_region, placeholders, plain_unit, without_region};
use super::file::{FILES, PriceFile, only_region};

/// Where the attributes that every service is matched by stand in [`ServiceOffers::attributes`].
const FAMILY: usize = 0;
const USAGE: usize = 1;
/// These name the region of a product, in this order.
const REGIONS: std::ops::Range<usize> = 2..5;
const LOCATION: usize = 5;
const ALWAYS: [&str; 6] =
    ["productFamily", "usageType", "regionCode", "fromRegionCode", "toRegionCode", "locationType"];

/// What zero prices of an item mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FreeOfCharge {
    /// Nothing: a price of zero is not taken.
    Refused,
    /// A free first tier is the free tier of the account: the next one starts at zero.
    FirstTier,
    /// The price is zero.
    Price,
}

/// Which terms of a product an item is priced by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferTerm {
    OnDemand,
    /// Reserved: the hourly price and the upfront fee spread over the term.
    ReservedEffective,
    /// Reserved: the hourly price alone.
    ReservedHourly,
}

/// What an attribute of a product must be.
#[derive(Clone, Debug)]
struct Filter {
    attribute: usize,
    values: Vec<&'static str>,
    /// It is none of the values.
    negated: bool,
}

impl Filter {
    fn passes(&self, value: &str) -> bool {
        self.values.contains(&value) != self.negated
    }

    /// A file without the attribute decides nothing.
    fn takes_absent(&self) -> bool {
        self.values.contains(&"") && !self.negated
    }
}

/// One line of the table.
#[derive(Clone, Debug)]
pub struct OfferRule {
    families: Vec<&'static str>,
    usages: Vec<&'static str>,
    filters: Vec<Filter>,
    /// The attribute that holds the region; `None` for `global`.
    region: Option<usize>,
    file: &'static str,
    item: &'static str,
    offer_units: Vec<String>,
    scale: Scale,
    pub unit: &'static str,
    /// Where the tier starts and ends, where the product does not say it.
    pub tier: Option<(Decimal, Option<Decimal>)>,
    pub free: FreeOfCharge,
    pub term: OfferTerm,
}

/// What a product prices.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfferItem {
    /// Relative to the folder of prices.
    pub file: String,
    pub region: String,
    pub item: String,
}

impl OfferItem {
    /// Whether it stands in a table split by region, which holds one price an hour.
    pub fn is_in_table(&self) -> bool {
        only_region(&self.file).is_some()
    }
}

/// The lines of one service.
#[derive(Clone, Debug)]
pub struct ServiceOffers {
    service: String,
    /// As the JSON files spell them; [`same_attribute`] knows the columns of the CSV files.
    attributes: Vec<&'static str>,
    rules: Vec<OfferRule>,
}

/// The services that the table maps, sorted.
pub fn mapped_services() -> Vec<&'static str> {
    let mut services: Vec<_> = LINES.iter().map(|line| line.service).collect();
    services.dedup();
    services
}

/// The services whose embedded prices no refresh replaces, sorted.
pub fn unmapped_services() -> Vec<&'static str> {
    let mut services: Vec<_> = FILES.iter().map(PriceFile::service).collect();
    services.dedup();
    let mapped = mapped_services();
    services.retain(|service| !mapped.contains(service));
    services
}

/// The units that prices of the table have.
pub(super) fn units() -> impl Iterator<Item = &'static str> {
    LINES.iter().map(|line| line.unit)
}

impl ServiceOffers {
    /// The lines of `service`; `None` when it has none.
    pub fn of(service: &str) -> Option<Self> {
        let mut offers = Self { service: service.to_owned(), attributes: ALWAYS.to_vec(), rules: Vec::new() };
        for line in LINES.iter().filter(|line| line.service == service) {
            let rule = offers.rule(line);
            offers.rules.push(rule);
        }
        (!offers.rules.is_empty()).then_some(offers)
    }

    pub fn service(&self) -> &str {
        &self.service
    }

    /// Whether reservations price anything of the service.
    pub fn has_reserved(&self) -> bool {
        self.rules.iter().any(|rule| rule.term != OfferTerm::OnDemand)
    }

    /// What [`Self::items`] wants to be told of a product, in this order.
    pub fn attributes(&self) -> &[&'static str] {
        &self.attributes
    }

    /// What a product with these attribute values prices; a product of several uses prices several items.
    ///
    /// # Errors
    /// With an attribute that would decide and that the file does not have (`present` is false at its place).
    pub fn items<'s, 'v>(
        &'s self,
        values: &[&'v str],
        present: &dyn Fn(usize) -> bool,
    ) -> Result<Vec<(OfferItem, &'s OfferRule)>, &'static str> {
        let value = |at: usize| -> &'v str { values.get(at).copied().unwrap_or_default() };
        let home = REGIONS.map(value).find(|region| !region.is_empty()).unwrap_or_default();
        let usage = without_region(value(USAGE), home);
        let mut items = Vec::new();
        for rule in &self.rules {
            let family = rule.families.is_empty() || rule.families.contains(&value(FAMILY));
            let wildcard = if family { rule.usage(usage) } else { None };
            let Some(wildcard) = wildcard else { continue };
            if let Some(item) = self.item(rule, wildcard, &value, present)? {
                items.push((item, rule));
            }
        }
        Ok(items)
    }

    /// `None` when the rule's other attributes do not fit.
    fn item<'v>(
        &self,
        rule: &OfferRule,
        wildcard: &'v str,
        value: &dyn Fn(usize) -> &'v str,
        present: &dyn Fn(usize) -> bool,
    ) -> Result<Option<OfferItem>, &'static str> {
        let missing = |at: usize| self.attributes.get(at).copied().unwrap_or_default();
        for filter in &rule.filters {
            if !present(filter.attribute) && !filter.takes_absent() {
                return Err(missing(filter.attribute));
            }
            if !filter.passes(value(filter.attribute)) {
                return Ok(None);
            }
        }
        let place = |name: &str| self.attributes.iter().position(|known| *known == name);
        let wanted = placeholders(rule.item).filter_map(place).chain(rule.region);
        if let Some(at) = { wanted }.find(|at| !present(*at)) {
            return Err(missing(at));
        }
        let region = rule.region.map_or("global", value);
        let item = filled(rule.item, wildcard, |name| place(name).map_or("", value));
        let file = rule.file.replace("{region}", region);
        Ok(item.filter(|_| is_region(region)).map(|item| OfferItem { file, region: region.to_owned(), item }))
    }

    /// Products of AWS Outposts are billed by other prices under the names of the region.
    pub fn is_outposts(values: &[&str]) -> bool {
        values.get(LOCATION).is_some_and(|location| *location == "AWS Outposts")
    }

    /// The product family of a product, for people.
    pub fn family<'v>(values: &[&'v str]) -> &'v str {
        values.get(FAMILY).copied().unwrap_or_default()
    }

    fn rule(&mut self, line: &Line) -> OfferRule {
        let alternatives = |text: &'static str| -> Vec<&'static str> {
            if text.is_empty() { Vec::new() } else { text.split('|').collect() }
        };
        let mut filters = Vec::new();
        for filter in line.filters.split(';').filter(|filter| !filter.is_empty()) {
            let (name, values) = filter.split_once('=').unwrap_or((filter, ""));
            let (name, negated) = name.strip_suffix('!').map_or((name, false), |name| (name, true));
            filters.push(Filter { attribute: self.attribute(name), values: values.split('|').collect(), negated });
        }
        for name in placeholders(line.item) {
            self.attribute(name);
        }
        let decimal = |text: &str| Decimal::from_str(text).ok();
        OfferRule {
            families: alternatives(line.family),
            usages: alternatives(line.usage),
            filters,
            region: (line.region != "global").then(|| self.attribute(line.region)),
            file: line.file,
            item: line.item,
            offer_units: line.offer_unit.split('|').map(plain_unit).collect(),
            scale: line.scale,
            unit: line.unit,
            tier: decimal(line.tier_from).map(|from| (from, decimal(line.tier_to))),
            free: match line.free {
                "all" => FreeOfCharge::Price,
                "first" => FreeOfCharge::FirstTier,
                _ => FreeOfCharge::Refused,
            },
            term: match line.term {
                "effective" => OfferTerm::ReservedEffective,
                "hourly" => OfferTerm::ReservedHourly,
                _ => OfferTerm::OnDemand,
            },
        }
    }

    fn attribute(&mut self, name: &'static str) -> usize {
        self.attributes.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.attributes.push(name);
            self.attributes.len() - 1
        })
    }
}

impl OfferRule {
    /// Whether the offer may count so.
    pub fn counts_in(&self, offer_unit: &str) -> bool {
        self.offer_units.contains(&plain_unit(offer_unit))
    }

    /// A quantity of the offer in our unit; `None` when it is too large.
    pub fn quantity(&self, offered: Decimal) -> Option<Decimal> {
        offered.checked_mul(self.scale.ours)?.checked_div(self.scale.of_theirs)
    }

    /// A price of the offer for one of our units; `None` when it is too large.
    pub fn usd_per_unit(&self, offered: Decimal) -> Option<Decimal> {
        offered.checked_mul(self.scale.of_theirs)?.checked_div(self.scale.ours)
    }

    /// What `*` stands for, when the usage type fits.
    fn usage<'u>(&self, usage: &'u str) -> Option<&'u str> {
        if self.usages.is_empty() {
            return Some("");
        }
        self.usages.iter().find_map(|pattern| match pattern.split_once('*') {
            None => (*pattern == usage).then_some(""),
            Some((before, after)) => {
                usage.strip_prefix(before)?.strip_suffix(after).filter(|wildcard| !wildcard.is_empty())
            }
        })
    }
}
