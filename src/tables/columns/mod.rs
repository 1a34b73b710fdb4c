//! The columns of each kind: declaration and extraction on one line each.
//!
//! A cell is `None` when the fact is not known, never when it is *no* or *zero*.

mod address;
mod auto_scaling_group;
mod bucket;
mod cache;
mod database;
mod ecs_service;
mod function;
mod instance;
mod log_group;
mod other;
mod snapshot;
mod table;
mod volume;

use std::borrow::Cow;
use std::collections::BTreeMap;

use polars::prelude::{Column, DataFrame, NamedFrom, PolarsResult, Series};

use super::fields::Field;
use super::joins::Joins;
use crate::dataset::Dataset;
use crate::model::ids::ResourceKind;

pub(super) const GIB: f64 = 1_073_741_824.0;

/// What one column holds for one resource.
pub(super) enum Cell<'a> {
    Text(Option<Cow<'a, str>>),
    Flag(Option<bool>),
    /// Numbers, GiB, ages in days, percentages.
    Number(Option<f64>),
}

pub(super) fn text(value: &str) -> Cell<'_> {
    Cell::Text(Some(Cow::Borrowed(value)))
}

pub(super) fn maybe_text(value: Option<&str>) -> Cell<'_> {
    Cell::Text(value.map(Cow::Borrowed))
}

pub(super) fn flag<'a>(value: impl Into<Option<bool>>) -> Cell<'a> {
    Cell::Flag(value.into())
}

pub(super) fn number<'a>(value: impl Into<f64>) -> Cell<'a> {
    Cell::Number(Some(value.into()))
}

pub(super) fn maybe<'a, N: Into<f64>>(value: Option<N>) -> Cell<'a> {
    Cell::Number(value.map(Into::into))
}

/// Bytes as GiB.
pub(super) fn gib<'a>(bytes: Option<u64>) -> Cell<'a> {
    Cell::Number(bytes.map(|bytes| bytes as f64 / GIB))
}

pub(super) type Extract<T> = for<'a> fn(&'a T, &Joins<'a>) -> Cell<'a>;

/// Declares the columns of one kind: `name: Type, "help", "why null", |resource, joins| cell;`. The first four columns
/// are the same for every kind.
macro_rules! columns {
    ($kind:ident: $model:ident { $($name:literal: $field_type:ident, $help:literal, $null:literal, $cell:expr;)* }) => {
        pub(in crate::tables) const FIELDS: &[crate::tables::Field] = &[
            columns!(@field $kind, "account", Text, "the AWS account id", "never"),
            columns!(@field $kind, "region", Text, "the region code", "never"),
            columns!(@field $kind, "id", Text, "the resource's id or name", "never"),
            columns!(@field $kind, "name", Text, "the tag Name; empty without one", "its tags could not be read"),
            $(columns!(@field $kind, $name, $field_type, $help, $null),)*
        ];

        const EXTRACT: &[crate::tables::columns::Extract<$model>] = &[
            |resource, _| crate::tables::columns::text(resource.account.as_str()),
            |resource, _| crate::tables::columns::text(resource.region.as_str()),
            |resource, _| crate::tables::columns::text(&resource.id),
            |resource, _| crate::tables::columns::maybe_text(resource.tags.as_ref().map(|tags| tags.get("Name").map_or("", String::as_str))),
            $($cell,)*
        ];

        pub(in crate::tables) fn frame(
            resources: &[$model],
            joins: &crate::tables::joins::Joins<'_>,
        ) -> polars::prelude::PolarsResult<polars::prelude::DataFrame> {
            crate::tables::columns::frame(FIELDS, EXTRACT, resources, joins)
        }
    };
    (@field $kind:ident, $name:literal, $field_type:ident, $help:literal, $null:literal) => {
        crate::tables::Field {
            kind: crate::model::ids::ResourceKind::$kind,
            name: $name,
            field_type: crate::tables::FieldType::$field_type,
            help: $help,
            null: $null,
        }
    };
}
use columns;

pub(super) const ALL: [&[Field]; 17] = [
    instance::FIELDS,
    other::instance_type::FIELDS,
    other::image::FIELDS,
    address::FIELDS,
    auto_scaling_group::FIELDS,
    ecs_service::FIELDS,
    other::reserved_instances::FIELDS,
    volume::FIELDS,
    snapshot::FIELDS,
    other::alarm::FIELDS,
    table::FIELDS,
    function::FIELDS,
    log_group::FIELDS,
    bucket::FIELDS,
    database::FIELDS,
    cache::FIELDS,
    other::savings_plan::FIELDS,
];

/// One frame a kind, row for row as in the dataset.
pub(super) fn frames(dataset: &Dataset, joins: &Joins<'_>) -> PolarsResult<BTreeMap<ResourceKind, DataFrame>> {
    let resources = &dataset.resources;
    Ok(BTreeMap::from([
        (ResourceKind::Ec2Instance, instance::frame(&resources.instances, joins)?),
        (ResourceKind::Ec2InstanceType, other::instance_type::frame(&resources.instance_types, joins)?),
        (ResourceKind::Ec2Image, other::image::frame(&resources.images, joins)?),
        (ResourceKind::Ec2Address, address::frame(&resources.addresses, joins)?),
        (ResourceKind::AutoscalingGroup, auto_scaling_group::frame(&resources.auto_scaling_groups, joins)?),
        (ResourceKind::EcsService, ecs_service::frame(&resources.ecs_services, joins)?),
        (ResourceKind::Ec2ReservedInstances, other::reserved_instances::frame(&resources.reserved_instances, joins)?),
        (ResourceKind::EbsVolume, volume::frame(&resources.volumes, joins)?),
        (ResourceKind::EbsSnapshot, snapshot::frame(&resources.snapshots, joins)?),
        (ResourceKind::CloudwatchAlarm, other::alarm::frame(&resources.alarms, joins)?),
        (ResourceKind::DynamodbTable, table::frame(&resources.tables, joins)?),
        (ResourceKind::LambdaFunction, function::frame(&resources.functions, joins)?),
        (ResourceKind::LogsGroup, log_group::frame(&resources.log_groups, joins)?),
        (ResourceKind::S3Bucket, bucket::frame(&resources.buckets, joins)?),
        (ResourceKind::RdsInstance, database::frame(&resources.databases, joins)?),
        (ResourceKind::ElasticacheCluster, cache::frame(&resources.caches, joins)?),
        (ResourceKind::SavingsPlan, other::savings_plan::frame(&resources.savings_plans, joins)?),
    ]))
}

fn frame<'a, T>(
    fields: &[Field],
    extract: &[Extract<T>],
    resources: &'a [T],
    joins: &Joins<'a>,
) -> PolarsResult<DataFrame> {
    use super::FieldType::{Flag, Text};
    let columns = fields.iter().zip(extract).map(|(field, extract)| {
        let cells = resources.iter().map(|resource| extract(resource, joins));
        let name = field.name.into();
        let series = match field.field_type {
            Text => Series::new(
                name,
                cells.map(|cell| if let Cell::Text(text) = cell { text } else { None }).collect::<Vec<_>>(),
            ),
            Flag => Series::new(
                name,
                cells.map(|cell| if let Cell::Flag(flag) = cell { flag } else { None }).collect::<Vec<_>>(),
            ),
            _ => Series::new(
                name,
                cells.map(|cell| if let Cell::Number(number) = cell { number } else { None }).collect::<Vec<_>>(),
            ),
        };
        Column::from(series)
    });
    DataFrame::new(resources.len(), columns.collect())
}
