//! Configurations whose costs are computed by hand, from the price × quantity that each names.

use serde_json::{Value, json};

/// One resource, what it costs a month and what is not known of it.
pub(super) struct Case(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) Value,
    pub(super) Value,
    pub(super) f64,
    pub(super) &'static [&'static str],
);

pub(super) fn cases() -> Vec<Case> {
    let mut cases = s3_and_efs();
    cases.extend(windows_and_openzfs());
    cases.extend(ontap_and_lustre());
    cases.extend(delivery());
    cases.extend(data());
    cases
}

fn s3_and_efs() -> Vec<Case> {
    let bucket = "aws_s3_bucket";
    let files = "aws_efs_file_system";
    vec![
        // Three tiers of Standard: 50 TiB, 450 TiB, the rest.
        Case(
            bucket,
            "eu-west-1",
            json!({}),
            json!({ "standard": { "storage_gb": 600_000, "monthly_tier_1_requests": "1000000" } }),
            51_200.0 * 0.023 + 460_800.0 * 0.022 + 88_000.0 * 0.021 + 1e6 * 5e-6,
            &[],
        ),
        Case(
            bucket,
            "eu-west-1",
            json!({}),
            json!({
                "object_tags": 1_000_000,
                "glacier_instant_retrieval": {
                    "storage_gb": 1000, "monthly_lifecycle_transition_requests": 50_000,
                    "monthly_data_retrieval_gb": 10, "early_delete_gb": 100,
                },
            }),
            1e6 * 6.5e-7 + 1000.0 * 0.004 + 50_000.0 * 2e-5 + 10.0 * 0.03 + 100.0 * 0.004,
            &[
                "no price for AmazonS3 s3.select.scanned.standard in eu-west-1",
                "no price for AmazonS3 s3.select.returned.standard in eu-west-1",
            ],
        ),
        // Intelligent-Tiering bills no early deletion.
        Case(
            bucket,
            "us-east-1",
            json!({}),
            json!({ "intelligent_tiering": {
                "archive_instant_access_storage_gb": 500, "monitored_objects": 2_000_000, "early_delete_gb": 900,
            } }),
            500.0 * 0.004 + 2e6 * 2.5e-6,
            &[],
        ),
        Case(
            "aws_s3_bucket_analytics_configuration",
            "eu-west-1",
            json!({}),
            json!({ "monthly_monitored_objects": 3_000_000 }),
            3e6 * 1e-7,
            &[],
        ),
        Case(
            "aws_s3_bucket_inventory",
            "nowhere-1",
            json!({}),
            json!({ "monthly_listed_objects": 5 }),
            0.0,
            &["no price for AmazonS3 s3.inventory in nowhere-1"],
        ),
        // 500 GiB bring 25 of the 100 MiB/s.
        Case(
            files,
            "eu-central-1",
            json!({ "throughput_mode": "provisioned", "provisioned_throughput_in_mibps": 100 }),
            json!({ "storage_gb": 500 }),
            500.0 * 0.36 + 75.0 * 7.2,
            &[],
        ),
        // More storage than the throughput needs.
        Case(
            files,
            "eu-central-1",
            json!({ "throughput_mode": "provisioned", "provisioned_throughput_in_mibps": 10 }),
            json!({ "storage_gb": 500 }),
            500.0 * 0.36,
            &[],
        ),
        Case(
            files,
            "ap-northeast-1",
            json!({ "availability_zone_name": "ap-northeast-1a", "throughput_mode": "elastic" }),
            json!({ "storage_gb": 10, "monthly_elastic_throughput_read_gb": 100,
                "monthly_elastic_throughput_write_gb": 50 }),
            10.0 * 0.192 + 100.0 * 0.04 + 50.0 * 0.07,
            &[],
        ),
        Case(
            files,
            "ap-northeast-1",
            json!({ "lifecycle_policy": [{ "transition_to_ia": "AFTER_30_DAYS" }, { "transition_to_archive": "AFTER_90_DAYS" }] }),
            json!({ "infrequent_access_storage_gb": 100, "monthly_infrequent_access_read_gb": 10, "archive_storage_gb": 1000 }),
            100.0 * 0.0272 + 10.0 * 0.012 + 1000.0 * 0.01,
            &[
                "no price for AmazonEFS efs.archive.read in ap-northeast-1",
                "no price for AmazonEFS efs.archive.write in ap-northeast-1",
            ],
        ),
    ]
}

