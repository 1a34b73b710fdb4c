//! OpenSearch and Elasticsearch domains (Amazon OpenSearch Service pricing).

use rust_decimal::Decimal;

use super::opensearch_volumes;
use super::purchase::{Instances, PAYMENT, Reservation, ReservedRate, TERM, write};
use crate::catalog::{Field, Kind, Resource, Sheet};

const ATTRIBUTES: &[Field] = &[
    Field::block(
        "cluster_config",
        &[
            Field::text("instance_type", "`r6g.large.search`; m4.large without it."),
            Field::number("instance_count", "nodes", "Data nodes; 1 without it."),
            Field::flag("dedicated_master_enabled", "Off without it."),
            Field::text("dedicated_master_type", "Their type."),
            Field::number("dedicated_master_count", "nodes", "How many."),
            Field::flag("warm_enabled", "UltraWarm nodes; off without it."),
            Field::text("warm_type", "`ultrawarm1.medium.search`."),
            Field::number("warm_count", "nodes", "How many."),
        ],
        "The nodes.",
    ),
    Field::block(
        "ebs_options",
        &[
            Field::flag("ebs_enabled", "A volume on each data node."),
            Field::text("volume_type", "`gp2`, `gp3`, `io1`, `standard`; gp2 without it."),
            Field::number("volume_size", "GiB", "Of each data node."),
            Field::number("iops", "IOPS", "Of each io1 or gp3 volume."),
            Field::number("throughput", "MiB/s", "Of each gp3 volume."),
        ],
        "The volumes.",
    ),
];

pub(super) const OPENSEARCH_DOMAIN: Kind = Kind {
    type_name: "aws_opensearch_domain",
    kind: "opensearch-domain",
    service: "AmazonES",
    attributes: ATTRIBUTES,
    usage: &[TERM, PAYMENT],
    price,
};

pub(super) const ELASTICSEARCH_DOMAIN: Kind =
    Kind { type_name: "aws_elasticsearch_domain", kind: "elasticsearch-domain", ..OPENSEARCH_DOMAIN };

/// The provider's default, `.elasticsearch` for older domains.
const DEFAULT_TYPE: &str = "m4.large.search";

fn price(domain: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let declared = domain.text("cluster_config.instance_type");
    let unknown = domain.is_unknown("cluster_config");
    if unknown {
        sheet.gap("a part of `cluster_config` is known only after apply");
    }
    let count = domain.number("cluster_config.instance_count").or((!unknown).then_some(Decimal::ONE));
    if let Some(count) = count.filter(|count| *count >= Decimal::ZERO) {
        if let Some(node_type) = declared.or((!unknown).then_some(DEFAULT_TYPE)) {
            nodes(domain, sheet, "Instance", node_type, count);
        }
        opensearch_volumes::write(domain, sheet, count);
    }
    others(domain, sheet, "Dedicated master", "dedicated_master");
    others(domain, sheet, "UltraWarm instance", "warm");
    if domain.flag("cluster_config.warm_enabled") == Some(true) {
        sheet.gap("what UltraWarm nodes store is billed as well and has no price");
    }
}

/// Nodes that are not there unless switched on.
fn others(domain: &Resource<'_>, sheet: &mut Sheet<'_>, what: &str, prefix: &str) {
    if domain.flag(&format!("cluster_config.{prefix}_enabled")) != Some(true) {
        return;
    }
    let node_type = domain.text(&format!("cluster_config.{prefix}_type"));
    let count = domain.number(&format!("cluster_config.{prefix}_count")).filter(|count| *count >= Decimal::ZERO);
    match (node_type, count) {
        (Some(node_type), Some(count)) => nodes(domain, sheet, what, node_type, count),
        (None, _) => sheet.gap(format!("{what}: `{prefix}_type` is not given")),
        (_, None) => sheet.gap(format!("{what}: `{prefix}_count` is not given")),
    }
}

fn nodes(domain: &Resource<'_>, sheet: &mut Sheet<'_>, what: &str, node_type: &str, count: Decimal) {
    // The older name of the same nodes.
    let key = node_type
        .strip_suffix(".elasticsearch")
        .map_or_else(|| node_type.to_owned(), |node_type| format!("{node_type}.search"));
    let instances =
        Instances { what, detail: node_type, count, usage_based: false, reserved_rate: ReservedRate::Effective };
    let on_demand = |sheet: &Sheet<'_>| sheet.hourly("AmazonES/on-demand", &key);
    let reserved = |sheet: &Sheet<'_>, Reservation { term, payment }: Reservation| {
        sheet.hourly("AmazonES/reserved", &format!("{key} {term} {payment}"))
    };
    write(domain, sheet, instances, on_demand, reserved);
}
