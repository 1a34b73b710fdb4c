//! DynamoDB tables, both billing modes (Amazon DynamoDB pricing).

use super::dynamodb_capacity::{on_demand, provisioned, replicas};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::estimate::Class;
use crate::model::vocabulary::TableClass;
use crate::units::{Gb, GbMonth, ReadRequestUnit};

pub(super) const TABLE: Kind = Kind {
    type_name: "aws_dynamodb_table",
    kind: "dynamodb-table",
    service: "AmazonDynamoDB",
    attributes: &[
        Field::text("billing_mode", "`PROVISIONED` or `PAY_PER_REQUEST`; provisioned without it."),
        Field::text("table_class", "`STANDARD` or `STANDARD_INFREQUENT_ACCESS`; standard without it."),
        Field::number("read_capacity", "read capacity units", "Of a provisioned table."),
        Field::number("write_capacity", "write capacity units", "Of a provisioned table."),
        Field::block(
            "global_secondary_index",
            &[
                Field::text("name", "Its name."),
                Field::number("read_capacity", "read capacity units", "Of the index of a provisioned table."),
                Field::number("write_capacity", "write capacity units", "Of the index of a provisioned table."),
            ],
            "Each has capacity of its own, at the table's prices.",
        ),
        Field::block("replica", &[Field::text("region_name", "Its region.")], "A replica of a global table."),
        Field::block("point_in_time_recovery", &[Field::flag("enabled", "Off without it.")], "Continuous backups."),
        Field::flag("stream_enabled", "A stream of changes."),
    ],
    usage: &[
        Field::number("monthly_read_request_units", "read request units a month", "Reads of an on-demand table."),
        Field::number("monthly_write_request_units", "write request units a month", "Writes to an on-demand table."),
        Field::number("storage_gb", "GiB", "Data stored, indexes included."),
        Field::number("pitr_backup_storage_gb", "GiB", "Table size under point-in-time recovery."),
        Field::number("on_demand_backup_storage_gb", "GiB", "On-demand backups kept."),
        Field::number("monthly_data_restored_gb", "GiB a month", "Data restored from backups."),
        Field::number("monthly_streams_read_request_units", "requests a month", "GetRecords calls on the stream."),
    ],
    price,
};

fn price(table: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let word = table.text("table_class").unwrap_or("STANDARD");
    let Some(class) = Class::of(&TableClass::from_word(word)) else {
        return sheet.gap(format!("tables of the class `{word}` have no price"));
    };
    let pays_by_request = match table.text("billing_mode") {
        None | Some("PROVISIONED") => false,
        Some("PAY_PER_REQUEST") => true,
        Some(other) => return sheet.gap(format!("the billing mode `{other}` has no price")),
    };
    if table.is_unknown("billing_mode") && table.text("billing_mode").is_none() {
        sheet.gap("capacity: `billing_mode` is known only after apply");
    } else if pays_by_request {
        on_demand(table, sheet, class);
    } else {
        provisioned(table, sheet, class);
    }
    storage(table, sheet, class);
    replicas(table, sheet, class, pays_by_request);
}

fn storage(table: &Resource<'_>, sheet: &mut Sheet<'_>, class: Class) {
    let price = sheet.rate(&class.item("storage"));
    sheet.usage::<GbMonth>("Data storage", table.usage("storage_gb"), price);
    let recovery = table.block("point_in_time_recovery").and_then(|recovery| recovery.flag("enabled"));
    let backed_up = table.usage("pitr_backup_storage_gb");
    if recovery == Some(true) || backed_up.is_some() {
        let price = sheet.rate("dynamodb.backup.pitr");
        sheet.usage::<GbMonth>("Point-in-time recovery", backed_up, price);
    }
    let price = sheet.rate("dynamodb.backup.on_demand");
    sheet.usage::<GbMonth>("On-demand backup storage", table.usage("on_demand_backup_storage_gb"), price);
    let price = sheet.rate("dynamodb.restore");
    sheet.usage::<Gb>("Data restored", table.usage("monthly_data_restored_gb"), price);
    let read = table.usage("monthly_streams_read_request_units");
    if table.flag("stream_enabled") != Some(false) || read.is_some() {
        let price = sheet.rate("dynamodb.streams.read");
        sheet.usage::<ReadRequestUnit>("Streams read requests", read, price);
    }
}