fn windows_and_openzfs() -> Vec<Case> {
    let (windows, zfs) = ("aws_fsx_windows_file_system", "aws_fsx_openzfs_file_system");
    vec![
        // SSD in one zone is the default.
        Case(
            windows,
            "us-east-1",
            json!({ "storage_capacity": 300, "throughput_capacity": 64 }),
            json!({ "backup_storage_gb": 50 }),
            300.0 * 0.13 + 64.0 * 2.2 + 50.0 * 0.05,
            &[],
        ),
        Case(
            windows,
            "us-east-1",
            json!({ "storage_capacity": 2000, "throughput_capacity": 8, "storage_type": "HDD", "deployment_type": "SINGLE_AZ_2" }),
            json!({}),
            2000.0 * 0.013 + 8.0 * 2.2,
            &[],
        ),
        Case(
            windows,
            "eu-west-3",
            json!({ "storage_capacity": 300 }),
            json!({}),
            0.0,
            &[
                "no price for AmazonFSx fsx.windows.storage.ssd.single_az in eu-west-3",
                "no price for AmazonFSx fsx.windows.backup in eu-west-3",
                "`throughput_capacity` is not given",
            ],
        ),
        Case(
            zfs,
            "us-east-1",
            json!({ "deployment_type": "MULTI_AZ_1", "storage_capacity": 1000, "throughput_capacity": 160,
                "disk_iops_configuration": [{ "mode": "USER_PROVISIONED", "iops": 3000 }] }),
            json!({}),
            1000.0 * 0.18 + 160.0 * 0.87,
            &[],
        ),
        Case(
            zfs,
            "us-east-1",
            json!({ "deployment_type": "SINGLE_AZ_1", "storage_capacity": 100, "throughput_capacity": 64,
                "disk_iops_configuration": { "mode": "USER_PROVISIONED", "iops": 1300 } }),
            json!({}),
            100.0 * 0.09 + 64.0 * 0.26 + 1000.0 * 0.006,
            &[],
        ),
        Case(
            zfs,
            "us-east-1",
            json!({ "storage_capacity": 100, "throughput_capacity": 64 }),
            json!({}),
            0.0,
            &["`deployment_type` is not given"],
        ),
        Case(
            zfs,
            "us-east-1",
            json!({ "deployment_type": "MULTI_AZ_1", "storage_type": "INTELLIGENT_TIERING", "throughput_capacity": 320 }),
            json!({}),
            320.0 * 0.87,
            &["storage of type `INTELLIGENT_TIERING` is not priced"],
        ),
    ]
}

fn ontap_and_lustre() -> Vec<Case> {
    let (ontap, lustre) = ("aws_fsx_ontap_file_system", "aws_fsx_lustre_file_system");
    vec![
        Case(
            ontap,
            "us-east-1",
            json!({ "deployment_type": "MULTI_AZ_1", "storage_capacity": 1024, "throughput_capacity": 512 }),
            json!({}),
            1024.0 * 0.25 + 512.0 * 1.2,
            &[
                "no price for AmazonFSx fsx.ontap.storage.pool.multi_az in us-east-1",
                "no price for AmazonFSx fsx.ontap.backup in us-east-1",
            ],
        ),
        Case(
            ontap,
            "us-east-1",
            json!({ "deployment_type": "SINGLE_AZ_1", "storage_capacity": 1024, "ha_pairs": 2,
                "throughput_capacity_per_ha_pair": 128 }),
            json!({}),
            1024.0 * 0.125 + 2.0 * 128.0 * 0.72,
            &[
                "no price for AmazonFSx fsx.ontap.storage.pool.single_az in us-east-1",
                "no price for AmazonFSx fsx.ontap.backup in us-east-1",
            ],
        ),
        Case(
            lustre,
            "us-east-1",
            json!({ "deployment_type": "PERSISTENT_2", "storage_capacity": 1200, "per_unit_storage_throughput": 125 }),
            json!({}),
            1200.0 * 0.145,
            &["no price for AmazonFSx fsx.lustre.backup in us-east-1"],
        ),
        // A lower throughput's price is not borrowed.
        Case(
            lustre,
            "us-east-1",
            json!({ "deployment_type": "PERSISTENT_2", "storage_capacity": 1200, "per_unit_storage_throughput": 1000 }),
            json!({}),
            0.0,
            &[
                "no price for AmazonFSx fsx.lustre.storage.ssd.persistent_2.1000 in us-east-1",
                "no price for AmazonFSx fsx.lustre.backup in us-east-1",
            ],
        ),
    ]
}

