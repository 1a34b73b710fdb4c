//! Groups of instances, and Elastic Beanstalk environments.

use serde_json::{Value, json};

use super::check;

#[test]
fn groups_of_instances() {
    let none = json!({});
    let template = json!({"aws_launch_template.web": {
        "instance_type": "m5.large",
        "block_device_mappings": [{"device_name": "/dev/xvda", "ebs": [{"volume_size": 10}]}],
    }});
    let mixed = |distribution: Value, overrides: Value| {
        json!({"desired_capacity": 10, "mixed_instances_policy": [{
            "instances_distribution": [distribution],
            "launch_template": [{
                "launch_template_specification": [{"launch_template_id": "ref:aws_launch_template.web"}],
                "override": overrides,
            }],
        }]})
    };
    check(&[
        // 2 + ⌈8 × 30 %⌉ = 5 on demand, 5 on spot.
        (
            "aws_autoscaling_group",
            "eu-west-1",
            mixed(json!({"on_demand_base_capacity": 2, "on_demand_percentage_above_base_capacity": 30}), json!([])),
            none.clone(),
            template.clone(),
            &[
                ("Compute (Linux, on-demand, m5.large)", "5 * 730 * 0.107"),
                ("block_device_mappings[0] Storage", "5 * 10 * 0.11"),
                ("Compute (Linux, m5.large) spot estimate of 2025-06-28", "5 * 730 * 0.107 * 0.43"),
                ("block_device_mappings[0] Storage", "5 * 10 * 0.11"),
            ],
        ),
        // Ten units of four: three instances.
        (
            "aws_autoscaling_group",
            "us-east-1",
            mixed(json!({}), json!([{"instance_type": "m7g.large", "weighted_capacity": "4"}])),
            none.clone(),
            template.clone(),
            &[
                ("Compute (Linux, on-demand, m7g.large)", "3 * 730 * 0.0816"),
                ("block_device_mappings[0] Storage", "3 * 10 * 0.1"),
            ],
        ),
        (
            "aws_autoscaling_group",
            "us-east-1",
            json!({"min_size": 2, "launch_configuration": "ref:aws_launch_configuration.old"}),
            json!({"instances": 3.5}),
            json!({"aws_launch_configuration.old": {"instance_type": "m5.large", "enable_monitoring": false}}),
            &[
                ("Compute (Linux, on-demand, m5.large)", "3.5 * 730 * 0.096"),
                ("root_block_device Storage", "3.5 * 8 * 0.1"),
            ],
        ),
        (
            "aws_eks_node_group",
            "eu-west-1",
            json!({
                "instance_types": ["m5.large"], "capacity_type": "SPOT", "disk_size": 40,
                "scaling_config": [{"desired_size": 2}],
            }),
            none.clone(),
            none.clone(),
            &[
                ("Compute (Linux, m5.large) spot estimate of 2025-06-28", "2 * 730 * 0.107 * 0.43"),
                ("disk Storage", "2 * 40 * 0.11"),
            ],
        ),
        (
            "aws_eks_node_group",
            "eu-west-1",
            json!({"instance_types": ["m5.large"], "ami_type": "WINDOWS_CORE_2022_x86_64", "scaling_config": [{"desired_size": 1}]}),
            none.clone(),
            none,
            &[("Compute (Windows, on-demand, m5.large)", "730 * 0.199"), ("disk Storage", "50 * 0.11")],
        ),
    ]);
}

#[test]
fn beanstalk_environments() {
    let settings = |settings: &[(&str, &str, &str)]| {
        let blocks: Vec<Value> = settings
            .iter()
            .map(|(namespace, name, value)| json!({"namespace": namespace, "name": name, "value": value}))
            .collect();
        json!({"solution_stack_name": "64bit Amazon Linux 2023 v4.3.0 running Python 3.11", "setting": blocks})
    };
    let instance = ("aws:ec2:instances", "InstanceTypes", "m5.large, m5a.large");
    let environment = "aws:elasticbeanstalk:environment";
    check(&[
        (
            "aws_elastic_beanstalk_environment",
            "eu-west-1",
            settings(&[instance, (environment, "EnvironmentType", "SingleInstance")]),
            json!({}),
            json!({}),
            &[
                ("instances Compute (Linux, on-demand, m5.large)", "730 * 0.107"),
                ("instances.root_volume Storage", "8 * 0.11"),
                ("Public IPv4 address", "730 * 0.005"),
            ],
        ),
        // Of four instances 1 + ⌈3 × 50 %⌉ on demand.
        (
            "aws_elastic_beanstalk_environment",
            "eu-west-1",
            settings(&[
                instance,
                (environment, "LoadBalancerType", "application"),
                ("aws:autoscaling:asg", "MinSize", "4"),
                ("aws:autoscaling:launchconfiguration", "RootVolumeSize", "30"),
                ("aws:ec2:instances", "EnableSpot", "true"),
                ("aws:ec2:instances", "SpotFleetOnDemandBase", "1"),
                ("aws:ec2:instances", "SpotFleetOnDemandAboveBasePercentage", "50"),
            ]),
            json!({"lb": {"active_connections": 6000, "processed_bytes_gb": 730}}),
            json!({}),
            &[
                ("instances Compute (Linux, on-demand, m5.large)", "3 * 730 * 0.107"),
                ("instances.root_volume Storage", "3 * 30 * 0.11"),
                ("instances Compute (Linux, m5.large) spot estimate of 2025-06-28", "730 * 0.107 * 0.43"),
                ("instances.root_volume Storage", "30 * 0.11"),
                ("load_balancer Application Load Balancer", "730 * 0.0252"),
                ("load_balancer Capacity units", "2 * 0.008 * 730"),
            ],
        ),
    ]);
}
