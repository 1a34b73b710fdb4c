use std::fmt::Write;

use serde_json::{Value, json};

use super::{blueprint, nothing, price_first};

/// What is said where a price, an attribute or an offer is missing.
#[test]
fn what_is_not_known_is_said() {
    let cases: [(&str, &str, Value, Value, &[&str]); 18] = [
        ("aws_db_instance", "us-east-1", nothing(), nothing(), &[]),
        (
            "aws_db_instance",
            "us-east-1",
            json!({"engine": "mysql"}),
            nothing(),
            &["instance_class", "allocated_storage"],
        ),
        (
            "aws_db_instance",
            "us-east-1",
            json!({"engine": "mysql", "instance_class": "db.m5.large"}),
            nothing(),
            &["multi_az"],
        ),
        (
            "aws_db_instance",
            "us-east-1",
            json!({"engine": "db2-se", "instance_class": "db.m5.large", "storage_type": "gp4"}),
            nothing(),
            &[],
        ),
        (
            "aws_db_instance",
            "eu-west-1",
            json!({"engine": "sqlserver-se", "instance_class": "db.m5.large", "multi_az": true,
                   "snapshot_identifier": "nightly"}),
            nothing(),
            &[],
        ),
        (
            "aws_db_instance",
            "us-east-1",
            json!({"engine": "mysql", "engine_version": "8.0.36", "instance_class": "db.m6g.large",
                   "performance_insights_enabled": true, "performance_insights_retention_period": 93}),
            json!({"reserved_instance_term": "5_year"}),
            &[],
        ),
        (
            "aws_db_instance",
            "us-east-1",
            json!({"engine": "postgres", "engine_version": "11", "instance_class": "db.m6g.large"}),
            json!({"reserved_instance_term": "3_year", "reserved_instance_payment_option": "all_upfront"}),
            &[],
        ),
        ("aws_rds_cluster", "us-east-1", json!({"engine": "mysql"}), nothing(), &[]),
        ("aws_rds_cluster_instance", "us-east-1", json!({"instance_class": "db.r5.large"}), nothing(), &["engine"]),
        (
            "aws_rds_cluster_instance",
            "us-east-1",
            json!({"engine": "aurora-mysql", "instance_class": "db.r5.large"}),
            nothing(),
            &[],
        ),
        ("aws_docdb_cluster_instance", "eu-west-1", json!({"instance_class": "db.r5.large"}), nothing(), &[]),
        ("aws_neptune_cluster_instance", "eu-west-2", json!({"instance_class": "db.serverless"}), nothing(), &[]),
        (
            "aws_dynamodb_table",
            "us-east-1",
            json!({"stream_enabled": false}),
            json!({"storage_gb": 1}),
            &["read_capacity"],
        ),
        ("aws_dynamodb_table", "us-east-1", json!({"table_class": "GLACIAL"}), nothing(), &[]),
        ("aws_elasticache_cluster", "us-east-1", json!({"engine": "redis"}), nothing(), &["node_type"]),
        ("aws_elasticache_serverless_cache", "us-east-1", nothing(), nothing(), &[]),
        (
            "aws_opensearch_domain",
            "us-east-1",
            json!({"cluster_config": {"dedicated_master_enabled": true, "warm_enabled": true, "warm_type": "ultrawarm1.medium.search", "warm_count": 2},
                   "ebs_options": {"ebs_enabled": true, "volume_type": "io1", "volume_size": 10}}),
            nothing(),
            &[],
        ),
        (
            "aws_dms_replication_instance",
            "us-east-1",
            json!({"replication_instance_class": "dms.c5.large"}),
            nothing(),
            &["allocated_storage"],
        ),
    ];
    let mut said = String::new();
    for (type_name, region, attributes, usage, unknown) in cases {
        let mut resource = blueprint(type_name, region, attributes, usage);
        resource.unknown = unknown.iter().map(|name| (*name).to_owned()).collect();
        let priced = price_first(&[resource.clone()]);
        writeln!(said, "{type_name} in {region} {}", Value::Object(resource.attributes)).unwrap();
        for line in priced.lines.iter().filter(|line| !line.gap.is_empty()) {
            writeln!(said, "  {}: {}", line.name, line.gap).unwrap();
        }
        for gap in priced.gaps {
            writeln!(said, "  {gap}").unwrap();
        }
    }
    insta::assert_snapshot!(said);
}
