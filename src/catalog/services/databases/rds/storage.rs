//! The volumes of RDS instances: GiB, provisioned IOPS and throughput.

use rust_decimal::Decimal;

use super::super::declared::absent;
use crate::catalog::{Resource, Sheet};
use crate::estimate::databases::engine::Engine;
use crate::estimate::databases::storage::{Part, Volume, least_gb, parts};
use crate::units::Request;

/// `source` is the instance that this one is a replica of: what is not declared is the same as there.
pub(super) fn write(resource: &Resource<'_>, source: Option<&Resource<'_>>, sheet: &mut Sheet<'_>, engine: Engine<'_>) {
    let Some(volume) = volume(resource, source, sheet) else { return };
    for part in parts(&volume, &engine) {
        match part {
            Part::Storage { name, item, quantity } => sheet.fixed(&name, quantity, sheet.rate(&item)),
            Part::Iops { name, item, quantity } => sheet.fixed(&name, quantity, sheet.rate(&item)),
            Part::Throughput { name, item, quantity } => sheet.fixed(&name, quantity, sheet.rate(&item)),
        }
    }
    if volume.kind == "standard" {
        let requests = resource.usage("monthly_standard_io_requests");
        let price = sheet.rate("rds.io.magnetic");
        sheet.usage::<Request>("I/O requests (magnetic)", requests, price);
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
    let Some(least) = least_gb(kind) else {
        sheet.gap(format!("storage of the type `{kind}` has no price"));
        return None;
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
