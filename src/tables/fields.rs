//! Every column of every kind, declared once: names, types, units, what null means. Rules, documentation and frames
//! come from this list; each kind's columns stand in [`super::columns`] beside the code that fills them.

use super::columns;
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

/// All fields, by kind, in the order of the frames.
pub const FIELDS: &[Field] = &concatenated::<{ count(&columns::ALL) }>(&columns::ALL);

const fn count(kinds: &[&[Field]]) -> usize {
    let mut total = 0;
    let mut kind = 0;
    while kind < kinds.len() {
        total += kinds[kind].len();
        kind += 1;
    }
    total
}

const fn concatenated<const N: usize>(kinds: &[&[Field]]) -> [Field; N] {
    let mut all = [kinds[0][0]; N];
    let (mut kind, mut filled) = (0, 0);
    while kind < kinds.len() {
        let mut field = 0;
        while field < kinds[kind].len() {
            all[filled] = kinds[kind][field];
            filled += 1;
            field += 1;
        }
        kind += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_in_a_kind_and_snake_case() {
        let mut seen = BTreeSet::new();
        for field in FIELDS {
            assert!(seen.insert((field.kind, field.name)), "{} has `{}` twice", field.kind, field.name);
            assert!(field.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
            assert!(!field.help.is_empty() && !field.null.is_empty(), "{}", field.name);
        }
        assert_eq!(ResourceKind::ALL.len(), FIELDS.iter().map(|field| field.kind).collect::<BTreeSet<_>>().len());
    }
}
