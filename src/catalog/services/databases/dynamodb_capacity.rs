//! Read and write capacity of DynamoDB tables, their indexes and replicas.

use rust_decimal::Decimal;

use crate::catalog::resource::Block;
use crate::catalog::{Resource, Sheet};
use crate::estimate::Class;
use crate::units::{
    GbMonth, Quantity, ReadCapacityUnitHour, ReadRequestUnit, ReplicatedWriteCapacityUnitHour,
    ReplicatedWriteRequestUnit, WriteCapacityUnitHour, WriteRequestUnit,
};

pub(super) fn on_demand(table: &Resource<'_>, sheet: &mut Sheet<'_>, class: Class) {
    let price = sheet.rate(&class.item("ondemand.wru"));
    sheet.usage::<WriteRequestUnit>("Write requests", table.usage("monthly_write_request_units"), price);
    let price = sheet.rate(&class.item("ondemand.rru"));
    sheet.usage::<ReadRequestUnit>("Read requests", table.usage("monthly_read_request_units"), price);
}

/// The table and each of its global secondary indexes; a local one has no capacity of its own.
pub(super) fn provisioned(table: &Resource<'_>, sheet: &mut Sheet<'_>, class: Class) {
    write_capacity(sheet, class, capacity(table, table.attributes(), "", "Write"));
    read_capacity(sheet, class, capacity(table, table.attributes(), "", "Read"));
    for index in table.blocks("global_secondary_index") {
        let name = index.text("name").unwrap_or("unnamed");
        sheet.part(&format!("global_secondary_index.{name}"), |sheet| {
            write_capacity(sheet, class, capacity(table, index, name, "Write"));
            read_capacity(sheet, class, capacity(table, index, name, "Read"));
        });
    }
}

/// Capacity units, or why they are not known, in words.
struct Capacity {
    units: Result<Decimal, String>,
    scaled: bool,
}

/// What is declared, unless a scaling target of the table or index keeps its own: then its average (usage `capacity`),
/// or, where that is not given, its minimum.
fn capacity(table: &Resource<'_>, owner: Block<'_>, index: &str, direction: &str) -> Capacity {
    if let Some(target) = scaling_target(table, index, direction) {
        let units = target.usage("capacity").or_else(|| target.number("min_capacity"));
        let missing = || format!("{direction} capacity: the scaling target's `min_capacity` is not known");
        return Capacity { units: units.ok_or_else(missing), scaled: true };
    }
    let name = format!("{}_capacity", direction.to_lowercase());
    let units = owner.number(&name).filter(|units| *units >= Decimal::ZERO);
    let missing = || {
        let of = if index.is_empty() { String::new() } else { format!(" of the index {index}") };
        let when = if table.is_unknown(&name) { "known only after apply" } else { "not given" };
        format!("`{name}`{of} is {when}")
    };
    Capacity { units: units.ok_or_else(missing), scaled: false }
}

/// `aws_appautoscaling_target`s name the table in their `resource_id` (`table/T`, `table/T/index/I`).
fn scaling_target<'a>(table: &Resource<'a>, index: &str, direction: &str) -> Option<Resource<'a>> {
    let (thing, ending) =
        if index.is_empty() { ("table", String::new()) } else { ("index", format!("/index/{index}")) };
    let dimension = format!("dynamodb:{thing}:{direction}CapacityUnits");
    table.referring("aws_appautoscaling_target").into_iter().find(|target| {
        target.text("scalable_dimension") == Some(dimension.as_str())
            && target.text("resource_id").is_none_or(|id| id.ends_with(&ending))
    })
}

fn write_capacity(sheet: &mut Sheet<'_>, class: Class, capacity: Capacity) {
    let price = sheet.rate::<WriteCapacityUnitHour>(&class.item("provisioned.wcu"));
    line(sheet, "Write capacity", capacity, price.map(|price| price.by_the_month()));
}

fn read_capacity(sheet: &mut Sheet<'_>, class: Class, capacity: Capacity) {
    let price = sheet.rate::<ReadCapacityUnitHour>(&class.item("provisioned.rcu"));
    line(sheet, "Read capacity", capacity, price.map(|price| price.by_the_month()));
}

fn line<U: crate::units::Unit>(
    sheet: &mut Sheet<'_>,
    name: &str,
    capacity: Capacity,
    price: Result<crate::pricing::TieredPrice<U>, crate::model::cost::PriceMissing>,
) {
    match capacity.units {
        Ok(units) if capacity.scaled => sheet.usage(&format!("{name} (autoscaling)"), Some(units), price),
        Ok(units) => sheet.fixed(name, Quantity::new(units), price),
        Err(why) => sheet.gap(why),
    }
}

/// A replica repeats the table's writes, and has its storage and read capacity, at the prices of its region. Its reads on
/// demand are its own and not known.
pub(super) fn replicas(table: &Resource<'_>, sheet: &mut Sheet<'_>, class: Class, pays_by_request: bool) {
    for replica in table.blocks("replica") {
        let Some(region) = replica.text("region_name") else {
            sheet.gap("a replica's region is not known");
            continue;
        };
        sheet.part(&format!("replica.{region}"), |sheet| {
            if pays_by_request {
                let price = sheet.rate_at(region, &class.item("ondemand.rwru"));
                let written = table.usage("monthly_write_request_units");
                sheet.usage::<ReplicatedWriteRequestUnit>("Replicated write requests", written, price);
            } else {
                replicated_capacity(table, sheet, class, region);
            }
            let price = sheet.rate_at(region, &class.item("storage"));
            sheet.usage::<GbMonth>("Data storage of the replica", table.usage("storage_gb"), price);
        });
    }
}

fn replicated_capacity(table: &Resource<'_>, sheet: &mut Sheet<'_>, class: Class, region: &str) {
    let attributes = table.attributes();
    let price = sheet.rate_at::<ReplicatedWriteCapacityUnitHour>(region, &class.item("provisioned.rwcu"));
    let written = capacity(table, attributes, "", "Write");
    line(sheet, "Replicated write capacity", written, price.map(|price| price.by_the_month()));
    let price = sheet.rate_at::<ReadCapacityUnitHour>(region, &class.item("provisioned.rcu"));
    let read = capacity(table, attributes, "", "Read");
    line(sheet, "Read capacity of the replica", read, price.map(|price| price.by_the_month()));
}
