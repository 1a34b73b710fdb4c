//! EventBridge event buses (Amazon EventBridge pricing). Events of AWS services are free.

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Event, Gb, GbMonth};

pub(super) const BUS: Kind = Kind {
    type_name: "aws_cloudwatch_event_bus",
    kind: "eventbridge-event-bus",
    service: "AWSEvents",
    attributes: &[],
    usage: &[
        Field::number("monthly_custom_events", "events a month", "Own events, each started 64 KB one."),
        Field::number("monthly_third_party_events", "events a month", "Events of partners, each started 64 KB one."),
        Field::number("monthly_archive_processing_gb", "GB a month", "Events written into archives."),
        Field::number("archive_storage_gb", "GB", "Events kept in archives."),
        Field::number("monthly_schema_discovery_events", "events a month", "Discovered events, each started 8 KB one."),
    ],
    price,
};

fn price(bus: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let usage = |key: &str| bus.usage(key);
    sheet.usage::<Event>("Custom events", usage("monthly_custom_events"), sheet.rate("eventbridge.custom_event"));
    let partner = usage("monthly_third_party_events");
    sheet.usage::<Event>("Partner events", partner, sheet.rate("eventbridge.partner_event"));
    let archived = usage("monthly_archive_processing_gb");
    sheet.usage::<Gb>("Archive processing", archived, sheet.rate("eventbridge.archive.processing"));
    sheet.usage::<GbMonth>("Archive storage", usage("archive_storage_gb"), sheet.rate("eventbridge.archive.storage"));
    let discovered = usage("monthly_schema_discovery_events");
    sheet.usage::<Event>("Schema discovery", discovered, sheet.rate("eventbridge.schema_discovery"));
}
