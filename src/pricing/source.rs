//! Where rows come from: `pricing/sources.csv`, and the one of a price folder.

use std::borrow::Cow;
use std::sync::LazyLock;

/// A public source and the day it was current.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Short, unique in its book.
    pub id: Cow<'static, str>,
    pub text: Cow<'static, str>,
    /// `YYYY-MM-DD`.
    pub as_of: Cow<'static, str>,
}

/// Sorted by id.
static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let mut sources: Vec<Source> = include_str!("../../pricing/sources.csv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',').map(Cow::Borrowed);
            Some(Source { id: cells.next()?, text: cells.next()?, as_of: cells.next()? })
        })
        .collect();
    sources.sort_by(|one, other| one.id.cmp(&other.id));
    sources
});

/// The embedded source of a short name.
pub(super) fn source(id: &str) -> Option<&'static Source> {
    SOURCES.binary_search_by(|source| source.id.as_ref().cmp(id)).ok().and_then(|at| SOURCES.get(at))
}
