use serde_json::json;

use super::{Case, assert_lines, blueprint, check, nothing, price_first};

#[test]
fn aurora_clusters_cost_what_their_instances_share() {
    check(vec![
        Case {
            what: "PostgreSQL in Ireland",
            type_name: "aws_rds_cluster",
            region: "eu-west-1",
            attributes: json!({"engine": "aurora-postgresql", "backup_retention_period": 7}),
            usage: json!({"storage_gb": 500, "read_requests_per_sec": 100, "write_requests_per_sec": 20,
                          "backup_snapshot_size_gb": 300, "snapshot_export_size_gb": 50}),
            lines: vec![
                ("Storage", 500.0, 500.0 * 0.11),
                ("I/O requests", 120.0 * 3_600.0 * 730.0, 120.0 * 3_600.0 * 730.0 * 0.000_000_22),
                ("Backup storage", 6.0 * 300.0, 6.0 * 300.0 * 0.021),
                ("Snapshot export", 50.0, 50.0 * 0.011),
            ],
        },
        Case {
            what: "the declared backtrack window holds where the usage names none",
            type_name: "aws_rds_cluster",
            region: "eu-west-1",
            attributes: json!({"engine": "aurora-mysql", "backtrack_window": 86_400}),
            usage: json!({"storage_gb": 10, "average_statements_per_hr": 1_000_000,
                          "change_records_per_statement": 2}),
            lines: vec![
                ("Storage", 10.0, 1.1),
                ("Backtrack (change records × hours)", 2e6 * 24.0 * 730.0, 2e6 * 24.0 * 730.0 * 0.000_000_013),
            ],
        },
        Case {
            what: "I/O-Optimized has no I/O charge",
            type_name: "aws_rds_cluster",
            region: "us-east-1",
            attributes: json!({"engine": "aurora-postgresql", "storage_type": "aurora-iopt1"}),
            usage: json!({"storage_gb": 1000, "read_requests_per_sec": 5000}),
            lines: vec![("Storage (I/O-Optimized)", 1_000.0, 225.0)],
        },
        Case {
            what: "Serverless v1",
            type_name: "aws_rds_cluster",
            region: "eu-west-1",
            attributes: json!({"engine": "aurora-mysql", "engine_mode": "serverless"}),
            usage: json!({"capacity_units_per_hr": 4}),
            lines: vec![("Aurora Serverless v1", 2_920.0, 2_920.0 * 0.07)],
        },
    ]);
}

#[test]
fn aurora_instances_cost_by_their_class_and_cluster() {
    let cases = [
        (
            "provisioned",
            "us-west-2",
            json!({"instance_class": "db.r6g.2xlarge"}),
            nothing(),
            json!({"engine": "aurora-postgresql"}),
            vec![("Instance (on-demand, aurora-postgresql, Single-AZ, db.r6g.2xlarge)", 730.0, 730.0 * 1.038)],
        ),
        (
            "Serverless v2",
            "eu-west-1",
            json!({"instance_class": "db.serverless", "engine": "aurora-mysql"}),
            json!({"capacity_units_per_hr": 2.5}),
            json!({"engine": "aurora-mysql"}),
            vec![("Aurora Serverless v2", 1_825.0, 1_825.0 * 0.14)],
        ),
        (
            "Serverless v2, I/O-Optimized, of a version of its cluster past standard support",
            "us-east-1",
            json!({"instance_class": "db.serverless"}),
            json!({"capacity_units_per_hr": 2}),
            json!({"engine": "aurora-postgresql", "engine_version": "15.4", "storage_type": "aurora-iopt1"}),
            vec![("Aurora Serverless v2 (I/O-Optimized)", 1_460.0, 1_460.0 * 0.156)],
        ),
        (
            "extended support of the cluster's version",
            "us-east-1",
            json!({"instance_class": "db.r5.large"}),
            nothing(),
            json!({"engine": "aurora-mysql", "engine_version": "5.7.mysql_aurora.2.11.2"}),
            vec![
                ("Instance (on-demand, aurora-mysql, Single-AZ, db.r5.large)", 730.0, 730.0 * 0.29),
                ("Extended support (years 1 and 2)", 1_460.0, 146.0),
            ],
        ),
    ];
    for (what, region, instance, usage, cluster, lines) in cases {
        let mut instance = blueprint("aws_rds_cluster_instance", region, instance, usage);
        let cluster = blueprint("aws_rds_cluster", region, cluster, nothing());
        instance.references.insert("cluster_identifier".to_owned(), vec![cluster.address.clone()]);
        let priced = price_first(&[instance, cluster]);
        assert_lines(what, &priced, &lines);
        assert_eq!(priced.gaps, Vec::<String>::new(), "{what}");
    }
}
