//! DynamoDB: tables with their indexes, what Application Auto Scaling does to them, tags.

use std::collections::BTreeMap;

use aws_sdk_applicationautoscaling::types::{ScalingPolicy, ServiceNamespace};
use aws_sdk_dynamodb::types::{GlobalSecondaryIndexDescription, ProvisionedThroughputDescription, TableDescription};
use futures::{StreamExt, stream};

use super::application_scaling;
use super::failure::CallFailure;
use super::listing::{Listing, read_pages};
use super::operation::Operation;
use super::session::Session;
use super::time::utc;
use crate::dataset::CollectorState;
use crate::model::gap::GapReason;
use crate::model::ids::Region;
use crate::model::resource::{CapacityScaling, Table, TableIndex, Tags};
use crate::model::vocabulary::{BillingMode, CapacityDirection, TableClass};

const NAMESPACE: ServiceNamespace = ServiceNamespace::Dynamodb;

const LIST_TABLES: Operation = Operation::free("DynamoDB", "ListTables", &["dynamodb:ListTables"]);
const DESCRIBE_TABLE: Operation = Operation::free("DynamoDB", "DescribeTable", &["dynamodb:DescribeTable"]);
const LIST_TAGS_OF_RESOURCE: Operation =
    Operation::free("DynamoDB", "ListTagsOfResource", &["dynamodb:ListTagsOfResource"]);
const DESCRIBE_SCALABLE_TARGETS: Operation = Operation::free(
    "Application Auto Scaling",
    "DescribeScalableTargets",
    &["application-autoscaling:DescribeScalableTargets"],
);
const DESCRIBE_SCALING_POLICIES: Operation = Operation::free(
    "Application Auto Scaling",
    "DescribeScalingPolicies",
    &["application-autoscaling:DescribeScalingPolicies"],
);
pub(super) const OPERATIONS: &[Operation] =
    &[LIST_TABLES, DESCRIBE_TABLE, LIST_TAGS_OF_RESOURCE, DESCRIBE_SCALABLE_TARGETS, DESCRIBE_SCALING_POLICIES];
/// Called once for each table after its description.
pub(super) const DETAIL_OPERATIONS: &[Operation] = &[LIST_TAGS_OF_RESOURCE];

/// The tables of a region, without tags.
pub(super) async fn described_tables(session: &Session<'_>, region: &Region) -> Listing<Table> {
    let client = session.clients(region).dynamodb;
    let mut pages = client.list_tables().into_paginator().send();
    let names = read_pages(
        session,
        Some(region),
        &LIST_TABLES,
        async || pages.next().await,
        |page| page.table_names().iter().cloned().map(Ok).collect(),
    )
    .await;
    let mut state = names.state;
    let listed = names.items.len();
    let described: Vec<Option<Table>> = stream::iter(names.items)
        .map(|name| table(session, region, name))
        .buffered(session.options.concurrency.max(1))
        .collect()
        .await;
    let mut items: Vec<Table> = described.into_iter().flatten().collect();
    items.sort_by(|one, other| one.id.cmp(&other.id));
    if items.iter().any(|table| table.billing_mode == BillingMode::Provisioned) {
        scale(session, region, &mut items).await;
    } else {
        // Nothing is provisioned, so nothing scales; a target that outlived a switch to on-demand does nothing.
        for table in &mut items {
            table.scaling = Some(Vec::new());
        }
    }
    let whole = items.len() == listed && items.iter().all(|table| table.scaling.is_some());
    if state == CollectorState::Complete && !whole {
        state = CollectorState::Partial;
    }
    Listing { items, state }
}

/// The same with tags, one call a table.
pub(super) async fn with_tags(session: &Session<'_>, region: &Region, listing: Listing<Table>) -> Listing<Table> {
    let items: Vec<Table> = stream::iter(listing.items)
        .map(async |mut table: Table| {
            table.tags = tags(session, region, &table).await;
            table
        })
        .buffered(session.options.concurrency.max(1))
        .collect()
        .await;
    let state = match listing.state {
        CollectorState::Complete if items.iter().any(|table| table.tags.is_none()) => CollectorState::Partial,
        state => state,
    };
    Listing { items, state }
}

