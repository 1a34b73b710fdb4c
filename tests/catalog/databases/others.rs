use serde_json::json;

use super::{Case, check, nothing};

#[test]
fn document_and_graph_clusters_cost_storage_requests_and_backups() {
    check(vec![
        Case {
            what: "DocumentDB instance in Ohio",
            type_name: "aws_docdb_cluster_instance",
            region: "us-east-2",
            attributes: json!({"instance_class": "db.t3.medium"}),
            usage: json!({"data_storage_gb": 50, "monthly_io_requests": 3_000_000}),
            lines: vec![
                ("Instance (on-demand, db.t3.medium)", 730.0, 730.0 * 0.078),
                ("Storage", 50.0, 5.0),
                ("I/O requests", 3e6, 0.6),
            ],
        },
        Case {
            what: "DocumentDB keeps one day of backups for nothing",
            type_name: "aws_docdb_cluster",
            region: "us-east-2",
            attributes: json!({"backup_retention_period": 1}),
            usage: json!({"backup_storage_gb": 50}),
            lines: vec![],
        },
        Case {
            what: "Neptune cluster with two days of backups",
            type_name: "aws_neptune_cluster",
            region: "eu-west-2",
            attributes: json!({"backup_retention_period": 2}),
            usage: json!({"storage_gb": 20, "monthly_io_requests": 500_000, "backup_storage_gb": 40}),
            lines: vec![
                ("Storage", 20.0, 20.0 * 0.116),
                ("I/O requests", 5e5, 0.116),
                ("Backup storage", 40.0, 40.0 * 0.022),
            ],
        },
        Case {
            what: "Neptune snapshot",
            type_name: "aws_neptune_cluster_snapshot",
            region: "eu-west-2",
            attributes: nothing(),
            usage: json!({"backup_storage_gb": 7}),
            lines: vec![("Backup storage", 7.0, 7.0 * 0.022)],
        },
    ]);
}

#[test]
fn warehouses_cost_nodes_and_what_is_used() {
    check(vec![Case {
        what: "tiers of backups; scaling by the node-second",
        type_name: "aws_redshift_cluster",
        region: "us-east-1",
        attributes: json!({"node_type": "ra3.xlplus", "number_of_nodes": 2}),
        usage: json!({"managed_storage_gb": 400, "excess_concurrency_scaling_secs": 3600,
                      "spectrum_data_scanned_tb": 2, "backup_storage_gb": 52_200}),
        lines: vec![
            ("Nodes (on-demand, ra3.xlplus)", 1_460.0, 1_460.0 * 1.086),
            ("Managed storage", 400.0, 9.6),
            ("Concurrency scaling", 7_200.0, 2.0 * 1.086),
            ("Spectrum", 2.0, 10.0),
            ("Backup storage", 51_200.0, 51_200.0 * 0.023),
            ("Backup storage above 51200 GB-Mo", 1_000.0, 22.0),
        ],
    }]);
}

#[test]
fn search_domains_cost_every_node_and_its_volume() {
    check(vec![
        Case {
            what: "volumes are declared for each of three nodes",
            type_name: "aws_opensearch_domain",
            region: "us-east-1",
            attributes: json!({"cluster_config": [{"instance_type": "r6g.large.search", "instance_count": 3,
                    "dedicated_master_enabled": true, "dedicated_master_type": "m4.large.search",
                    "dedicated_master_count": 3}],
                "ebs_options": [{"ebs_enabled": true, "volume_type": "gp3", "volume_size": 200,
                    "throughput": 300}]}),
            usage: nothing(),
            lines: vec![
                ("Instance (on-demand, r6g.large.search)", 2_190.0, 2_190.0 * 0.167),
                ("Storage (gp3)", 600.0, 600.0 * 0.122),
                ("Provisioned throughput (gp3)", 150.0, 150.0 * 0.064),
                ("Dedicated master (on-demand, m4.large.search)", 2_190.0, 2_190.0 * 0.151),
            ],
        },
        Case {
            what: "the provider's default is one m4.large, reserved here",
            type_name: "aws_elasticsearch_domain",
            region: "us-east-1",
            attributes: json!({"cluster_config": [{"instance_type": "r6g.large.elasticsearch"}]}),
            usage: json!({"reserved_instance_term": "1_year", "reserved_instance_payment_option": "no_upfront"}),
            lines: vec![("Instance (reserved 1yr no-upfront, r6g.large.elasticsearch)", 730.0, 730.0 * 0.115)],
        },
        Case {
            what: "nothing declared",
            type_name: "aws_elasticsearch_domain",
            region: "us-east-1",
            attributes: nothing(),
            usage: nothing(),
            lines: vec![("Instance (on-demand, m4.large.search)", 730.0, 730.0 * 0.151)],
        },
    ]);
}

#[test]
fn replication_instances_cost_the_storage_beyond_what_they_include() {
    let multi_az = |allocated: u32| json!({"replication_instance_class": "dms.t2.micro", "multi_az": true, "allocated_storage": allocated});
    let instance = ("Instance (on-demand, Multi-AZ, t2.micro)", 730.0, 730.0 * 0.036);
    let case = |what, attributes, lines| Case {
        what,
        type_name: "aws_dms_replication_instance",
        region: "us-east-1",
        attributes,
        usage: nothing(),
        lines,
    };
    check(vec![
        case("50 GiB are included", multi_az(50), vec![instance]),
        case("51 GiB", multi_az(51), vec![instance, ("Storage (Multi-AZ, beyond what is included)", 1.0, 0.23)]),
    ]);
}
