//! What the report cannot tell, collected along the way.

use crate::model::monthly::{MissingPart, Part};

/// How to read more of the bill.
pub(super) const READ_MORE: &str = "collect with `--billing full`: by day, account, region, tag and usage type";
pub(super) const STORE: &str = "keep analyses with `cloudtrim audit --store`, and report with `--store`";

#[derive(Debug, Default)]
pub(super) struct Missing {
    parts: Vec<MissingPart>,
}

impl Missing {
    pub(super) fn add(&mut self, part: Part, reason: impl Into<String>, hint: &str) {
        self.parts.push(MissingPart { part, reason: reason.into(), hint: hint.to_owned() });
    }

    /// Sorted, each once.
    pub(super) fn into_parts(mut self) -> Vec<MissingPart> {
        self.parts.sort();
        self.parts.dedup();
        self.parts
    }
}
