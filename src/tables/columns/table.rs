//! DynamoDB tables.

use super::{columns, flag, gib, maybe, number, text};
use crate::model::resource::Table;
use crate::model::vocabulary::BillingMode;

columns! { DynamodbTable: Table {
    "billing_mode": Text, "`PROVISIONED` or `PAY_PER_REQUEST`", "never", |t, _| text(t.billing_mode.word());
    "table_class": Text, "`STANDARD` or `STANDARD_INFREQUENT_ACCESS`", "never", |t, _| text(t.table_class.word());
    "read_capacity": Number, "read capacity units provisioned, its indexes' included",
        "it is not provisioned, or AWS did not say",
        |t, _| maybe(provisioned(t, t.read_capacity_units, |index| index.read_capacity_units));
    "write_capacity": Number, "write capacity units provisioned, its indexes' included",
        "it is not provisioned, or AWS did not say",
        |t, _| maybe(provisioned(t, t.write_capacity_units, |index| index.write_capacity_units));
    "indexes": Number, "its global secondary indexes", "never",
        |t, _| number(u32::try_from(t.indexes.len()).unwrap_or(u32::MAX));
    "auto_scaled": Flag, "Application Auto Scaling may change a capacity of it or of an index",
        "scalable targets could not be read", |t, _| flag(t.scaling.as_ref().map(|scaling| !scaling.is_empty()));
    "replicated": Flag, "it is part of a global table", "never", |t, _| flag(!t.replica_regions.is_empty());
    "size": Gib, "size of its items, without its indexes; counted about every six hours", "AWS did not say",
        |t, _| gib(t.size_bytes);
    "items": Number, "its items; counted about every six hours", "AWS did not say",
        |t, _| maybe(t.item_count.map(|items| items as f64));
    "age": Age, "days since creation", "AWS did not say", |t, j| maybe(j.age(t.created_at));
} }

/// The sum over the table and its indexes; `None` unless all are known.
fn provisioned(
    table: &Table,
    own: Option<u32>,
    of: impl Fn(&crate::model::resource::TableIndex) -> Option<u32>,
) -> Option<f64> {
    if table.billing_mode != BillingMode::Provisioned {
        return None;
    }
    table.indexes.iter().map(of).chain([own]).try_fold(0.0, |sum, units| Some(sum + f64::from(units?)))
}
