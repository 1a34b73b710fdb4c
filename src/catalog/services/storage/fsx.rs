//! What the FSx file systems share: capacity, throughput, IOPS above the included, backups (Amazon FSx pricing).

use rust_decimal::Decimal;

use super::declared::required;
use crate::catalog::{Field, Resource, Sheet};
use crate::units::{GbMonth, IopsMonth, MibpsMonth, Quantity};

/// SSD storage brings 3 IOPS a GiB.
const INCLUDED_IOPS_PER_GIB: u32 = 3;

pub(super) const CAPACITY: Field = Field::number("storage_capacity", "GiB", "Provisioned storage.");
pub(super) const THROUGHPUT: Field = Field::number("throughput_capacity", "MB/s", "Provisioned throughput.");
pub(super) const IOPS: Field = Field::block(
    "disk_iops_configuration",
    &[
        Field::text("mode", "`AUTOMATIC` (also without it): what the storage brings; or `USER_PROVISIONED`."),
        Field::number("iops", "IOPS", "With mode `USER_PROVISIONED`."),
    ],
    "SSD IOPS.",
);
pub(super) const BACKUP: Field = Field::number("backup_storage_gb", "GiB", "Bytes of backups.");

/// The words of the book for a deployment: `MULTI_AZ_1` is `multi_az`.
pub(super) fn zones(deployment: &str) -> &'static str {
    if deployment.starts_with("MULTI_AZ") {
        "multi_az"
    } else if deployment.starts_with("SINGLE_AZ_HA") {
        "single_az_ha"
    } else {
        "single_az"
    }
}

pub(super) fn storage(files: &Resource<'_>, name: &str, item: &str, sheet: &mut Sheet<'_>) {
    if let Some(capacity) = required(files, CAPACITY.name, sheet) {
        sheet.fixed::<GbMonth>(name, Quantity::new(capacity), sheet.rate(item));
    }
}

pub(super) fn throughput(files: &Resource<'_>, item: &str, sheet: &mut Sheet<'_>) {
    if let Some(throughput) = required(files, THROUGHPUT.name, sheet) {
        sheet.fixed::<MibpsMonth>("Throughput", Quantity::new(throughput), sheet.rate(item));
    }
}

/// IOPS above those that the storage brings.
pub(super) fn iops(files: &Resource<'_>, item: &str, sheet: &mut Sheet<'_>) {
    let Some(configuration) = files.block(IOPS.name) else { return };
    if configuration.text("mode") != Some("USER_PROVISIONED") {
        return;
    }
    let (Some(iops), Some(capacity)) = (configuration.number("iops"), files.number(CAPACITY.name)) else {
        sheet.gap("`disk_iops_configuration` or `storage_capacity` is not known: IOPS are not priced");
        return;
    };
    let above = iops.saturating_sub(capacity.saturating_mul(Decimal::from(INCLUDED_IOPS_PER_GIB)));
    if above > Decimal::ZERO {
        sheet.fixed::<IopsMonth>("Provisioned IOPS", Quantity::new(above), sheet.rate(item));
    }
}

pub(super) fn backups(files: &Resource<'_>, item: &str, sheet: &mut Sheet<'_>) {
    sheet.usage::<GbMonth>("Backups", files.usage(BACKUP.name), sheet.rate(item));
}

/// A storage type that has no lines here.
pub(super) fn unsupported(storage_type: &str, sheet: &mut Sheet<'_>) {
    sheet.gap(format!("storage of type `{storage_type}` is not priced"));
}
