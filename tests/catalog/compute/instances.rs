//! Instances: platforms, credits, volumes, spot, reservations, hosts, launch templates.

use serde_json::json;

use super::check;

#[test]
fn instances() {
    let none = json!({});
    check(&[
        (
            "aws_instance",
            "eu-west-1",
            json!({"instance_type": "m5.large", "monitoring": true, "associate_public_ip_address": true}),
            json!({"operating_system": "windows", "monthly_hrs": 100}),
            none.clone(),
            &[
                ("Compute (Windows, on-demand, m5.large)", "100 * 0.199"),
                ("Detailed monitoring", "7 * 0.3"),
                ("Public IPv4 address", "100 * 0.005"),
                ("root_block_device Storage", "8 * 0.11"),
            ],
        ),
        (
            "aws_instance",
            "eu-west-1",
            json!({
                "instance_type": "t4g.small",
                "root_block_device": [{"volume_type": "gp3", "volume_size": 50, "iops": 4000, "throughput": 225}],
                "ebs_block_device": [{"volume_type": "st1", "volume_size": 500}, {"volume_type": "io2", "volume_size": 10, "iops": 33000}],
            }),
            json!({"monthly_cpu_credit_hrs": 10}),
            none.clone(),
            &[
                ("Compute (Linux, on-demand, t4g.small)", "730 * 0.0184"),
                ("Surplus CPU credits", "10 * 2 * 0.04"),
                ("root_block_device Storage", "50 * 0.088"),
                ("root_block_device Provisioned IOPS", "1000 * 0.0055"),
                ("root_block_device Provisioned throughput", "100 * 0.044"),
                ("ebs_block_device[0] Storage", "500 * 0.05"),
                ("ebs_block_device[1] Storage", "10 * 0.138"),
                ("ebs_block_device[1] Provisioned IOPS", "32000 * 0.072"),
                ("ebs_block_device[1] Provisioned IOPS above 32000 IOPS-Mo", "1000 * 0.0504"),
            ],
        ),
        // T2 is standard unless it asks for more, T3 the other way round.
        (
            "aws_instance",
            "eu-west-1",
            json!({"instance_type": "t3.small", "credit_specification": [{"cpu_credits": "standard"}]}),
            json!({"monthly_cpu_credit_hrs": 10, "vcpu_count": 1}),
            none.clone(),
            &[("Compute (Linux, on-demand, t3.small)", "730 * 0.0228"), ("root_block_device Storage", "8 * 0.11")],
        ),
    ]);
}

#[test]
fn spot_and_reserved_instances() {
    let none = json!({});
    check(&[
        // 57 % below on-demand on the day of the advice.
        (
            "aws_instance",
            "eu-west-1",
            json!({"instance_type": "m5.large", "instance_market_options": [{"market_type": "spot"}]}),
            none.clone(),
            none.clone(),
            &[
                ("Compute (Linux, m5.large) spot estimate of 2025-06-28", "730 * 0.107 * 0.43"),
                ("root_block_device Storage", "8 * 0.11"),
            ],
        ),
        (
            "aws_instance",
            "us-east-1",
            json!({"instance_type": "m5.large"}),
            json!({
                "reserved_instance_type": "standard", "reserved_instance_term": "1_year",
                "reserved_instance_payment_option": "all_upfront", "monthly_hrs": 10,
            }),
            none.clone(),
            &[
                ("Compute (Linux, reserved standard 1yr all upfront, m5.large)", "0"),
                (
                    "Compute (Linux, reserved standard 1yr all upfront, m5.large): upfront fee spread over the term",
                    "730 * 0.056393",
                ),
                ("root_block_device Storage", "8 * 0.1"),
            ],
        ),
        (
            "aws_instance",
            "us-west-2",
            json!({"instance_type": "x2iedn.32xlarge", "ebs_optimized": true}),
            json!({
                "reserved_instance_type": "convertible", "reserved_instance_term": "3_year",
                "reserved_instance_payment_option": "partial_upfront", "operating_system": "windows",
            }),
            none.clone(),
            &[
                (
                    "Compute (Windows, reserved convertible 3yr partial upfront, x2iedn.32xlarge), with its upfront fee spread over the term",
                    "730 * 15.41134",
                ),
                ("EBS optimization (included)", "0"),
                ("root_block_device Storage", "8 * 0.1"),
            ],
        ),
    ]);
}

#[test]
fn hosts_and_launch_templates() {
    let none = json!({});
    check(&[
        // A host is billed instead of its instances; their volumes are not part of it.
        (
            "aws_instance",
            "us-east-1",
            json!({"instance_type": "mac1.metal", "tenancy": "host", "root_block_device": [{"volume_size": 100}]}),
            none.clone(),
            none.clone(),
            &[("root_block_device Storage", "100 * 0.1")],
        ),
        // The instance's own attributes and devices go before its template's.
        (
            "aws_instance",
            "us-east-1",
            json!({
                "launch_template": [{"id": "ref:aws_launch_template.web"}],
                "instance_type": "m7g.large",
                "ebs_block_device": [{"device_name": "/dev/sdf", "volume_size": 7}],
            }),
            none,
            json!({"aws_launch_template.web": {
                "instance_type": "m5.large",
                "block_device_mappings": [
                    {"device_name": "/dev/sdf", "ebs": [{"volume_size": 100}]},
                    {"device_name": "/dev/xvda", "ebs": [{"volume_size": 30, "volume_type": "gp3"}]},
                ],
            }}),
            &[
                ("Compute (Linux, on-demand, m7g.large)", "730 * 0.0816"),
                ("ebs_block_device[0] Storage", "7 * 0.1"),
                ("block_device_mappings[1] Storage", "30 * 0.08"),
            ],
        ),
    ]);
}
