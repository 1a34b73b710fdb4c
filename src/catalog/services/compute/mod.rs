//! Instances, groups of them, containers and what they run from.

use crate::catalog::Kind;

pub(super) const KINDS: &[&Kind] = &[];
