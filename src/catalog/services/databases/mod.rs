//! Databases, caches, search and warehouses.

mod declared;
mod dms;
mod docdb;
mod dynamodb;
mod dynamodb_capacity;
mod elasticache;
mod elasticache_serverless;
mod neptune;
mod opensearch;
mod opensearch_volumes;
mod purchase;
mod rds;
mod redshift;

use crate::catalog::Kind;

pub(super) const KINDS: &[&Kind] = &[
    &dms::REPLICATION_INSTANCE,
    &docdb::CLUSTER,
    &docdb::CLUSTER_INSTANCE,
    &docdb::CLUSTER_SNAPSHOT,
    &dynamodb::TABLE,
    &elasticache::CLUSTER,
    &elasticache::REPLICATION_GROUP,
    &elasticache_serverless::CACHE,
    &neptune::CLUSTER,
    &neptune::CLUSTER_INSTANCE,
    &neptune::CLUSTER_SNAPSHOT,
    &opensearch::ELASTICSEARCH_DOMAIN,
    &opensearch::OPENSEARCH_DOMAIN,
    &rds::CLUSTER,
    &rds::CLUSTER_INSTANCE,
    &rds::INSTANCE,
    &redshift::CLUSTER,
];
