//! FSx for Windows File Server.

use super::declared::choice;
use super::fsx::{self, BACKUP, CAPACITY, IOPS, THROUGHPUT};
use crate::catalog::{Field, Kind, Resource, Sheet};

pub(super) const FILE_SYSTEM: Kind = Kind {
    type_name: "aws_fsx_windows_file_system",
    kind: "fsx-windows-file-system",
    service: "AmazonFSx",
    attributes: &[
        CAPACITY,
        THROUGHPUT,
        Field::text("storage_type", "`SSD` (also without it) or `HDD`."),
        Field::text("deployment_type", "`SINGLE_AZ_1` (also without it), `SINGLE_AZ_2` or `MULTI_AZ_1`."),
        IOPS,
    ],
    usage: &[BACKUP],
    price,
};

fn price(files: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let deployment = choice(files, "deployment_type", "SINGLE_AZ_1", sheet);
    let storage_type = choice(files, "storage_type", "SSD", sheet);
    if let Some(deployment) = deployment {
        let zones = fsx::zones(deployment);
        fsx::throughput(files, &format!("fsx.windows.throughput.{zones}"), sheet);
        match storage_type {
            Some("SSD") => {
                fsx::storage(files, "Storage (SSD)", &format!("fsx.windows.storage.ssd.{zones}"), sheet);
                fsx::iops(files, &format!("fsx.windows.iops.{zones}"), sheet);
            }
            Some("HDD") => fsx::storage(files, "Storage (HDD)", &format!("fsx.windows.storage.hdd.{zones}"), sheet),
            Some(other) => fsx::unsupported(other, sheet),
            None => {}
        }
    }
    fsx::backups(files, "fsx.windows.backup", sheet);
}
