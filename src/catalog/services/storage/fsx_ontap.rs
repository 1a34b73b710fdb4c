//! FSx for NetApp ONTAP: SSD storage and throughput as provisioned, the capacity pool by use.

use rust_decimal::Decimal;

use super::declared::{required, required_choice};
use super::fsx::{self, BACKUP, CAPACITY, IOPS, THROUGHPUT};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{GbMonth, MibpsMonth, Quantity};

const PER_PAIR: &str = "throughput_capacity_per_ha_pair";
const POOL: &str = "capacity_pool_storage_gb";

pub(super) const FILE_SYSTEM: Kind = Kind {
    type_name: "aws_fsx_ontap_file_system",
    kind: "fsx-ontap-file-system",
    service: "AmazonFSx",
    attributes: &[
        CAPACITY,
        THROUGHPUT,
        Field::number(PER_PAIR, "MB/s", "Throughput of each pair, instead of `throughput_capacity`."),
        Field::number("ha_pairs", "pairs", "Pairs of file servers; 1 without it."),
        Field::text("deployment_type", "`SINGLE_AZ_1`, `SINGLE_AZ_2`, `MULTI_AZ_1` or `MULTI_AZ_2`."),
        IOPS,
    ],
    usage: &[BACKUP, Field::number(POOL, "GiB", "Bytes in the capacity pool.")],
    price,
};

fn price(files: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if let Some(deployment) = required_choice(files, "deployment_type", sheet) {
        let zones = fsx::zones(deployment);
        let item = format!("fsx.ontap.throughput.{}", deployment.to_ascii_lowercase());
        throughput(files, &item, sheet);
        fsx::storage(files, "Storage (SSD)", &format!("fsx.ontap.storage.ssd.{zones}"), sheet);
        fsx::iops(files, &format!("fsx.ontap.iops.{zones}"), sheet);
        let pool = files.usage(POOL);
        sheet.usage::<GbMonth>("Capacity pool", pool, sheet.rate(&format!("fsx.ontap.storage.pool.{zones}")));
    }
    fsx::backups(files, "fsx.ontap.backup", sheet);
}

fn throughput(files: &Resource<'_>, item: &str, sheet: &mut Sheet<'_>) {
    let pairs = files.number("ha_pairs").filter(|pairs| *pairs > Decimal::ONE).unwrap_or(Decimal::ONE);
    let of_a_pair = files.number(PER_PAIR).filter(|throughput| *throughput > Decimal::ZERO);
    match of_a_pair {
        Some(throughput) => {
            let all = Quantity::<MibpsMonth>::new(throughput).times(pairs);
            sheet.fixed("Throughput", all, sheet.rate(item));
        }
        None if files.is_unknown(PER_PAIR) => {
            required(files, PER_PAIR, sheet);
        }
        None => fsx::throughput(files, item, sheet),
    }
}
