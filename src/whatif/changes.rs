//! Changes to a dataset.

use std::path::Path;

use crate::analyze::AnalyzeOptions;
use crate::dataset::LoadError;
use crate::model::comparison::Comparison;
use crate::model::mistake::Mistake;
use crate::pricing::PriceBook;
use crate::rules::RuleSet;
use crate::rules::yaml::{Diagnostics, Fields};
use crate::tables::MetricsError;

/// `dataset:` and `changes:` of a scenario.
#[derive(Clone, Debug)]
pub struct DatasetChanges {}

#[derive(Debug, thiserror::Error)]
pub enum ChangesError {
    #[error("cannot read the dataset")]
    Dataset(#[from] LoadError),
    #[error("cannot read the metrics of the dataset")]
    Metrics(#[from] MetricsError),
    #[error("{} mistake(s) in the changes", .0.len())]
    Mistakes(Vec<Mistake>),
}

pub(super) fn section(_: &Fields<'_>, _: &Path, _: &mut Diagnostics) -> Option<DatasetChanges> {
    None
}

pub fn run(
    _: &super::scenario::Scenario,
    _: &DatasetChanges,
    _: &RuleSet,
    _: &PriceBook,
    _: &AnalyzeOptions,
) -> Result<Comparison, ChangesError> {
    Err(ChangesError::Mistakes(Vec::new()))
}
