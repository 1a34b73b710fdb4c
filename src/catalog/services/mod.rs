//! One file a service (or a resource type), in folders by what they are for.

mod application;
mod compute;
mod databases;
mod free;
mod management;
mod network;
mod storage;

use std::sync::LazyLock;

pub use free::{free_types, is_free};

use super::Kind;

static KINDS: LazyLock<Vec<&'static Kind>> = LazyLock::new(|| {
    let groups =
        [application::KINDS, compute::KINDS, databases::KINDS, management::KINDS, network::KINDS, storage::KINDS];
    let mut kinds: Vec<&'static Kind> = groups.into_iter().flatten().copied().collect();
    kinds.sort_by_key(|kind| kind.type_name);
    kinds
});

/// All types of the catalog, sorted by name.
pub fn kinds() -> &'static [&'static Kind] {
    &KINDS
}

/// A type by the provider's word for it, `aws_sqs_queue`, or by ours, `sqs-queue`.
pub fn find(name: &str) -> Option<&'static Kind> {
    let by_type = KINDS.binary_search_by(|kind| kind.type_name.cmp(name)).ok().and_then(|at| KINDS.get(at));
    by_type.or_else(|| KINDS.iter().find(|kind| kind.kind == name)).copied()
}
