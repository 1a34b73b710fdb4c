//! FSx for OpenZFS. Storage is billed as provisioned, whatever its compression.

use super::declared::{choice, required_choice};
use super::fsx::{self, BACKUP, CAPACITY, IOPS, THROUGHPUT};
use crate::catalog::{Field, Kind, Resource, Sheet};

pub(super) const FILE_SYSTEM: Kind = Kind {
    type_name: "aws_fsx_openzfs_file_system",
    kind: "fsx-openzfs-file-system",
    service: "AmazonFSx",
    attributes: &[
        CAPACITY,
        THROUGHPUT,
        Field::text("storage_type", "`SSD`, also without it."),
        Field::text(
            "deployment_type",
            "`SINGLE_AZ_1`, `SINGLE_AZ_2`, `SINGLE_AZ_HA_1`, `SINGLE_AZ_HA_2`, `MULTI_AZ_1`.",
        ),
        IOPS,
    ],
    usage: &[BACKUP],
    price,
};

fn price(files: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let deployment = required_choice(files, "deployment_type", sheet);
    let storage_type = choice(files, "storage_type", "SSD", sheet);
    if let Some(deployment) = deployment {
        let zones = fsx::zones(deployment);
        fsx::throughput(files, &format!("fsx.openzfs.throughput.{}", deployment.to_ascii_lowercase()), sheet);
        match storage_type {
            Some("SSD") => {
                fsx::storage(files, "Storage (SSD)", &format!("fsx.openzfs.storage.ssd.{zones}"), sheet);
                fsx::iops(files, &format!("fsx.openzfs.iops.{zones}"), sheet);
            }
            Some(other) => fsx::unsupported(other, sheet),
            None => {}
        }
    }
    fsx::backups(files, "fsx.openzfs.backup", sheet);
}
