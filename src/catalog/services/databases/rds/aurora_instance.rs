//! Instances of Aurora clusters, provisioned and Serverless v2.

use super::super::declared::{absent, needed};
use super::super::purchase::{PAYMENT, TERM};
use super::engine::instance_hours;
use super::{SERVICE, extended_support, monitoring};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::estimate::databases::engine::{Engine, storage_suffix};
use crate::units::{AcuHour, HOURS_PER_MONTH};

pub(in super::super) const CLUSTER_INSTANCE: Kind = Kind {
    type_name: "aws_rds_cluster_instance",
    kind: "rds-cluster-instance",
    service: SERVICE,
    attributes: &[
        Field::text("engine", "`aurora-mysql` or `aurora-postgresql`; its cluster's without it."),
        Field::text("engine_version", "Decides extended support; its cluster's without it."),
        Field::text("cluster_identifier", "Its cluster: `storage_type` decides the price."),
        Field::text("instance_class", "`db.r6g.large`, or `db.serverless` for Serverless v2."),
        monitoring::ATTRIBUTES[0],
        monitoring::ATTRIBUTES[1],
        monitoring::ATTRIBUTES[2],
        monitoring::ATTRIBUTES[3],
    ],
    usage: &[
        Field::number("capacity_units_per_hr", "ACUs", "Average capacity of Serverless v2."),
        extended_support::CREDIT_HOURS,
        monitoring::USAGE[0],
        monitoring::USAGE[1],
        TERM,
        PAYMENT,
    ],
    price,
};

fn price(resource: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let cluster = resource.referred("cluster_identifier");
    let of_cluster = |name: &str| resource.text(name).or_else(|| cluster?.text(name));
    let class = needed(resource, sheet, "instance_class");
    let Some(engine) = of_cluster("engine") else { return sheet.gap(absent(resource, "engine")) };
    let Some(class) = class else { return };
    if !engine.starts_with("aurora") {
        return sheet.gap(format!("instances of clusters of {engine} have no price"));
    }
    let engine = Engine::new(engine, None, false);
    let suffix = storage_suffix(storage_type(cluster.as_ref(), sheet));
    let acus = resource.usage("capacity_units_per_hr");
    if class == "db.serverless" {
        let (name, item) = if suffix == "-io-optimized" {
            ("Aurora Serverless v2 (I/O-Optimized)", "rds.aurora.serverless_v2_io_optimized.acu")
        } else {
            ("Aurora Serverless v2", "rds.aurora.serverless_v2.acu")
        };
        let hours = acus.map(|acus| acus.saturating_mul(HOURS_PER_MONTH.amount()));
        let price = sheet.rate(item);
        sheet.usage::<AcuHour>(name, hours, price);
    } else {
        instance_hours(resource, sheet, class, engine, suffix);
    }
    if let Some(version) = of_cluster("engine_version") {
        extended_support::write(cluster.as_ref().unwrap_or(resource), sheet, class, engine, version);
    }
    extended_support::cpu_credits(resource, sheet, class, engine);
    monitoring::write(resource, sheet, class, acus);
}

fn storage_type<'a>(cluster: Option<&Resource<'a>>, sheet: &mut Sheet<'_>) -> Option<&'a str> {
    if cluster.is_none() {
        sheet.gap("its cluster is not declared here: priced as of an Aurora Standard one, I/O-Optimized costs more");
    }
    cluster?.text("storage_type")
}
