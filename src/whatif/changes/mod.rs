//! Changes to a dataset: what it shows is `before`, what the changes leave is `after`.
//!
//! `section` reads `dataset:` and `changes:` of a scenario; [`run`] selects resources, makes edits of what is set and
//! prices both sides. Pure but for the dataset that is read.

mod apply;
mod change;
mod check;
mod columns;
mod edits;
mod limits;
mod outcome;
mod parse;
mod run;
mod select;
mod selection;
mod settings;
mod words;

use std::path::PathBuf;

pub use run::run;

pub(super) use parse::section;

use crate::dataset::LoadError;
use crate::model::mistake::Mistake;
use crate::rules::yaml::Node;
use crate::tables::MetricsError;
use change::Change;

/// `dataset:` and `changes:` of a scenario.
#[derive(Clone, Debug)]
pub struct DatasetChanges {
    /// The scenario, for mistakes.
    file: PathBuf,
    folder: PathBuf,
    changes: Vec<Change>,
}

#[derive(Debug, thiserror::Error)]
pub enum ChangesError {
    #[error("cannot read the dataset")]
    Dataset(#[from] LoadError),
    #[error("cannot read the metrics of the dataset")]
    Metrics(#[from] MetricsError),
    /// Sorted by line and column.
    #[error("{} mistake(s) in the changes", .0.len())]
    Mistakes(Vec<Mistake>),
}

/// A value and where it stands in the scenario.
#[derive(Clone, Debug)]
struct Located<T> {
    value: T,
    line: u64,
    column: u64,
    field: String,
}

impl<T> Located<T> {
    fn at(node: &Node, field: &str, value: T) -> Self {
        Self { value, line: node.line, column: node.column, field: field.to_owned() }
    }
}
