//! The resources that are declared together, so that one can ask for what it refers to.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::model::blueprint::Blueprint;

/// An index of blueprints by address and by what refers to them.
#[derive(Debug, Default)]
pub struct Neighbourhood<'a> {
    by_address: HashMap<&'a str, &'a Blueprint>,
    /// By target address: (path of the attribute that refers, who refers).
    referring: HashMap<&'a str, Vec<(&'a str, &'a Blueprint)>>,
    as_of: Option<NaiveDate>,
}

impl<'a> Neighbourhood<'a> {
    pub fn new(blueprints: impl IntoIterator<Item = &'a Blueprint>) -> Self {
        let mut index = Self::default();
        for blueprint in blueprints {
            index.by_address.insert(&blueprint.address, blueprint);
            for (path, targets) in &blueprint.references {
                for target in targets {
                    index.referring.entry(target).or_default().push((path, blueprint));
                }
            }
        }
        index
    }

    /// Costs are those of this day, where a version's age decides them; without it those of the day of the prices.
    #[must_use]
    pub const fn on(mut self, day: NaiveDate) -> Self {
        self.as_of = Some(day);
        self
    }

    pub const fn as_of(&self) -> Option<NaiveDate> {
        self.as_of
    }

    pub fn get(&self, address: &str) -> Option<&'a Blueprint> {
        self.by_address.get(address).copied()
    }

    /// Resources of a type with an attribute that refers to `address`.
    pub fn referring(&self, address: &str, type_name: &str) -> impl Iterator<Item = &'a Blueprint> + use<'a> {
        let mut found: Vec<&'a Blueprint> = self
            .referring
            .get(address)
            .into_iter()
            .flatten()
            .map(|(_, blueprint)| *blueprint)
            .filter(|blueprint| blueprint.type_name == type_name)
            .collect();
        found.dedup_by(|one, other| std::ptr::eq(*one, *other));
        found.into_iter()
    }
}
