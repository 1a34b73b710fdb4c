//! Buckets, file systems, backups, delivery and transfer.

use crate::catalog::Kind;

pub(super) const KINDS: &[&Kind] = &[];
