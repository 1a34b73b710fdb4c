//! Which products of the AWS Price List are which items of the book: `pricing/offers.csv`.
//!
//! A product that no line matches is no price of ours. Usage types are matched without their region prefix
//! (`EUW2-BoxUsage:m5.large`).

use std::str::FromStr;
use std::sync::LazyLock;

use rust_decimal::Decimal;

const TEXT: &str = include_str!("../../pricing/offers.csv");

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

/// One line of the table.
#[derive(Clone, Debug)]
pub struct OfferRule {
    families: Vec<&'static str>,
    usages: Vec<&'static str>,
    /// The attribute, and the values it may have.
    filters: Vec<(usize, Vec<&'static str>)>,
    /// The attribute that holds the region; `None` for `global`.
    region: Option<usize>,
    file: &'static str,
    item: &'static str,
    pub offer_units: Vec<&'static str>,
    /// So many of our units are one of the offer's.
    pub scale: Decimal,
    pub unit: &'static str,
    /// Where the tier starts and ends, where the product does not say it.
    pub tier: Option<(Decimal, Option<Decimal>)>,
    pub free: FreeOfCharge,
}

/// What a product prices.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfferItem {
    /// Relative to the folder of prices.
    pub file: String,
    pub region: String,
    pub item: String,
}

/// The lines of one service.
#[derive(Clone, Debug)]
pub struct ServiceOffers {
    service: String,
    /// As the JSON files spell them; [`same_attribute`] knows the columns of the CSV files.
    attributes: Vec<&'static str>,
    rules: Vec<OfferRule>,
}

struct Line {
    service: &'static str,
    family: &'static str,
    usage: &'static str,
    filters: &'static str,
    region: &'static str,
    file: &'static str,
    item: &'static str,
    offer_unit: &'static str,
    scale: Decimal,
    unit: &'static str,
    tier_from: &'static str,
    tier_to: &'static str,
    free: &'static str,
}

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| TEXT.lines().skip(1).filter_map(line).collect());

/// No cell needs quotes; a test holds that every line is read.
fn line(text: &'static str) -> Option<Line> {
    let mut cells = text.split(',');
    let mut cell = || cells.next();
    Some(Line {
        service: cell()?,
        family: cell()?,
        usage: cell()?,
        filters: cell()?,
        region: cell()?,
        file: cell()?,
        item: cell()?,
        offer_unit: cell()?,
        scale: Decimal::from_str(cell()?).ok()?,
        unit: cell()?,
        tier_from: cell()?,
        tier_to: cell()?,
        free: cell()?,
    })
}

/// The services that the table maps, sorted.
pub fn mapped_services() -> Vec<&'static str> {
    let mut services: Vec<_> = LINES.iter().map(|line| line.service).collect();
    services.dedup();
    services
}

/// The units that prices of the table have.
pub(super) fn units() -> impl Iterator<Item = &'static str> {
    LINES.iter().map(|line| line.unit)
}

/// Whether two names are one attribute: `Pre Installed S/W` of CSV, `preInstalledSw` of JSON, `usagetype`.
pub fn same_attribute(one: &str, other: &str) -> bool {
    let letters =
        |name: &'_ str| name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect();
    let (one, other): (Vec<u8>, Vec<u8>) = (letters(one), letters(other));
    one == other
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
        for (at, allowed) in &rule.filters {
            if !present(*at) && !allowed.contains(&"") {
                return Err(missing(*at));
            }
            if !allowed.contains(&value(*at)) {
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
            filters.push((self.attribute(name), values.split('|').collect()));
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
            offer_units: alternatives(line.offer_unit),
            scale: line.scale,
            unit: line.unit,
            tier: decimal(line.tier_from).map(|from| (from, decimal(line.tier_to))),
            free: match line.free {
                "all" => FreeOfCharge::Price,
                "first" => FreeOfCharge::FirstTier,
                _ => FreeOfCharge::Refused,
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

/// The names in braces, but for `*`.
fn placeholders(template: &'static str) -> impl Iterator<Item = &'static str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .filter(|name| *name != "*")
}

/// `None` when the product lacks what the template names.
fn filled<'v>(template: &str, wildcard: &'v str, value: impl Fn(&str) -> &'v str) -> Option<String> {
    let mut parts = template.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}')?;
        let found = if name == "*" { wildcard } else { value(name) };
        let fits =
            !found.is_empty() && found.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',' && byte != b'"');
        if !fits {
            return None;
        }
        text.push_str(found);
        text.push_str(rest);
    }
    Some(text)
}

