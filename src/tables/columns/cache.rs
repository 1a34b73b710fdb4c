//! ElastiCache clusters of nodes.

use super::{columns, flag, maybe, maybe_text, number, text};
use crate::model::resource::CacheCluster;

columns! { ElasticacheCluster: CacheCluster {
    "node_type": Text, "the node type: `cache.m6g.large`", "never", |c, _| text(&c.node_type);
    "family": Text, "the family of the node type: `m6g`", "never",
        |c, _| text(c.node_type.split('.').nth(1).unwrap_or_default());
    "engine": Text, "`redis`, `valkey` or `memcached`", "never", |c, _| text(&c.engine);
    "engine_version": Text, "the version of the engine", "AWS did not say", |c, _| maybe_text(c.engine_version.as_deref());
    "nodes": Number, "how many nodes it has", "never", |c, _| number(c.nodes);
    "status": Text, "`available`, `creating`, …", "never", |c, _| text(&c.status);
    "in_replication_group": Flag, "it is a node of a replication group", "never",
        |c, _| flag(c.replication_group_id.is_some());
    "age": Age, "days since creation", "AWS did not say", |c, j| maybe(j.age(c.created_at));
} }
