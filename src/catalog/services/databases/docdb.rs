//! DocumentDB clusters, their instances and snapshots (Amazon DocumentDB pricing).

use rust_decimal::Decimal;

use super::declared::needed;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{GbMonth, Request, VcpuHour};

const SERVICE: &str = "AmazonDocDB";
const BACKUP_STORAGE: Field = Field::number("backup_storage_gb", "GiB", "Backups kept, beyond what is free.");

pub(super) const CLUSTER: Kind = Kind {
    type_name: "aws_docdb_cluster",
    kind: "docdb-cluster",
    service: SERVICE,
    attributes: &[Field::number("backup_retention_period", "days", "The first day is free; 1 without it.")],
    usage: &[BACKUP_STORAGE],
    price: price_cluster,
};

pub(super) const CLUSTER_INSTANCE: Kind = Kind {
    type_name: "aws_docdb_cluster_instance",
    kind: "docdb-cluster-instance",
    service: SERVICE,
    attributes: &[
        Field::text("instance_class", "`db.t3.medium`."),
        Field::text("cluster_identifier", "Its cluster: `storage_type` decides the prices."),
    ],
    usage: &[
        Field::number("data_storage_gb", "GiB", "Data stored; name it for one instance of a cluster."),
        Field::number("monthly_io_requests", "requests a month", "I/O requests."),
        Field::number("monthly_cpu_credit_hrs", "vCPU-hours a month", "Surplus CPU credits of a T3 or T4g."),
    ],
    price: price_instance,
};

pub(super) const CLUSTER_SNAPSHOT: Kind = Kind {
    type_name: "aws_docdb_cluster_snapshot",
    kind: "docdb-cluster-snapshot",
    service: SERVICE,
    attributes: &[],
    usage: &[BACKUP_STORAGE],
    price: |snapshot, sheet| backups(snapshot, sheet),
};

fn price_cluster(cluster: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if cluster.number("backup_retention_period").is_some_and(|days| days > Decimal::ONE) {
        backups(cluster, sheet);
    }
}

fn backups(resource: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let price = sheet.rate("docdb.backup");
    sheet.usage::<GbMonth>("Backup storage", resource.usage("backup_storage_gb"), price);
}

fn price_instance(instance: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let Some(class) = needed(instance, sheet, "instance_class") else { return };
    let cluster = instance.referred("cluster_identifier");
    let io_optimized = cluster.and_then(|cluster| cluster.text("storage_type")) == Some("iopt1");
    let suffix = if io_optimized { "_io_optimized" } else { "" };
    let price = sheet.rate(&format!("docdb.instance{suffix}.{class}"));
    sheet.all_month(&format!("Instance (on-demand, {class})"), price);
    let price = sheet.rate(&format!("docdb.storage{suffix}"));
    sheet.usage::<GbMonth>("Storage", instance.usage("data_storage_gb"), price);
    if !io_optimized {
        let price = sheet.rate("docdb.io");
        sheet.usage::<Request>("I/O requests", instance.usage("monthly_io_requests"), price);
    }
    if class.starts_with("db.t") {
        let price = sheet.rate("docdb.cpu_credits");
        sheet.usage::<VcpuHour>("CPU credits", instance.usage("monthly_cpu_credit_hrs"), price);
    }
}
