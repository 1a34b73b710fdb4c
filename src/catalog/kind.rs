//! What a resource type declares: its attributes and usage inputs, and how they are priced.

use super::{Resource, Sheet};

/// A resource type of the catalog.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// In the words of the Terraform AWS provider: `aws_sqs_queue`.
    pub type_name: &'static str,
    /// In the words of this project: `sqs-queue`.
    pub kind: &'static str,
    /// The code of the service in the AWS Price List: `AWSQueueService`.
    pub service: &'static str,
    /// Only what the price depends on.
    pub attributes: &'static [Field],
    pub usage: &'static [Field],
    pub price: fn(&Resource<'_>, &mut Sheet<'_>),
}

/// One attribute or usage input.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub form: Form,
    /// One sentence: what it is, and what holds without it.
    pub help: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub enum Form {
    Text,
    Flag,
    /// A number of this unit, not negative: `GiB`, `requests a month`.
    Number(&'static str),
    /// A nested block, or a list of them.
    Block(&'static [Field]),
    /// Free keys (tags, options) or a list of texts.
    Any,
}

impl Field {
    pub const fn text(name: &'static str, help: &'static str) -> Self {
        Self { name, form: Form::Text, help }
    }

    pub const fn flag(name: &'static str, help: &'static str) -> Self {
        Self { name, form: Form::Flag, help }
    }

    pub const fn number(name: &'static str, unit: &'static str, help: &'static str) -> Self {
        Self { name, form: Form::Number(unit), help }
    }

    pub const fn block(name: &'static str, fields: &'static [Self], help: &'static str) -> Self {
        Self { name, form: Form::Block(fields), help }
    }

    pub const fn any(name: &'static str, help: &'static str) -> Self {
        Self { name, form: Form::Any, help }
    }
}
