//! MSK clusters: brokers and their storage (Amazon MSK pricing).

use rust_decimal::Decimal;

use super::amounts::size;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Gb, GbMonth, HOURS_PER_MONTH, Hour, Quantity};

const EBS: &str = "broker_node_group_info.storage_info.ebs_storage_info";

pub(super) const CLUSTER: Kind = Kind {
    type_name: "aws_msk_cluster",
    kind: "msk-cluster",
    service: "AmazonMSK",
    attributes: &[
        Field::number("number_of_broker_nodes", "brokers", "Brokers of the whole cluster."),
        Field::text("storage_mode", "`LOCAL` or `TIERED`; `LOCAL` without it."),
        Field::block("broker_node_group_info", NODES, "What each broker is."),
    ],
    usage: &[
        Field::number("tiered_storage_gb", "GB", "Data kept in the low-cost tier of a tiered cluster."),
        Field::number("monthly_tiered_retrieval_gb", "GB a month", "Data read back from the low-cost tier."),
        Field::number("storage_gb", "GB", "Data kept by Express brokers."),
        Field::number("monthly_data_in_gb", "GB a month", "Data written to Express brokers."),
    ],
    price,
};

const NODES: &[Field] = &[
    Field::text("instance_type", "`kafka.m5.large`, `express.m7g.large`, …"),
    Field::number("ebs_volume_size", "GiB", "Storage of one broker, as older providers name it."),
    Field::block(
        "storage_info",
        &[Field::block(
            "ebs_storage_info",
            &[
                Field::number("volume_size", "GiB", "Storage of one broker."),
                Field::block(
                    "provisioned_throughput",
                    &[Field::flag("enabled", "Whether throughput is provisioned; not without it.")],
                    "Storage throughput above the default.",
                ),
            ],
            "The broker's volume.",
        )],
        "Storage of standard brokers.",
    ),
    Field::block(
        "connectivity_info",
        &[Field::any("vpc_connectivity", "Private connectivity to other VPCs.")],
        "Who may connect.",
    ),
];

fn price(cluster: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let Some(brokers) = size(cluster, "number_of_broker_nodes") else {
        return sheet.gap("the number of its brokers is not known");
    };
    let Some(instance_type) = cluster.text("broker_node_group_info.instance_type").map(str::to_ascii_lowercase) else {
        return sheet.gap("the instance type of its brokers is not known");
    };
    sheet.fixed::<Hour>(
        &format!("Brokers ({instance_type})"),
        HOURS_PER_MONTH.times(brokers),
        sheet.rate(&format!("msk.broker.{instance_type}")),
    );
    if instance_type.starts_with("express.") {
        express(cluster, sheet);
    } else {
        standard(cluster, sheet, brokers);
    }
    if cluster.block("broker_node_group_info.connectivity_info.vpc_connectivity").is_some() {
        sheet.gap("private connectivity to other VPCs is not priced");
    }
}

fn express(cluster: &Resource<'_>, sheet: &mut Sheet<'_>) {
    sheet.usage::<GbMonth>("Storage (Express)", cluster.usage("storage_gb"), sheet.rate("msk.express.storage"));
    sheet.usage::<Gb>("Data written (Express)", cluster.usage("monthly_data_in_gb"), sheet.rate("msk.express.data_in"));
}

fn standard(cluster: &Resource<'_>, sheet: &mut Sheet<'_>, brokers: Decimal) {
    match volume(cluster) {
        Some(volume) => {
            let stored = Quantity::new(volume.saturating_mul(brokers));
            sheet.fixed::<GbMonth>("Storage", stored, sheet.rate("msk.storage"));
        }
        None => sheet.gap("the storage of its brokers is not known"),
    }
    if cluster.flag(&format!("{EBS}.provisioned_throughput.enabled")) == Some(true) {
        sheet.gap("provisioned storage throughput is not priced");
    }
    if cluster.is_unknown("storage_mode") {
        return sheet.gap("whether its storage is tiered is known only after apply");
    }
    if cluster.text("storage_mode") == Some("TIERED") {
        sheet.usage::<GbMonth>(
            "Low-cost storage tier",
            cluster.usage("tiered_storage_gb"),
            sheet.rate("msk.storage.tiered"),
        );
        let read = cluster.usage("monthly_tiered_retrieval_gb");
        sheet.usage::<Gb>("Low-cost tier retrieval", read, sheet.rate("msk.retrieval.tiered"));
    }
}

/// GiB of one broker: as declared, or more where a declared scaling target asks for more.
fn volume(cluster: &Resource<'_>) -> Option<Decimal> {
    let declared = size(cluster, &format!("{EBS}.volume_size"))
        .or_else(|| size(cluster, "broker_node_group_info.ebs_volume_size"));
    let targets = cluster.referring("aws_appautoscaling_target");
    let scaled = targets
        .iter()
        .filter(|target| target.text("scalable_dimension") == Some("kafka:broker-storage:VolumeSize"))
        .filter_map(|target| size(target, "min_capacity"))
        .max();
    declared.max(scaled)
}
