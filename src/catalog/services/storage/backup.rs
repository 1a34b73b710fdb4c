//! AWS Backup vaults: what is kept and restored, by the service that it is of (AWS Backup pricing).

use super::usage_line::{self, Charge, UsageLine, fields};
use crate::catalog::{Field, Kind, Resource, Sheet};

const fn stored(name: &'static str, line: &'static str, charge: Charge) -> UsageLine {
    UsageLine::new(Field::number(name, "GiB", "Bytes kept."), line, charge)
}

const fn restored(name: &'static str, line: &'static str, charge: Charge) -> UsageLine {
    UsageLine::new(Field::number(name, "GiB a month", "Bytes restored."), line, charge)
}

/// Backups of EBS, RDS, Aurora, DynamoDB and FSx cost what the service's own cost.
const LINES: [UsageLine; 12] = [
    stored("monthly_efs_warm_backup_gb", "EFS backups (warm)", Charge::Stored("backup.efs.storage.warm")),
    stored("monthly_efs_cold_backup_gb", "EFS backups (cold)", Charge::Stored("backup.efs.storage.cold")),
    restored("monthly_efs_warm_restore_gb", "EFS restores (warm)", Charge::Moved("backup.efs.restore.warm")),
    restored("monthly_efs_cold_restore_gb", "EFS restores (cold)", Charge::Moved("backup.efs.restore.cold")),
    UsageLine::new(
        Field::number("monthly_efs_item_restore_requests", "requests a month", "Restores of single items."),
        "EFS restores of items",
        Charge::Requests("backup.efs.restore.item"),
    ),
    stored("monthly_ebs_snapshot_gb", "EBS snapshots", Charge::StoredAt("AmazonEC2", "ebs.snapshot.storage_standard")),
    stored("monthly_rds_snapshot_gb", "RDS snapshots", Charge::StoredAt("AmazonRDS", "rds.backup")),
    stored(
        "monthly_dynamodb_backup_gb",
        "DynamoDB backups",
        Charge::StoredAt("AmazonDynamoDB", "dynamodb.backup.on_demand"),
    ),
    restored("monthly_dynamodb_restore_gb", "DynamoDB restores", Charge::MovedAt("AmazonDynamoDB", "dynamodb.restore")),
    stored("monthly_aurora_snapshot_gb", "Aurora snapshots", Charge::StoredAt("AmazonRDS", "rds.aurora.backup")),
    stored(
        "monthly_fsx_windows_backup_gb",
        "FSx for Windows backups",
        Charge::StoredAt("AmazonFSx", "fsx.windows.backup"),
    ),
    stored(
        "monthly_fsx_lustre_backup_gb",
        "FSx for Lustre backups",
        Charge::StoredAt("AmazonFSx", "fsx.lustre.backup"),
    ),
];

pub(super) const VAULT: Kind = Kind {
    type_name: "aws_backup_vault",
    kind: "backup-vault",
    service: "AWSBackup",
    attributes: &[],
    usage: &fields(&LINES),
    price,
};

fn price(vault: &Resource<'_>, sheet: &mut Sheet<'_>) {
    usage_line::write(&LINES, vault, sheet);
}
