//! The database of an environment (Amazon RDS pricing).

use rust_decimal::Decimal;

use super::Settings;
use crate::catalog::{Field, Resource, Sheet};
use crate::units::{GbMonth, Quantity};

pub(super) const FIELDS: &[Field] =
    &[Field::number("additional_backup_storage_gb", "GiB", "Backups beyond the size of the database.")];

const SERVICE: &str = "AmazonRDS";
const NAMESPACE: &str = "aws:rds:dbinstance";
/// The least that RDS allocates on general-purpose storage, in GiB.
const LEAST_GIB: u32 = 20;

/// A database is made where any of its options is set, unless it is decoupled. Its storage is gp2.
pub(super) fn price(environment: &Resource<'_>, settings: Settings<'_>, sheet: &mut Sheet<'_>) {
    if !settings.has(NAMESPACE) || settings.flag(NAMESPACE, "HasCoupledDatabase") == Some(false) {
        return;
    }
    let engine = settings.text(NAMESPACE, "DBEngine").unwrap_or_else(|| "mysql".to_owned());
    let zones = if settings.flag(NAMESPACE, "MultiAZDatabase") == Some(true) { "multi-az" } else { "single-az" };
    match settings.text(NAMESPACE, "DBInstanceClass") {
        Some(class) => {
            let item = format!("{class} {engine} {} {zones}", license(&engine));
            let price = sheet.hourly("AmazonRDS/on-demand", &item);
            sheet.all_month(&format!("Database instance ({engine}, {zones}, {class})"), price);
        }
        None => sheet.gap("the instance class of its database is not known"),
    }
    storage(settings, zones, sheet);
    if let Some(gib) = environment.usage("db.additional_backup_storage_gb") {
        sheet.usage::<GbMonth>("Backup storage", Some(gib), sheet.rate_of(SERVICE, "rds.backup"));
    }
}

fn storage(settings: Settings<'_>, zones: &str, sheet: &mut Sheet<'_>) {
    let size = settings.number(NAMESPACE, "DBAllocatedStorage").unwrap_or_else(|| {
        sheet.gap(format!("the storage of its database is not set: the least, {LEAST_GIB} GiB, is assumed"));
        Decimal::from(LEAST_GIB)
    });
    let item = format!("rds.storage.{}.gp2", zones.replace('-', "_"));
    sheet.fixed("Database storage (gp2)", Quantity::<GbMonth>::new(size), sheet.rate_of(SERVICE, &item));
}

/// The licence that Elastic Beanstalk's databases run under.
fn license(engine: &str) -> &'static str {
    match engine {
        "oracle-ee" => "bring-your-own-license",
        _ if engine.starts_with("oracle") || engine.starts_with("sqlserver") => "license-included",
        _ => "none",
    }
}
