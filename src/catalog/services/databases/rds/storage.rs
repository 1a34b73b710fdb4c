//! The volumes of RDS instances: GiB, provisioned IOPS and throughput.

use rust_decimal::Decimal;

use super::super::declared::absent;
use super::engine::Engine;
use crate::catalog::{Resource, Sheet};
use crate::units::{GbMonth, IopsMonth, MibpsMonth, Quantity, Request};

/// RDS accepts no smaller general purpose volume (RDS User Guide, storage types).
const LEAST_GB: u32 = 20;
/// Nor a smaller one with provisioned IOPS, nor fewer of them.
const LEAST_PROVISIONED_GB: u32 = 100;
const LEAST_PROVISIONED_IOPS: u32 = 1_000;

/// A volume as declared.
struct Volume<'a> {
    kind: &'a str,
    gb: Decimal,
    iops: Option<Decimal>,
    throughput: Option<Decimal>,
}

/// `source` is the instance that this one is a replica of: what is not declared is the same as there.
pub(super) fn write(resource: &Resource<'_>, source: Option<&Resource<'_>>, sheet: &mut Sheet<'_>, engine: Engine<'_>) {
    let Some(volume) = volume(resource, source, sheet) else { return };
    let zones = if engine.multi_az { "multi_az" } else { "single_az" };
    let shown = if volume.kind == "standard" { "magnetic" } else { volume.kind };
    let price = sheet.rate(&format!("rds.storage.{zones}.{shown}"));
    sheet.fixed::<GbMonth>(&format!("Storage ({shown})"), Quantity::new(volume.gb), price);
    match volume.kind {
        "standard" => {
            let requests = resource.usage("monthly_standard_io_requests");
            let price = sheet.rate("rds.io.magnetic");
            sheet.usage::<Request>("I/O requests (magnetic)", requests, price);
        }
        "gp3" => above_included(sheet, &volume, engine, zones),
        "io1" | "io2" => {
            let least = Decimal::from(LEAST_PROVISIONED_IOPS);
            let iops = volume.iops.unwrap_or(least).max(least);
            let price = sheet.rate(&format!("rds.iops.{zones}.{}", volume.kind));
            sheet.fixed::<IopsMonth>(&format!("Provisioned IOPS ({})", volume.kind), Quantity::new(iops), price);
        }
        _ => {}
    }
}

fn volume<'a>(resource: &Resource<'a>, source: Option<&Resource<'a>>, sheet: &mut Sheet<'_>) -> Option<Volume<'a>> {
    let number = |name: &str| resource.number(name).or_else(|| source?.number(name));
    let mut known = true;
    for name in ["storage_type", "allocated_storage", "iops", "storage_throughput"] {
        if resource.is_unknown(name) && resource.number(name).is_none() && resource.text(name).is_none() {
            sheet.gap(format!("storage: {}", absent(resource, name)));
            known = false;
        }
    }
    if !known {
        return None;
    }
    let iops = number("iops").filter(|iops| *iops > Decimal::ZERO);
    // The provider's default: io1 where IOPS are given, else gp2.
    let default = if iops.is_some() { "io1" } else { "gp2" };
    let kind = resource.text("storage_type").or_else(|| source?.text("storage_type")).unwrap_or(default);
    let least = match kind {
        "io1" | "io2" => Decimal::from(LEAST_PROVISIONED_GB),
        "gp2" | "gp3" | "standard" => Decimal::from(LEAST_GB),
        other => {
            sheet.gap(format!("storage of the type `{other}` has no price"));
            return None;
        }
    };
    let restored = ["snapshot_identifier", "restore_to_point_in_time", "s3_import"]
        .iter()
        .any(|name| resource.attributes().value(name).is_some() && resource.attributes().count(name) != 0)
        || resource.text("snapshot_identifier").is_some();
    let gb = match number("allocated_storage") {
        Some(gb) if kind.starts_with("io") => gb.max(least),
        Some(gb) if gb >= Decimal::ZERO => gb,
        None if !restored && !is_replica_of_unknown(resource, source) => least,
        _ => {
            sheet.gap("storage: `allocated_storage` is not given; it is as large as what is restored or replicated");
            return None;
        }
    };
    Some(Volume { kind, gb, iops, throughput: number("storage_throughput") })
}

fn is_replica_of_unknown(resource: &Resource<'_>, source: Option<&Resource<'_>>) -> bool {
    source.is_none() && resource.text("replicate_source_db").is_some()
}

/// gp3 includes 3,000 IOPS and 125 MiB/s, four times as much on volumes that RDS stripes: from 200 GiB (Oracle) or
/// 400 GiB on, never for SQL Server (RDS User Guide, gp3 storage).
fn above_included(sheet: &mut Sheet<'_>, volume: &Volume<'_>, engine: Engine<'_>, zones: &str) {
    let striped_from = match engine.name {
        name if name.starts_with("sqlserver") => None,
        name if name.starts_with("oracle") => Some(Decimal::from(200)),
        _ => Some(Decimal::from(400)),
    };
    let striped = striped_from.is_some_and(|from| volume.gb >= from);
    let (iops, throughput) = if striped { (12_000, 500) } else { (3_000, 125) };
    if let Some(above) = above(volume.iops, iops) {
        let price = sheet.rate(&format!("rds.iops.{zones}.gp3"));
        sheet.fixed::<IopsMonth>(&format!("Provisioned IOPS (gp3, above {iops})"), above, price);
    }
    if let Some(above) = above(volume.throughput, throughput) {
        let price = sheet.rate(&format!("rds.throughput.{zones}.gp3"));
        sheet.fixed::<MibpsMonth>(&format!("Provisioned throughput (gp3, above {throughput})"), above, price);
    }
}

fn above<U: crate::units::Unit>(provisioned: Option<Decimal>, included: u32) -> Option<Quantity<U>> {
    let above = provisioned?.saturating_sub(Decimal::from(included));
    (above > Decimal::ZERO).then(|| Quantity::new(above))
}
