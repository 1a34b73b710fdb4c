//! Kinesis data streams: shards or on-demand capacity, retention, enhanced fan-out (Amazon Kinesis Data Streams pricing).

use rust_decimal::Decimal;

use super::amounts::size;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Gb, GbMonth, HOURS_PER_MONTH, PutPayloadUnit, Quantity, ShardHour};

/// Hours of retention that are included, and from where on stored data is billed by the GB.
const INCLUDED_RETENTION_HOURS: u32 = 24;
const LONG_TERM_RETENTION_HOURS: u32 = 168;

pub(super) const STREAM: Kind = Kind {
    type_name: "aws_kinesis_stream",
    kind: "kinesis-stream",
    service: "AmazonKinesis",
    attributes: &[
        Field::block(
            "stream_mode_details",
            &[Field::text("stream_mode", "`PROVISIONED` or `ON_DEMAND`.")],
            "The capacity mode; `PROVISIONED` without it.",
        ),
        Field::number("shard_count", "shards", "Shards of a provisioned stream."),
        Field::number("retention_period", "hours", "How long data is kept; 24, which are included, without it."),
    ],
    usage: &[
        Field::number("monthly_on_demand_data_in_gb", "GB a month", "Data written."),
        Field::number("monthly_on_demand_data_out_gb", "GB a month", "Data read without enhanced fan-out."),
        Field::number("monthly_on_demand_efo_data_out_gb", "GB a month", "Data read by enhanced fan-out."),
        Field::number("monthly_on_demand_extended_retention_gb", "GB", "Data kept between 24 hours and 7 days."),
        Field::number("monthly_on_demand_long_term_retention_gb", "GB", "Data kept for more than 7 days."),
        Field::number("monthly_provisioned_put_units", "units a month", "PUT payload units: each started 25 KB."),
        Field::number(
            "monthly_provisioned_extended_retention_gb",
            "GB",
            "Not billed by the GB: `retention_period` above 24 hours is billed by the shard-hour.",
        ),
        Field::number("monthly_provisioned_long_term_retention_gb", "GB", "Data kept for more than 7 days."),
        Field::number(
            "monthly_provisioned_long_term_retrieval_gb",
            "GB a month",
            "Data read that is older than 7 days.",
        ),
        Field::number("monthly_provisioned_efo_data_out_gb", "GB a month", "Data read by enhanced fan-out."),
        Field::number(
            "monthly_provisioned_efo_consumer_hours",
            "consumer-shard-hours a month",
            "Shard-hours of enhanced fan-out consumers; all month for declared consumers without it.",
        ),
    ],
    price,
};

fn price(stream: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if stream.is_unknown("stream_mode_details") {
        return sheet.gap("its capacity mode is known only after apply");
    }
    match stream.text("stream_mode_details.stream_mode").unwrap_or("PROVISIONED") {
        "PROVISIONED" => provisioned(stream, sheet),
        "ON_DEMAND" => on_demand(stream, sheet),
        other => sheet.gap(format!("the stream mode `{other}` is not supported")),
    }
}

fn on_demand(stream: &Resource<'_>, sheet: &mut Sheet<'_>) {
    sheet.all_month("Stream (on-demand)", sheet.rate("kinesis.ondemand.stream"));
    let mut moved = |name: &str, key: &str, item: &str| {
        sheet.usage::<Gb>(name, stream.usage(key), sheet.rate(item));
    };
    moved("Data written", "monthly_on_demand_data_in_gb", "kinesis.ondemand.data_in");
    moved("Data read", "monthly_on_demand_data_out_gb", "kinesis.ondemand.data_out");
    moved("Data read by fan-out", "monthly_on_demand_efo_data_out_gb", "kinesis.ondemand.efo_data_out");
    let mut kept = |name: &str, key: &str, item: &str| {
        sheet.usage::<GbMonth>(name, stream.usage(key), sheet.rate(item));
    };
    let extended = "monthly_on_demand_extended_retention_gb";
    kept("Retention (24 hours to 7 days)", extended, "kinesis.ondemand.extended_retention");
    let long_term = "monthly_on_demand_long_term_retention_gb";
    kept("Retention (over 7 days)", long_term, "kinesis.long_term_retention");
}

