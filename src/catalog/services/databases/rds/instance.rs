//! RDS database instances.

use rust_decimal::Decimal;

use super::super::declared::{flag_or, needed};
use super::super::purchase::{PAYMENT, TERM};
use super::engine::instance_hours;
use super::{SERVICE, extended_support, monitoring, storage};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::estimate::databases::engine::Engine;
use crate::units::GbMonth;

pub(in super::super) const INSTANCE: Kind = Kind {
    type_name: "aws_db_instance",
    kind: "rds-instance",
    service: SERVICE,
    attributes: &[
        Field::text(
            "engine",
            "`mysql`, `postgres`, `mariadb`, `oracle-se2`, `sqlserver-web`, …; a replica's is its source's.",
        ),
        Field::text("engine_version", "Decides extended support."),
        Field::text("engine_lifecycle_support", "`open-source-rds-extended-support-disabled` avoids extended support."),
        Field::text("instance_class", "`db.t3.large`."),
        Field::text("license_model", "`license-included` or `bring-your-own-license`, for Oracle and SQL Server."),
        Field::flag("multi_az", "A standby in a second zone; off without it."),
        Field::text(
            "storage_type",
            "`gp2`, `gp3`, `io1`, `io2`, `standard`; without it io1 where IOPS are given, else gp2.",
        ),
        Field::number("allocated_storage", "GiB", "Size of the volume; 20 (100 for io1 and io2) without it."),
        Field::number("iops", "IOPS", "Provisioned IOPS of io1, io2 and gp3."),
        Field::number("storage_throughput", "MiB/s", "Provisioned throughput of gp3."),
        Field::number("backup_retention_period", "days", "Automated backups; 0 (none) without it."),
        Field::text("snapshot_identifier", "The snapshot it is restored from."),
        Field::any("restore_to_point_in_time", "What it is restored from."),
        Field::any("s3_import", "What it is restored from."),
        Field::text("replicate_source_db", "The instance that it is a read replica of."),
        monitoring::ATTRIBUTES[0],
        monitoring::ATTRIBUTES[1],
        monitoring::ATTRIBUTES[2],
        monitoring::ATTRIBUTES[3],
    ],
    usage: &[
        Field::number(
            "additional_backup_storage_gb",
            "GiB",
            "Backups beyond the size of the databases, which is free.",
        ),
        Field::number("monthly_standard_io_requests", "requests a month", "I/O requests to magnetic storage."),
        extended_support::CREDIT_HOURS,
        monitoring::USAGE[0],
        monitoring::USAGE[1],
        TERM,
        PAYMENT,
    ],
    price,
};

fn price(resource: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let source = resource.referred("replicate_source_db");
    let of_source = |name: &str| resource.text(name).or_else(|| source?.text(name));
    let engine = of_source("engine").or_else(|| needed(resource, sheet, "engine"));
    let class = needed(resource, sheet, "instance_class");
    let multi_az = flag_or(resource, sheet, "multi_az", false);
    let (Some(engine), Some(multi_az)) = (engine, multi_az) else { return };
    let engine = Engine::new(engine, of_source("license_model"), multi_az);
    if let Some(class) = class {
        instance_hours(resource, sheet, class, engine, "");
    }
    storage::write(resource, source.as_ref(), sheet, engine);
    backups(resource, sheet, engine);
    let Some(class) = class else { return };
    if let Some(version) = of_source("engine_version") {
        extended_support::write(resource, sheet, class, engine, version);
    }
    extended_support::cpu_credits(resource, sheet, class, engine);
    monitoring::write(resource, sheet, class, None);
}

/// Backups up to the size of the databases are free; how much is beyond is usage.
fn backups(resource: &Resource<'_>, sheet: &mut Sheet<'_>, engine: Engine<'_>) {
    let stored = resource.usage("additional_backup_storage_gb");
    let kept = resource.number("backup_retention_period").is_some_and(|days| days > Decimal::ZERO);
    if kept || stored.is_some() {
        let price = sheet.rate(if engine.is_aurora() { "rds.aurora.backup" } else { "rds.backup" });
        sheet.usage::<GbMonth>("Backup storage beyond the free size", stored, price);
    }
}
