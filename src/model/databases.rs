//! RDS and ElastiCache in a dataset.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{AccountId, Region, ResourceKey, ResourceKind};
use super::resource_line::{Tags, resources};

resources! {
    /// An RDS database instance, of an Aurora cluster too; the id is its DBInstanceIdentifier.
    DbInstance (RdsInstance) {
        /// `db.m6g.large`; `db.serverless` for Aurora Serverless v2.
        instance_class: String,
        /// `mysql`, `postgres`, `oracle-se2`, `aurora-mysql`, …
        engine: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        engine_version: Option<String>,
        /// `license-included`, `bring-your-own-license`, `general-public-license`, …
        #[serde(default, skip_serializing_if = "Option::is_none")]
        license_model: Option<String>,
        /// `available`, `stopped`, `modifying`, …
        status: String,
        /// A standby in a second zone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        multi_az: Option<bool>,
        /// `gp2`, `gp3`, `io1`, `io2` or `standard`; `aurora` or `aurora-iopt1` where the cluster holds the data.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        storage_type: Option<String>,
        /// Its own volume; Aurora tells 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        allocated_gib: Option<u32>,
        /// Provisioned IOPS.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        iops: Option<u32>,
        /// Provisioned MiB/s; gp3 only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        throughput_mibps: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        created_at: Option<DateTime<Utc>>,
        /// The DB cluster it is a member of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cluster_id: Option<String>,
        /// What it is a read replica of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replica_of: Option<String>,
        /// Its read replicas.
        #[serde(default)]
        replica_ids: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deletion_protection: Option<bool>,
        /// `open-source-rds-extended-support-disabled` avoids the fee of extended support.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        engine_lifecycle_support: Option<String>,
    }

    /// An ElastiCache cluster of nodes; a replication group has one for each of its nodes. The id is its CacheClusterId.
    CacheCluster (ElasticacheCluster) {
        /// `cache.m6g.large`.
        node_type: String,
        /// `redis`, `valkey` or `memcached`.
        engine: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        engine_version: Option<String>,
        /// NumCacheNodes: 1 but for Memcached.
        nodes: u32,
        /// `0001`, …: what CloudWatch knows its nodes by.
        #[serde(default)]
        node_ids: Vec<String>,
        /// `available`, `creating`, `deleting`, …
        status: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        created_at: Option<DateTime<Utc>>,
        /// The replication group whose node it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replication_group_id: Option<String>,
        /// Days that automatic backups are kept; 0 where there are none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        snapshot_retention_days: Option<u32>,
    }
}
