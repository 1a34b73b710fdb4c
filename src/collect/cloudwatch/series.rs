//! ListMetrics: which series exist where the dimensions are not known beforehand.

use aws_sdk_cloudwatch::types::Metric;

use super::super::listing::{Listing, read_pages};
use super::super::operation::{Charge, Operation};
use super::super::session::Session;
use crate::dataset::CollectorState;
use crate::model::ids::Region;

pub(in super::super) const LIST_METRICS: Operation =
    Operation::free("CloudWatch", "ListMetrics", &["cloudwatch:ListMetrics"]).charged(Charge::CloudWatchRequest);

/// One series that CloudWatch has had points of in the last two weeks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct DiscoveredSeries {
    pub(in super::super) name: String,
    /// In AWS's order; all of them identify the series.
    pub(in super::super) dimensions: Vec<(String, String)>,
}

impl DiscoveredSeries {
    pub(in super::super) fn dimension(&self, name: &str) -> Option<&str> {
        self.dimensions.iter().find(|(dimension, _)| dimension == name).map(|(_, value)| value.as_str())
    }
}

/// What the CloudWatch agent publishes of memory and disks, under its names on Linux and on Windows:
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/metrics-collected-by-CloudWatch-agent.html>.
pub(in super::super) const AGENT_METRICS: [&str; 4] =
    ["mem_used_percent", "disk_used_percent", "Memory % Committed Bytes In Use", "LogicalDisk % Free Space"];

pub(in super::super) async fn agent_series(session: &Session<'_>, region: &Region) -> Listing<DiscoveredSeries> {
    discover(session, region, "CWAgent", &AGENT_METRICS).await
}

/// Which storage classes each bucket holds: BucketSizeBytes has a StorageType dimension.
pub(in super::super) async fn bucket_series(session: &Session<'_>, region: &Region) -> Listing<DiscoveredSeries> {
    discover(session, region, "AWS/S3", &["BucketSizeBytes"]).await
}

async fn discover(
    session: &Session<'_>,
    region: &Region,
    namespace: &str,
    names: &[&str],
) -> Listing<DiscoveredSeries> {
    let client = session.clients(region).cloudwatch;
    let mut found = Listing { items: Vec::new(), state: CollectorState::Complete };
    for name in names {
        let mut pages = client.list_metrics().namespace(namespace).metric_name(*name).into_paginator().send();
        let listing = read_pages(
            session,
            Some(region),
            &LIST_METRICS,
            async || pages.next().await,
            |page| page.metrics().iter().filter_map(series).map(Ok).collect(),
        )
        .await;
        if !listing.is_complete() {
            found.state = listing.state;
        }
        found.items.extend(listing.items);
        // The other names would fail in the same way.
        if listing.state == CollectorState::Failed {
            break;
        }
    }
    found.items.sort();
    found.items.dedup();
    found
}

fn series(metric: &Metric) -> Option<DiscoveredSeries> {
    let dimensions = metric
        .dimensions()
        .iter()
        .map(|dimension| Some((dimension.name()?.to_owned(), dimension.value()?.to_owned())))
        .collect::<Option<Vec<_>>>()?;
    Some(DiscoveredSeries { name: metric.metric_name()?.to_owned(), dimensions })
}
