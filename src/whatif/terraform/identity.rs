//! References of resources that the configuration does not hold: by the ids in their values.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use super::unknown::dotted;

/// An id that more resources share than this refers to none of them.
const SHARED: usize = 8;

/// Which resources have an id or ARN.
#[derive(Default)]
pub(super) struct Identities<'v> {
    addresses: HashMap<&'v str, Vec<&'v str>>,
}

impl<'v> Identities<'v> {
    pub(super) fn of(resources: impl Iterator<Item = (&'v str, &'v Map<String, Value>)>) -> Self {
        let mut identities = Self::default();
        for (address, values) in resources {
            for name in ["id", "arn"] {
                let Some(id) = values.get(name).and_then(Value::as_str).filter(|id| id.len() >= 3) else { continue };
                let addresses = identities.addresses.entry(id).or_default();
                if !addresses.contains(&address) && addresses.len() <= SHARED {
                    addresses.push(address);
                }
            }
        }
        identities
    }

    /// The resources whose id or ARN stands in the values of the one at `address`, by path without indices.
    pub(super) fn references(&self, address: &str, values: &Map<String, Value>) -> BTreeMap<String, Vec<String>> {
        let mut found = BTreeMap::new();
        for (name, value) in
            values.iter().filter(|(name, _)| !matches!(name.as_str(), "id" | "arn" | "tags" | "tags_all"))
        {
            self.collect(value, name, address, &mut found);
        }
        found
    }

    fn collect(&self, value: &Value, path: &str, own: &str, found: &mut BTreeMap<String, Vec<String>>) {
        match value {
            Value::String(text) => {
                let addresses = self.addresses.get(text.as_str()).filter(|addresses| addresses.len() <= SHARED);
                for address in addresses.into_iter().flatten().filter(|address| **address != own) {
                    let targets = found.entry(path.to_owned()).or_default();
                    if !targets.iter().any(|known| known == address) {
                        targets.push((*address).to_owned());
                    }
                }
            }
            Value::Array(values) => values.iter().for_each(|value| self.collect(value, path, own, found)),
            Value::Object(members) => {
                members.iter().for_each(|(name, value)| self.collect(value, &dotted(path, name), own, found));
            }
            _ => {}
        }
    }
}
