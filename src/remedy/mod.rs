//! Remediation words: a flagged resource → the edits that mend it. One file a word.

use std::collections::BTreeMap;

use crate::dataset::Dataset;
use crate::model::configuration::Placed;
use crate::model::finding::{Finding, Remedy};
use crate::model::ids::ResourceKey;
use crate::pricing::PriceBook;
use crate::rules::Rule;
use crate::tables::Tables;

/// The configuration of every priced resource as it is.
pub type Estate = BTreeMap<ResourceKey, Placed>;

/// What a remediation may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub dataset: &'a Dataset,
    pub tables: &'a Tables,
    pub estate: &'a Estate,
    pub prices: &'a PriceBook,
}

/// What the rule's remediation word makes of the finding.
pub fn remedy(_rule: &Rule, _finding: &Finding, _context: Context<'_>) -> Remedy {
    todo!()
}
