//! DynamoDB tables: capacity provisioned and consumed, by the table and each of its indexes.

use super::{Measured, Usage, gib, per_month};
use crate::model::configuration::{
    CapacityConfiguration, Configuration, ScalingBounds, TableCapacity, TableConfiguration,
};
use crate::model::metric::{Statistic, metric_of_part};
use crate::model::resource::Table;
use crate::model::vocabulary::{BillingMode, CapacityDirection};
use crate::tables::Answered;

pub(super) fn configuration(table: &Table, measured: Measured<'_>) -> Usage {
    let provisioned = table.billing_mode == BillingMode::Provisioned;
    let mut unmeasured = vec!["backups, streams and restores were not measured".to_owned()];
    if provisioned && table.scaling.is_none() {
        unmeasured.push("whether auto scaling changes its capacity is not known".to_owned());
    }
    let both = |index: Option<&str>, read: Option<u32>, write: Option<u32>| TableCapacity {
        index: index.map(str::to_owned),
        read: capacity(table, measured, index, &CapacityDirection::Read, read),
        write: capacity(table, measured, index, &CapacityDirection::Write, write),
    };
    let own = both(None, table.read_capacity_units, table.write_capacity_units);
    let indexes = table.indexes.iter().map(|it| both(Some(&it.name), it.read_capacity_units, it.write_capacity_units));
    Usage {
        configuration: Some(Configuration::DynamodbTable(TableConfiguration {
            billing_mode: table.billing_mode.clone(),
            table_class: table.table_class.clone(),
            replicated: !table.replica_regions.is_empty(),
            capacity: std::iter::once(own).chain(indexes).collect(),
            stored_gib: stored_bytes(table).map(gib),
        })),
        unmeasured,
    }
}

/// TableSizeBytes does not count the indexes, which are billed alike.
fn stored_bytes(table: &Table) -> Option<u64> {
    table
        .indexes
        .iter()
        .map(|index| index.size_bytes)
        .chain([table.size_bytes])
        .try_fold(0_u64, |sum, bytes| Some(sum.saturating_add(bytes?)))
}

fn capacity(
    table: &Table,
    measured: Measured<'_>,
    index: Option<&str>,
    direction: &CapacityDirection,
    units: Option<u32>,
) -> CapacityConfiguration {
    let key = table.key();
    let metric = |what: &str| metric_of_part(&format!("{what}{direction}CapacityUnits"), index);
    let scaling = table.scaling.iter().flatten().find(|it| it.index.as_deref() == index && it.direction == *direction);
    // What auto scaling provisioned on average is what was billed; the units of now are those of a moment.
    let mean = || match measured.statistics.get(&key, &metric("Provisioned"), Statistic::Average, measured.lookback) {
        Answered::Points(points) => Some(points.average.max(0.0)),
        Answered::NoPoints | Answered::NotAnswered(_) => None,
    };
    let now = units.map(f64::from);
    let provisioned_units = match (&table.billing_mode, scaling) {
        (BillingMode::Provisioned, Some(_)) => mean().or(now),
        (BillingMode::Provisioned, None) => now,
        _ => None,
    };
    CapacityConfiguration {
        provisioned_units,
        scaling: scaling.filter(|_| table.billing_mode == BillingMode::Provisioned).map(|it| ScalingBounds {
            minimum_units: it.minimum_units,
            maximum_units: it.maximum_units,
            target_percent: it.target_percent,
        }),
        consumed_units_per_month: per_month(measured, &key, &metric("Consumed"), Statistic::Sum, table.created_at),
    }
}
