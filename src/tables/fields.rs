//! Every column of every kind, declared once: names, types, units, what null means. Rules, documentation and frames
//! come from this list.

use crate::model::ids::ResourceKind;

/// What a field holds; a condition's literal must be of the same type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// One of AWS's words or free text.
    Text,
    Flag,
    /// A plain number (counts, IOPS, MiB/s).
    Number,
    /// GiB.
    Gib,
    /// Days since a moment, as of the dataset's `as_of`.
    Age,
    Percent,
}

/// One column of one kind's frame.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub kind: ResourceKind,
    pub name: &'static str,
    pub field_type: FieldType,
    pub help: &'static str,
    /// Why it can be null.
    pub null: &'static str,
}

pub const FIELDS: &[Field] = &[];
