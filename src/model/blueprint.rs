//! A resource as its author declares it: attributes and usage in the provider's words, before any price.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::ids::Region;

/// One declared resource.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blueprint {
    /// `module.web.aws_instance.app[0]`.
    pub address: String,
    /// `aws_instance`.
    pub type_name: String,
    /// `None` where it is not known.
    pub region: Option<Region>,
    pub attributes: Map<String, Value>,
    /// Paths of attributes that are known only after apply: `launch_template.0.id`.
    pub unknown: BTreeSet<String>,
    /// Addresses that an attribute refers to, by path without indices: `launch_template.id` → `aws_launch_template.web`.
    pub references: BTreeMap<String, Vec<String>>,
    /// Usage inputs; leaves are numbers (texts where a key is a choice).
    pub usage: Map<String, Value>,
}
