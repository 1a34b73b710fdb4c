//! Monitoring, configuration, secrets, keys, certificates and directories.

use crate::catalog::Kind;

pub(super) const KINDS: &[&Kind] = &[];
