//! Step Functions, MWAA, CloudFormation and Grafana.

use serde_json::json;

use super::{HOURS, all_cost};

#[test]
fn workflows() {
    all_cost(vec![
        (
            "us-east-1",
            "aws_sfn_state_machine",
            json!({}),
            json!({"monthly_transitions": 1_000_000}),
            vec![("State transitions", 1e6 * 0.000_025)],
        ),
        // 30 s at 65 MB, which are two steps of 64 MB: 1/960 GB-hours a run.
        (
            "us-east-1",
            "aws_sfn_state_machine",
            json!({"type": "EXPRESS"}),
            json!({"monthly_requests": 960_000, "workflow_duration_ms": 29_950, "memory_mb": 65}),
            vec![("Requests (express)", 0.96), ("Duration (express)", 1_000.0 * 0.060_012)],
        ),
        (
            "us-east-1",
            "aws_mwaa_environment",
            json!({"environment_class": "mw1.small", "min_workers": 3, "schedulers": 4}),
            json!({}),
            vec![
                ("Environment (small)", HOURS * 0.49),
                ("Additional workers (small)", 2.0 * HOURS * 0.055),
                ("Additional schedulers (small)", 2.0 * HOURS * 0.055),
            ],
        ),
        (
            "us-east-1",
            "aws_mwaa_environment",
            json!({"environment_class": "mw1.large", "min_workers": 1, "schedulers": 2}),
            json!({"additional_workers": 0.5, "meta_database_gb": 5}),
            vec![
                ("Environment (large)", HOURS * 0.99),
                ("Additional workers (large)", 0.5 * HOURS * 0.22),
                ("Metadata database", 5.0 * 0.10),
            ],
        ),
        (
            "us-east-1",
            "aws_cloudformation_stack",
            json!({"template_body": "Resources: {a: {Type: 'Datadog::Monitors::Monitor'}}"}),
            json!({"monthly_handler_operations": 2_000, "monthly_duration_secs": 600}),
            vec![("Handler operations", 2_000.0 * 0.0009), ("Handler time above 30 s", 600.0 * 0.000_08)],
        ),
        (
            "us-east-1",
            "aws_cloudformation_stack_set",
            json!({"template_body": "Resources: {a: {Type: 'AWS::SNS::Topic'}}"}),
            json!({"monthly_handler_operations": 2_000}),
            vec![],
        ),
        (
            "us-east-1",
            "aws_grafana_workspace",
            json!({}),
            json!({"editors_administrator_licenses": 0}),
            vec![("Editors and administrators", 9.0)],
        ),
        (
            "us-east-1",
            "aws_grafana_workspace",
            json!({}),
            json!({"editors_administrator_licenses": 7, "viewer_licenses": 11}),
            vec![("Editors and administrators", 63.0), ("Viewers", 55.0)],
        ),
    ]);
}
