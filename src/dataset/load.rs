//! Folder → [`Dataset`], wholly validated, every mistake at once.

use std::path::{Path, PathBuf};

use super::{Dataset, Mistake};

#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("cannot read {path}")]
    Io { path: PathBuf, source: std::io::Error },
    /// Sorted by file, line, column.
    #[error("{} mistake(s) in the dataset", .0.len())]
    Mistakes(Vec<Mistake>),
}

/// Load and validate the dataset folder `root`.
pub fn load(_root: &Path) -> Result<Dataset, LoadError> {
    todo!()
}