async fn table(session: &Session<'_>, region: &Region, name: String) -> Option<Table> {
    let _permit = session.permit().await;
    let answer = session.clients(region).dynamodb.describe_table().table_name(&name).send().await;
    match answer {
        Ok(answer) => {
            session.journal().answered(&DESCRIBE_TABLE, Some(region));
            let Some(table) = answer.table().map(|answer| described(session, region, &name, answer)) else {
                let detail = "the answer of DescribeTable has no Table";
                session.journal().noted(&DESCRIBE_TABLE, Some(region), Some(&name), GapReason::BadAnswer, detail);
                return None;
            };
            Some(table)
        }
        Err(error) => {
            session.journal().failed(&DESCRIBE_TABLE, Some(region), Some(&name), &CallFailure::of(&error));
            None
        }
    }
}

fn described(session: &Session<'_>, region: &Region, name: &str, answer: &TableDescription) -> Table {
    // A table that was never on demand has no summary of its billing mode.
    let billing_mode = answer
        .billing_mode_summary()
        .and_then(|summary| summary.billing_mode())
        .map_or(BillingMode::Provisioned, |mode| BillingMode::from_word(mode.as_str()));
    let table_class = answer
        .table_class_summary()
        .and_then(|summary| summary.table_class())
        .map_or(TableClass::Standard, |class| TableClass::from_word(class.as_str()));
    let provisioned = billing_mode == BillingMode::Provisioned;
    let [read_capacity_units, write_capacity_units] = units(answer.provisioned_throughput(), provisioned);
    let replicas = answer.replicas().iter().filter_map(|replica| replica.region_name());
    let mut replica_regions: Vec<String> =
        replicas.filter(|name| *name != region.as_str()).map(str::to_owned).collect();
    replica_regions.sort();
    let mut indexes: Vec<TableIndex> =
        answer.global_secondary_indexes().iter().filter_map(|it| index(it, provisioned)).collect();
    indexes.sort_by(|one, other| one.name.cmp(&other.name));
    Table {
        account: session.account.clone(),
        region: region.clone(),
        id: name.to_owned(),
        billing_mode,
        table_class,
        read_capacity_units,
        write_capacity_units,
        indexes,
        scaling: None,
        replica_regions,
        size_bytes: count(answer.table_size_bytes()),
        item_count: count(answer.item_count()),
        created_at: answer.creation_date_time().and_then(utc),
        tags: None,
    }
}

fn index(answer: &GlobalSecondaryIndexDescription, provisioned: bool) -> Option<TableIndex> {
    let [read_capacity_units, write_capacity_units] = units(answer.provisioned_throughput(), provisioned);
    Some(TableIndex {
        name: answer.index_name()?.to_owned(),
        read_capacity_units,
        write_capacity_units,
        size_bytes: count(answer.index_size_bytes()),
    })
}

/// Read and write units; on demand DynamoDB answers zeros, which mean nothing.
fn units(answer: Option<&ProvisionedThroughputDescription>, provisioned: bool) -> [Option<u32>; 2] {
    let whole = |units: Option<i64>| units.and_then(|units| u32::try_from(units).ok()).filter(|_| provisioned);
    let throughput = |of: fn(&ProvisionedThroughputDescription) -> Option<i64>| whole(answer.and_then(of));
    [
        throughput(ProvisionedThroughputDescription::read_capacity_units),
        throughput(ProvisionedThroughputDescription::write_capacity_units),
    ]
}

fn count(number: Option<i64>) -> Option<u64> {
    u64::try_from(number?).ok()
}

