//! Volumes, snapshots, addresses and single things.

use serde_json::json;

use super::check;

#[test]
fn volumes_snapshots_and_the_rest() {
    let volume = json!({"aws_ebs_volume.data": {"size": 200}, "aws_ebs_snapshot.data": {"volume_id": "ref:aws_ebs_volume.data"}});
    check(&[
        (
            "aws_ebs_volume",
            "eu-west-1",
            json!({"type": "standard", "size": 100}),
            json!({"monthly_standard_io_requests": 2_000_000}),
            json!({}),
            &[("Storage", "100 * 0.055"), ("I/O requests", "2 * 0.055")],
        ),
        (
            "aws_ebs_snapshot_copy",
            "eu-west-1",
            json!({"source_snapshot_id": "ref:aws_ebs_snapshot.data", "storage_tier": "archive"}),
            json!({"fast_snapshot_restore_hours": 10, "monthly_put_block_requests": 1_000}),
            volume.clone(),
            &[
                ("Snapshot storage (at most)", "200 * 0.0125"),
                ("Fast snapshot restore", "10 * 0.825"),
                ("Direct API units written", "1000 * 0.000007"),
            ],
        ),
        // A volume made from a snapshot has its size.
        (
            "aws_ebs_volume",
            "eu-west-1",
            json!({"type": "gp3", "snapshot_id": "ref:aws_ebs_snapshot.data"}),
            json!({}),
            volume,
            &[("Storage", "200 * 0.088")],
        ),
        ("aws_eip", "eu-central-1", json!({}), json!({}), json!({}), &[("Public IPv4 address", "730 * 0.005")]),
        ("aws_eip", "eu-central-1", json!({"public_ipv4_pool": "ipv4pool-ec2-012345"}), json!({}), json!({}), &[]),
        (
            "aws_ec2_traffic_mirror_session",
            "eu-central-1",
            json!({}),
            json!({}),
            json!({}),
            &[("Traffic mirroring", "730 * 0.018")],
        ),
        (
            "aws_ecr_repository",
            "us-east-1",
            json!({}),
            json!({"storage_gb": 12.5}),
            json!({}),
            &[("Storage", "12.5 * 0.1")],
        ),
        (
            "aws_codebuild_project",
            "us-east-1",
            json!({"environment": [{"compute_type": "BUILD_GENERAL1_MEDIUM", "type": "LINUX_CONTAINER"}]}),
            json!({"monthly_build_mins": 300}),
            json!({}),
            &[("Builds (linux, general1.medium)", "300 * 0.01")],
        ),
        (
            "aws_ec2_host",
            "us-east-1",
            json!({"instance_type": "mac1.metal"}),
            json!({}),
            json!({}),
            &[("Dedicated Host (on-demand, mac1)", "730 * 1.083")],
        ),
    ]);
}
