//! Where rows come from: `pricing/sources.csv`.

use std::sync::LazyLock;

/// A public source and the day it was current.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) id: &'static str,
    pub(super) text: &'static str,
    /// `YYYY-MM-DD`.
    pub(super) as_of: &'static str,
}

/// Sorted by id.
static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let mut sources: Vec<Source> = include_str!("../../pricing/sources.csv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',');
            Some(Source { id: cells.next()?, text: cells.next()?, as_of: cells.next()? })
        })
        .collect();
    sources.sort_by_key(|source| source.id);
    sources
});

/// The source of a short name.
pub(super) fn source(id: &str) -> Option<&'static Source> {
    SOURCES.binary_search_by(|source| source.id.cmp(id)).ok().and_then(|at| SOURCES.get(at))
}
