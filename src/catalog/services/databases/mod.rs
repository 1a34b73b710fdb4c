//! Databases, caches, search and warehouses.

use crate::catalog::Kind;

pub(super) const KINDS: &[&Kind] = &[];
