//! An offer file as JSON: products by SKU, then terms by SKU, one entry in memory at a time.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::marker::PhantomData;
use std::path::Path;

use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::error::OfferError;
use super::offer::{Collected, Dimension, OfferHead};
use crate::pricing::{OfferItem, OfferRule, ServiceOffers, same_attribute};

const BUFFER: usize = 1 << 18;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Product {
    #[serde(default)]
    product_family: String,
    #[serde(default)]
    attributes: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Term {
    offer_term_code: String,
    price_dimensions: BTreeMap<String, PriceDimension>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PriceDimension {
    #[serde(default)]
    begin_range: String,
    #[serde(default)]
    end_range: String,
    unit: String,
    price_per_unit: BTreeMap<String, String>,
}

/// What is known of a SKU.
enum Known<'o> {
    Items(String, Vec<(OfferItem, &'o OfferRule)>),
    Unmapped(String),
    Outposts,
}

struct State<'o, 'c> {
    offers: &'o ServiceOffers,
    head: OfferHead,
    /// Names of attributes in this file → their place in those of the service.
    names: HashMap<String, Option<usize>>,
    products: HashMap<String, Known<'o>>,
    products_read: bool,
    terms_read: bool,
    collected: &'c mut Collected,
}

/// Read the prices of `offers` as a stream; a second time where the terms stand before the products.
///
/// # Errors
/// When the file is not whole, or a price of ours is no number.
pub fn read_json(file: &Path, offers: &ServiceOffers, collected: &mut Collected) -> Result<OfferHead, OfferError> {
    let mut state = State {
        offers,
        head: OfferHead::default(),
        names: HashMap::new(),
        products: HashMap::new(),
        products_read: false,
        terms_read: false,
        collected,
    };
    while !state.terms_read {
        let seen_before = state.products_read;
        let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(BUFFER, File::open(file)?));
        let read = json.deserialize_map(Top(&mut state)).and_then(|()| json.end());
        read.map_err(|error| OfferError::Json(error.to_string()))?;
        if state.head.offer_code != offers.service() {
            return Err(OfferError::OtherService { wanted: offers.service().to_owned(), found: state.head.offer_code });
        }
        if !state.products_read || (seen_before && !state.terms_read) {
            return Err(OfferError::NotAnOffer("it has no products or no terms".to_owned()));
        }
    }
    Ok(state.head)
}

impl<'o> State<'o, '_> {
    fn product(&mut self, sku: String, product: &Product) {
        let wanted = self.offers.attributes();
        let mut values = vec![""; wanted.len()];
        for (name, value) in &product.attributes {
            if !self.names.contains_key(name) {
                let place = wanted.iter().position(|wanted| same_attribute(wanted, name));
                self.names.insert(name.clone(), place);
            }
            if let Some(slot) = self.names.get(name).copied().flatten().and_then(|at| values.get_mut(at)) {
                *slot = value.as_str().unwrap_or_default();
            }
        }
        // Stands beside the attributes, and first among those of the service.
        if let Some(slot) = values.first_mut() {
            *slot = &product.product_family;
        }
        let offers: &'o ServiceOffers = self.offers;
        let known = if ServiceOffers::is_outposts(&values) {
            Known::Outposts
        } else {
            // An attribute that is empty is left out of the JSON, so none counts as missing.
            match offers.items(&values, &|_| true) {
                Ok(items) if !items.is_empty() => Known::Items(product.product_family.clone(), items),
                _ => Known::Unmapped(product.product_family.clone()),
            }
        };
        self.products.insert(sku, known);
    }

    fn terms(&mut self, sku: &str, terms: &BTreeMap<String, Term>, reserved: bool) -> Result<(), String> {
        for term in terms.values() {
            for dimension in term.price_dimensions.values() {
                self.collected.counts.read += 1;
                self.price(sku, &term.offer_term_code, dimension, reserved)?;
            }
        }
        Ok(())
    }

    fn price(&mut self, sku: &str, term: &str, dimension: &PriceDimension, reserved: bool) -> Result<(), String> {
        let usd = dimension.price_per_unit.get("USD");
        match (self.products.get(sku), usd) {
            (Some(Known::Items(family, items)), Some(usd)) => {
                let PriceDimension { begin_range, end_range, unit, .. } = dimension;
                let dimension = Dimension { sku, term, reserved, begin: begin_range, end: end_range, unit, usd };
                self.collected.push(items, family, dimension).map_err(|why| format!("SKU {sku}: {why}"))
            }
            (Some(Known::Items(..) | Known::Unmapped(_)), _) if reserved => {
                self.collected.counts.not_on_demand += 1;
                Ok(())
            }
            (Some(Known::Items(family, _) | Known::Unmapped(family)), _) => {
                self.collected.unmapped(family);
                Ok(())
            }
            (Some(Known::Outposts), _) => {
                self.collected.counts.outposts += 1;
                Ok(())
            }
            (None, _) => Err(format!("the terms name SKU {sku}, which is no product")),
        }
    }
}

/// The whole file.
struct Top<'s, 'o, 'c>(&'s mut State<'o, 'c>);

impl<'de> Visitor<'de> for Top<'_, '_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an offer file")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let state = self.0;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "offerCode" => state.head.offer_code = map.next_value()?,
                "version" => state.head.version = map.next_value()?,
                "publicationDate" => state.head.publication_date = map.next_value()?,
                "products" if !state.products_read => {
                    map.next_value_seed(entries(|sku, product: Product| {
                        state.product(sku, &product);
                        Ok(())
                    }))?;
                    state.products_read = true;
                }
                "terms" if state.products_read && !state.terms_read => {
                    map.next_value_seed(Terms(&mut *state))?;
                    state.terms_read = true;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// `terms`: on demand and reserved.
struct Terms<'s, 'o, 'c>(&'s mut State<'o, 'c>);

impl<'de> DeserializeSeed<'de> for Terms<'_, '_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Terms<'_, '_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("terms by type")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "OnDemand" || (key == "Reserved" && self.0.offers.has_reserved()) {
                let reserved = key == "Reserved";
                map.next_value_seed(entries(|sku: String, terms| self.0.terms(&sku, &terms, reserved)))?;
            } else {
                map.next_value_seed(entries(|_, _: IgnoredAny| {
                    self.0.collected.counts.read += 1;
                    self.0.collected.counts.not_on_demand += 1;
                    Ok(())
                }))?;
            }
        }
        Ok(())
    }
}

/// A map whose entries are handed over one by one.
struct Entries<V, F>(F, PhantomData<V>);

const fn entries<V, F: FnMut(String, V) -> Result<(), String>>(each: F) -> Entries<V, F> {
    Entries(each, PhantomData)
}

impl<'de, V: DeserializeOwned, F: FnMut(String, V) -> Result<(), String>> DeserializeSeed<'de> for Entries<V, F> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, V: DeserializeOwned, F: FnMut(String, V) -> Result<(), String>> Visitor<'de> for Entries<V, F> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("entries by name")
    }
    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some((key, value)) = map.next_entry::<String, V>()? {
            (self.0)(key, value).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}
