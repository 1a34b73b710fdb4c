//! DescribeDBInstances.

use aws_sdk_rds::types::DbInstance as Answer;

use super::listing::{Listing, Malformed, read_pages};
use super::operation::Operation;
use super::session::Session;
use super::time::utc;
use crate::model::ids::Region;
use crate::model::resource::DbInstance;

const DESCRIBE_DB_INSTANCES: Operation = Operation::free("RDS", "DescribeDBInstances", &["rds:DescribeDBInstances"]);
pub(super) const OPERATIONS: &[Operation] = &[DESCRIBE_DB_INSTANCES];

/// Services of their own that answer the same call.
const OTHER_SERVICES: [&str; 2] = ["docdb", "neptune"];

pub(super) async fn db_instances(session: &Session<'_>, region: &Region) -> Listing<DbInstance> {
    let client = session.clients(region).rds;
    let mut pages = client.describe_db_instances().max_records(100).into_paginator().send();
    let mut listing = read_pages(
        session,
        Some(region),
        &DESCRIBE_DB_INSTANCES,
        async || pages.next().await,
        |page| page.db_instances().iter().map(|answer| db_instance(session, region, answer)).collect(),
    )
    .await;
    listing.items.retain(|database| !OTHER_SERVICES.contains(&database.engine.as_str()));
    listing
}

fn db_instance(session: &Session<'_>, region: &Region, answer: &Answer) -> Result<DbInstance, Malformed> {
    let id = answer.db_instance_identifier().ok_or(Malformed::new(None, "DBInstanceIdentifier"))?;
    let missing = |what| Malformed::new(Some(id), what);
    let text = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    let count = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok()).filter(|value| *value > 0);
    let tags = answer.tag_list().iter();
    Ok(DbInstance {
        account: session.account.clone(),
        region: region.clone(),
        id: id.to_owned(),
        instance_class: answer.db_instance_class().ok_or(missing("DBInstanceClass"))?.to_owned(),
        engine: answer.engine().ok_or(missing("Engine"))?.to_owned(),
        engine_version: text(answer.engine_version()),
        license_model: text(answer.license_model()),
        status: answer.db_instance_status().ok_or(missing("DBInstanceStatus"))?.to_owned(),
        multi_az: answer.multi_az(),
        storage_type: text(answer.storage_type()),
        allocated_gib: count(answer.allocated_storage()),
        iops: count(answer.iops()),
        throughput_mibps: count(answer.storage_throughput()),
        created_at: answer.instance_create_time().and_then(utc),
        cluster_id: text(answer.db_cluster_identifier()),
        replica_of: text(answer.read_replica_source_db_instance_identifier())
            .or_else(|| text(answer.read_replica_source_db_cluster_identifier())),
        replica_ids: answer.read_replica_db_instance_identifiers().to_vec(),
        deletion_protection: answer.deletion_protection(),
        engine_lifecycle_support: text(answer.engine_lifecycle_support()),
        tags: Some(
            tags.filter_map(|tag| Some((tag.key()?.to_owned(), tag.value().unwrap_or_default().to_owned()))).collect(),
        ),
    })
}
