//! Firehose delivery streams: data by source and destination, conversion, partitioning, delivery into a VPC
//! (Amazon Data Firehose pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Gb, HOURS_PER_MONTH};

const SEARCH: &[Field] = &[Field::block(
    "vpc_config",
    &[Field::any("subnet_ids", "Where it delivers: one Availability Zone each.")],
    "Delivery into a VPC.",
)];
const S3: &[Field] = &[
    Field::block(
        "data_format_conversion_configuration",
        &[Field::flag("enabled", "Converts to Parquet or ORC; `true` without it.")],
        "Format conversion.",
    ),
    Field::block(
        "dynamic_partitioning_configuration",
        &[Field::flag("enabled", "Partitions by the data; `false` without it.")],
        "Dynamic partitioning.",
    ),
];
/// Destinations that may lie in a VPC.
const SEARCHES: &[&str] =
    &["elasticsearch_configuration", "opensearch_configuration", "opensearchserverless_configuration"];

pub(super) const DELIVERY_STREAM: Kind = Kind {
    type_name: "aws_kinesis_firehose_delivery_stream",
    kind: "firehose-delivery-stream",
    service: "AmazonKinesisFirehose",
    attributes: &[
        Field::text("destination", "`extended_s3`, `opensearch`, `splunk`, `snowflake`, `iceberg`, …"),
        Field::any("msk_source_configuration", "Reads from MSK, which has its own price."),
        Field::block("extended_s3_configuration", S3, "Delivery to S3."),
        Field::block("elasticsearch_configuration", SEARCH, "Delivery to Elasticsearch."),
        Field::block("opensearch_configuration", SEARCH, "Delivery to OpenSearch."),
        Field::block("opensearchserverless_configuration", SEARCH, "Delivery to OpenSearch Serverless."),
    ],
    usage: &[Field::number("monthly_data_ingested_gb", "GB a month", "Data taken in, each record rounded up to 5 KB.")],
    price,
};

fn price(stream: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let ingested = stream.usage("monthly_data_ingested_gb");
    let (name, item) = ingestion(stream);
    sheet.usage::<Gb>(name, ingested, sheet.rate(item));
    if let Some(s3) = stream.block("extended_s3_configuration") {
        if s3.block("data_format_conversion_configuration").is_some_and(|block| block.flag("enabled") != Some(false)) {
            sheet.usage::<Gb>("Format conversion", ingested, sheet.rate("firehose.format_conversion"));
        }
        if s3.flag("dynamic_partitioning_configuration.enabled") == Some(true) {
            sheet.usage::<Gb>("Dynamic partitioning", ingested, sheet.rate("firehose.dynamic_partitioning"));
        }
    }
    for search in SEARCHES {
        if stream.block(&format!("{search}.vpc_config")).is_some() {
            delivery_into_vpc(stream, sheet, &format!("{search}.vpc_config.subnet_ids"), ingested);
        }
    }
}

/// Data of MSK, and data for Snowflake and Iceberg, have prices of their own.
fn ingestion(stream: &Resource<'_>) -> (&'static str, &'static str) {
    let reads_msk = stream.block("msk_source_configuration").is_some();
    match stream.text("destination") {
        Some("snowflake") => ("Data ingested (Snowflake)", "firehose.ingest.snowflake"),
        Some("iceberg") => ("Data ingested (Iceberg)", "firehose.ingest.iceberg"),
        _ if reads_msk => ("Data ingested (MSK)", "firehose.ingest.msk"),
        _ => ("Data ingested", "firehose.ingest"),
    }
}

/// Data delivered, and each Availability Zone by the hour.
fn delivery_into_vpc(stream: &Resource<'_>, sheet: &mut Sheet<'_>, path: &str, ingested: Option<Decimal>) {
    sheet.usage::<Gb>("Delivery into a VPC", ingested, sheet.rate("firehose.vpc.data"));
    let zones = stream.items(path);
    if zones == 0 {
        let why = if stream.is_unknown(path) { "known only after apply" } else { "not known" };
        return sheet.gap(format!("the Availability Zones it delivers into are {why}"));
    }
    let hours = HOURS_PER_MONTH.times(Decimal::from(zones));
    sheet.fixed("Availability Zones of the VPC", hours, sheet.rate("firehose.vpc.availability_zone"));
}
