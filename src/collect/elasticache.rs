//! ElastiCache: clusters of nodes, and their tags.

use aws_sdk_elasticache::types::CacheCluster as Answer;
use futures::{StreamExt, stream};

use super::failure::CallFailure;
use super::listing::{Listing, Malformed, read_pages};
use super::operation::Operation;
use super::session::Session;
use super::time::utc;
use crate::dataset::CollectorState;
use crate::model::ids::Region;
use crate::model::resource::{CacheCluster, Tags};

const DESCRIBE_CACHE_CLUSTERS: Operation =
    Operation::free("ElastiCache", "DescribeCacheClusters", &["elasticache:DescribeCacheClusters"]);
const LIST_TAGS_FOR_RESOURCE: Operation =
    Operation::free("ElastiCache", "ListTagsForResource", &["elasticache:ListTagsForResource"]);
pub(super) const OPERATIONS: &[Operation] = &[DESCRIBE_CACHE_CLUSTERS, LIST_TAGS_FOR_RESOURCE];
/// Called once for each cluster.
pub(super) const DETAIL_OPERATIONS: &[Operation] = &[LIST_TAGS_FOR_RESOURCE];

/// The clusters of a region, without tags.
pub(super) async fn listed_clusters(session: &Session<'_>, region: &Region) -> Listing<CacheCluster> {
    let client = session.clients(region).elasticache;
    let mut pages =
        client.describe_cache_clusters().show_cache_node_info(true).max_records(100).into_paginator().send();
    read_pages(
        session,
        Some(region),
        &DESCRIBE_CACHE_CLUSTERS,
        async || pages.next().await,
        |page| page.cache_clusters().iter().map(|answer| cluster(session, region, answer)).collect(),
    )
    .await
}

/// The same with tags, one call a cluster.
pub(super) async fn with_tags(
    session: &Session<'_>,
    region: &Region,
    listing: Listing<CacheCluster>,
) -> Listing<CacheCluster> {
    let items: Vec<CacheCluster> = stream::iter(listing.items)
        .map(async |cluster| CacheCluster { tags: tags(session, region, &cluster).await, ..cluster })
        .buffered(session.options.concurrency.max(1))
        .collect()
        .await;
    let unread = items.iter().any(|cluster| cluster.tags.is_none());
    let state = match listing.state {
        CollectorState::Complete if unread => CollectorState::Partial,
        state => state,
    };
    Listing { items, state }
}

fn cluster(session: &Session<'_>, region: &Region, answer: &Answer) -> Result<CacheCluster, Malformed> {
    let id = answer.cache_cluster_id().ok_or(Malformed::new(None, "CacheClusterId"))?;
    let missing = |what| Malformed::new(Some(id), what);
    let text = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    let count = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
    Ok(CacheCluster {
        account: session.account.clone(),
        region: region.clone(),
        id: id.to_owned(),
        node_type: answer.cache_node_type().ok_or(missing("CacheNodeType"))?.to_owned(),
        engine: answer.engine().ok_or(missing("Engine"))?.to_owned(),
        engine_version: text(answer.engine_version()),
        nodes: count(answer.num_cache_nodes()).ok_or(missing("NumCacheNodes"))?,
        node_ids: answer.cache_nodes().iter().filter_map(|node| text(node.cache_node_id())).collect(),
        status: answer.cache_cluster_status().ok_or(missing("CacheClusterStatus"))?.to_owned(),
        created_at: answer.cache_cluster_create_time().and_then(utc),
        replication_group_id: text(answer.replication_group_id()),
        snapshot_retention_days: count(answer.snapshot_retention_limit()),
        tags: None,
    })
}

async fn tags(session: &Session<'_>, region: &Region, cluster: &CacheCluster) -> Option<Tags> {
    let _permit = session.permit().await;
    let arn = cluster.key().arn();
    match session.clients(region).elasticache.list_tags_for_resource().resource_name(arn).send().await {
        Ok(answer) => {
            session.journal().answered(&LIST_TAGS_FOR_RESOURCE, Some(region));
            let tags = answer.tag_list().iter();
            Some(
                tags.filter_map(|tag| Some((tag.key()?.to_owned(), tag.value().unwrap_or_default().to_owned())))
                    .collect(),
            )
        }
        Err(error) => {
            let failure = CallFailure::of(&error);
            session.journal().failed(&LIST_TAGS_FOR_RESOURCE, Some(region), Some(&cluster.id), &failure);
            None
        }
    }
}