/// A region code is part of a file's name.
fn is_region(region: &str) -> bool {
    !region.is_empty() && region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// us-east-1 has no prefix, or `USE1-`; every other region has one of capitals and digits.
fn without_region<'u>(usage: &'u str, region: &str) -> &'u str {
    if region.is_empty() || region == "us-east-1" {
        return usage.strip_prefix("USE1-").unwrap_or(usage);
    }
    let is_prefix = |prefix: &str| {
        (2..=5).contains(&prefix.len()) && prefix.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    usage.split_once('-').filter(|(prefix, _)| is_prefix(prefix)).map_or(usage, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_says_what_it_means() {
        assert_eq!(LINES.len(), TEXT.lines().count() - 1);
        for line in LINES.iter() {
            assert!(line.scale > Decimal::ZERO, "{}", line.item);
            assert!(["", "first", "all"].contains(&line.free), "{}", line.item);
            assert!(line.file.starts_with(line.service), "{}", line.file);
            assert!(!line.usage.is_empty() || !line.filters.is_empty(), "{} matches everything", line.item);
            assert!(line.usage.split('|').all(|usage| usage.matches('*').count() < 2), "{}", line.usage);
        }
        assert!(LINES.is_sorted_by_key(|line| line.service));
    }

    #[test]
    fn what_the_embedded_book_also_has_has_its_unit() {
        for line in LINES.iter() {
            for file in super::super::file::FILES.iter().filter(|file| file.service() == line.service) {
                for row in file.rows().iter().filter(|row| row.item == line.item) {
                    assert_eq!((line.unit, line.file), (row.unit, file.path), "{}", line.item);
                }
            }
        }
    }

    #[test]
    fn usage_types_lose_the_prefix_of_their_region_only() {
        let cases = [
            ("us-east-1", "BoxUsage:m5.large", "BoxUsage:m5.large"),
            ("us-east-1", "TS-LoadBalancerUsage", "TS-LoadBalancerUsage"),
            ("us-east-1", "USE1-EU-AWS-Out-Bytes", "EU-AWS-Out-Bytes"),
            ("us-east-1-nyc-1", "NYC1-BoxUsage:m5.large", "BoxUsage:m5.large"),
            ("eu-west-1", "EU-TS-LoadBalancerUsage", "TS-LoadBalancerUsage"),
            ("eu-west-2", "EUW2-EU-AWS-Out-Bytes", "EU-AWS-Out-Bytes"),
            ("af-south-1", "CPT-TimedStorage-ByteHrs", "TimedStorage-ByteHrs"),
            ("", "Global-Request", "Global-Request"),
            ("eu-west-1", "RDS:Multi-AZ-GP3-Storage", "RDS:Multi-AZ-GP3-Storage"),
            ("eu-west-1", "", ""),
        ];
        for (region, usage, bare) in cases {
            assert_eq!(without_region(usage, region), bare, "{usage} in {region}");
        }
    }

    #[test]
    fn names_of_csv_and_json_are_the_same_attributes() {
        for (csv, json) in [
            ("Pre Installed S/W", "preInstalledSw"),
            ("usageType", "usagetype"),
            ("Product Family", "productFamily"),
            ("CapacityStatus", "capacitystatus"),
            ("Region Code", "regionCode"),
        ] {
            assert!(same_attribute(csv, json), "{csv}");
        }
        assert!(!same_attribute("From Region Code", "regionCode"));
    }

    #[test]
    fn a_region_is_no_path() {
        assert!(is_region("us-east-1-nyc-1") && is_region("global"));
        for region in ["", "../etc", "EU", "a/b", "eu_west"] {
            assert!(!is_region(region), "{region}");
        }
    }
}
