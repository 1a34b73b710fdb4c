use serde_json::json;

use super::{Case, assert_lines, blueprint, check, nothing, price_first, price_one};

#[test]
fn caches_cost_their_nodes() {
    let node = "Node (on-demand, valkey, cache.r7g.large)";
    let group = |what, attributes, nodes: f64| Case {
        what,
        type_name: "aws_elasticache_replication_group",
        region: "us-west-2",
        attributes,
        usage: nothing(),
        lines: vec![(node, 730.0 * nodes, 730.0 * nodes * 0.1752)],
    };
    check(vec![
        group("one node", json!({"engine": "valkey", "node_type": "cache.r7g.large"}), 1.0),
        group(
            "three nodes of one shard",
            json!({"engine": "valkey", "node_type": "cache.r7g.large", "num_cache_clusters": 3}),
            3.0,
        ),
        group(
            "three shards with two replicas each",
            json!({"engine": "valkey", "node_type": "cache.r7g.large", "num_node_groups": 3,
                   "replicas_per_node_group": 2, "num_cache_clusters": 9}),
            9.0,
        ),
        group(
            "shards as older providers declare them",
            json!({"engine": "valkey", "node_type": "cache.r7g.large",
                   "cluster_mode": [{"num_node_groups": 2, "replicas_per_node_group": 1}]}),
            4.0,
        ),
        Case {
            what: "a group is Redis without an engine; one backup is free",
            type_name: "aws_elasticache_replication_group",
            region: "us-west-2",
            attributes: json!({"node_type": "cache.r7g.large", "snapshot_retention_limit": 1}),
            usage: nothing(),
            lines: vec![("Node (on-demand, redis, cache.r7g.large)", 730.0, 730.0 * 0.219)],
        },
        Case {
            what: "a cluster that keeps five backups",
            type_name: "aws_elasticache_cluster",
            region: "us-east-1",
            attributes: json!({"engine": "redis", "node_type": "cache.m4.large", "snapshot_retention_limit": 5}),
            usage: json!({"snapshot_storage_size_gb": 30}),
            lines: vec![
                ("Node (on-demand, redis, cache.m4.large)", 730.0, 730.0 * 0.156),
                ("Backup storage", 30.0, 30.0 * 0.085),
            ],
        },
    ]);
}

#[test]
fn reserved_caches_cost_their_effective_rate_and_nothing_when_paid_before() {
    let cases = [
        ("no_upfront", "1_year", "Node (reserved 1yr no-upfront, redis, cache.r7g.large)", 0.149),
        (
            "partial_upfront",
            "3_year",
            "Node (reserved 3yr partial-upfront spread over the term, redis, cache.r7g.large)",
            0.10556,
        ),
        ("all_upfront", "3_year", "Node (reserved 3yr all-upfront, redis, cache.r7g.large)", 0.0),
    ];
    for (payment, term, name, hourly) in cases {
        let attributes = json!({"engine": "redis", "node_type": "cache.r7g.large", "num_cache_nodes": 1});
        let usage = json!({"reserved_instance_term": term, "reserved_instance_payment_option": payment});
        let priced = price_one("aws_elasticache_cluster", "us-west-2", attributes, usage);
        assert_lines(payment, &priced, &[(name, 730.0, 730.0 * hourly)]);
        assert_eq!(priced.gaps.is_empty(), payment != "all_upfront", "{payment}: {:?}", priced.gaps);
    }
}

#[test]
fn a_scaled_group_has_the_least_nodes_of_its_targets() {
    let mut target = blueprint(
        "aws_appautoscaling_target",
        "us-west-2",
        json!({"scalable_dimension": "elasticache:replication-group:Replicas", "min_capacity": 2}),
        nothing(),
    );
    let group = blueprint(
        "aws_elasticache_replication_group",
        "us-west-2",
        json!({"node_type": "cache.r7g.large", "num_node_groups": 3, "replicas_per_node_group": 1}),
        nothing(),
    );
    target.references.insert("resource_id".to_owned(), vec![group.address.clone()]);
    let name = "Node (on-demand, redis, cache.r7g.large, autoscaling)";
    let priced = price_first(&[group.clone(), target.clone()]);
    assert_lines("minimum", &priced, &[(name, 730.0 * 9.0, 730.0 * 9.0 * 0.219)]);
    target.usage.insert("capacity".to_owned(), json!(4));
    let priced = price_first(&[group, target]);
    assert_lines("average", &priced, &[(name, 730.0 * 15.0, 730.0 * 15.0 * 0.219)]);
}
