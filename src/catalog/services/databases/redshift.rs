//! Redshift clusters (Amazon Redshift pricing).

use rust_decimal::Decimal;

use super::declared::{needed, number_or};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::model::cost::PriceMissing;
use crate::pricing::{Price, TieredPrice};
use crate::units::{GbMonth, HOURS_PER_MONTH, Hour, NodeSecond, Tb, UnitPrice};

pub(super) const CLUSTER: Kind = Kind {
    type_name: "aws_redshift_cluster",
    kind: "redshift-cluster",
    service: "AmazonRedshift",
    attributes: &[
        Field::text("node_type", "`ra3.xlplus`, `dc2.large`."),
        Field::number("number_of_nodes", "nodes", "1 without it."),
    ],
    usage: &[
        Field::number("managed_storage_gb", "GiB", "Data stored by RA3 nodes."),
        Field::number("excess_concurrency_scaling_secs", "seconds a month", "Beyond the free hour a day."),
        Field::number("spectrum_data_scanned_tb", "TiB a month", "Scanned by Spectrum."),
        Field::number("backup_storage_gb", "GiB", "Manual snapshots."),
    ],
    price,
};

const SECONDS_PER_HOUR: u32 = 3_600;

fn price(cluster: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let node_type = needed(cluster, sheet, "node_type");
    let nodes = number_or(cluster, sheet, "number_of_nodes", Decimal::ONE);
    if let Some(node_type) = node_type {
        let hourly = sheet.rate::<Hour>(&format!("redshift.node.{node_type}"));
        if let Some(nodes) = nodes {
            let name = format!("Nodes (on-demand, {node_type})");
            sheet.fixed(&name, HOURS_PER_MONTH.times(nodes), hourly.clone());
        }
        if node_type.starts_with("ra3.") {
            let price = sheet.rate("redshift.managed_storage");
            sheet.usage::<GbMonth>("Managed storage", cluster.usage("managed_storage_gb"), price);
        }
        // A concurrency scaling cluster has as many nodes, billed by the second at the on-demand price.
        let seconds = cluster.usage("excess_concurrency_scaling_secs");
        let node_seconds = seconds.and_then(|seconds| Some(seconds.saturating_mul(nodes?)));
        sheet.usage("Concurrency scaling", node_seconds, by_the_second(hourly));
    }
    let price = sheet.rate("redshift.spectrum");
    sheet.usage::<Tb>("Spectrum", cluster.usage("spectrum_data_scanned_tb"), price);
    let price = sheet.rate("redshift.backup");
    sheet.usage::<GbMonth>("Backup storage", cluster.usage("backup_storage_gb"), price);
}

fn by_the_second(hourly: Result<TieredPrice<Hour>, PriceMissing>) -> Result<TieredPrice<NodeSecond>, PriceMissing> {
    let second = |price: &Price<Hour>| Price {
        unit_price: UnitPrice::new(price.unit_price.usd_per_unit() / Decimal::from(SECONDS_PER_HOUR)),
        source: price.source.clone(),
    };
    hourly.map(|hourly| TieredPrice {
        tiers: hourly.tiers.iter().take(1).map(|(_, price)| (crate::units::Quantity::ZERO, second(price))).collect(),
        ends_at: None,
    })
}
