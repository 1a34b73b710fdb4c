//! Cost never falls as usage grows, however much.

use cloudtrim::catalog::{Priced, kinds};
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::{blueprint, priced};

const AMOUNTS: &[f64] = &[0.0, 0.4, 1.0, 63.0, 64.0, 65.0, 1e3, 1e6, 1.1e6, 4e8, 1e11, 1e18, 7.9e28];

/// Types and what their usage is priced by.
fn driven() -> Vec<(&'static str, Value)> {
    vec![
        ("aws_lambda_function", json!({"memory_size": 512, "ephemeral_storage": [{"size": 1024}]})),
        ("aws_lambda_provisioned_concurrency_config", json!({"provisioned_concurrent_executions": 3})),
        ("aws_api_gateway_rest_api", json!({})),
        ("aws_apigatewayv2_api", json!({"protocol_type": "HTTP"})),
        ("aws_apigatewayv2_api", json!({"protocol_type": "WEBSOCKET"})),
        ("aws_sns_topic", json!({})),
        ("aws_sns_topic", json!({"fifo_topic": true})),
        ("aws_sns_topic_subscription", json!({"protocol": "https"})),
        ("aws_sqs_queue", json!({})),
        ("aws_sfn_state_machine", json!({})),
        ("aws_sfn_state_machine", json!({"type": "EXPRESS"})),
        ("aws_cloudwatch_event_bus", json!({})),
        ("aws_mq_broker", json!({"engine_type": "RabbitMQ", "host_instance_type": "mq.m5.xlarge"})),
        ("aws_mwaa_environment", json!({})),
        ("aws_kinesis_stream", json!({"shard_count": 3})),
        ("aws_kinesis_stream", json!({"stream_mode_details": [{"stream_mode": "ON_DEMAND"}]})),
        ("aws_grafana_workspace", json!({})),
        ("aws_cloudformation_stack", json!({})),
    ]
}

fn dollars(priced: &Priced) -> f64 {
    priced.lines.iter().filter_map(|line| line.monthly?.amount().to_f64()).sum()
}

#[test]
fn cost_never_falls_as_one_usage_grows() {
    for (type_name, attributes) in driven() {
        let kind = kinds().iter().find(|kind| kind.type_name == type_name).unwrap();
        for growing in kind.usage {
            let mut before = 0.0;
            for amount in AMOUNTS {
                let mut usage = json!({});
                for field in kind.usage.iter().filter(|field| field.name != "architecture") {
                    usage[field.name] = json!(if field.name == growing.name { *amount } else { 1_000.0 });
                }
                let cost = dollars(&priced(&blueprint("us-east-1", type_name, &attributes, &usage), &[]));
                assert!(cost >= before, "{type_name} {attributes}: {} at {amount}: {cost} < {before}", growing.name);
                before = cost;
            }
        }
    }
}
