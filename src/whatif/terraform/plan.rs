//! What a plan says of its resources.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::usage::{UsageEntry, UsageFile};
use crate::model::blueprint::Blueprint;

/// A plan, read; or a state, whose resources stay as they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Empty where the file does not say.
    pub terraform_version: String,
    pub format_version: String,
    /// Managed resources in the order of the file; those without a change come last.
    pub resources: Vec<PlannedResource>,
    /// Data sources whose values are known, by address: `data.aws_ami.linux`. They cost nothing; references name them.
    pub data: BTreeMap<String, Blueprint>,
    /// What a reader of the figures has to know about the plan, one sentence each.
    pub warnings: Vec<String>,
}

/// One resource instance on both sides of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedResource {
    pub action: Action,
    /// `None` where it does not exist yet.
    pub before: Option<Blueprint>,
    /// `None` where it is to be deleted.
    pub after: Option<Blueprint>,
    /// Its address before a `moved` block or `terraform state mv` renamed it.
    pub previous_address: Option<String>,
    /// Why the region of an AWS resource is not known; `None` where it is.
    pub region_gap: Option<String>,
}

/// What Terraform does with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Create,
    Update,
    Delete,
    /// Deleted and created, in either order.
    Replace,
    NoOp,
    Read,
    /// Terraform manages it no more; it goes on to exist and to cost.
    Forget,
}

impl Action {
    /// Of the `actions` of a change; `None` for words that no Terraform up to 1.14 writes.
    pub(super) fn of(actions: &[String]) -> Option<Self> {
        let words: Vec<&str> = actions.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["create"] => Some(Self::Create),
            ["update"] => Some(Self::Update),
            ["delete"] => Some(Self::Delete),
            ["no-op"] => Some(Self::NoOp),
            ["read"] => Some(Self::Read),
            ["forget"] => Some(Self::Forget),
            ["delete" | "forget", "create"] | ["create", "delete" | "forget"] => Some(Self::Replace),
            _ => None,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Replace => "replace",
            Self::NoOp => "no_op",
            Self::Read => "read",
            Self::Forget => "forget",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl PlannedResource {
    /// The side that lasts: after, or before where it is deleted.
    pub fn blueprint(&self) -> Option<&Blueprint> {
        self.after.as_ref().or(self.before.as_ref())
    }

    /// Empty only where neither side is there.
    pub fn address(&self) -> &str {
        self.blueprint().map_or("", |blueprint| blueprint.address.as_str())
    }

    /// `aws_instance`.
    pub fn type_name(&self) -> &str {
        self.blueprint().map_or("", |blueprint| blueprint.type_name.as_str())
    }
}

impl Plan {
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.resources.iter().map(PlannedResource::address)
    }

    /// Give both sides of every resource its usage; what is left names no resource of this plan.
    pub fn apply_usage<'u>(&mut self, usage: &'u UsageFile) -> Vec<&'u UsageEntry> {
        for resource in &mut self.resources {
            let merged = usage.for_resource(resource.address(), resource.type_name());
            for side in [&mut resource.before, &mut resource.after].into_iter().flatten() {
                side.usage.clone_from(&merged);
            }
        }
        usage.unmatched(self.addresses())
    }
}