fn provisioned(stream: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let shards = size(stream, "shard_count");
    match shards {
        Some(shards) => {
            sheet.fixed::<ShardHour>("Shards", shard_hours(shards), sheet.rate("kinesis.provisioned.shard"));
            retention(stream, sheet, shards);
        }
        None => sheet.gap("the number of its shards is not known"),
    }
    let units = stream.usage("monthly_provisioned_put_units");
    sheet.usage::<PutPayloadUnit>("PUT payload units", units, sheet.rate("kinesis.provisioned.put_payload_unit"));
    long_term(stream, sheet);
    fan_out(stream, sheet, shards);
}

fn shard_hours(shards: Decimal) -> Quantity<ShardHour> {
    Quantity::new(HOURS_PER_MONTH.times(shards).amount())
}

/// Whether data is kept for more than `hours`; `None` when that is known only after apply.
fn keeps_over(stream: &Resource<'_>, hours: u32) -> Option<bool> {
    if stream.is_unknown("retention_period") {
        return None;
    }
    let kept = size(stream, "retention_period").unwrap_or(Decimal::from(INCLUDED_RETENTION_HOURS));
    Some(kept > Decimal::from(hours))
}

/// Above 24 hours, each shard pays for extended retention by the hour.
fn retention(stream: &Resource<'_>, sheet: &mut Sheet<'_>, shards: Decimal) {
    match keeps_over(stream, INCLUDED_RETENTION_HOURS) {
        Some(true) => sheet.fixed::<ShardHour>(
            "Extended retention (over 24 hours)",
            shard_hours(shards),
            sheet.rate("kinesis.extended_retention.shard"),
        ),
        Some(false) if stream.usage("monthly_provisioned_extended_retention_gb").is_some() => sheet.gap(
            "`monthly_provisioned_extended_retention_gb` is not billed by the GB: set `retention_period`, which is \
             billed by the shard-hour",
        ),
        Some(false) => {}
        None => sheet.gap("its retention period is known only after apply"),
    }
}

/// Where data may be older than 7 days, or the usage says that it is.
fn long_term(stream: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let expected = keeps_over(stream, LONG_TERM_RETENTION_HOURS) != Some(false);
    let kept = stream.usage("monthly_provisioned_long_term_retention_gb");
    if expected || kept.is_some() {
        sheet.usage::<GbMonth>("Retention (over 7 days)", kept, sheet.rate("kinesis.long_term_retention"));
    }
    let read = stream.usage("monthly_provisioned_long_term_retrieval_gb");
    if expected || read.is_some() {
        sheet.usage::<Gb>("Data read that is older than 7 days", read, sheet.rate("kinesis.long_term_retrieval"));
    }
}

/// Each consumer of each shard pays by the hour, and for what it reads.
fn fan_out(stream: &Resource<'_>, sheet: &mut Sheet<'_>, shards: Option<Decimal>) {
    let consumers = stream.referring("aws_kinesis_stream_consumer").len();
    let rate = sheet.rate("kinesis.efo.consumer_shard");
    match (stream.usage("monthly_provisioned_efo_consumer_hours"), shards) {
        (None, Some(shards)) if consumers > 0 => {
            let hours = shard_hours(shards).times(Decimal::from(consumers));
            sheet.fixed::<ShardHour>("Enhanced fan-out consumers", hours, rate);
        }
        (hours, _) => sheet.usage::<ShardHour>("Enhanced fan-out consumers", hours, rate),
    }
    let read = stream.usage("monthly_provisioned_efo_data_out_gb");
    sheet.usage::<Gb>("Data read by fan-out", read, sheet.rate("kinesis.efo.data_retrieved"));
}
