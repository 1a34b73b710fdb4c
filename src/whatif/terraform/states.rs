//! The states in a plan (`planned_values`, `prior_state`) or the one of a state, reduced to what the changes lack.
//!
//! A plan holds each resource up to three times; the values of those that a change tells are skipped while reading.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::document::managed;

/// A resource in a state.
#[derive(Debug)]
pub(super) struct StateResource {
    pub(super) address: String,
    pub(super) mode: String,
    pub(super) type_name: String,
    pub(super) values: Map<String, Value>,
}

#[derive(Debug, Default)]
pub(super) struct States {
    pub(super) planned: Vec<StateResource>,
    pub(super) prior: Vec<StateResource>,
    /// Of a document that is a state itself.
    pub(super) own: Vec<StateResource>,
    /// The members of the document.
    pub(super) keys: Vec<String>,
}

/// Read the states in `document`; managed resources whose address is in `told` are left out.
pub(super) fn read(document: &[u8], told: &HashSet<&str>) -> Result<States, serde_json::Error> {
    let mut states = States::default();
    let mut deserializer = serde_json::Deserializer::from_slice(document);
    Walk { place: Place::Document, told, states: &mut states, list: List::Own }.deserialize(&mut deserializer)?;
    Ok(states)
}

#[derive(Clone, Copy)]
enum List {
    Planned,
    Prior,
    Own,
}

/// What is walked through.
#[derive(Clone, Copy)]
enum Place {
    Document,
    /// `prior_state`: a format version and values.
    State,
    /// `values`: a root module and outputs.
    Values,
    Module,
    Modules,
    Resources,
    Resource,
}

struct Walk<'w> {
    place: Place,
    told: &'w HashSet<&'w str>,
    states: &'w mut States,
    list: List,
}

impl Walk<'_> {
    fn at(&mut self, place: Place) -> Walk<'_> {
        Walk { place, told: self.told, states: self.states, list: self.list }
    }

    fn inner(&mut self, key: &str) -> Option<Walk<'_>> {
        let place = match (self.place, key) {
            (Place::Document, "planned_values") => {
                self.list = List::Planned;
                Place::Values
            }
            (Place::Document, "prior_state") => {
                self.list = List::Prior;
                Place::State
            }
            (Place::Document, "values") => {
                self.list = List::Own;
                Place::Values
            }
            (Place::State, "values") => Place::Values,
            (Place::Values, "root_module") => Place::Module,
            (Place::Module, "resources") => Place::Resources,
            (Place::Module, "child_modules") => Place::Modules,
            _ => return None,
        };
        Some(self.at(place))
    }

    fn resource<'de, A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut address, mut mode, mut type_name, mut values) = (None::<String>, None::<String>, None::<String>, None);
        // An object that a failed replacement left behind is no resource of its own.
        let mut skipped = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "address" => address = Some(map.next_value()?),
                "mode" => mode = map.next_value()?,
                "type" => type_name = map.next_value()?,
                "deposed_key" => skipped |= map.next_value::<Option<IgnoredAny>>()?.is_some(),
                "values" if is_told(self.told, address.as_deref(), mode.as_deref()) => {
                    skipped = true;
                    map.next_value::<IgnoredAny>()?;
                }
                "values" => values = map.next_value::<Option<Map<String, Value>>>()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let address = address.ok_or_else(|| A::Error::missing_field("address"))?;
        if skipped || is_told(self.told, Some(&address), mode.as_deref()) {
            return Ok(());
        }
        let resource = StateResource {
            type_name: type_name.ok_or_else(|| A::Error::missing_field("type"))?,
            mode: mode.unwrap_or_else(managed),
            values: values.unwrap_or_default(),
            address,
        };
        match self.list {
            List::Planned => self.states.planned.push(resource),
            List::Prior => self.states.prior.push(resource),
            List::Own => self.states.own.push(resource),
        }
        Ok(())
    }
}

fn is_told(told: &HashSet<&str>, address: Option<&str>, mode: Option<&str>) -> bool {
    mode.is_none_or(|mode| mode == "managed") && address.is_some_and(|address| told.contains(address))
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.place {
            Place::Modules | Place::Resources => "a list",
            _ => "an object",
        })
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        match self.place {
            Place::Resource => return self.resource(map),
            Place::Modules | Place::Resources => {
                return Err(A::Error::invalid_type(serde::de::Unexpected::Map, &self));
            }
            _ => {}
        }
        while let Some(key) = map.next_key::<String>()? {
            match self.inner(&key) {
                Some(walk) => map.next_value_seed(walk)?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
            if matches!(self.place, Place::Document) {
                self.states.keys.push(key);
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut sequence: A) -> Result<(), A::Error> {
        let place = match self.place {
            Place::Modules => Place::Module,
            Place::Resources => Place::Resource,
            _ => return Err(A::Error::invalid_type(serde::de::Unexpected::Seq, &self)),
        };
        while sequence.next_element_seed(self.at(place))?.is_some() {}
        Ok(())
    }
}
