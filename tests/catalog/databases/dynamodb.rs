use serde_json::json;

use super::{Case, assert_lines, blueprint, check, nothing, price_first};

#[test]
fn tables_cost_their_capacity_or_their_requests() {
    check(vec![
        Case {
            what: "indexes have capacity of their own, a replica the table's at its region's prices",
            type_name: "aws_dynamodb_table",
            region: "eu-west-1",
            attributes: json!({"read_capacity": 100, "write_capacity": 10,
                "global_secondary_index": [{"name": "by-date", "read_capacity": 20, "write_capacity": 5}],
                "local_secondary_index": [{"name": "local"}],
                "replica": [{"region_name": "ap-southeast-2"}]}),
            usage: nothing(),
            lines: vec![
                ("Write capacity", 10.0, 10.0 * 730.0 * 0.000_735),
                ("Read capacity", 100.0, 100.0 * 730.0 * 0.000_147),
                ("global_secondary_index.by-date: Write capacity", 5.0, 5.0 * 730.0 * 0.000_735),
                ("global_secondary_index.by-date: Read capacity", 20.0, 20.0 * 730.0 * 0.000_147),
                ("replica.ap-southeast-2: Replicated write capacity", 10.0, 10.0 * 730.0 * 0.000_74),
                ("replica.ap-southeast-2: Read capacity of the replica", 100.0, 100.0 * 730.0 * 0.000_148),
            ],
        },
        Case {
            what: "infrequent access on demand",
            type_name: "aws_dynamodb_table",
            region: "eu-west-1",
            attributes: json!({"billing_mode": "PAY_PER_REQUEST", "table_class": "STANDARD_INFREQUENT_ACCESS",
                "point_in_time_recovery": [{"enabled": true}], "stream_enabled": false}),
            usage: json!({"monthly_read_request_units": 10_000_000, "monthly_write_request_units": 2_000_000,
                "storage_gb": 1000, "pitr_backup_storage_gb": 1000, "monthly_data_restored_gb": 10}),
            lines: vec![
                ("Write requests", 2e6, 2.0 * 0.885),
                ("Read requests", 10e6, 10.0 * 0.177),
                ("Data storage", 1_000.0, 113.2),
                ("Point-in-time recovery", 1_000.0, 220.0),
                ("Data restored", 10.0, 1.7),
            ],
        },
    ]);
}

#[test]
fn a_scaled_table_has_the_least_capacity_of_its_targets() {
    let table = blueprint(
        "aws_dynamodb_table",
        "eu-west-1",
        json!({"read_capacity": 5, "write_capacity": 5,
               "global_secondary_index": [{"name": "i", "read_capacity": 1, "write_capacity": 1}]}),
        nothing(),
    );
    let target = |name: &str, dimension: &str, id: Option<&str>, capacity: u32| {
        let mut target = blueprint(
            "aws_appautoscaling_target",
            "eu-west-1",
            json!({"scalable_dimension": dimension, "min_capacity": capacity, "resource_id": id}),
            nothing(),
        );
        target.address = format!("aws_appautoscaling_target.{name}");
        target.references.insert("resource_id".to_owned(), vec![table.address.clone()]);
        target
    };
    let priced = price_first(&[
        table.clone(),
        target("write", "dynamodb:table:WriteCapacityUnits", None, 50),
        target("index", "dynamodb:index:ReadCapacityUnits", Some("table/t/index/i"), 30),
    ]);
    let lines = [
        ("Write capacity (autoscaling)", 50.0, 50.0 * 730.0 * 0.000_735),
        ("Read capacity", 5.0, 5.0 * 730.0 * 0.000_147),
        ("global_secondary_index.i: Write capacity", 1.0, 730.0 * 0.000_735),
        ("global_secondary_index.i: Read capacity (autoscaling)", 30.0, 30.0 * 730.0 * 0.000_147),
    ];
    assert_lines("scaled", &priced, &lines);
}
