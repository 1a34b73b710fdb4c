//! Aurora clusters: what their instances share. Instances are resources of their own.

use rust_decimal::Decimal;

use super::super::declared::needed;
use super::SERVICE;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{AcuHour, ChangeRecord, Gb, GbMonth, HOURS_PER_MONTH, Request};

pub(in super::super) const CLUSTER: Kind = Kind {
    type_name: "aws_rds_cluster",
    kind: "rds-cluster",
    service: SERVICE,
    attributes: &[
        Field::text("engine", "`aurora-mysql` or `aurora-postgresql`."),
        Field::text("engine_mode", "`provisioned` or `serverless` (v1); provisioned without it."),
        Field::text("storage_type", "`aurora-iopt1` for I/O-Optimized; Standard without it."),
        Field::number("backup_retention_period", "days", "Automated backups, the first day is free; 1 without it."),
        Field::number("backtrack_window", "seconds", "How far Aurora MySQL can go back; 0 (not) without it."),
    ],
    usage: &[
        Field::number("capacity_units_per_hr", "ACUs", "Average capacity of Serverless v1."),
        Field::number("storage_gb", "GiB", "Data stored."),
        Field::number("write_requests_per_sec", "requests a second", "Average writes."),
        Field::number("read_requests_per_sec", "requests a second", "Average reads."),
        Field::number("backup_snapshot_size_gb", "GiB", "Size of one day's backup."),
        Field::number("average_statements_per_hr", "statements an hour", "Statements that change data."),
        Field::number("change_records_per_statement", "records", "Change records a statement writes."),
        Field::number("backtrack_window_hrs", "hours", "The backtrack window; that of the configuration without it."),
        Field::number("snapshot_export_size_gb", "GiB a month", "Snapshots exported to S3."),
    ],
    price,
};

const SECONDS_PER_HOUR: u32 = 3_600;

fn price(cluster: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let Some(engine) = needed(cluster, sheet, "engine") else { return };
    if !engine.starts_with("aurora") {
        return sheet.gap(format!("Multi-AZ DB clusters of {engine} (two readable standbys) have no price"));
    }
    let serverless = cluster.text("engine_mode") == Some("serverless");
    let io_optimized = cluster.text("storage_type") == Some("aurora-iopt1");
    if serverless {
        let capacity = cluster.usage("capacity_units_per_hr");
        let hours = capacity.map(|capacity| capacity.saturating_mul(HOURS_PER_MONTH.amount()));
        let price = sheet.rate("rds.aurora.serverless_v1.acu");
        sheet.usage::<AcuHour>("Aurora Serverless v1", hours, price);
    }
    storage(cluster, sheet, io_optimized, serverless);
    backups(cluster, sheet);
    // `aurora` is the MySQL 5.6 and 5.7 engine of old.
    if matches!(engine, "aurora" | "aurora-mysql") && !serverless {
        backtrack(cluster, sheet);
    }
    let exported = cluster.usage("snapshot_export_size_gb");
    let price = sheet.rate("rds.aurora.snapshot_export");
    sheet.usage::<Gb>("Snapshot export", exported, price);
}

/// I/O-Optimized includes I/O; Serverless v1 is not offered with it and pays for its I/O.
fn storage(cluster: &Resource<'_>, sheet: &mut Sheet<'_>, io_optimized: bool, serverless: bool) {
    let stored = cluster.usage("storage_gb");
    let (name, item) = if io_optimized {
        ("Storage (I/O-Optimized)", "rds.aurora.storage_io_optimized")
    } else {
        ("Storage", "rds.aurora.storage")
    };
    let price = sheet.rate(item);
    sheet.usage::<GbMonth>(name, stored, price);
    if io_optimized && !serverless {
        return;
    }
    let (reads, writes) = (cluster.usage("read_requests_per_sec"), cluster.usage("write_requests_per_sec"));
    let seconds = HOURS_PER_MONTH.times(SECONDS_PER_HOUR).amount();
    let requests = (reads.is_some() || writes.is_some())
        .then(|| reads.unwrap_or_default().saturating_add(writes.unwrap_or_default()).saturating_mul(seconds));
    let price = sheet.rate("rds.aurora.io");
    sheet.usage::<Request>("I/O requests", requests, price);
}

/// A backup a day for all days but the first, which is free.
fn backups(cluster: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let days = cluster.number("backup_retention_period").unwrap_or(Decimal::ONE);
    if days <= Decimal::ONE {
        return;
    }
    let size = cluster.usage("backup_snapshot_size_gb");
    let stored = size.map(|size| size.saturating_mul(days.saturating_sub(Decimal::ONE)));
    let price = sheet.rate("rds.aurora.backup");
    sheet.usage::<GbMonth>("Backup storage", stored, price);
}

/// Change records are held for the window and billed by the hour.
fn backtrack(cluster: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let declared = cluster.number("backtrack_window").map(|seconds| seconds / Decimal::from(SECONDS_PER_HOUR));
    let window = cluster.usage("backtrack_window_hrs").or(declared);
    if declared == Some(Decimal::ZERO) && window == declared {
        return;
    }
    let held = || {
        let an_hour = cluster.usage("average_statements_per_hr")?;
        let records = an_hour.saturating_mul(cluster.usage("change_records_per_statement")?);
        Some(records.saturating_mul(window?).saturating_mul(HOURS_PER_MONTH.amount()))
    };
    let price = sheet.rate("rds.aurora.backtrack");
    sheet.usage::<ChangeRecord>("Backtrack (change records × hours)", held(), price);
}
