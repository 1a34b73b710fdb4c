//! Lambda and API Gateway.

use serde_json::json;

use super::{HOURS, MONTH_SECONDS, agree, all_cost, blueprint, priced, referring};

#[test]
fn functions() {
    let a_million = json!({"monthly_requests": 1_000_000, "request_duration_ms": 120.2});
    all_cost(vec![
        // 121 started milliseconds at 512 MB.
        (
            "us-east-1",
            "aws_lambda_function",
            json!({"memory_size": 512}),
            a_million.clone(),
            vec![("Requests", 1e6 * 0.000_000_2), ("Duration (x86)", 1e6 * 0.121 * 0.5 * 0.000_016_666_7)],
        ),
        // Of 2 GB of /tmp, 1,536 MB cost; the disk is dearer in London.
        (
            "eu-west-2",
            "aws_lambda_function",
            json!({"memory_size": "1024", "architectures": ["arm64"], "ephemeral_storage": [{"size": 2048}]}),
            a_million.clone(),
            vec![
                ("Requests", 1e6 * 0.000_000_2),
                ("Duration (arm)", 1e6 * 0.121 * 0.000_013_333_4),
                ("Ephemeral storage above 512 MB", 1e6 * 0.121 * 1.5 * 0.000_000_035_8),
            ],
        ),
        (
            "us-east-1",
            "aws_lambda_function",
            json!({"ephemeral_storage": [{"size": 512}]}),
            a_million,
            vec![("Requests", 1e6 * 0.000_000_2), ("Duration (x86)", 1e6 * 0.121 * 0.125 * 0.000_016_666_7)],
        ),
        // 100 executions of 2 GB, kept for all of the month, or for 50 hours of it.
        (
            "us-east-1",
            "aws_lambda_provisioned_concurrency_config",
            json!({"provisioned_concurrent_executions": 100}),
            json!({"memory_mb": 2048}),
            vec![("Provisioned concurrency (x86)", 100.0 * MONTH_SECONDS * 2.0 * 0.000_004_166_7)],
        ),
        (
            "us-east-1",
            "aws_lambda_provisioned_concurrency_config",
            json!({"provisioned_concurrent_executions": 10}),
            json!({"memory_mb": 1024, "architecture": "arm64", "monthly_duration_hrs": 50,
                   "monthly_requests": 2_000_000, "request_duration_ms": 100}),
            vec![
                ("Provisioned concurrency (arm)", 10.0 * 50.0 * 3_600.0 * 0.000_003_333_4),
                ("Requests", 2e6 * 0.000_000_2),
                ("Duration on provisioned concurrency (arm)", 2e6 * 0.1 * 0.000_007_777_8),
            ],
        ),
    ]);
}

#[test]
fn functions_by_what_is_declared_beside_them() {
    let mut config = blueprint(
        "us-east-1",
        "aws_lambda_provisioned_concurrency_config",
        &json!({"provisioned_concurrent_executions": 5}),
        &json!({}),
    );
    config.references.insert("function_name".to_owned(), vec!["aws_lambda_alias.it".to_owned()]);
    let alias = referring("aws_lambda_alias", &json!({}), "function_name", "aws_lambda_function.it");
    let attributes = json!({"memory_size": 3072, "architectures": ["arm64"]});
    let usage = json!({"monthly_requests": 1_000_000, "request_duration_ms": 10});
    let function = blueprint("us-east-1", "aws_lambda_function", &attributes, &usage);
    let ready = 5.0 * MONTH_SECONDS * 3.0 * 0.000_003_333_4;
    let expected = [("Provisioned concurrency (arm)", ready)];
    agree("of an alias", &priced(&config, &[alias, function.clone()]), &expected);

    let path = "default_cache_behavior.lambda_function_association.lambda_arn";
    let distribution = referring("aws_cloudfront_distribution", &json!({}), path, "aws_lambda_function.it");
    agree(
        "at the edge",
        &priced(&function, &[distribution]),
        &[("Requests (Lambda@Edge)", 1e6 * 0.000_000_6), ("Duration (Lambda@Edge)", 1e6 * 0.01 * 3.0 * 0.000_050_01)],
    );
}

#[test]
fn interfaces() {
    all_cost(vec![
        (
            "eu-west-2",
            "aws_api_gateway_rest_api",
            json!({}),
            json!({"monthly_requests": 400_000_000_u64}),
            vec![("Requests", 333e6 * 0.000_003_5), ("Requests above 333000000 Requests", 67e6 * 0.000_003_33)],
        ),
        (
            "us-east-1",
            "aws_api_gateway_stage",
            json!({"cache_cluster_enabled": true, "cache_cluster_size": "58.2"}),
            json!({}),
            vec![("Cache (58.2 GB)", HOURS * 1.0)],
        ),
        (
            "us-east-1",
            "aws_api_gateway_stage",
            json!({"cache_cluster_enabled": true, "cache_cluster_size": "118.0"}),
            json!({}),
            vec![("Cache (118 GB)", HOURS * 1.9)],
        ),
        ("us-east-1", "aws_api_gateway_stage", json!({"cache_cluster_size": "0.5"}), json!({}), vec![]),
        // 1,025 KB are three chunks of 512 KB: 300 million at one price, 60 million at the next.
        (
            "eu-west-2",
            "aws_apigatewayv2_api",
            json!({"protocol_type": "HTTP"}),
            json!({"monthly_requests": 120_000_000, "request_size_kb": 1025}),
            vec![
                ("Requests (HTTP)", 300e6 * 0.000_001_16),
                ("Requests (HTTP) above 300000000 Requests", 60e6 * 0.000_001_04),
            ],
        ),
        (
            "us-east-1",
            "aws_apigatewayv2_api",
            json!({"protocol_type": "WEBSOCKET"}),
            json!({"monthly_messages": 1_000_000_000_u64, "message_size_kb": 33, "monthly_connection_mins": 4_000_000}),
            vec![
                ("Messages (WebSocket)", 1e9 * 0.000_001),
                ("Messages (WebSocket) above 1000000000 Messages", 1e9 * 0.000_000_8),
                ("Connection minutes (WebSocket)", 4e6 * 0.000_000_25),
            ],
        ),
    ]);
}
