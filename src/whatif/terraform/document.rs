//! The parts of `terraform show -json` that are read, as they stand in the file.

use std::collections::{BTreeSet, HashMap};

use serde::de::{Deserialize, Deserializer, IgnoredAny};
use serde_json::{Map, Value};

use super::configuration::Configuration;
use super::unknown;

/// A plan without its states, which [`states`](super::states) reads.
#[derive(serde::Deserialize)]
pub(super) struct Document {
    pub(super) format_version: Option<Value>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) terraform_version: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) variables: HashMap<String, Variable>,
    pub(super) resource_changes: Option<Vec<ResourceChange>>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) configuration: Configuration,
    pub(super) planned_values: Option<IgnoredAny>,
    pub(super) prior_state: Option<IgnoredAny>,
    /// Of a state: `terraform show -json` without a plan file.
    pub(super) values: Option<IgnoredAny>,
    /// Of a state file: `terraform.tfstate`.
    pub(super) lineage: Option<IgnoredAny>,
    pub(super) serial: Option<IgnoredAny>,
    /// Of `terraform providers schema -json`.
    pub(super) provider_schemas: Option<IgnoredAny>,
    pub(super) errored: Option<bool>,
    pub(super) complete: Option<bool>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) deferred_changes: Vec<IgnoredAny>,
}

/// A variable of the root module.
#[derive(serde::Deserialize)]
pub(super) struct Variable {
    #[serde(default)]
    pub(super) value: Value,
}

#[derive(serde::Deserialize)]
pub(super) struct ResourceChange {
    pub(super) address: String,
    pub(super) previous_address: Option<String>,
    #[serde(default = "managed")]
    pub(super) mode: String,
    #[serde(rename = "type")]
    pub(super) type_name: String,
    /// The key of an object that a failed replacement left behind.
    pub(super) deposed: Option<String>,
    pub(super) change: Change,
}

#[derive(serde::Deserialize)]
pub(super) struct Change {
    pub(super) actions: Vec<String>,
    pub(super) before: Option<Map<String, Value>>,
    pub(super) after: Option<Map<String, Value>>,
    #[serde(default, deserialize_with = "unknown_paths")]
    pub(super) after_unknown: BTreeSet<String>,
}

pub(super) fn managed() -> String {
    "managed".to_owned()
}

/// `null` is as good as absent.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

fn unknown_paths<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<String>, D::Error> {
    Value::deserialize(deserializer).map(|value| unknown::paths(&value))
}
