//! Reading a declared resource: attributes and usage by path, leniently typed as provider plans are.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use serde_json::{Map, Value};

use super::declared::Declared;
use super::{Kind, Neighbourhood};
use crate::model::blueprint::Blueprint;

/// A declared resource with its neighbours.
#[derive(Clone, Copy, Debug)]
pub struct Resource<'a> {
    pub blueprint: &'a Blueprint,
    neighbourhood: &'a Neighbourhood<'a>,
    attributes: Declared,
    usage: Declared,
}

/// One nested block, or the attributes of a whole resource.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a>(&'a Map<String, Value>, Declared);

impl<'a> Resource<'a> {
    /// A neighbour: whatever it has may be read.
    pub const fn new(blueprint: &'a Blueprint, neighbourhood: &'a Neighbourhood<'a>) -> Self {
        Self { blueprint, neighbourhood, attributes: Declared::ANY, usage: Declared::ANY }
    }

    /// The resource that is priced: debug builds stop at an attribute or usage that its kind does not declare.
    pub const fn of(kind: &Kind, blueprint: &'a Blueprint, neighbourhood: &'a Neighbourhood<'a>) -> Self {
        let (attributes, usage) = (Declared::fields(kind.attributes), Declared::fields(kind.usage));
        Self { blueprint, neighbourhood, attributes, usage }
    }

    /// The day that is asked about, `YYYY-MM-DD`, where one is.
    pub fn as_of(&self) -> Option<String> {
        self.neighbourhood.as_of().map(|day| day.to_string())
    }

    pub const fn attributes(&self) -> Block<'a> {
        Block(&self.blueprint.attributes, self.attributes)
    }

    /// `None` when absent, null, known only after apply, or no text.
    pub fn text(&self, path: &str) -> Option<&'a str> {
        self.attributes().text(path)
    }

    /// A number, also one written as text.
    pub fn number(&self, path: &str) -> Option<Decimal> {
        self.attributes().number(path)
    }

    pub fn flag(&self, path: &str) -> Option<bool> {
        self.attributes().flag(path)
    }

    pub fn block(&self, path: &str) -> Option<Block<'a>> {
        self.attributes().block(path)
    }

    pub fn blocks(&self, path: &str) -> Vec<Block<'a>> {
        self.attributes().blocks(path)
    }

    /// Whether an attribute is set but known only after apply.
    pub fn is_unknown(&self, path: &str) -> bool {
        self.attributes.check(path);
        self.blueprint.unknown.iter().any(|unknown| is_at_or_below(unknown, path))
    }

    /// Whether an attribute is set at all: to a value, to a reference, or to something known only after apply.
    pub fn is_given(&self, path: &str) -> bool {
        self.attributes().value(path).is_some()
            || self.is_unknown(path)
            || self.blueprint.references.keys().any(|name| is_at_or_below(name, path))
    }

    /// How many items a list has; of a list known only after apply, how many resources it refers to.
    pub fn items(&self, path: &str) -> usize {
        let referred = self.blueprint.references.iter().filter(|(name, _)| is_at_or_below(name, path));
        let referred: BTreeSet<&String> = referred.flat_map(|(_, addresses)| addresses).collect();
        self.attributes().count(path).max(referred.len())
    }

    /// Usage by path, `standard.storage_gb`; `None` where it is not given. Never negative.
    pub fn usage(&self, path: &str) -> Option<Decimal> {
        Block(&self.blueprint.usage, self.usage).number(path).filter(|amount| *amount >= Decimal::ZERO)
    }

    /// A choice made in the usage: `reserved_instance_term`.
    pub fn usage_text(&self, path: &str) -> Option<&'a str> {
        Block(&self.blueprint.usage, self.usage).text(path)
    }

    pub const fn usage_block(&self) -> Block<'a> {
        Block(&self.blueprint.usage, self.usage)
    }

    /// The first declared resource that an attribute refers to: `launch_template.id`, or any attribute below `path`.
    pub fn referred(&self, path: &str) -> Option<Resource<'a>> {
        self.attributes.check(path);
        self.blueprint
            .references
            .iter()
            .filter(|(name, _)| is_at_or_below(name, path))
            .flat_map(|(_, addresses)| addresses)
            .find_map(|address| self.neighbourhood.get(address))
            .map(|blueprint| Resource::new(blueprint, self.neighbourhood))
    }

    /// All declared resources that an attribute, or any attribute below it, refers to.
    pub fn all_referred(&self, path: &str) -> Vec<Resource<'a>> {
        self.attributes.check(path);
        let neighbourhood = self.neighbourhood;
        let below = self.blueprint.references.iter().filter(|(name, _)| is_at_or_below(name, path));
        let addresses: BTreeSet<&String> = below.flat_map(|(_, addresses)| addresses).collect();
        let blueprints = addresses.into_iter().filter_map(|address| neighbourhood.get(address));
        blueprints.map(|blueprint| Resource::new(blueprint, neighbourhood)).collect()
    }

    /// The declared resources of a type that refer to this one.
    pub fn referring(&self, type_name: &str) -> Vec<Resource<'a>> {
        let neighbourhood = self.neighbourhood;
        let blueprints = neighbourhood.referring(&self.blueprint.address, type_name);
        blueprints.map(|blueprint| Resource::new(blueprint, neighbourhood)).collect()
    }
}

fn is_at_or_below(name: &str, path: &str) -> bool {
    name.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl<'a> Block<'a> {
    /// What stands at a path; a step into a list of blocks takes the first, or the one at a number.
    pub fn value(&self, path: &str) -> Option<&'a Value> {
        self.1.check(path);
        let mut steps = path.split('.');
        let mut value = self.0.get(steps.next()?)?;
        for step in steps {
            value = match value {
                Value::Object(fields) => fields.get(step)?,
                Value::Array(items) => match step.parse::<usize>() {
                    Ok(at) => items.get(at)?,
                    Err(_) => items.first()?.get(step)?,
                },
                _ => return None,
            };
        }
        (!value.is_null()).then_some(value)
    }

    pub fn text(&self, path: &str) -> Option<&'a str> {
        self.value(path)?.as_str().filter(|text| !text.is_empty())
    }

    /// Exact where it is written in decimals; `None` for what no decimal holds.
    pub fn number(&self, path: &str) -> Option<Decimal> {
        match self.value(path)? {
            Value::Number(number) => {
                let text = number.to_string();
                text.parse()
                    .ok()
                    .or_else(|| Decimal::from_scientific(&text).ok())
                    .or_else(|| Decimal::from_f64(number.as_f64()?))
            }
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    pub fn flag(&self, path: &str) -> Option<bool> {
        match self.value(path)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    pub fn block(&self, path: &str) -> Option<Block<'a>> {
        self.blocks(path).into_iter().next()
    }

    /// All blocks of a name: a list of objects, or one object.
    pub fn blocks(&self, path: &str) -> Vec<Block<'a>> {
        let declared = self.1.below(path);
        match self.value(path) {
            Some(Value::Object(fields)) => vec![Block(fields, declared)],
            Some(Value::Array(items)) => {
                items.iter().filter_map(Value::as_object).map(|fields| Block(fields, declared)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Texts of a list: `subnet_ids`.
    pub fn texts(&self, path: &str) -> Vec<&'a str> {
        match self.value(path) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(text)) => vec![text],
            _ => Vec::new(),
        }
    }

    /// How many items a list has, whatever they are.
    pub fn count(&self, path: &str) -> usize {
        self.value(path).and_then(Value::as_array).map_or(0, Vec::len)
    }

    pub fn entries(&self) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}
