//! Terraform plans of 100 to 10,000 resources, about 3 kB of JSON each: `cargo bench --bench plan`.
//!
//! `parse` reads, `estimate` reads, prices and writes JSON, as `cloudtrim whatif --terraform` does.
//! Aims on two cores: 10,000 resources are read in under 0.3 s, priced and all in under 1 s.

use std::path::Path;

use cloudtrim::pricing::PriceBook;
use cloudtrim::report::{ComparisonFormat, Layout, render_comparison};
use cloudtrim::whatif::adjust::Adjustments;
use cloudtrim::whatif::plan::{PlanTerms, compare_plan};
use cloudtrim::whatif::terraform::{Plan, UsageFile, parse_plan};
use divan::Bencher;
use divan::counter::BytesCount;
use serde_json::{Value, json};

const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    divan::main();
}

/// One in three an instance of a module with `count`, one its volume, one a bucket; each as a real plan has it, in
/// `resource_changes`, `planned_values` and, where it exists already, `prior_state`.
fn plan(resources: usize, change: fn(usize) -> Value) -> Vec<u8> {
    let changes: Vec<Value> = (0..resources).map(change).collect();
    let states = |side: &str| -> Vec<Value> { changes.iter().filter_map(|change| state(change, side)).collect() };
    let mut declared = vec![
        json!({"address": "aws_instance.app", "provider_config_key": "aws", "count_expression": {"references": ["var.size"]},
               "expressions": {"ami": {"references": ["var.ami"]}, "instance_type": {"constant_value": "m6i.large"}}}),
        json!({"address": "aws_ebs_volume.data", "provider_config_key": "aws", "count_expression": {"references": ["var.size"]},
               "expressions": {"availability_zone": {"references": ["aws_instance.app", "count.index"]}}}),
    ];
    declared.extend(types().map(|(kind, _)| {
        json!({"address": format!("{kind}.mixed"), "provider_config_key": "aws",
               "count_expression": {"references": ["var.size"]}, "expressions": {}})
    }));
    let module = json!({"resources": declared, "variables": {"ami": {}, "size": {}}});
    let plan = json!({
        "format_version": "1.2",
        "terraform_version": "1.9.8",
        "variables": {"region": {"value": "eu-west-1"}},
        "planned_values": {"root_module": {"resources": states("after")}},
        "resource_changes": changes,
        "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": states("before")}}},
        "configuration": {
            "provider_config": {"aws": {"name": "aws", "expressions": {"region": {"references": ["var.region"]}}}},
            "root_module": {
                "resources": [{"address": "aws_s3_bucket.logs", "provider_config_key": "aws",
                               "expressions": {"bucket": {"references": ["each.key"]}}}],
                "module_calls": {"app": {"module": module, "expressions": {
                    "ami": {"references": ["data.aws_ami.linux.id", "data.aws_ami.linux"]},
                    "size": {"constant_value": resources / 3}}}},
            },
        },
    });
    serde_json::to_vec(&plan).unwrap_or_default()
}

fn change(number: usize) -> Value {
    let index = number / 3;
    let tags: Value = (0..6).map(|tag| (format!("tag-{tag}"), json!(format!("value {tag} of {index}")))).collect();
    let (module, kind, name, index) = match number % 3 {
        0 => ("module.app.", "aws_instance", "app", json!(index)),
        1 => ("module.app.", "aws_ebs_volume", "data", json!(index)),
        _ => ("", "aws_s3_bucket", "logs", json!(format!("bucket-{index}"))),
    };
    let after = json!({
        "instance_type": "m6i.large", "ami": "ami-0123456789abcdef0", "monitoring": null, "ebs_optimized": true,
        "root_block_device": [{"volume_size": 50, "volume_type": "gp3", "encrypted": true, "tags": tags}],
        "metadata_options": [{"http_endpoint": "enabled", "http_tokens": "required"}],
        "user_data": "#!/bin/sh\n".repeat(20), "tags": tags, "tags_all": tags, "timeouts": null,
    });
    changed(&format!("{module}{kind}.{name}"), kind, &index, after, number)
}

