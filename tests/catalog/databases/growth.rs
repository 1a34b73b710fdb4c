use cloudtrim::catalog::kinds;
use cloudtrim::catalog::{Form, Priced};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::price_one;

const TYPES: &[(&str, &str)] = &[
    ("aws_db_instance", r#"{"engine": "mysql", "instance_class": "db.t3.large", "backup_retention_period": 3}"#),
    ("aws_rds_cluster", r#"{"engine": "aurora-mysql", "backup_retention_period": 3}"#),
    ("aws_docdb_cluster_instance", r#"{"instance_class": "db.t3.medium"}"#),
    ("aws_dynamodb_table", r#"{"billing_mode": "PAY_PER_REQUEST", "replica": [{"region_name": "us-west-2"}]}"#),
    ("aws_elasticache_cluster", r#"{"engine": "redis", "node_type": "cache.m4.large"}"#),
    ("aws_redshift_cluster", r#"{"node_type": "ra3.4xlarge", "number_of_nodes": 2}"#),
];

fn total(priced: &Priced) -> Decimal {
    priced.lines.iter().filter_map(|line| line.monthly).map(cloudtrim::units::Usd::amount).sum()
}

fn usage(type_name: &str, amount: u64) -> Value {
    let kind = kinds().iter().find(|kind| kind.type_name == type_name).unwrap();
    let numbers = kind.usage.iter().filter(|field| matches!(field.form, Form::Number(_)));
    Value::Object(numbers.map(|field| (field.name.to_owned(), json!(amount))).collect::<Map<_, _>>())
}

fn attributes(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

proptest! {
    #[test]
    fn more_usage_never_costs_less(which in 0..TYPES.len(), less in 0_u64..1_000_000, more in 0_u64..1_000_000) {
        let (type_name, declared) = TYPES[which];
        let cost = |amount| total(&price_one(type_name, "us-east-1", attributes(declared), usage(type_name, amount)));
        prop_assert!(cost(less) <= cost(less + more));
    }

    #[test]
    fn more_storage_never_costs_less(gib in 0_u32..60_000, more in 0_u32..60_000, kind in 0..5_usize) {
        let kind = ["gp2", "gp3", "io1", "io2", "standard"][kind];
        let cost = |gib: u32| total(&price_one(
            "aws_db_instance",
            "us-east-1",
            json!({"engine": "postgres", "instance_class": "db.m6g.large", "storage_type": kind, "allocated_storage": gib}),
            json!({}),
        ));
        prop_assert!(cost(gib) <= cost(gib + more));
    }

    #[test]
    fn any_values_give_an_answer(which in 0..17_usize, number in any::<f64>(), text in ".{0,12}", pick in any::<[u8; 24]>()) {
        let types: Vec<_> = kinds().iter().filter(|kind| OURS.contains(&kind.type_name)).collect();
        let kind = types[which % types.len()];
        let value = |pick: u8| match pick % 7 {
            0 => json!(number),
            1 => json!(text),
            2 => json!(i64::MAX),
            3 => json!([{"number": 1}, null]),
            4 => json!("79228162514264337593543950335"),
            5 => json!({"region_name": text, "enabled": true}),
            _ => Value::Null,
        };
        let fields = |fields: &[cloudtrim::catalog::Field]| Value::Object(
            fields.iter().zip(pick.iter().cycle()).map(|(field, pick)| (field.name.to_owned(), value(*pick))).collect(),
        );
        price_one(kind.type_name, "us-east-1", fields(kind.attributes), fields(kind.usage));
    }
}

const OURS: &[&str] = &[
    "aws_db_instance",
    "aws_dms_replication_instance",
    "aws_docdb_cluster",
    "aws_docdb_cluster_instance",
    "aws_docdb_cluster_snapshot",
    "aws_dynamodb_table",
    "aws_elasticache_cluster",
    "aws_elasticache_replication_group",
    "aws_elasticache_serverless_cache",
    "aws_elasticsearch_domain",
    "aws_neptune_cluster",
    "aws_neptune_cluster_instance",
    "aws_neptune_cluster_snapshot",
    "aws_opensearch_domain",
    "aws_rds_cluster",
    "aws_rds_cluster_instance",
    "aws_redshift_cluster",
];
