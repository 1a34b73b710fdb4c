//! Fargate tasks and pods, EKS clusters.

use serde_json::{Value, json};

use super::{check, priced, sum, total};

#[test]
fn containers() {
    let task = |attributes: Value| json!({"aws_ecs_task_definition.api": attributes});
    check(&[
        (
            "aws_ecs_service",
            "eu-central-1",
            json!({"launch_type": "FARGATE", "desired_count": 3, "task_definition": "ref:aws_ecs_task_definition.api"}),
            json!({}),
            task(json!({
                "cpu": "512", "memory": 1024, "runtime_platform": [{"cpu_architecture": "ARM64"}],
                "ephemeral_storage": [{"size_in_gib": 50}],
            })),
            &[
                ("Fargate vCPU (linux arm)", "3 * 0.5 * 0.03725 * 730"),
                ("Fargate memory (linux arm)", "3 * 1 * 0.00409 * 730"),
                ("Fargate ephemeral storage", "3 * 30 * 0.000132 * 730"),
            ],
        ),
        (
            "aws_ecs_service",
            "eu-central-1",
            json!({"launch_type": "FARGATE", "desired_count": 1, "task_definition": "ref:aws_ecs_task_definition.api"}),
            json!({}),
            task(json!({
                "cpu": "2 vCPU", "memory": "4 GB",
                "runtime_platform": [{"operating_system_family": "WINDOWS_SERVER_2022_CORE"}],
            })),
            &[
                ("Fargate vCPU (windows)", "2 * 0.053544 * 730"),
                ("Fargate Windows licence", "2 * 0.046 * 730"),
                ("Fargate memory (windows)", "4 * 0.0058765 * 730"),
            ],
        ),
        // One on EC2 by its base, of the other eight a quarter.
        (
            "aws_ecs_service",
            "eu-central-1",
            json!({
                "desired_count": 9, "task_definition": "ref:aws_ecs_task_definition.api",
                "capacity_provider_strategy": [
                    {"capacity_provider": "my-ec2", "base": 1, "weight": 1}, {"capacity_provider": "FARGATE", "weight": 3},
                ],
            }),
            json!({}),
            task(json!({"cpu": 1024, "memory": 2048})),
            &[
                ("Fargate vCPU (linux x86)", "6 * 0.04656 * 730"),
                ("Fargate memory (linux x86)", "6 * 2 * 0.00511 * 730"),
            ],
        ),
        (
            "aws_ecs_service",
            "eu-central-1",
            json!({"launch_type": "EC2", "desired_count": 9, "task_definition": "ref:aws_ecs_task_definition.api"}),
            json!({}),
            task(json!({"cpu": 1024, "memory": 2048})),
            &[],
        ),
        (
            "aws_eks_fargate_profile",
            "eu-central-1",
            json!({}),
            json!({"pods": 4, "vcpu": 0.5, "memory_gb": 2}),
            json!({}),
            &[
                ("Fargate vCPU (linux x86)", "4 * 0.5 * 0.04656 * 730"),
                ("Fargate memory (linux x86)", "4 * 2 * 0.00511 * 730"),
            ],
        ),
        (
            "aws_eks_cluster",
            "eu-central-1",
            json!({"version": "1.99"}),
            json!({}),
            json!({}),
            &[("Control plane (standard support)", "730 * 0.1")],
        ),
        (
            "aws_eks_cluster",
            "eu-central-1",
            json!({"version": "1.28", "upgrade_policy": [{"support_type": "STANDARD"}]}),
            json!({}),
            json!({}),
            &[("Control plane (standard support)", "730 * 0.1")],
        ),
    ]);
    let extended = priced("aws_eks_cluster", "eu-central-1", json!({"version": "1.28"}), json!({}), &json!({}));
    assert_eq!((total(&extended), extended.lines.len()), (sum("730 * 0.6"), 1));
    assert!(extended.lines[0].name.starts_with("Control plane (extended support of 1.28 on "));
}
