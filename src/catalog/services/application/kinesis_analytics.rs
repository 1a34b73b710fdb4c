//! Kinesis data analytics (Managed Service for Apache Flink): processing units, their storage, backups
//! (Amazon Managed Service for Apache Flink pricing).

use rust_decimal::Decimal;

use super::amounts::{product, size};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{GbMonth, KpuHour, KpuMonth, Quantity};

/// Storage of a running Flink application for each processing unit.
const GB_PER_KPU: u32 = 50;
const PARALLELISM: &str = "application_configuration.flink_application_configuration.parallelism_configuration";

const UNITS: Field = Field::number("kinesis_processing_units", "KPU", "Average number of processing units in use.");
const BACKUP: Field = Field::number("durable_application_backup_gb", "GB", "Backups (snapshots) that are kept.");

/// An application of the older API; it runs SQL.
pub(super) const SQL_APPLICATION: Kind = Kind {
    type_name: "aws_kinesis_analytics_application",
    kind: "kinesis-analytics-application",
    service: "AmazonKinesisAnalytics",
    attributes: &[],
    usage: &[UNITS],
    price: sql,
};

pub(super) const APPLICATION: Kind = Kind {
    type_name: "aws_kinesisanalyticsv2_application",
    kind: "kinesis-analytics-v2-application",
    service: "AmazonKinesisAnalytics",
    attributes: &[
        Field::text("runtime_environment", "`SQL-1_0`, `FLINK-1_19`, `ZEPPELIN-FLINK-3_0`, …"),
        Field::any("application_configuration", "Its fixed parallelism gives the processing units."),
    ],
    usage: &[UNITS, BACKUP],
    price: application,
};

pub(super) const SNAPSHOT: Kind = Kind {
    type_name: "aws_kinesisanalyticsv2_application_snapshot",
    kind: "kinesis-analytics-v2-snapshot",
    service: "AmazonKinesisAnalytics",
    attributes: &[],
    usage: &[BACKUP],
    price: backup,
};

fn sql(application: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let units = application.usage("kinesis_processing_units");
    let month = sheet.rate::<KpuHour>("kinesisanalytics.kpu.sql").map(|rate| rate.by_the_month());
    sheet.usage::<KpuMonth>("Processing (SQL)", units, month);
}

fn application(application: &Resource<'_>, sheet: &mut Sheet<'_>) {
    match application.text("runtime_environment") {
        Some(runtime) if runtime.starts_with("SQL") => sql(application, sheet),
        Some(runtime) if runtime.starts_with("FLINK") => flink(application, sheet),
        Some(runtime) if runtime.starts_with("ZEPPELIN") => {
            flink(application, sheet);
            sheet.gap("the interactive development of a Studio notebook is not priced");
        }
        Some(other) => sheet.gap(format!("the runtime `{other}` is not supported")),
        None => sheet.gap("its runtime is not known"),
    }
}

/// A running Flink application pays for one processing unit more, which orchestrates.
fn flink(application: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let units = application.usage("kinesis_processing_units").or_else(|| fixed_units(application));
    let month = sheet.rate::<KpuHour>("kinesisanalytics.kpu.flink").map(|rate| rate.by_the_month());
    sheet.usage::<KpuMonth>("Processing (Flink)", units, month.clone());
    sheet.fixed::<KpuMonth>("Orchestration", Quantity::of(1_u32), month);
    let stored = product(units, Some(Decimal::from(GB_PER_KPU)));
    sheet.usage::<GbMonth>("Running storage", stored, sheet.rate("kinesisanalytics.running_storage"));
    backup(application, sheet);
}

/// Parallelism ÷ parallelism of a unit, where it is set and does not scale by itself.
fn fixed_units(application: &Resource<'_>) -> Option<Decimal> {
    let number = |name: &str| size(application, &format!("{PARALLELISM}.{name}"));
    if application.flag(&format!("{PARALLELISM}.auto_scaling_enabled")) != Some(false) {
        return None;
    }
    let of_a_unit = number("parallelism_per_kpu").unwrap_or(Decimal::ONE).max(Decimal::ONE);
    Some((number("parallelism")? / of_a_unit).ceil())
}

fn backup(resource: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let kept = resource.usage("durable_application_backup_gb");
    sheet.usage::<GbMonth>("Backups", kept, sheet.rate("kinesisanalytics.backup"));
}
