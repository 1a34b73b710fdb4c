//! What is not known is said, and costs no guess.

use serde_json::{Value, json};

use super::{blueprint, priced};

/// Attributes, what is known only after apply, the gap.
type Case = (Value, &'static str, &'static str);

#[track_caller]
fn say(region: &str, type_name: &str, cases: &[Case]) {
    for (attributes, unknown, gap) in cases {
        let mut blueprint = blueprint(region, type_name, attributes, &json!({}));
        blueprint.unknown.extend(Some((*unknown).to_owned()).filter(|path| !path.is_empty()));
        let priced = priced(&blueprint, &[]);
        let mut said = priced.gaps.iter().chain(priced.lines.iter().map(|line| &line.gap));
        assert!(said.any(|said| said == gap), "{type_name} {attributes}: {gap} is not in {priced:#?}");
    }
}

#[test]
fn functions_and_interfaces() {
    say(
        "cn-north-1",
        "aws_lambda_function",
        &[(json!({}), "", "no price for AWSLambda lambda.request.x86 in cn-north-1")],
    );
    say(
        "us-east-1",
        "aws_lambda_function",
        &[
            (json!({}), "memory_size", "its memory is known only after apply"),
            (json!({}), "architectures", "its architecture is known only after apply"),
            (json!({"architectures": ["riscv"]}), "", "the architecture `riscv` is not supported"),
            (
                json!({"runtime": "python3.13", "snap_start": [{"apply_on": "PublishedVersions"}]}),
                "",
                "SnapStart's cache and restores are not priced",
            ),
        ],
    );
    say(
        "us-east-1",
        "aws_lambda_provisioned_concurrency_config",
        &[(
            json!({"provisioned_concurrent_executions": 1, "function_name": "elsewhere"}),
            "",
            "the memory of its function is not known: give `memory_mb`",
        )],
    );
    say(
        "us-east-1",
        "aws_api_gateway_stage",
        &[
            (json!({"cache_cluster_enabled": true, "cache_cluster_size": 7}), "", "API Gateway has no cache of 7 GB"),
            (json!({"cache_cluster_enabled": true}), "", "the size of its cache is not known"),
            (json!({}), "cache_cluster_enabled", "whether it has a cache is known only after apply"),
        ],
    );
    say("us-east-1", "aws_apigatewayv2_api", &[(json!({}), "protocol_type", "its protocol is not known")]);
}

#[test]
fn messages() {
    say("us-east-1", "aws_sns_topic", &[(json!({"fifo_topic": true}), "", "deliveries of FIFO topics are not priced")]);
    say(
        "us-east-1",
        "aws_sns_topic_subscription",
        &[(json!({"protocol": "sms"}), "", "the price of a text message depends on the country")],
    );
    say(
        "eu-west-3",
        "aws_sqs_queue",
        &[(json!({}), "", "no price for AWSQueueService sqs.request.standard in eu-west-3")],
    );
    say(
        "us-east-1",
        "aws_mq_broker",
        &[
            (
                json!({"engine_type": "RabbitMQ", "host_instance_type": "mq.m5.large",
                   "deployment_mode": "ACTIVE_STANDBY_MULTI_AZ"}),
                "",
                "RabbitMQ has no deployment mode `active_standby_multi_az`",
            ),
            (
                json!({"engine_type": "ActiveMQ", "host_instance_type": "mq.m5.4xlarge"}),
                "",
                "no price for AmazonMQ mq.instance.activemq.mq.m5.4xlarge.single_instance in us-east-1",
            ),
            (json!({"engine_type": "KafkaMQ"}), "", "the engine `kafkamq` is not supported"),
        ],
    );
}

#[test]
fn workflows_and_streams() {
    say(
        "us-east-1",
        "aws_sfn_state_machine",
        &[(json!({}), "type", "whether it is standard or express is known only after apply")],
    );
    say(
        "us-east-1",
        "aws_mwaa_environment",
        &[
            (json!({}), "environment_class", "its class is known only after apply"),
            (
                json!({"environment_class": "mw1.medium"}),
                "",
                "no price for AmazonMWAA mwaa.environment.medium in us-east-1",
            ),
        ],
    );
    say(
        "us-east-1",
        "aws_msk_cluster",
        &[
            (json!({}), "number_of_broker_nodes", "the number of its brokers is not known"),
            (
                json!({"number_of_broker_nodes": 3, "broker_node_group_info": [{"instance_type": "kafka.m5.large"}]}),
                "",
                "the storage of its brokers is not known",
            ),
        ],
    );
    say(
        "us-east-1",
        "aws_kinesis_stream",
        &[
            (json!({}), "", "the number of its shards is not known"),
            (json!({"shard_count": 1}), "retention_period", "its retention period is known only after apply"),
        ],
    );
    say(
        "eu-west-2",
        "aws_kinesis_firehose_delivery_stream",
        &[
            (
                json!({"elasticsearch_configuration": [{"vpc_config": [{}]}]}),
                "elasticsearch_configuration.vpc_config.subnet_ids",
                "the Availability Zones it delivers into are known only after apply",
            ),
            (
                json!({"destination": "iceberg"}),
                "",
                "no price for AmazonKinesisFirehose firehose.ingest.iceberg in eu-west-2",
            ),
        ],
    );
    let runtime = "its runtime is not known";
    say("eu-west-2", "aws_kinesisanalyticsv2_application", &[(json!({}), "runtime_environment", runtime)]);
    say(
        "us-east-1",
        "aws_kinesis_analytics_application",
        &[(json!({}), "", "no price for AmazonKinesisAnalytics kinesisanalytics.kpu.sql in us-east-1")],
    );
}
