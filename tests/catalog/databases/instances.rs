use serde_json::json;

use super::{Case, assert_lines, blueprint, check, nothing, price_first};

fn case(
    what: &'static str,
    region: &'static str,
    attributes: serde_json::Value,
    lines: Vec<(&'static str, f64, f64)>,
) -> Case {
    Case { what, type_name: "aws_db_instance", region, attributes, usage: nothing(), lines }
}

#[test]
fn rds_instances_cost_instance_and_storage() {
    check(vec![
        case(
            "a standby doubles instance and volume",
            "ap-southeast-2",
            json!({"engine": "postgres", "instance_class": "db.r6g.xlarge", "multi_az": true,
                   "storage_type": "gp3", "allocated_storage": 200}),
            vec![
                ("Instance (on-demand, postgres, Multi-AZ, db.r6g.xlarge)", 730.0, 730.0 * 1.079),
                ("Storage (gp3)", 200.0, 200.0 * 0.276),
            ],
        ),
        case(
            "gp3 of 400 GiB includes 12,000 IOPS and 500 MiB/s",
            "eu-west-1",
            json!({"engine": "mysql", "instance_class": "db.m5.large", "storage_type": "gp3",
                   "allocated_storage": 400, "iops": 15000, "storage_throughput": 600}),
            vec![
                ("Instance (on-demand, mysql, Single-AZ, db.m5.large)", 730.0, 730.0 * 0.189),
                ("Storage (gp3)", 400.0, 400.0 * 0.127),
                ("Provisioned IOPS (gp3, above 12000)", 3_000.0, 3_000.0 * 0.022),
                ("Provisioned throughput (gp3, above 500)", 100.0, 100.0 * 0.088),
            ],
        ),
        case(
            "gp3 of SQL Server includes 3,000 IOPS at every size",
            "eu-west-1",
            json!({"engine": "sqlserver-web", "instance_class": "db.m5.large", "storage_type": "gp3",
                   "allocated_storage": 1000, "iops": "4000"}),
            vec![
                ("Instance (on-demand, sqlserver-web, Single-AZ, db.m5.large)", 730.0, 730.0 * 0.33),
                ("Storage (gp3)", 1_000.0, 1_000.0 * 0.127),
                ("Provisioned IOPS (gp3, above 3000)", 1_000.0, 1_000.0 * 0.022),
            ],
        ),
        case(
            "gp3 of Oracle is striped from 200 GiB on; the multitenant engine costs as the other",
            "eu-west-1",
            json!({"engine": "oracle-se2-cdb", "instance_class": "db.m5.large", "multi_az": true,
                   "storage_type": "gp3", "allocated_storage": 200, "iops": 12000}),
            vec![
                ("Instance (on-demand, oracle-se2, Multi-AZ, db.m5.large)", 730.0, 730.0 * 0.982),
                ("Storage (gp3)", 200.0, 200.0 * 0.254),
            ],
        ),
        case(
            "a license of one's own",
            "eu-west-1",
            json!({"engine": "oracle-se2", "license_model": "bring-your-own-license",
                   "instance_class": "db.m5.large", "allocated_storage": 50}),
            vec![
                ("Instance (on-demand, oracle-se2, Single-AZ, db.m5.large)", 730.0, 730.0 * 0.189),
                ("Storage (gp2)", 50.0, 50.0 * 0.127),
            ],
        ),
        case(
            "IOPS without a storage type are io1",
            "us-east-1",
            json!({"engine": "mariadb", "instance_class": "db.m6g.large", "allocated_storage": 300, "iops": 5000}),
            vec![
                ("Instance (on-demand, mariadb, Single-AZ, db.m6g.large)", 730.0, 730.0 * 0.152),
                ("Storage (io1)", 300.0, 300.0 * 0.125),
                ("Provisioned IOPS (io1)", 5_000.0, 5_000.0 * 0.1),
            ],
        ),
        case(
            "io1 has at least 100 GiB and 1,000 IOPS",
            "us-east-1",
            json!({"engine": "postgres", "instance_class": "db.r5.large", "multi_az": true, "storage_type": "io1",
                   "allocated_storage": 20, "iops": 500}),
            vec![
                ("Instance (on-demand, postgres, Multi-AZ, db.r5.large)", 730.0, 730.0 * 0.5),
                ("Storage (io1)", 100.0, 100.0 * 0.25),
                ("Provisioned IOPS (io1)", 1_000.0, 1_000.0 * 0.2),
            ],
        ),
        case(
            "extended support counts the vCPUs of the standby",
            "us-east-1",
            json!({"engine": "postgres", "engine_version": "12.9", "instance_class": "db.r5.large",
                   "multi_az": true, "allocated_storage": 20}),
            vec![
                ("Instance (on-demand, postgres, Multi-AZ, db.r5.large)", 730.0, 730.0 * 0.5),
                ("Storage (gp2)", 20.0, 20.0 * 0.23),
                ("Extended support (years 1 and 2)", 730.0 * 4.0, 730.0 * 4.0 * 0.1),
            ],
        ),
        case(
            "extended support can be refused",
            "us-east-1",
            json!({"engine": "postgres", "engine_version": "12.9", "instance_class": "db.r5.large",
                   "engine_lifecycle_support": "open-source-rds-extended-support-disabled"}),
            vec![
                ("Instance (on-demand, postgres, Single-AZ, db.r5.large)", 730.0, 730.0 * 0.25),
                ("Storage (gp2)", 20.0, 20.0 * 0.115),
            ],
        ),
    ]);
}

#[test]
fn usage_of_rds_instances_is_priced() {
    check(vec![Case {
        what: "magnetic I/O, backups, insights, enhanced monitoring, credits",
        type_name: "aws_db_instance",
        region: "eu-west-1",
        attributes: json!({"engine": "mysql", "instance_class": "db.t3.xlarge", "storage_type": "standard",
            "allocated_storage": 100, "backup_retention_period": 7, "performance_insights_enabled": true,
            "performance_insights_retention_period": 731, "monitoring_interval": 1}),
        usage: json!({"monthly_standard_io_requests": 30_000_000, "additional_backup_storage_gb": 40,
            "monthly_additional_performance_insights_requests": 1_000_000, "monthly_enhanced_monitoring_gb": 3,
            "monthly_cpu_credit_hrs": 10}),
        lines: vec![
            ("Instance (on-demand, mysql, Single-AZ, db.t3.xlarge)", 730.0, 730.0 * 0.288),
            ("Storage (magnetic)", 100.0, 100.0 * 0.11),
            ("I/O requests (magnetic)", 30e6, 30.0 * 0.11),
            ("Backup storage beyond the free size", 40.0, 40.0 * 0.095),
            ("CPU credits", 40.0, 40.0 * 0.075),
            ("Performance Insights history (731 days, db.t3.xlarge)", 4.0, 4.0 * 3.24),
            ("Performance Insights API requests", 1e6, 10.0),
            ("Enhanced monitoring (CloudWatch Logs ingestion)", 3.0, 3.0 * 0.57),
        ],
    }]);
}

#[test]
fn a_replica_is_what_its_source_is() {
    let mut replica = blueprint("aws_db_instance", "us-east-1", json!({"instance_class": "db.m6g.large"}), nothing());
    replica.references.insert("replicate_source_db".to_owned(), vec!["aws_db_instance.source".to_owned()]);
    let mut source = blueprint(
        "aws_db_instance",
        "us-east-1",
        json!({"engine": "postgres", "instance_class": "db.r5.large", "storage_type": "gp3", "allocated_storage": 150}),
        nothing(),
    );
    source.address = "aws_db_instance.source".to_owned();
    let lines = [
        ("Instance (on-demand, postgres, Single-AZ, db.m6g.large)", 730.0, 730.0 * 0.159),
        ("Storage (gp3)", 150.0, 150.0 * 0.115),
    ];
    assert_lines("replica", &price_first(&[replica, source]), &lines);
}
