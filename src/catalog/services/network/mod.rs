//! Load balancers, gateways, connections, names and firewalls.

use crate::catalog::Kind;

pub(super) const KINDS: &[&Kind] = &[];
