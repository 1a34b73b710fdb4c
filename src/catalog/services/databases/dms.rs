//! Database Migration Service replication instances (AWS DMS pricing).

use rust_decimal::Decimal;

use super::declared::{absent, flag_or, needed};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{GbMonth, Quantity};

pub(super) const REPLICATION_INSTANCE: Kind = Kind {
    type_name: "aws_dms_replication_instance",
    kind: "dms-replication-instance",
    service: "AWSDatabaseMigrationSvc",
    attributes: &[
        Field::text("replication_instance_class", "`dms.t3.medium`."),
        Field::flag("multi_az", "A standby in a second zone; off without it."),
        Field::number("allocated_storage", "GiB", "Storage; what is included without it."),
    ],
    usage: &[],
    price,
};

/// GiB that T instances include, and the others.
const INCLUDED_GB_BURSTABLE: u32 = 50;
const INCLUDED_GB: u32 = 100;

fn price(instance: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let class = needed(instance, sheet, "replication_instance_class");
    let multi_az = flag_or(instance, sheet, "multi_az", false);
    let (Some(class), Some(multi_az)) = (class, multi_az) else { return };
    let class = class.strip_prefix("dms.").unwrap_or(class);
    let (zones, shown) = if multi_az { ("multi-az", "Multi-AZ") } else { ("single-az", "Single-AZ") };
    let price = sheet.rate(&format!("dms.instance.{class}.{zones}"));
    sheet.all_month(&format!("Instance (on-demand, {shown}, {class})"), price);
    if instance.is_unknown("allocated_storage") {
        return sheet.gap(absent(instance, "allocated_storage"));
    }
    let included = Decimal::from(if class.starts_with('t') { INCLUDED_GB_BURSTABLE } else { INCLUDED_GB });
    let beyond = instance.number("allocated_storage").unwrap_or(included).saturating_sub(included);
    if beyond > Decimal::ZERO {
        let price = sheet.rate(&format!("dms.storage.{zones}"));
        sheet.fixed::<GbMonth>(&format!("Storage ({shown}, beyond what is included)"), Quantity::new(beyond), price);
    }
}
