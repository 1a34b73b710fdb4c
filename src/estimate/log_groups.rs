//! CloudWatch Logs log groups: storage of compressed bytes, ingestion of uncompressed ones.

use super::lines::Lines;
use crate::model::configuration::LogGroupConfiguration;
use crate::model::vocabulary::LogClass;

pub(super) fn price(group: &LogGroupConfiguration, lines: &mut Lines<'_>) {
    let stored = lines.amount("stored logs", group.stored_gib);
    match &group.class {
        LogClass::Standard | LogClass::InfrequentAccess => {
            let price = lines.prices.logs_storage(lines.region);
            lines.add("Log storage", stored, price);
        }
        LogClass::Delivery | LogClass::Other(_) => lines.missing(format!("CloudWatch Logs storage {}", group.class)),
    }
    if let Some(gib) = group.ingested_gib_per_month {
        let ingested = lines.amount("log ingestion", gib);
        let price = lines.prices.logs_ingestion(lines.region, &group.class);
        lines.add("Log ingestion", ingested, price);
    } else {
        lines.unmeasured("log ingestion was not measured");
    }
}
