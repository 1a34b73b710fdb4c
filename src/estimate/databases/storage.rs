//! The volumes of RDS instances in the words of the price book: GiB, provisioned IOPS and throughput.

use rust_decimal::Decimal;

use super::engine::Engine;
use crate::units::{GbMonth, IopsMonth, MibpsMonth, Quantity, Unit};

/// RDS accepts no smaller general purpose volume (RDS User Guide, storage types).
const LEAST_GB: u32 = 20;
/// Nor a smaller one with provisioned IOPS, nor fewer of them.
const LEAST_PROVISIONED_GB: u32 = 100;
const LEAST_PROVISIONED_IOPS: u32 = 1_000;

/// A volume of a type that has prices.
#[derive(Clone, Copy, Debug)]
pub struct Volume<'a> {
    /// `gp2`, `gp3`, `io1`, `io2` or `standard`.
    pub kind: &'a str,
    pub gb: Decimal,
    pub iops: Option<Decimal>,
    pub throughput: Option<Decimal>,
}

/// What a volume is billed for: a line's name, the item of the price book and how much of it.
#[derive(Clone, Debug)]
pub enum Part {
    Storage { name: String, item: String, quantity: Quantity<GbMonth> },
    Iops { name: String, item: String, quantity: Quantity<IopsMonth> },
    Throughput { name: String, item: String, quantity: Quantity<MibpsMonth> },
}

/// The least IOPS that a volume of so many GiB takes: 1,000, and one for two GiB (RDS User Guide, storage types).
pub const fn least_iops(gib: u32) -> u32 {
    let by_size = gib.div_ceil(2);
    if by_size > LEAST_PROVISIONED_IOPS { by_size } else { LEAST_PROVISIONED_IOPS }
}

/// The least GiB of a storage type; `None` for a type that has no price.
pub fn least_gb(kind: &str) -> Option<Decimal> {
    match kind {
        "io1" | "io2" => Some(Decimal::from(LEAST_PROVISIONED_GB)),
        "gp2" | "gp3" | "standard" => Some(Decimal::from(LEAST_GB)),
        _ => None,
    }
}

/// The parts of a volume that are billed by what is provisioned; magnetic volumes pay for their requests beside it.
pub fn parts(volume: &Volume<'_>, engine: &Engine<'_>) -> Vec<Part> {
    let zones = if engine.multi_az { "multi_az" } else { "single_az" };
    let shown = if volume.kind == "standard" { "magnetic" } else { volume.kind };
    let mut parts = vec![Part::Storage {
        name: format!("Storage ({shown})"),
        item: format!("rds.storage.{zones}.{shown}"),
        quantity: Quantity::new(volume.gb),
    }];
    match volume.kind {
        "gp3" => parts.extend(above_included(volume, engine, zones)),
        "io1" | "io2" => {
            let least = Decimal::from(LEAST_PROVISIONED_IOPS);
            parts.push(Part::Iops {
                name: format!("Provisioned IOPS ({})", volume.kind),
                item: format!("rds.iops.{zones}.{}", volume.kind),
                quantity: Quantity::new(volume.iops.unwrap_or(least).max(least)),
            });
        }
        _ => {}
    }
    parts
}

/// IOPS and MiB/s that the price of gp3 includes: 3,000 and 125, four times as much on volumes that RDS stripes, from
/// 200 GiB (Oracle) or 400 GiB on, never for SQL Server (RDS User Guide, gp3 storage).
pub fn included(engine: &Engine<'_>, gb: Decimal) -> (u32, u32) {
    let striped_from = match engine.name {
        name if name.starts_with("sqlserver") => None,
        name if name.starts_with("oracle") => Some(Decimal::from(200)),
        _ => Some(Decimal::from(400)),
    };
    if striped_from.is_some_and(|from| gb >= from) { (12_000, 500) } else { (3_000, 125) }
}

/// The same of a volume of whole GiB.
pub fn included_of_gib(engine: &Engine<'_>, gib: u32) -> (u32, u32) {
    included(engine, Decimal::from(gib))
}

fn above_included(volume: &Volume<'_>, engine: &Engine<'_>, zones: &str) -> Vec<Part> {
    let (iops, throughput) = included(engine, volume.gb);
    let iops = above(volume.iops, iops).map(|quantity| Part::Iops {
        name: format!("Provisioned IOPS (gp3, above {iops})"),
        item: format!("rds.iops.{zones}.gp3"),
        quantity,
    });
    let throughput = above(volume.throughput, throughput).map(|quantity| Part::Throughput {
        name: format!("Provisioned throughput (gp3, above {throughput})"),
        item: format!("rds.throughput.{zones}.gp3"),
        quantity,
    });
    iops.into_iter().chain(throughput).collect()
}

fn above<U: Unit>(provisioned: Option<Decimal>, included: u32) -> Option<Quantity<U>> {
    let above = provisioned?.saturating_sub(Decimal::from(included));
    (above > Decimal::ZERO).then(|| Quantity::new(above))
}
