//! A change as its author writes it.

use super::Located;
use super::selection::Selection;
use super::settings::Setting;

#[derive(Clone, Debug)]
pub(super) struct Change {
    /// `change 2`, with its label: `change 2 (faster volumes)`.
    pub(super) name: String,
    pub(super) what: What,
}

#[derive(Clone, Debug)]
pub(super) enum What {
    Set(Box<Selection>, Vec<Located<Setting>>),
    Apply(Wanted),
}

/// Which recommendations of the audit are applied: those that are named in any way.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub(super) all: bool,
    pub(super) rules: Vec<Located<String>>,
    /// Beginnings of recommendations' ids.
    pub(super) ids: Vec<Located<String>>,
}
