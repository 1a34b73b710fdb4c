//! The volumes of OpenSearch data nodes: size, IOPS and throughput are declared for one node.

use rust_decimal::Decimal;

use crate::catalog::resource::Block;
use crate::catalog::{Resource, Sheet};
use crate::units::{GbMonth, IopsMonth, MibpsMonth, Quantity, Unit};

/// gp3 includes 3 IOPS a GiB and never fewer.
const INCLUDED_IOPS: u32 = 3_000;
const INCLUDED_IOPS_PER_GIB: u32 = 3;
/// gp3 includes 125 MiB/s, from 170 GiB on 250 MiB/s for each started 3 TiB.
const INCLUDED_MIBPS: u32 = 125;
const LARGE_GIB: u32 = 170;
const LARGE_INCLUDED_MIBPS: u32 = 250;
const LARGE_STEP_GIB: u32 = 3 * 1_024;

pub(super) fn write(domain: &Resource<'_>, sheet: &mut Sheet<'_>, nodes: Decimal) {
    let Some(options) = domain.block("ebs_options") else {
        if domain.is_unknown("ebs_options") {
            sheet.gap("`ebs_options` is known only after apply");
        }
        return;
    };
    if options.flag("ebs_enabled") == Some(false) {
        return;
    }
    let Some(gib) = options.number("volume_size").filter(|gib| *gib >= Decimal::ZERO) else {
        return sheet.gap("storage: `volume_size` is not given");
    };
    // gp2 is the default of the service.
    let declared = options.text("volume_type").unwrap_or("gp2");
    let kind = if declared == "standard" { "magnetic" } else { declared };
    let price = sheet.rate(&format!("opensearch.storage.{kind}"));
    sheet.fixed::<GbMonth>(&format!("Storage ({kind})"), Quantity::new(gib.saturating_mul(nodes)), price);
    performance(sheet, options, kind, gib, nodes);
}

fn performance(sheet: &mut Sheet<'_>, options: Block<'_>, kind: &str, gib: Decimal, nodes: Decimal) {
    let (included_iops, included_mibps) = match kind {
        "gp3" => (gp3_iops(gib), gp3_mibps(gib)),
        "io1" => (Decimal::ZERO, Decimal::MAX),
        _ => return,
    };
    if kind == "io1" && options.number("iops").is_none() {
        sheet.gap("storage: `iops` is not given");
    }
    if let Some(iops) = above::<IopsMonth>(options.number("iops"), included_iops, nodes) {
        let price = sheet.rate(&format!("opensearch.iops.{kind}"));
        sheet.fixed(&format!("Provisioned IOPS ({kind})"), iops, price);
    }
    if let Some(mibps) = above::<MibpsMonth>(options.number("throughput"), included_mibps, nodes) {
        let price = sheet.rate(&format!("opensearch.throughput.{kind}"));
        sheet.fixed(&format!("Provisioned throughput ({kind})"), mibps, price);
    }
}

fn gp3_iops(gib: Decimal) -> Decimal {
    gib.saturating_mul(Decimal::from(INCLUDED_IOPS_PER_GIB)).max(Decimal::from(INCLUDED_IOPS))
}

fn gp3_mibps(gib: Decimal) -> Decimal {
    if gib < Decimal::from(LARGE_GIB) {
        return Decimal::from(INCLUDED_MIBPS);
    }
    let steps = (gib / Decimal::from(LARGE_STEP_GIB)).ceil();
    steps.saturating_mul(Decimal::from(LARGE_INCLUDED_MIBPS))
}

/// What all nodes have above what is included in each.
fn above<U: Unit>(provisioned: Option<Decimal>, included: Decimal, nodes: Decimal) -> Option<Quantity<U>> {
    let above = provisioned?.saturating_sub(included);
    (above > Decimal::ZERO).then(|| Quantity::new(above.saturating_mul(nodes)))
}
