//! Neptune clusters, their instances and snapshots (Amazon Neptune pricing).

use rust_decimal::Decimal;

use super::declared::needed;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{GbMonth, Request, VcpuHour};

const SERVICE: &str = "AmazonNeptune";
const BACKUP_STORAGE: Field = Field::number("backup_storage_gb", "GiB", "Backups kept, beyond what is free.");

pub(super) const CLUSTER: Kind = Kind {
    type_name: "aws_neptune_cluster",
    kind: "neptune-cluster",
    service: SERVICE,
    attributes: &[
        Field::text("storage_type", "`iopt1` for I/O-Optimized; Standard without it."),
        Field::number("backup_retention_period", "days", "The first day is free; 1 without it."),
    ],
    usage: &[
        Field::number("storage_gb", "GiB", "Data stored."),
        Field::number("monthly_io_requests", "requests a month", "I/O requests."),
        BACKUP_STORAGE,
    ],
    price: price_cluster,
};

pub(super) const CLUSTER_INSTANCE: Kind = Kind {
    type_name: "aws_neptune_cluster_instance",
    kind: "neptune-cluster-instance",
    service: SERVICE,
    attributes: &[
        Field::text("instance_class", "`db.r5.large`."),
        Field::text("cluster_identifier", "Its cluster: `storage_type` decides the price."),
    ],
    usage: &[Field::number("monthly_cpu_credit_hrs", "vCPU-hours a month", "Surplus CPU credits of a T3 or T4g.")],
    price: price_instance,
};

pub(super) const CLUSTER_SNAPSHOT: Kind = Kind {
    type_name: "aws_neptune_cluster_snapshot",
    kind: "neptune-cluster-snapshot",
    service: SERVICE,
    attributes: &[],
    usage: &[BACKUP_STORAGE],
    price: |snapshot, sheet| backups(snapshot, sheet),
};

fn price_cluster(cluster: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let io_optimized = is_io_optimized(cluster);
    let price = sheet.rate(if io_optimized { "neptune.storage_io_optimized" } else { "neptune.storage" });
    sheet.usage::<GbMonth>("Storage", cluster.usage("storage_gb"), price);
    if !io_optimized {
        let price = sheet.rate("neptune.io");
        sheet.usage::<Request>("I/O requests", cluster.usage("monthly_io_requests"), price);
    }
    if cluster.number("backup_retention_period").is_some_and(|days| days > Decimal::ONE) {
        backups(cluster, sheet);
    }
}

fn is_io_optimized(cluster: &Resource<'_>) -> bool {
    cluster.text("storage_type") == Some("iopt1")
}

fn backups(resource: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let price = sheet.rate("neptune.backup");
    sheet.usage::<GbMonth>("Backup storage", resource.usage("backup_storage_gb"), price);
}

fn price_instance(instance: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let Some(class) = needed(instance, sheet, "instance_class") else { return };
    if class == "db.serverless" {
        return sheet.gap("Neptune Serverless (capacity units by the hour) has no price");
    }
    let io_optimized = instance.referred("cluster_identifier").is_some_and(|cluster| is_io_optimized(&cluster));
    let item = if io_optimized { "neptune.instance_io_optimized" } else { "neptune.instance" };
    let price = sheet.rate(&format!("{item}.{class}"));
    sheet.all_month(&format!("Instance (on-demand, {class})"), price);
    if class.starts_with("db.t") {
        let price = sheet.rate("neptune.cpu_credits");
        sheet.usage::<VcpuHour>("CPU credits", instance.usage("monthly_cpu_credit_hrs"), price);
    }
}