/// The attributes of twenty types, of which two bear no charge and one is not supported.
fn types() -> [(&'static str, Value); 20] {
    let rule = json!({"from_port": 443, "to_port": 443, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"]});
    [
        (
            "aws_instance",
            json!({"instance_type": "m6i.large", "root_block_device": [{"volume_type": "gp3", "volume_size": 50}]}),
        ),
        ("aws_ebs_volume", json!({"type": "gp3", "size": 200, "iops": 6000, "throughput": 250})),
        ("aws_s3_bucket", json!({"bucket": "assets"})),
        (
            "aws_db_instance",
            json!({"engine": "postgres", "engine_version": "16.4", "instance_class": "db.m6g.large", "allocated_storage": 100, "storage_type": "gp3", "multi_az": true}),
        ),
        (
            "aws_lambda_function",
            json!({"memory_size": 1024, "architectures": ["arm64"], "ephemeral_storage": [{"size": 512}]}),
        ),
        ("aws_sqs_queue", json!({"fifo_queue": false})),
        ("aws_sns_topic", json!({"fifo_topic": false})),
        (
            "aws_dynamodb_table",
            json!({"billing_mode": "PROVISIONED", "read_capacity": 50, "write_capacity": 20, "hash_key": "id"}),
        ),
        ("aws_nat_gateway", json!({"connectivity_type": "public"})),
        ("aws_eip", json!({"domain": "vpc"})),
        ("aws_lb", json!({"load_balancer_type": "application", "internal": false})),
        ("aws_elasticache_cluster", json!({"engine": "redis", "node_type": "cache.t3.small", "num_cache_nodes": 2})),
        ("aws_cloudwatch_log_group", json!({"retention_in_days": 30})),
        ("aws_cloudwatch_metric_alarm", json!({"period": 60, "metric_name": "CPUUtilization"})),
        ("aws_kms_key", json!({"customer_master_key_spec": "SYMMETRIC_DEFAULT"})),
        ("aws_secretsmanager_secret", json!({"recovery_window_in_days": 7})),
        (
            "aws_autoscaling_group",
            json!({"min_size": 2, "max_size": 6, "desired_capacity": 3, "launch_template": [{"version": "$Latest"}]}),
        ),
        ("aws_iam_role", json!({"assume_role_policy": "{}", "max_session_duration": 3600})),
        ("aws_security_group", json!({"ingress": [rule, rule], "egress": [rule]})),
        ("aws_lightsail_distribution", json!({"bundle_id": "small_1_0"})),
    ]
}

/// Of each type as many; what real plans hold besides is there too.
fn mixed(number: usize) -> Value {
    let types = types();
    let Some((kind, own)) = types.get(number % types.len()) else { return Value::Null };
    let index = number / types.len();
    let tags: Value = (0..6).map(|tag| (format!("tag-{tag}"), json!(format!("value {tag} of {index}")))).collect();
    let mut after = json!({
        "name": format!("{kind}-{index}"), "description": "x".repeat(200), "policy": "{\"Version\":\"2012-10-17\"}".repeat(4),
        "tags": tags, "tags_all": tags, "timeouts": null,
    });
    if let (Value::Object(after), Value::Object(own)) = (&mut after, own) {
        after.extend(own.clone());
    }
    changed(&format!("module.app.{kind}.mixed"), kind, &json!(index), after, number)
}

/// Every second exists already; of these, every second is changed.
fn changed(address: &str, kind: &str, index: &Value, after: Value, number: usize) -> Value {
    let existing = number.is_multiple_of(2);
    let mut before = after.clone();
    if number.is_multiple_of(4) {
        before["tags"] = json!({"old": "tag"});
    }
    json!({
        "address": format!("{address}[{index}]"),
        "mode": "managed", "type": kind, "name": address.rsplit('.').next(), "index": index,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {
            "actions": [if existing { "update" } else { "create" }],
            "before": if existing { before } else { Value::Null },
            "after": after,
            "after_unknown": {"arn": true, "id": true, "root_block_device": [{"volume_id": true}], "tags": {}},
            "before_sensitive": {"tags": {}}, "after_sensitive": {"tags": {}, "tags_all": {}},
        },
    })
}

fn state(change: &Value, side: &str) -> Option<Value> {
    let values = change.pointer("/change")?.get(side)?.as_object()?.clone();
    let mut resource = change.as_object()?.clone();
    resource.remove("change");
    resource.insert("values".to_owned(), Value::Object(values));
    Some(Value::Object(resource))
}

#[expect(clippy::panic, reason = "a benchmark without its input has nothing to measure")]
fn read(bytes: &[u8]) -> Plan {
    parse_plan(bytes, Path::new("plan.json")).unwrap_or_else(|error| panic!("{error}"))
}

#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn parse(bencher: Bencher<'_, '_>, resources: usize) {
    let bytes = plan(resources, change);
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| read(&bytes));
}

const USAGE: &str = "\
version: 0.1
resource_type_default_usage:
  aws_s3_bucket: { standard: { storage_gb: 800, monthly_tier_1_requests: 200000, monthly_tier_2_requests: 4000000 } }
  aws_lambda_function: { monthly_requests: 5000000, request_duration_ms: 120 }
  aws_sqs_queue: { monthly_requests: 30000000 }
  aws_nat_gateway: { monthly_data_processed_gb: 400 }
  aws_lb: { new_connections: 50, active_connections: 3000, processed_bytes_gb: 200 }
  aws_cloudwatch_log_group: { storage_gb: 100, monthly_data_ingested_gb: 50 }
resource_usage:
  module.app.aws_sns_topic.mixed[*]: { monthly_requests: 1000000 }
";

/// The length of the report.
#[expect(clippy::panic, reason = "a benchmark without its input has nothing to measure")]
fn estimate_of(bytes: &[u8]) -> usize {
    let usage = UsageFile::parse(Path::new("usage.yml"), USAGE).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
    let terms = PlanTerms {
        prices: PriceBook::embedded(),
        adjustments: &Adjustments::default(),
        usage: Some(&usage),
        region: None,
        as_of: chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default(),
    };
    let comparison = compare_plan(read(bytes), "plan.json", &terms);
    let report = render_comparison(&comparison, ComparisonFormat::Json, false, &Layout::default());
    report.unwrap_or_else(|error| panic!("{error}")).len()
}

#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn estimate(bencher: Bencher<'_, '_>, resources: usize) {
    let bytes = plan(resources, mixed);
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| estimate_of(&bytes));
}
