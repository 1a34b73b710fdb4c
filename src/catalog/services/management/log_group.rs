//! CloudWatch log groups: ingestion by class, storage, Logs Insights (Amazon CloudWatch pricing).

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Gb, GbMonth};

pub(super) const LOG_GROUP: Kind = Kind {
    type_name: "aws_cloudwatch_log_group",
    kind: "logs-group",
    service: "AmazonCloudWatch",
    attributes: &[Field::text(
        "log_group_class",
        "`STANDARD`, `INFREQUENT_ACCESS` or `DELIVERY`; STANDARD without it.",
    )],
    usage: &[
        Field::number("monthly_data_ingested_gb", "GB a month", "Data ingested, uncompressed."),
        Field::number("storage_gb", "GB", "Data stored, compressed."),
        Field::number("monthly_data_scanned_gb", "GB a month", "Data scanned by Logs Insights queries."),
    ],
    price,
};

fn price(group: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let (stored, scanned) = (group.usage("storage_gb"), group.usage("monthly_data_scanned_gb"));
    let ingested = group.usage("monthly_data_ingested_gb");
    match group.text("log_group_class").unwrap_or("STANDARD") {
        _ if group.is_unknown("log_group_class") => {
            sheet.gap("ingestion is not priced: the class of the log group is known only after apply");
        }
        "STANDARD" => {
            sheet.usage::<Gb>("Data ingested", ingested, sheet.rate("cloudwatch.logs.ingest.standard"));
        }
        "INFREQUENT_ACCESS" => {
            let rate = sheet.rate("cloudwatch.logs.ingest.infrequent_access");
            sheet.usage::<Gb>("Data ingested (Infrequent Access)", ingested, rate);
        }
        other => sheet.gap(format!("ingestion into log groups of the class {other} is not priced")),
    }
    sheet.usage::<GbMonth>("Data stored", stored, sheet.rate("cloudwatch.logs.storage"));
    sheet.usage::<Gb>("Data scanned by Logs Insights", scanned, sheet.rate("cloudwatch.logs.insights_scanned"));
}
