//! MSK, Kinesis, Firehose and Flink.

use serde_json::json;

use super::{HOURS, agree, all_cost, blueprint, priced, referring};

#[test]
fn brokers() {
    let broker = |instance_type: &str, gib: u32| {
        json!({"number_of_broker_nodes": 3, "broker_node_group_info": [{"instance_type": instance_type,
               "storage_info": [{"ebs_storage_info": [{"volume_size": gib}]}]}]})
    };
    all_cost(vec![
        (
            "us-east-1",
            "aws_msk_cluster",
            broker("kafka.m7g.xlarge", 250),
            json!({}),
            vec![("Brokers (kafka.m7g.xlarge)", 3.0 * HOURS * 0.408), ("Storage", 3.0 * 250.0 * 0.10)],
        ),
        (
            "sa-east-1",
            "aws_msk_cluster",
            broker("kafka.m5.large", 100),
            json!({}),
            vec![("Brokers (kafka.m5.large)", 3.0 * HOURS * 0.335), ("Storage", 3.0 * 100.0 * 0.19)],
        ),
        (
            "us-east-1",
            "aws_msk_cluster",
            json!({"number_of_broker_nodes": 2, "storage_mode": "TIERED",
                   "broker_node_group_info": [{"instance_type": "kafka.m5.large", "ebs_volume_size": 50}]}),
            json!({"tiered_storage_gb": 1_000, "monthly_tiered_retrieval_gb": 400}),
            vec![
                ("Brokers (kafka.m5.large)", 2.0 * HOURS * 0.21),
                ("Storage", 2.0 * 50.0 * 0.10),
                ("Low-cost storage tier", 1_000.0 * 0.06),
                ("Low-cost tier retrieval", 400.0 * 0.0015),
            ],
        ),
        (
            "sa-east-1",
            "aws_msk_cluster",
            json!({"number_of_broker_nodes": 3, "broker_node_group_info": [{"instance_type": "express.m7g.large"}]}),
            json!({"storage_gb": 500, "monthly_data_in_gb": 2_000}),
            vec![
                ("Brokers (express.m7g.large)", 3.0 * HOURS * 0.6506),
                ("Storage (Express)", 500.0 * 0.19),
                ("Data written (Express)", 2_000.0 * 0.0159),
            ],
        ),
    ]);
}

#[test]
fn data_streams() {
    let shards = |hours: u32| json!({"shard_count": 2, "retention_period": hours});
    all_cost(vec![
        (
            "eu-west-2",
            "aws_kinesis_stream",
            shards(24),
            json!({"monthly_provisioned_put_units": 10_000_000}),
            vec![("Shards", 2.0 * HOURS * 0.0179), ("PUT payload units", 10e6 * 0.000_000_017_3)],
        ),
        (
            "us-east-1",
            "aws_kinesis_stream",
            shards(168),
            json!({}),
            vec![("Shards", 2.0 * HOURS * 0.015), ("Extended retention (over 24 hours)", 2.0 * HOURS * 0.02)],
        ),
        (
            "us-east-1",
            "aws_kinesis_stream",
            shards(8_760),
            json!({"monthly_provisioned_long_term_retention_gb": 700}),
            vec![
                ("Shards", 2.0 * HOURS * 0.015),
                ("Extended retention (over 24 hours)", 2.0 * HOURS * 0.02),
                ("Retention (over 7 days)", 700.0 * 0.023),
            ],
        ),
        (
            "us-east-1",
            "aws_kinesis_stream",
            json!({"stream_mode_details": [{"stream_mode": "ON_DEMAND"}]}),
            json!({"monthly_on_demand_data_in_gb": 1_000, "monthly_on_demand_data_out_gb": 2_000,
                   "monthly_on_demand_efo_data_out_gb": 10, "monthly_on_demand_extended_retention_gb": 50,
                   "monthly_on_demand_long_term_retention_gb": 60}),
            vec![
                ("Stream (on-demand)", HOURS * 0.04),
                ("Data written", 1_000.0 * 0.08),
                ("Data read", 2_000.0 * 0.04),
                ("Data read by fan-out", 10.0 * 0.05),
                ("Retention (24 hours to 7 days)", 50.0 * 0.10),
                ("Retention (over 7 days)", 60.0 * 0.023),
            ],
        ),
    ]);
}

