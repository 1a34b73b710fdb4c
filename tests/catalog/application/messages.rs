//! SNS, SQS, EventBridge and MQ.

use serde_json::json;

use super::{HOURS, all_cost};

#[test]
fn messages() {
    all_cost(vec![
        // The first million requests and 100,000 notifications over HTTP cost nothing.
        (
            "us-east-1",
            "aws_sns_topic",
            json!({}),
            json!({"monthly_requests": 3_000_000, "request_size_kb": 65, "http_subscriptions": 2,
                   "mobile_push_subscriptions": 1}),
            vec![
                ("Requests above 1000000 Requests", 5e6 * 0.000_000_5),
                ("Notifications over HTTP above 100000 Notifications", 11_900_000.0 * 0.000_000_6),
                ("Mobile push notifications", 6e6 * 0.000_000_5),
            ],
        ),
        ("us-east-1", "aws_sns_topic", json!({}), json!({"monthly_requests": 999_999}), vec![]),
        (
            "us-east-1",
            "aws_sns_topic",
            json!({"fifo_topic": true}),
            json!({"monthly_requests": 2_000_000, "request_size_kb": 10}),
            vec![("Requests (FIFO)", 2e6 * 0.000_000_3), ("Published payload (FIFO)", 20.0 * 0.017)],
        ),
        (
            "us-east-1",
            "aws_sns_topic",
            json!({}),
            json!({"monthly_requests": 1_100, "sms_subscriptions": 1, "sms_notification_price": 0.05}),
            vec![("Text messages above 100", 1_000.0 * 0.05)],
        ),
        (
            "us-east-1",
            "aws_sns_topic_subscription",
            json!({"protocol": "email-json"}),
            json!({"monthly_requests": 51_000}),
            vec![("Notifications by email above 1000 Notifications", 50_000.0 * 0.000_02)],
        ),
        (
            "us-east-1",
            "aws_sns_topic_subscription",
            json!({"protocol": "firehose"}),
            json!({"monthly_requests": 10_000_000, "request_size_kb": 256}),
            vec![("Notifications to Firehose", 40e6 * 0.000_000_19)],
        ),
        ("us-east-1", "aws_sns_topic_subscription", json!({"protocol": "sqs"}), json!({"monthly_requests": 9}), vec![]),
        (
            "eu-west-2",
            "aws_sqs_queue",
            json!({"fifo_queue": true}),
            json!({"monthly_requests": 60_000_000_000_u64, "request_size_kb": 128}),
            vec![("Requests", 100e9 * 0.000_000_5), ("Requests above 100000000000 Requests", 20e9 * 0.000_000_46)],
        ),
        (
            "us-east-1",
            "aws_cloudwatch_event_bus",
            json!({"name": "orders"}),
            json!({"monthly_custom_events": 5_000_000, "monthly_third_party_events": 1_000_000,
                   "monthly_archive_processing_gb": 20, "archive_storage_gb": 100,
                   "monthly_schema_discovery_events": 2_000_000}),
            vec![
                ("Custom events", 5.0),
                ("Partner events", 1.0),
                ("Archive processing", 20.0 * 0.10),
                ("Archive storage", 100.0 * 0.023),
                ("Schema discovery", 2.0 * 0.10),
            ],
        ),
        (
            "us-east-1",
            "aws_mq_broker",
            json!({"engine_type": "RABBITMQ", "host_instance_type": "mq.m5.xlarge",
                   "deployment_mode": "CLUSTER_MULTI_AZ"}),
            json!({"storage_size_gb": 200}),
            vec![
                ("Broker (RabbitMQ, mq.m5.xlarge, cluster multi az)", HOURS * 3.0 * 0.576),
                ("Storage (RabbitMQ, EBS)", 3.0 * 200.0 * 0.10),
            ],
        ),
        (
            "us-east-1",
            "aws_mq_broker",
            json!({"engine_type": "ActiveMQ", "host_instance_type": "mq.t2.micro"}),
            json!({"storage_size_gb": 20}),
            vec![
                ("Broker (ActiveMQ, mq.t2.micro, single instance)", HOURS * 0.03),
                ("Storage (ActiveMQ, EFS)", 20.0 * 0.30),
            ],
        ),
    ]);
}
