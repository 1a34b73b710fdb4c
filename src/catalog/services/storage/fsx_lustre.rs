//! FSx for Lustre: storage whose price goes by deployment and throughput a TiB.

use super::declared::{choice, required};
use super::fsx::{self, BACKUP, CAPACITY};
use crate::catalog::{Field, Kind, Resource, Sheet};

const THROUGHPUT: &str = "per_unit_storage_throughput";

pub(super) const FILE_SYSTEM: Kind = Kind {
    type_name: "aws_fsx_lustre_file_system",
    kind: "fsx-lustre-file-system",
    service: "AmazonFSx",
    attributes: &[
        CAPACITY,
        Field::text("storage_type", "`SSD` (also without it) or `HDD`."),
        Field::text("deployment_type", "`SCRATCH_1` (also without it), `SCRATCH_2`, `PERSISTENT_1` or `PERSISTENT_2`."),
        Field::number(THROUGHPUT, "MB/s a TiB", "Of persistent deployments."),
        Field::text("drive_cache_type", "`READ`: HDD storage with an SSD cache; none without it."),
        Field::block(
            "metadata_configuration",
            &[Field::text("mode", "`AUTOMATIC`: what the storage brings; or `USER_PROVISIONED`.")],
            "Metadata IOPS.",
        ),
    ],
    usage: &[BACKUP],
    price,
};

fn price(files: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let deployment = choice(files, "deployment_type", "SCRATCH_1", sheet);
    let storage_type = choice(files, "storage_type", "SSD", sheet);
    if let (Some(deployment), Some(storage_type)) = (deployment, storage_type) {
        match storage_type {
            "SSD" | "HDD" => storage(files, deployment, storage_type, sheet),
            other => fsx::unsupported(other, sheet),
        }
    }
    let metadata = files.block("metadata_configuration").and_then(|metadata| metadata.text("mode"));
    if metadata == Some("USER_PROVISIONED") {
        sheet.gap("provisioned metadata IOPS are not priced");
    }
    fsx::backups(files, "fsx.lustre.backup", sheet);
}

fn storage(files: &Resource<'_>, deployment: &str, storage_type: &str, sheet: &mut Sheet<'_>) {
    let kind = storage_type.to_ascii_lowercase();
    if deployment.starts_with("SCRATCH") {
        fsx::storage(files, "Storage (scratch)", &format!("fsx.lustre.storage.{kind}.scratch"), sheet);
        return;
    }
    let Some(throughput) = required(files, THROUGHPUT, sheet) else { return };
    let throughput = throughput.normalize();
    let cache = if files.text("drive_cache_type") == Some("READ") { ".read_cache" } else { "" };
    let item = format!("fsx.lustre.storage.{kind}.{}.{throughput}{cache}", deployment.to_ascii_lowercase());
    fsx::storage(files, &format!("Storage ({storage_type}, {throughput} MB/s a TiB)"), &item, sheet);
}