fn delivery() -> Vec<Case> {
    let distribution = "aws_cloudfront_distribution";
    vec![
        // 2,000 paths, 1,000 of them free; two tiers of transfer.
        Case(
            distribution,
            "eu-west-1",
            json!({}),
            json!({
                "monthly_data_transfer_to_internet_gb": { "india": 20_000 }, "monthly_https_requests": { "india": 1_000_000 },
                "monthly_invalidation_requests": 2000, "monthly_log_lines": 5_000_000,
            }),
            10_240.0 * 0.109 + 9_760.0 * 0.085 + 1e6 * 1.2e-6 + 1000.0 * 0.005 + 5e6 * 1e-8,
            &[],
        ),
        // Two shields of one price area share its usage; a disabled one has none.
        Case(
            distribution,
            "eu-west-1",
            json!({ "origin": [
                { "origin_shield": [{ "enabled": true, "origin_shield_region": "eu-central-1" }] },
                { "origin_shield": [{ "enabled": true, "origin_shield_region": "eu-west-1" }] },
                { "origin_shield": [{ "enabled": false, "origin_shield_region": "ap-south-1" }] },
            ], "viewer_certificate": [{ "ssl_support_method": "sni-only" }] }),
            json!({ "monthly_shield_requests": { "europe": 1_000_000, "india": 1_000_000 } }),
            1e6 * 9e-7,
            &[],
        ),
        Case(
            "aws_cloudfront_function",
            "eu-west-1",
            json!({}),
            json!({ "monthly_requests": 10_000_000 }),
            1e7 * 1e-7,
            &[],
        ),
        Case(
            "aws_data_transfer",
            "us-east-1",
            json!({}),
            json!({ "region": "sa-east-1", "monthly_intra_region_gb": 100, "monthly_outbound_internet_gb": 20_000 }),
            2.0 * 100.0 * 0.01 + 10_240.0 * 0.15 + 9_760.0 * 0.138,
            &[],
        ),
        Case(
            "aws_data_transfer",
            "eu-west-1",
            json!({}),
            json!({ "monthly_outbound_us_east_to_us_east_gb": 10 }),
            0.0,
            &["no price for AWSDataTransfer datatransfer.out.interregion.us_east_regions in eu-west-1"],
        ),
        Case("aws_data_transfer", "eu-west-1", json!({}), json!({}), 0.0, &["no data transfer is given"]),
        Case(
            "aws_globalaccelerator_accelerator",
            "ap-south-1",
            json!({ "enabled": false }),
            json!({}),
            730.0 * 0.025,
            &[],
        ),
        // The larger direction of each area, and it alone.
        Case(
            "aws_globalaccelerator_endpoint_group",
            "eu-central-1",
            json!({}),
            json!({ "monthly_inbound_data_transfer_gb": { "us": 10, "europe": 500 },
                "monthly_outbound_data_transfer_gb": { "us": 1000, "europe": 200, "india": 30 } }),
            1000.0 * 0.015 + 500.0 * 0.015 + 30.0 * 0.033,
            &[],
        ),
        Case(
            "aws_globalaccelerator_endpoint_group",
            "eu-central-1",
            json!({ "endpoint_group_region": "us-west-2" }),
            json!({ "monthly_outbound_data_transfer_gb": { "us": 1000 } }),
            0.0,
            &["no price for AWSGlobalAccelerator globalaccelerator.dt_premium.north_america.us in eu-central-1"],
        ),
        Case("aws_transfer_server", "us-east-1", json!({}), json!({}), 730.0 * 0.3, &[]),
        Case(
            "aws_transfer_server",
            "us-east-1",
            json!({ "protocols": ["AS2", "FTPS"] }),
            json!({ "monthly_data_uploaded_gb": 5 }),
            730.0 * 0.3 + 5.0 * 0.04,
            &["no price for AWSTransfer transfer.protocol.as2 in us-east-1"],
        ),
    ]
}

