//! Changes to a dataset.

use std::path::Path;

use crate::rules::yaml::{Diagnostics, Fields};

/// `dataset:` and `changes:` of a scenario.
#[derive(Clone, Debug)]
pub struct DatasetChanges {}

pub(super) fn section(_: &Fields<'_>, _: &Path, _: &mut Diagnostics) -> Option<DatasetChanges> {
    None
}
