//! Monitoring, configuration, secrets, keys, certificates and directories: prices by hand.

use super::declared_cases::{Case, check};

/// Prices of AWS's pages for the region.
const CASES: &[Case] = &[
    Case::new("aws_acm_certificate", "us-east-1", r#"{"domain_name": "example.com"}"#, "{}", &[]),
    Case::new(
        "aws_acm_certificate",
        "us-east-1",
        r#"{"certificate_authority_arn": "unknown"}"#,
        "{}",
        &["Private certificate = 1 * 0.75"],
    ),
    Case::new("aws_acm_certificate", "us-east-1", r#"{"options": [{"export": "ENABLED"}]}"#, "{}", &[])
        .gaps(&["exportable"]),
    // Beyond 10,000 certificates the book has no price.
    Case::new(
        "aws_acmpca_certificate_authority",
        "us-east-1",
        "{}",
        r#"{"monthly_requests": 12000}"#,
        &[
            "Private certificate authority (general purpose) = 1 * 400",
            "Certificates = 1000 * 0.75",
            "Certificates above 1000 Certificates = 9000 * 0.35",
            "Certificates above 10000 Certificates = 2000 * ?",
        ],
    ),
    Case::new(
        "aws_acmpca_certificate_authority",
        "us-east-1",
        r#"{"usage_mode": "SHORT_LIVED_CERTIFICATE"}"#,
        "{}",
        &["Private certificate authority (short-lived certificates) = 1 * 50", "Certificates = ? * 0.058"],
    ),
    Case::new(
        "aws_secretsmanager_secret",
        "us-east-1",
        r#"{"replica": [{"region": "eu-west-1"}]}"#,
        r#"{"monthly_requests": 0}"#,
        &["Secret = 1 * 0.4", "Replica in eu-west-1 = 1 * ?", "API requests = 0 * 0.000005"],
    ),
    Case::new("aws_ssm_parameter", "us-east-1", "{}", r#"{"monthly_api_interactions": 10}"#, &[]),
    Case::new(
        "aws_ssm_parameter",
        "us-east-1",
        r#"{"tier": "Standard"}"#,
        r#"{"monthly_api_interactions": 1000000, "api_throughput_limit": "higher"}"#,
        &["API interactions = 1000000 * 0.000005"],
    ),
    // $0.05 a month.
    Case::new(
        "aws_ssm_parameter",
        "us-east-1",
        r#"{"tier": "Advanced"}"#,
        "{}",
        &["Parameter storage (advanced) = 730 * 0.0000684932", "API interactions = ? * 0.000005"],
    ),
    Case::new("aws_ssm_parameter", "us-east-1", r#"{"tier": "Intelligent-Tiering"}"#, "{}", &[])
        .gaps(&["Intelligent-Tiering"]),
    Case::new("aws_ssm_activation", "us-east-1", r#"{"registration_limit": 1000}"#, r#"{"instances": 9}"#, &[]),
    Case::new(
        "aws_ssm_activation",
        "us-east-1",
        "{}",
        r#"{"instance_tier": "Advanced", "instances": 9}"#,
        &["Managed instances outside EC2 (advanced) = 9 * 730 * 0.00695"],
    ),
    Case::new(
        "aws_kms_key",
        "eu-central-1",
        r#"{"customer_master_key_spec": "RSA_2048"}"#,
        r#"{"monthly_requests": 50000}"#,
        &["Customer managed key = 1 * 1", "Requests (RSA 2048) = 50000 * 0.000003"],
    ),
    Case::new(
        "aws_kms_key",
        "eu-central-1",
        r#"{"customer_master_key_spec": "ECC_NIST_P256"}"#,
        "{}",
        &["Customer managed key = 1 * 1", "Requests (asymmetric) = ? * 0.000015"],
    ),
    Case::new(
        "aws_kms_key",
        "eu-central-1",
        r#"{"customer_master_key_spec": "HMAC_256"}"#,
        "{}",
        &["Customer managed key = 1 * 1", "Requests = ? * 0.000003"],
    ),
    Case::new(
        "aws_kms_key",
        "us-east-1",
        "{}",
        r#"{"monthly_ecc_data_key_pair_requests": 20000}"#,
        &[
            "Customer managed key = 1 * 1",
            "Requests = ? * 0.000003",
            "ECC data key pairs = 20000 * 0.00001",
            "RSA data key pairs = ? * ?",
        ],
    ),
    Case::new(
        "aws_kms_external_key",
        "eu-central-1",
        "{}",
        r#"{"monthly_requests": 10}"#,
        &["Customer managed key = 1 * 1", "Requests = 10 * 0.000003"],
    ),
    Case::new("aws_kms_replica_key", "eu-central-1", "{}", "{}", &["Customer managed key = 1 * 1"])
        .gaps(&["primary key"]),
    Case::new(
        "aws_cloudtrail",
        "eu-central-1",
        "{}",
        r#"{"monthly_additional_management_events": 100000, "monthly_insight_events": 5}"#,
        &["Management events (further copies) = 100000 * 0.00002", "Data events = ? * 0.000001"],
    ),
    Case::new(
        "aws_cloudwatch_log_group",
        "eu-central-1",
        r#"{"log_group_class": "INFREQUENT_ACCESS"}"#,
        r#"{"monthly_data_ingested_gb": 100, "storage_gb": 50}"#,
        &[
            "Data ingested (Infrequent Access) = 100 * 0.315",
            "Data stored = 50 * 0.0324",
            "Data scanned by Logs Insights = ? * 0.0063",
        ],
    ),
    Case::new(
        "aws_cloudwatch_log_group",
        "eu-central-1",
        r#"{"log_group_class": "DELIVERY"}"#,
        r#"{"storage_gb": 50}"#,
        &["Data stored = 50 * 0.0324", "Data scanned by Logs Insights = ? * 0.0063"],
    )
    .gaps(&["DELIVERY"]),
    Case::new(
        "aws_cloudwatch_metric_alarm",
        "eu-west-1",
        r#"{"period": 300}"#,
        "{}",
        &["Alarm metrics (standard resolution) = 1 * 0.1"],
    ),
    Case::new(
        "aws_cloudwatch_metric_alarm",
        "eu-west-1",
        r#"{"period": "10"}"#,
        "{}",
        &["Alarm metrics (high resolution) = 1 * 0.3"],
    ),
    Case::new(
        "aws_cloudwatch_metric_alarm",
        "eu-west-1",
        r#"{"metric_query": [
            {"expression": "ANOMALY_DETECTION_BAND(m1)"},
            {"metric": [{"period": 60}]}], "comparison_operator": "LessThanLowerThreshold"}"#,
        "{}",
        &["Alarm metrics (standard resolution) = 3 * 0.1"],
    ),
    Case::new(
        "aws_cloudwatch_metric_alarm",
        "eu-west-1",
        r#"{"metric_query": [{"expression": "SELECT AVG(CPUUtilization) FROM SCHEMA(\"AWS/EC2\", InstanceId)"}]}"#,
        r#"{"metrics_analyzed": 40}"#,
        &["Metrics analyzed = 40 * 0.1"],
    ),
    Case::new("aws_cloudwatch_metric_alarm", "eu-west-1", r#"{"metric_query": "unknown"}"#, "{}", &[])
        .gaps(&["only after apply"]),
    Case::new("aws_cloudwatch_composite_alarm", "eu-west-1", "{}", "{}", &["Composite alarm = 1 * 0.5"]),
    Case::new("aws_cloudwatch_dashboard", "eu-west-1", "{}", "{}", &["Dashboard = 1 * 3"]),
    Case::new(
        "aws_config_config_rule",
        "eu-central-1",
        "{}",
        r#"{"monthly_rule_evaluations": 600000}"#,
        &[
            "Rule evaluations = 100000 * 0.001",
            "Rule evaluations above 100000 Evaluations = 400000 * 0.0008",
            "Rule evaluations above 500000 Evaluations = 100000 * 0.0005",
        ],
    ),
    Case::new(
        "aws_config_conformance_pack",
        "eu-central-1",
        "{}",
        r#"{"monthly_conformance_pack_evaluations": 7}"#,
        &["Conformance pack evaluations = 7 * 0.001"],
    ),
    Case::new(
        "aws_config_configuration_recorder",
        "eu-central-1",
        r#"{"recording_mode": [{"recording_frequency": "DAILY"}]}"#,
        r#"{"monthly_config_items": 500}"#,
        &["Configuration items (daily) = 500 * 0.012", "Custom configuration items = ? * 0.003"],
    ),
    Case::new(
        "aws_directory_service_directory",
        "us-east-1",
        r#"{"type": "MicrosoftAD", "desired_number_of_domain_controllers": 5}"#,
        r#"{"shared_accounts": 2}"#,
        &[
            "Domain controllers (Microsoft AD, Enterprise) = 2 * 730 x 0.2",
            "Further domain controllers = 3 * 730 x 0.2",
            "Directory sharing = 2 * ?",
        ],
    ),
    Case::new(
        "aws_directory_service_directory",
        "us-east-1",
        r#"{"type": "ADConnector", "size": "Large"}"#,
        "{}",
        &["Domain controllers (AD Connector, Large) = 2 * ?"],
    ),
    Case::new("aws_directory_service_directory", "us-east-1", "{}", "{}", &[]).gaps(&["size"]),
];

#[test]
fn management_types_cost_what_the_price_pages_say() {
    check(CASES);
}