fn data() -> Vec<Case> {
    let job = "aws_glue_job";
    let hours = || json!({ "monthly_hours": 100 });
    vec![
        Case(
            "aws_backup_vault",
            "eu-west-1",
            json!({}),
            json!({ "monthly_ebs_snapshot_gb": 100, "monthly_rds_snapshot_gb": 10, "monthly_dynamodb_restore_gb": 1 }),
            100.0 * 0.05 + 10.0 * 0.095 + 0.17,
            &[
                "no price for AWSBackup backup.efs.storage.warm in eu-west-1",
                "no price for AWSBackup backup.efs.storage.cold in eu-west-1",
                "no price for AWSBackup backup.efs.restore.warm in eu-west-1",
                "no price for AWSBackup backup.efs.restore.cold in eu-west-1",
                "no price for AWSBackup backup.efs.restore.item in eu-west-1",
                "no price for AmazonFSx fsx.windows.backup in eu-west-1",
                "no price for AmazonFSx fsx.lustre.backup in eu-west-1",
            ],
        ),
        Case(
            "aws_glue_catalog_database",
            "eu-west-1",
            json!({}),
            json!({ "monthly_objects": 2_000_000, "monthly_requests": 1_000_000 }),
            2e6 * 1e-5 + 1e6 * 1e-6,
            &[],
        ),
        Case("aws_glue_crawler", "eu-west-1", json!({}), hours(), 100.0 * 0.44, &[]),
        Case(
            job,
            "eu-west-1",
            json!({ "worker_type": "G.4X", "number_of_workers": 3 }),
            hours(),
            100.0 * 12.0 * 0.44,
            &[],
        ),
        Case(
            job,
            "eu-west-1",
            json!({ "worker_type": "G.025X", "number_of_workers": 2, "command": [{ "name": "gluestreaming" }] }),
            hours(),
            100.0 * 0.5 * 0.44,
            &[],
        ),
        Case(
            job,
            "eu-west-1",
            json!({ "worker_type": "G.1X", "number_of_workers": 5, "execution_class": "FLEX" }),
            hours(),
            100.0 * 5.0 * 0.29,
            &[],
        ),
        Case(
            job,
            "eu-west-1",
            json!({ "command": [{ "name": "glueray" }], "worker_type": "Z.2X", "number_of_workers": 4 }),
            hours(),
            100.0 * 8.0 * 0.44,
            &[],
        ),
        Case(job, "eu-west-1", json!({ "command": [{ "name": "pythonshell" }] }), hours(), 100.0 * 0.0625 * 0.44, &[]),
        Case(job, "eu-west-1", json!({}), hours(), 100.0 * 10.0 * 0.44, &[]),
        Case(job, "eu-west-1", json!({ "worker_type": "G.1X" }), hours(), 0.0, &["`number_of_workers` is not given"]),
        Case(
            job,
            "eu-west-1",
            json!({ "worker_type": "R.2X", "number_of_workers": 1 }),
            hours(),
            0.0,
            &["no price for AWSGlue glue.job.dpu.memory_optimized in eu-west-1"],
        ),
        Case(
            job,
            "eu-west-1",
            json!({ "worker_type": "X.9", "number_of_workers": 1 }),
            hours(),
            0.0,
            &["the DPUs of a worker of type `X.9` are not known"],
        ),
        Case(
            "aws_athena_workgroup",
            "eu-west-1",
            json!({}),
            json!({ "monthly_data_scanned_tb": 2.5, "monthly_provisioned_dpu_hours": 100 }),
            2.5 * 5.0 + 100.0 * 0.31,
            &[],
        ),
        Case(
            "aws_athena_workgroup",
            "eu-west-1",
            json!({ "configuration": [{ "engine_version": [{ "selected_engine_version": "PySpark engine version 3" }] }] }),
            json!({ "monthly_spark_dpu_hours": 40 }),
            40.0 * 0.38,
            &[],
        ),
    ]
}