#[test]
fn delivery() {
    all_cost(vec![
        (
            "eu-west-2",
            "aws_kinesis_firehose_delivery_stream",
            json!({"destination": "opensearch", "opensearch_configuration": [{"vpc_config": [
                   {"subnet_ids": ["a", "b", "c"]}]}]}),
            json!({"monthly_data_ingested_gb": 600_000}),
            vec![
                ("Data ingested", 512_000.0 * 0.035),
                ("Data ingested above 512000 GB", 88_000.0 * 0.03),
                ("Delivery into a VPC", 600_000.0 * 0.01),
                ("Availability Zones of the VPC", 3.0 * HOURS * 0.011),
            ],
        ),
        (
            "eu-west-2",
            "aws_kinesis_firehose_delivery_stream",
            json!({"destination": "extended_s3",
                   "extended_s3_configuration": [{"data_format_conversion_configuration": [{"enabled": false}]}]}),
            json!({"monthly_data_ingested_gb": 10}),
            vec![("Data ingested", 10.0 * 0.035)],
        ),
    ]);
}

#[test]
fn analytics() {
    all_cost(vec![
        (
            "eu-west-2",
            "aws_kinesis_analytics_application",
            json!({}),
            json!({"kinesis_processing_units": 2}),
            vec![("Processing (SQL)", 2.0 * HOURS * 0.127)],
        ),
        // A fixed parallelism of 9, four to a unit, is three units.
        (
            "eu-west-2",
            "aws_kinesisanalyticsv2_application",
            json!({"runtime_environment": "FLINK-1_19", "application_configuration": [
                   {"flink_application_configuration": [{"parallelism_configuration": [
                   {"auto_scaling_enabled": false, "parallelism": 9, "parallelism_per_kpu": 4}]}]}]}),
            json!({}),
            vec![
                ("Processing (Flink)", 3.0 * HOURS * 0.127),
                ("Orchestration", HOURS * 0.127),
                ("Running storage", 150.0 * 0.116),
            ],
        ),
        (
            "eu-west-2",
            "aws_kinesisanalyticsv2_application",
            json!({"runtime_environment": "SQL-1_0"}),
            json!({"kinesis_processing_units": 1}),
            vec![("Processing (SQL)", HOURS * 0.127)],
        ),
        (
            "eu-west-2",
            "aws_kinesisanalyticsv2_application_snapshot",
            json!({}),
            json!({"durable_application_backup_gb": 30}),
            vec![("Backups", 30.0 * 0.024)],
        ),
    ]);
}

#[test]
fn by_what_is_declared_beside_them() {
    let stream = blueprint("us-east-1", "aws_kinesis_stream", &json!({"shard_count": 4}), &json!({}));
    let consumer = referring("aws_kinesis_stream_consumer", &json!({}), "stream_arn", "aws_kinesis_stream.it");
    let mut other = consumer.clone();
    other.address.push_str("_too");
    agree(
        "two consumers",
        &priced(&stream, &[consumer, other]),
        &[("Shards", 4.0 * HOURS * 0.015), ("Enhanced fan-out consumers", 2.0 * 4.0 * HOURS * 0.015)],
    );

    let attributes = json!({"number_of_broker_nodes": 2, "broker_node_group_info": [{"instance_type": "kafka.t3.small",
        "storage_info": [{"ebs_storage_info": [{"volume_size": 100}]}]}]});
    let cluster = blueprint("us-east-1", "aws_msk_cluster", &attributes, &json!({}));
    for (least, gib) in [(500, 500.0), (1, 100.0)] {
        let scaling = json!({"min_capacity": least, "scalable_dimension": "kafka:broker-storage:VolumeSize"});
        let target = referring("aws_appautoscaling_target", &scaling, "resource_id", "aws_msk_cluster.it");
        agree(
            "storage that scales",
            &priced(&cluster, &[target]),
            &[("Brokers (kafka.t3.small)", 2.0 * HOURS * 0.0456), ("Storage", 2.0 * gib * 0.10)],
        );
    }
}
