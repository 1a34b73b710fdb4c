//! The rules that ship, compiled in; a test compares this list with the folder.

macro_rules! embedded {
    ($($path:literal),* $(,)?) => {
        /// Path below `rules/` and text of each rule that ships.
        pub const EMBEDDED_RULES: &[(&str, &str)] =
            &[$(($path, include_str!(concat!("../../rules/", $path)))),*];
    };
}

embedded! {
    "autoscaling/group-capacity-floor.yml",
    "autoscaling/group-oversized.yml",
    "dynamodb/table-overprovisioned.yml",
    "dynamodb/table-steady-on-demand.yml",
    "dynamodb/table-unused.yml",
    "ebs/snapshot-orphaned.yml",
    "ebs/volume-gp2.yml",
    "ebs/volume-idle.yml",
    "ebs/volume-on-stopped-instance.yml",
    "ebs/volume-overprovisioned-gp3.yml",
    "ebs/volume-overprovisioned-iops.yml",
    "ebs/volume-unattached.yml",
    "ec2/address-unassociated.yml",
    "ec2/instance-detailed-monitoring.yml",
    "ec2/instance-graviton.yml",
    "ec2/instance-idle.yml",
    "ec2/instance-off-hours.yml",
    "ec2/instance-previous-generation.yml",
    "ec2/instance-stopped.yml",
    "ec2/instance-surplus-credits.yml",
    "ec2/instance-underprovisioned.yml",
    "ec2/instance-underutilized.yml",
    "ecs/service-oversized-task.yml",
    "ecs/service-x86.yml",
    "elasticache/cluster-idle.yml",
    "elasticache/cluster-oversized.yml",
    "lambda/function-oversized-memory.yml",
    "lambda/function-x86.yml",
    "logs/group-infrequent-access.yml",
    "logs/group-long-retention.yml",
    "logs/group-unused.yml",
    "logs/group-without-retention.yml",
    "rds/instance-idle.yml",
    "rds/instance-oversized.yml",
    "rds/instance-undersized.yml",
    "s3/bucket-incomplete-uploads.yml",
    "s3/bucket-intelligent-tiering.yml",
    "s3/bucket-noncurrent-versions.yml",
    "s3/bucket-without-lifecycle.yml",
}
