//! EBS volumes: storage, provisioned IOPS and throughput.

use super::lines::Lines;
use crate::model::configuration::VolumeConfiguration;
use crate::model::vocabulary::VolumeType;
use crate::units::{GbMonth, IopsMonth, MibpsMonth, Quantity};

/// IOPS that the price of gp3 storage includes (Amazon EBS User Guide, *General Purpose SSD volumes*).
pub const GP3_INCLUDED_IOPS: u32 = 3_000;
/// Throughput that the price of gp3 storage includes, in MiB/s (same page).
pub const GP3_INCLUDED_THROUGHPUT_MIBPS: u32 = 125;

pub(super) fn price(volume: &VolumeConfiguration, lines: &mut Lines<'_>) {
    let volume_type = &volume.volume_type;
    let storage = lines.prices.ebs_storage(lines.region, volume_type);
    lines.add("Storage", Quantity::<GbMonth>::of(volume.size_gib), storage);
    match volume_type {
        VolumeType::Gp3 => {
            gp3_iops(volume, lines);
            gp3_throughput(volume, lines);
        }
        VolumeType::Io1 | VolumeType::Io2 => provisioned_iops(volume, lines),
        VolumeType::Standard => lines.unmeasured("I/O requests of the magnetic volume were not measured"),
        VolumeType::Gp2 | VolumeType::St1 | VolumeType::Sc1 | VolumeType::Other(_) => {}
    }
}

fn gp3_iops(volume: &VolumeConfiguration, lines: &mut Lines<'_>) {
    let Some(iops) = volume.iops else {
        return lines.unmeasured("provisioned IOPS of the gp3 volume are not known; only the included ones are priced");
    };
    let price = lines.prices.ebs_iops(lines.region, &volume.volume_type);
    let above = Quantity::<IopsMonth>::of(iops.saturating_sub(GP3_INCLUDED_IOPS));
    lines.add_tiered("Provisioned IOPS", Quantity::ZERO, above, price);
}

fn gp3_throughput(volume: &VolumeConfiguration, lines: &mut Lines<'_>) {
    let Some(throughput) = volume.throughput_mibps else {
        return lines
            .unmeasured("provisioned throughput of the gp3 volume is not known; only the included one is priced");
    };
    let price = lines.prices.ebs_throughput(lines.region, &volume.volume_type);
    let above = Quantity::<MibpsMonth>::of(throughput.saturating_sub(GP3_INCLUDED_THROUGHPUT_MIBPS));
    lines.add("Provisioned throughput", above, price);
}

fn provisioned_iops(volume: &VolumeConfiguration, lines: &mut Lines<'_>) {
    let Some(iops) = volume.iops else {
        return lines.unmeasured(format!("provisioned IOPS of the {} volume are not known", volume.volume_type));
    };
    let price = lines.prices.ebs_iops(lines.region, &volume.volume_type);
    lines.add_tiered("Provisioned IOPS", Quantity::ZERO, Quantity::<IopsMonth>::of(iops), price);
}
