//! Reading Terraform plans of 100 to 10,000 resources, 3.5 kB of JSON each: `cargo bench --bench plan`.
//!
//! Aim on two cores: 10,000 resources in under 0.3 s.

use std::path::Path;

use cloudtrim::whatif::terraform::{Plan, parse_plan};
use divan::Bencher;
use divan::counter::BytesCount;
use serde_json::{Value, json};

const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    divan::main();
}

/// One in three an instance of a module with `count`, one its volume, one a bucket; each as a real plan has it, in
/// `resource_changes`, `planned_values` and, where it exists already, `prior_state`.
fn plan(resources: usize) -> Vec<u8> {
    let changes: Vec<Value> = (0..resources).map(change).collect();
    let states = |side: &str| -> Vec<Value> { changes.iter().filter_map(|change| state(change, side)).collect() };
    let module = json!({
        "resources": [
            {"address": "aws_instance.app", "provider_config_key": "aws", "count_expression": {"references": ["var.size"]},
             "expressions": {"ami": {"references": ["var.ami"]}, "instance_type": {"constant_value": "m6i.large"}}},
            {"address": "aws_ebs_volume.data", "provider_config_key": "aws", "count_expression": {"references": ["var.size"]},
             "expressions": {"availability_zone": {"references": ["aws_instance.app", "count.index"]}}},
        ],
        "variables": {"ami": {}, "size": {}},
    });
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
    let existing = number.is_multiple_of(2);
    json!({
        "address": format!("{module}{kind}.{name}[{index}]"),
        "mode": "managed", "type": kind, "name": name, "index": index,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {
            "actions": [if existing { "update" } else { "create" }],
            "before": if existing { after.clone() } else { Value::Null },
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
    let bytes = plan(resources);
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| read(&bytes));
}
