//! ElastiCache nodes: clusters and replication groups (Amazon ElastiCache pricing).

use rust_decimal::Decimal;

use super::declared::{absent, number_or};
use super::purchase::{Instances, PAYMENT, Reservation, ReservedRate, TERM, write};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::estimate::cache_node_hour;
use crate::pricing::TieredPrice;
use crate::units::GbMonth;

const SERVICE: &str = "AmazonElastiCache";
const SNAPSHOT_STORAGE: Field = Field::number("snapshot_storage_size_gb", "GiB", "Backups kept beyond the free one.");
const SNAPSHOT_RETENTION: Field = Field::number("snapshot_retention_limit", "days", "Backups kept; 0 without it.");

pub(super) const CLUSTER: Kind = Kind {
    type_name: "aws_elasticache_cluster",
    kind: "elasticache-cluster",
    service: SERVICE,
    attributes: &[
        Field::text("engine", "`memcached`, `redis` or `valkey`; its replication group's without it."),
        Field::text("node_type", "`cache.m6g.large`; its replication group's without it."),
        Field::number("num_cache_nodes", "nodes", "1 without it."),
        Field::text("replication_group_id", "The group it is a node of."),
        SNAPSHOT_RETENTION,
    ],
    usage: &[SNAPSHOT_STORAGE, TERM, PAYMENT],
    price: price_cluster,
};

const SHARDS: &[Field] = &[
    Field::number("num_node_groups", "shards", "1 without it."),
    Field::number("replicas_per_node_group", "nodes", "Replicas of each shard; 0 without it."),
];

pub(super) const REPLICATION_GROUP: Kind = Kind {
    type_name: "aws_elasticache_replication_group",
    kind: "elasticache-replication-group",
    service: SERVICE,
    attributes: &[
        Field::text("engine", "`redis` or `valkey`; redis without it."),
        Field::text("node_type", "`cache.m6g.large`."),
        SHARDS[0],
        SHARDS[1],
        Field::block("cluster_mode", SHARDS, "Shards as older providers declare them."),
        Field::number("num_cache_clusters", "nodes", "All nodes of a group of one shard."),
        Field::number("number_cache_clusters", "nodes", "The same in older providers."),
        SNAPSHOT_RETENTION,
    ],
    usage: &[SNAPSHOT_STORAGE, TERM, PAYMENT],
    price: price_group,
};

fn price_cluster(cluster: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let group = cluster.referred("replication_group_id");
    let text = |name: &str| cluster.text(name).or_else(|| group?.text(name));
    let in_a_group = group.is_some().then_some("redis");
    let (engine, node_type) = (text("engine").or(in_a_group), text("node_type"));
    for (name, value) in [("engine", engine), ("node_type", node_type)] {
        if value.is_none() {
            sheet.gap(absent(cluster, name));
        }
    }
    let count = number_or(cluster, sheet, "num_cache_nodes", Decimal::ONE);
    if let (Some(engine), Some(node_type), Some(count)) = (engine, node_type, count) {
        nodes(cluster, sheet, engine, node_type, Nodes { count, scaled: false });
        if engine != "memcached" {
            backups(cluster, sheet);
        }
    }
}

fn price_group(group: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let engine = group.text("engine").unwrap_or("redis");
    let count = group_nodes(group, sheet);
    match (group.text("node_type"), count) {
        (Some(node_type), Some(count)) => nodes(group, sheet, engine, node_type, count),
        (None, _) => sheet.gap(absent(group, "node_type")),
        (_, None) => {}
    }
    backups(group, sheet);
}

#[derive(Clone, Copy, Debug)]
struct Nodes {
    count: Decimal,
    scaled: bool,
}

fn nodes(resource: &Resource<'_>, sheet: &mut Sheet<'_>, engine: &str, node_type: &str, nodes: Nodes) {
    let scaled = if nodes.scaled { ", autoscaling" } else { "" };
    let instances = Instances {
        what: "Node",
        detail: &format!("{engine}, {node_type}{scaled}"),
        count: nodes.count,
        usage_based: nodes.scaled,
        reserved_rate: ReservedRate::Effective,
    };
    let key = format!("{node_type} {engine}");
    let on_demand =
        |sheet: &Sheet<'_>| cache_node_hour(sheet.prices, sheet.region, node_type, engine).map(TieredPrice::from);
    let reserved = |sheet: &Sheet<'_>, Reservation { term, payment }: Reservation| {
        sheet.hourly("AmazonElastiCache/reserved", &format!("{key} {term} {payment}"))
    };
    write(resource, sheet, instances, on_demand, reserved);
}

/// Shards × (primary and replicas), or the nodes of one shard.
fn group_nodes(group: &Resource<'_>, sheet: &mut Sheet<'_>) -> Option<Nodes> {
    let mode = group.block("cluster_mode");
    let declared = |name: &str| group.number(name).or_else(|| mode?.number(name));
    let scaled = |thing: &str| {
        let dimension = format!("elasticache:replication-group:{thing}");
        let targets = group.referring("aws_appautoscaling_target");
        targets.into_iter().find(|target| target.text("scalable_dimension") == Some(dimension.as_str()))
    };
    let (scaled_shards, scaled_replicas) = (scaled("NodeGroups"), scaled("Replicas"));
    let unknown = ["num_node_groups", "replicas_per_node_group", "num_cache_clusters", "number_cache_clusters"]
        .into_iter()
        .find(|name| group.is_unknown(name) && declared(name).is_none());
    let in_one_shard = group.number("num_cache_clusters").or_else(|| group.number("number_cache_clusters"));
    let sharded = declared("num_node_groups").is_some() || scaled_shards.is_some();
    if let (Some(unknown), None) = (unknown, in_one_shard) {
        sheet.gap(absent(group, unknown));
        return None;
    }
    let of = |target: Option<Resource<'_>>, name: &str, default: Decimal| match target {
        Some(target) => target.usage("capacity").or_else(|| target.number("min_capacity")),
        None => Some(declared(name).unwrap_or(default)),
    };
    let shards = of(scaled_shards, "num_node_groups", Decimal::ONE);
    let replicas = of(scaled_replicas, "replicas_per_node_group", Decimal::ZERO);
    let scaled = scaled_shards.is_some() || scaled_replicas.is_some();
    let (Some(shards), Some(replicas)) = (shards, replicas) else {
        sheet.gap("nodes: a scaling target's `min_capacity` is not known");
        return None;
    };
    let all = shards.saturating_mul(replicas.saturating_add(Decimal::ONE));
    let count = if sharded || scaled { all } else { in_one_shard.unwrap_or(all) };
    if count < Decimal::ZERO {
        sheet.gap("a number of nodes is negative");
        return None;
    }
    Some(Nodes { count, scaled })
}

/// One backup of each cluster is free.
fn backups(resource: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let stored = resource.usage("snapshot_storage_size_gb");
    let kept = resource.number("snapshot_retention_limit").is_some_and(|days| days > Decimal::ONE);
    if kept || stored.is_some() {
        let price = sheet.rate("elasticache.backup");
        sheet.usage::<GbMonth>("Backup storage", stored, price);
    }
}
