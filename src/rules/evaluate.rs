//! Verdicts: flagged, passed, unknown. Null is unknown, never passed.

use super::{Rule, RuleSet};
use crate::model::finding::Finding;
use crate::model::gap::Gap;
use crate::tables::Tables;

/// The verdicts of one rule.
#[derive(Clone, Debug)]
pub struct KindVerdicts<'a> {
    pub rule: &'a Rule,
    pub flagged: Vec<Finding>,
    pub passed: usize,
    /// One gap for each resource that could not be judged.
    pub unknown: Vec<Gap>,
}

pub type Verdicts<'a> = Vec<KindVerdicts<'a>>;

/// Judge every resource with every rule; `exempt` says which rows are left out.
pub fn evaluate<'a>(
    _rules: &'a RuleSet,
    _tables: &Tables,
    _exempt: &dyn Fn(&crate::model::ids::ResourceKey) -> bool,
) -> Verdicts<'a> {
    todo!()
}
