//! ElastiCache clusters of nodes.

use super::Usage;
use crate::model::configuration::{CacheClusterConfiguration, Configuration};
use crate::model::resource::CacheCluster;

pub(super) fn configuration(cluster: &CacheCluster) -> Usage {
    if matches!(cluster.status.as_str(), "deleting" | "deleted" | "create-failed") {
        return Usage::known(Configuration::Absent);
    }
    Usage::known(Configuration::ElasticacheCluster(CacheClusterConfiguration {
        node_type: cluster.node_type.clone(),
        engine: cluster.engine.clone(),
        nodes: cluster.nodes,
    }))
}
