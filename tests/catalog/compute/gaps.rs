//! What is not known or has no price is said; what grows never gets cheaper.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{priced, total};

#[test]
fn what_is_not_known_is_said() {
    let cases = [
        ("aws_instance", "eu-west-1", json!({}), json!({}), "the instance type of priced is not known"),
        ("aws_instance", "eu-west-1", json!({"instance_type": "m5.large"}), json!({}), "Linux is assumed"),
        ("aws_instance", "eu-west-1", json!({"instance_type": "m5.large"}), json!({}), "8 GiB are assumed"),
        (
            "aws_instance",
            "eu-west-1",
            json!({"launch_template": [{"id": "lt-0123"}]}),
            json!({}),
            "its launch template is not among the declared resources",
        ),
        (
            "aws_instance",
            "eu-west-1",
            json!({"instance_type": "m5.large"}),
            json!({"reserved_instance_term": "5_year"}),
            "reserved_instance_term is neither 1_year nor 3_year",
        ),
        (
            "aws_instance",
            "eu-west-1",
            json!({"instance_type": "m5.large", "ebs_block_device": [{"volume_type": "gp3"}]}),
            json!({}),
            "the size of a volume is not known",
        ),
        ("aws_autoscaling_group", "eu-west-1", json!({"min_size": 1}), json!({}), "what it launches is not among"),
        ("aws_eks_node_group", "eu-west-1", json!({}), json!({}), "how many instances it has is not known"),
        (
            "aws_ebs_snapshot",
            "eu-west-1",
            json!({"volume_id": "vol-1"}),
            json!({}),
            "the size of its volume is not known",
        ),
        ("aws_ec2_host", "eu-west-1", json!({}), json!({}), "neither its instance family nor"),
        ("aws_codebuild_project", "eu-west-1", json!({}), json!({}), "its compute type is not known"),
        ("aws_lightsail_instance", "eu-west-1", json!({}), json!({}), "its bundle is not known"),
        ("aws_elastic_beanstalk_environment", "eu-west-1", json!({}), json!({}), "its instance type is not set"),
        (
            "aws_ecs_service",
            "eu-west-1",
            json!({"launch_type": "FARGATE", "desired_count": 2}),
            json!({}),
            "the size of its tasks is not known",
        ),
    ];
    for (type_name, region, attributes, usage, said) in cases {
        let gaps = priced(type_name, region, attributes.clone(), usage, &json!({})).gaps;
        assert!(gaps.iter().any(|gap| gap.contains(said)), "{type_name} {attributes}: {gaps:?}");
    }
}

#[test]
fn a_price_is_never_borrowed() {
    let cases = [
        (
            "aws_instance",
            "eu-central-1",
            json!({"instance_type": "m5.large"}),
            json!({"operating_system": "windows"}),
            "m5.large windows",
        ),
        (
            "aws_instance",
            "eu-west-1",
            json!({"instance_type": "m5.large"}),
            json!({"operating_system": "beos"}),
            "m5.large beos",
        ),
        (
            "aws_instance",
            "eu-west-1",
            json!({"instance_type": "t3.medium", "tenancy": "dedicated"}),
            json!({}),
            "t3.medium linux dedicated",
        ),
        (
            "aws_instance",
            "us-east-1",
            json!({"instance_type": "r3.2xlarge", "ebs_optimized": true}),
            json!({}),
            "ec2.ebs_optimized.r3.2xlarge",
        ),
        ("aws_ec2_host", "us-east-1", json!({"instance_family": "m5"}), json!({}), "ec2.host.m5"),
        (
            "aws_lightsail_instance",
            "us-east-1",
            json!({"bundle_id": "nano_3_0"}),
            json!({}),
            "lightsail.bundle.nano_3_0",
        ),
        ("aws_cloudhsm_v2_hsm", "eu-west-1", json!({}), json!({}), "cloudhsm.hsm"),
        ("aws_eks_cluster", "cn-north-1", json!({}), json!({}), "eks.cluster.standard_support"),
    ];
    for (type_name, region, attributes, usage, item) in cases {
        let lines = priced(type_name, region, attributes, usage, &json!({})).lines;
        let line =
            lines.iter().find(|line| line.gap.contains(item)).unwrap_or_else(|| panic!("{type_name}: {lines:?}"));
        assert_eq!((line.monthly, line.unit_price), (None, None), "{type_name}");
        assert!(line.gap.contains(region), "{}", line.gap);
    }
}

proptest! {
    #[test]
    fn more_instances_never_cost_less(
        count in 0_u32..200, base in 0_u32..50, percent in 0_u32..=100, weight in 1_u32..8, size in 1_u32..2_000,
    ) {
        let cost = |count: u32| {
            let attributes = json!({"desired_capacity": count, "mixed_instances_policy": [{
                "instances_distribution": [
                    {"on_demand_base_capacity": base, "on_demand_percentage_above_base_capacity": percent},
                ],
                "launch_template": [{
                    "launch_template_specification": [{"launch_template_id": "ref:aws_launch_template.web"}],
                    "override": [{"instance_type": "m5.large", "weighted_capacity": weight}],
                }],
            }]});
            let template = json!({"aws_launch_template.web": {
                "block_device_mappings": [{"device_name": "/dev/xvda", "ebs": [{"volume_size": size}]}],
            }});
            total(&priced("aws_autoscaling_group", "eu-west-1", attributes, json!({}), &template))
        };
        prop_assert!(cost(count) <= cost(count + 1));
    }

    #[test]
    fn any_numbers_and_words_are_priced_without_panic(
        type_name in prop::sample::select(vec![
            "aws_instance", "aws_autoscaling_group", "aws_ebs_volume", "aws_ecs_service", "aws_eks_node_group",
            "aws_eks_cluster", "aws_ec2_host", "aws_codebuild_project", "aws_eks_fargate_profile",
            "aws_elastic_beanstalk_environment",
        ]),
        number in prop::sample::select(vec![
            json!(1e300), json!(-5), json!("79228162514264337593543950335"), json!(null), json!([]), json!(true), json!(0),
        ]),
    ) {
        let keys = [
            "size", "iops", "throughput", "desired_capacity", "min_size", "desired_count", "instance_type", "version",
            "monthly_hrs", "monthly_cpu_credit_hrs", "vcpu_count", "instances", "pods", "vcpu", "memory_gb",
            "monthly_build_mins", "volume_size", "cpu", "memory", "weight", "base", "weighted_capacity",
        ];
        let mut fields: Map<String, Value> = keys.iter().map(|key| ((*key).to_owned(), number.clone())).collect();
        let usage = Value::Object(fields.clone());
        let blocks = [
            "root_block_device", "ebs_block_device", "scaling_config", "environment", "setting", "launch_template",
            "capacity_provider_strategy", "mixed_instances_policy",
        ];
        for block in blocks {
            fields.insert(block.to_owned(), json!([usage.clone()]));
        }
        fields.insert("instance_types".to_owned(), json!([number, "t3.micro"]));
        priced(type_name, "us-east-1", Value::Object(fields), usage, &json!({}));
    }
}