async fn tags(session: &Session<'_>, region: &Region, table: &Table) -> Option<Tags> {
    let client = session.clients(region).dynamodb;
    let mut found = Tags::new();
    let mut token = None;
    loop {
        let _permit = session.permit().await;
        let asked = client.list_tags_of_resource().resource_arn(table.key().arn()).set_next_token(token.take());
        match asked.send().await {
            Ok(page) => {
                session.journal().answered(&LIST_TAGS_OF_RESOURCE, Some(region));
                found.extend(page.tags().iter().map(|tag| (tag.key().to_owned(), tag.value().to_owned())));
                token = page.next_token().filter(|token| !token.is_empty()).map(str::to_owned);
                if token.is_none() {
                    return Some(found);
                }
            }
            Err(error) => {
                let failure = CallFailure::of(&error);
                session.journal().failed(&LIST_TAGS_OF_RESOURCE, Some(region), Some(&table.id), &failure);
                return None;
            }
        }
    }
}

/// A table or index and the direction of its capacity, as Application Auto Scaling names them.
type Scaled = (String, String);

/// Note what Application Auto Scaling may do; without an answer it stays unknown.
async fn scale(session: &Session<'_>, region: &Region, tables: &mut [Table]) {
    let targets = application_scaling::targets(session, region, &DESCRIBE_SCALABLE_TARGETS, NAMESPACE).await;
    if !targets.is_complete() {
        return;
    }
    let policies = if targets.items.is_empty() { BTreeMap::new() } else { policies(session, region).await };
    for table in tables {
        let own = targets.items.iter().filter_map(|target| {
            let id = (target.resource_id().to_owned(), target.scalable_dimension().as_str().to_owned());
            let (index, direction) = of_table(&table.id, &id)?;
            Some(CapacityScaling {
                index,
                direction,
                minimum_units: units_of(target.min_capacity()),
                maximum_units: units_of(target.max_capacity()),
                target_percent: policies.get(&id).copied(),
            })
        });
        // A target may outlive its index.
        let mut scaling: Vec<CapacityScaling> = own
            .filter(|it| it.index.as_ref().is_none_or(|name| table.indexes.iter().any(|index| index.name == *name)))
            .collect();
        scaling.sort_by(|one, other| (&one.index, &one.direction).cmp(&(&other.index, &other.direction)));
        table.scaling = Some(scaling);
    }
}

fn units_of(units: i32) -> u32 {
    u32::try_from(units).unwrap_or(0)
}

/// `table/T` or `table/T/index/I` with `dynamodb:table:ReadCapacityUnits`: the index and the direction.
fn of_table(table: &str, (resource, dimension): &Scaled) -> Option<(Option<String>, CapacityDirection)> {
    let index = match resource.strip_prefix("table/")?.strip_prefix(table)? {
        "" => None,
        rest => Some(rest.strip_prefix("/index/")?.to_owned()),
    };
    let word = dimension.rsplit(':').next()?.strip_suffix("CapacityUnits")?;
    Some((index, CapacityDirection::from_word(word)))
}

/// The target utilization of each target tracking policy, in percent.
async fn policies(session: &Session<'_>, region: &Region) -> BTreeMap<Scaled, f64> {
    let listing = application_scaling::policies(session, region, &DESCRIBE_SCALING_POLICIES, NAMESPACE).await;
    let percent = |policy: &ScalingPolicy| {
        let target = policy.target_tracking_scaling_policy_configuration()?.target_value();
        let id = (policy.resource_id().to_owned(), policy.scalable_dimension().as_str().to_owned());
        (1.0..=100.0).contains(&target).then_some((id, target))
    };
    listing.items.iter().filter_map(percent).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_name_a_table_or_an_index() {
        let of = |resource: &str, dimension: &str| of_table("orders", &(resource.to_owned(), dimension.to_owned()));
        let read = "dynamodb:table:ReadCapacityUnits";
        assert_eq!(of("table/orders", read), Some((None, CapacityDirection::Read)));
        assert_eq!(
            of("table/orders/index/by-date", "dynamodb:index:WriteCapacityUnits"),
            Some((Some("by-date".to_owned()), CapacityDirection::Write))
        );
        assert_eq!(of("table/orders2", read), None);
        assert_eq!(of("table/other", read), None);
        assert_eq!(of("service/orders", read), None);
    }
}
