//! One region: its inventory, then its metrics.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::cloudwatch::{
    self, DiscoveredSeries, GET_METRIC_DATA, LIST_METRICS, MetricWindows, Points, SeriesQuery, Sink, asked_metrics,
};
use super::listing::Listing;
use super::operation::Charge;
use super::s3::{self, ListedBucket};
use super::session::Session;
use super::spending::Spending;
use super::{autoscaling, dynamodb, ec2, ecs, elasticache, lambda, logs, rds};
use crate::dataset::{CollectorState, DatasetWriter, MetricAnswer, MetricPoints, Resources, SaveError};
use crate::model::gap::GapReason;
use crate::model::ids::{Region, ResourceKind};
use crate::model::metric::metric_of_part;
use crate::model::resource::Bucket;

pub(super) const METRICS: &str = "cloudwatch-metrics";

/// Everything of one region but its points.
#[derive(Debug)]
pub(super) struct Inventory {
    pub(super) region: Region,
    pub(super) resources: Resources,
    agent: Listing<DiscoveredSeries>,
    bucket_series: Listing<DiscoveredSeries>,
}

/// How much is asked of each resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// Listings only: enough to tell which calls would follow.
    Listings,
    Whole,
}

/// Read what exists in `region`; `buckets` are those that live there.
pub(super) async fn inventory(
    session: &Session<'_>,
    region: Region,
    buckets: Listing<ListedBucket>,
    depth: Depth,
) -> Inventory {
    let at = &region;
    let has_buckets = !buckets.items.is_empty();
    let databases = kept(session, "rds-instances", at, rds::db_instances(session, at));
    let caches = kept(session, "elasticache-clusters", at, cache_clusters(session, at, depth));
    let databases = futures::future::join(databases, caches);
    let reserved = kept(session, "ec2-reserved-instances", at, ec2::reserved_instances(session, at));
    let (
        reserved_instances,
        instances,
        auto_scaling_groups,
        ecs_services,
        volumes,
        snapshots,
        images,
        instance_types,
        alarms,
        tables,
        functions,
        log_groups,
        buckets,
        (databases, caches),
        agent,
        bucket_series,
    ) = futures::join!(
        reserved,
        instances_and_addresses(session, at),
        kept(session, "autoscaling-groups", at, autoscaling::groups(session, at)),
        kept(session, "ecs-services", at, ecs::services(session, at)),
        kept(session, "ec2-volumes", at, ec2::volumes(session, at)),
        kept(session, "ec2-snapshots", at, ec2::snapshots(session, at)),
        kept(session, "ec2-images", at, ec2::images(session, at)),
        kept(session, "ec2-instance-types", at, ec2::instance_types(session, at)),
        kept(session, "cloudwatch-alarms", at, cloudwatch::alarms(session, at)),
        kept(session, "dynamodb-tables", at, tables(session, at, depth)),
        kept(session, "lambda-functions", at, functions(session, at, depth)),
        kept(session, "logs-groups", at, log_groups(session, at, depth)),
        kept(session, "s3-buckets", at, bucket_details(session, buckets, depth)),
        databases,
        cloudwatch::agent_series(session, at),
        async {
            if has_buckets {
                cloudwatch::bucket_series(session, at).await
            } else {
                Listing { items: Vec::new(), state: CollectorState::Complete }
            }
        },
    );
    let (instances, addresses) = instances;
    let resources = Resources {
        instances,
        instance_types,
        images,
        addresses,
        auto_scaling_groups,
        ecs_services,
        reserved_instances,
        volumes,
        snapshots,
        alarms,
        tables,
        functions,
        log_groups,
        buckets,
        databases,
        caches,
        ..Resources::default()
    };
    Inventory { region, resources, agent, bucket_series }
}

/// Addresses first: they tell which public addresses of instances are Elastic IPs.
async fn instances_and_addresses(
    session: &Session<'_>,
    region: &Region,
) -> (Vec<crate::model::resource::Instance>, Vec<crate::model::resource::Address>) {
    session.started("ec2-addresses", Some(region));
    let addresses = ec2::addresses(session, region).await;
    session.finished("ec2-addresses", Some(region), addresses.state);
    let elastic: Option<BTreeSet<String>> =
        addresses.is_complete().then(|| addresses.items.iter().map(|address| address.public_ip.clone()).collect());
    let instances = kept(session, "ec2-instances", region, ec2::instances(session, region, elastic.as_ref())).await;
    (instances, addresses.items)
}

async fn tables(session: &Session<'_>, region: &Region, depth: Depth) -> Listing<crate::model::resource::Table> {
    let listing = dynamodb::described_tables(session, region).await;
    match depth {
        Depth::Whole => dynamodb::with_tags(session, region, listing).await,
        Depth::Listings => listing,
    }
}

async fn functions(session: &Session<'_>, region: &Region, depth: Depth) -> Listing<crate::model::resource::Function> {
    let listing = lambda::listed_functions(session, region).await;
    match depth {
        Depth::Whole => lambda::with_details(session, region, listing).await,
        Depth::Listings => listing,
    }
}

async fn log_groups(session: &Session<'_>, region: &Region, depth: Depth) -> Listing<crate::model::resource::LogGroup> {
    let listing = logs::listed_groups(session, region).await;
    match depth {
        Depth::Whole => logs::with_details(session, region, listing).await,
        Depth::Listings => {
            Listing { state: listing.state, items: listing.items.into_iter().map(|listed| listed.group).collect() }
        }
    }
}

async fn cache_clusters(
    session: &Session<'_>,
    region: &Region,
    depth: Depth,
) -> Listing<crate::model::resource::CacheCluster> {
    let listing = elasticache::listed_clusters(session, region).await;
    match depth {
        Depth::Whole => elasticache::with_tags(session, region, listing).await,
        Depth::Listings => listing,
    }
}

async fn bucket_details(session: &Session<'_>, buckets: Listing<ListedBucket>, depth: Depth) -> Listing<Bucket> {
    let details = match depth {
        Depth::Whole => s3::with_details(session, buckets.items).await,
        Depth::Listings => buckets.items.into_iter().map(|listed| (listed.without_details(session), true)).collect(),
    };
    let state = match buckets.state {
        CollectorState::Complete if details.iter().any(|(_, complete)| !complete) => CollectorState::Partial,
        state => state,
    };
    Listing { items: details.into_iter().map(|(bucket, _)| bucket).collect(), state }
}

/// Run a listing, tell its progress, note its state in the manifest, keep its items.
async fn kept<T>(
    session: &Session<'_>,
    collector: &'static str,
    region: &Region,
    listing: impl Future<Output = Listing<T>>,
) -> Vec<T> {
    session.started(collector, Some(region));
    let listing = listing.await;
    session.finished(collector, Some(region), listing.state);
    listing.items
}

impl Inventory {
    /// The queries over the fine and over the daily window.
    pub(super) fn queries(&self, windows: &MetricWindows) -> (Vec<SeriesQuery>, Vec<SeriesQuery>) {
        cloudwatch::queries(windows, &self.resources, &self.agent.items, &self.bucket_series.items)
    }

    /// Read the points of the region into the dataset; sizes go to the buckets. Answers what CloudWatch answered.
    pub(super) async fn measure(
        &mut self,
        session: &Session<'_>,
        windows: &MetricWindows,
        spending: &mut Spending,
        writer: &mut DatasetWriter,
    ) -> Result<Vec<MetricAnswer>, SaveError> {
        let region = self.region.clone();
        session.started(METRICS, Some(&region));
        let (fine, daily) = self.queries(windows);
        let asked = fine.len() + daily.len();
        if !spending.allows(Charge::MetricRequested, asked as u64) {
            let detail = format!("{asked} metrics were not read: they would cost more than --max-api-cost leaves");
            session.journal().noted(&GET_METRIC_DATA, Some(&region), None, GapReason::NotCollected, detail);
            session.finished(METRICS, Some(&region), CollectorState::Failed);
            return Ok(Vec::new());
        }
        let mut appender = Appender::new(session, &region, writer);
        let fine_answered =
            cloudwatch::fetch(session, &region, &fine, windows.fine, |query, points| appender.take(query, points))
                .await?;
        appender.flush()?;
        let mut sizes = Sizes::default();
        let daily_answered = cloudwatch::fetch(session, &region, &daily, windows.daily, |query, points| {
            if query.sink == Sink::Series { appender.take(query, points) } else { sizes.take(query, &points) }
        })
        .await?;
        appender.flush()?;
        self.size_buckets(session, sizes, daily_answered > 0);
        let state = match fine_answered + daily_answered {
            all if all == asked && self.agent.is_complete() => CollectorState::Complete,
            0 if asked > 0 => CollectorState::Failed,
            _ => CollectorState::Partial,
        };
        session.finished(METRICS, Some(&region), state);
        let answers = asked_metrics(windows, self.agent.is_complete())
            .filter(|(_, _, window)| {
                if *window == windows.daily {
                    daily_answered > 0 || daily.is_empty()
                } else {
                    fine_answered > 0 || fine.is_empty()
                }
            })
            .map(|(one, period_s, window)| MetricAnswer {
                account: session.account.clone(),
                region: region.clone(),
                kind: one.kind,
                metric: one.metric.to_owned(),
                statistic: one.statistic,
                period_s,
                window,
            })
            .collect();
        Ok(answers)
    }

    /// CloudWatch keeps no size of an empty bucket; one that is younger than its first daily point is not known.
    fn size_buckets(&mut self, session: &Session<'_>, mut sizes: Sizes, answered: bool) {
        let discovered = self.bucket_series.is_complete();
        for bucket in &mut self.resources.buckets {
            let (bytes, objects) = sizes.by_bucket.remove(&bucket.id).unwrap_or_default();
            let settled = bucket.created_at.is_some_and(|created| created < session.options.as_of - TimeDelta::days(2));
            let unanswered = sizes.failed(&bucket.id, &self.bucket_series.items, &bytes);
            bucket.bytes_by_class = match (answered && discovered && !unanswered, bytes.is_empty(), settled) {
                (true, false, _) | (true, true, true) => Some(bytes),
                (true, true, false) => {
                    let detail = "CloudWatch has no size of this bucket yet; it comes once a day";
                    let (region, id) = (Some(&self.region), Some(bucket.id.as_str()));
                    session.journal().noted(&LIST_METRICS, region, id, GapReason::NoData, detail);
                    None
                }
                (false, ..) => None,
            };
            bucket.object_count = match (objects, &bucket.bytes_by_class) {
                (Some(count), _) => Some(count),
                (None, Some(bytes)) if bytes.is_empty() => Some(0),
                (None, _) => None,
            };
        }
    }
}

/// Series on their way to the writer; what belongs to one series is put together first.
struct Appender<'a, 'w> {
    session: &'a Session<'a>,
    region: &'a Region,
    writer: &'w mut DatasetWriter,
    current: Option<(ResourceKind, MetricPoints)>,
    waiting: Vec<MetricPoints>,
    waiting_kind: ResourceKind,
    waiting_points: usize,
}

/// Points that wait before they are written.
const POINTS_AT_ONCE: usize = 100_000;

impl<'a, 'w> Appender<'a, 'w> {
    fn new(session: &'a Session<'a>, region: &'a Region, writer: &'w mut DatasetWriter) -> Self {
        Self {
            session,
            region,
            writer,
            current: None,
            waiting: Vec::new(),
            waiting_kind: ResourceKind::Ec2Instance,
            waiting_points: 0,
        }
    }

    /// The next query's points, in the order of the queries.
    fn take(&mut self, query: &SeriesQuery, mut points: Points) -> Result<(), SaveError> {
        if query.complement {
            for (_, value) in &mut points {
                *value = 100.0 - *value;
            }
        }
        let metric = metric_of_part(query.metric, query.part.as_deref());
        if let Some((kind, series)) = &mut self.current
            && *kind == query.kind
            && series.resource == query.resource
            && series.metric == metric
            && series.statistic == query.statistic
        {
            series.points = larger_of_both(std::mem::take(&mut series.points), points);
            return Ok(());
        }
        self.settle()?;
        let series = MetricPoints {
            account: self.session.account.clone(),
            region: self.region.clone(),
            resource: query.resource.clone(),
            metric,
            statistic: query.statistic,
            period_s: query.period_s,
            points,
        };
        self.current = Some((query.kind, series));
        Ok(())
    }

    /// The current series is whole.
    fn settle(&mut self) -> Result<(), SaveError> {
        let Some((kind, series)) = self.current.take() else { return Ok(()) };
        if series.points.is_empty() {
            return Ok(());
        }
        if kind != self.waiting_kind || self.waiting_points >= POINTS_AT_ONCE {
            self.write()?;
        }
        self.waiting_kind = kind;
        self.waiting_points += series.points.len();
        self.waiting.push(series);
        Ok(())
    }

    fn write(&mut self) -> Result<(), SaveError> {
        if !self.waiting.is_empty() {
            self.writer.append_metrics(self.waiting_kind, &self.waiting)?;
        }
        self.waiting.clear();
        self.waiting_points = 0;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), SaveError> {
        self.settle()?;
        self.write()
    }
}

/// Several disks of one instance, or one metric under several sets of dimensions: the larger value of each moment.
fn larger_of_both(one: Points, other: Points) -> Points {
    let mut merged: BTreeMap<DateTime<Utc>, f64> = one.into_iter().collect();
    for (moment, value) in other {
        merged.entry(moment).and_modify(|known| *known = known.max(value)).or_insert(value);
    }
    merged.into_iter().collect()
}

type BytesByClass = BTreeMap<crate::model::vocabulary::StorageClass, u64>;

/// The newest sizes of buckets.
#[derive(Debug, Default)]
struct Sizes {
    by_bucket: BTreeMap<String, (BytesByClass, Option<u64>)>,
    /// Series that were answered, with or without points.
    answered: BTreeSet<(String, Sink)>,
}

impl Sizes {
    #[expect(clippy::unnecessary_wraps, reason = "takes the place of Appender::take")]
    fn take(&mut self, query: &SeriesQuery, points: &Points) -> Result<(), SaveError> {
        self.answered.insert((query.resource.clone(), query.sink.clone()));
        let Some(value) = points.last().and_then(|(_, value)| whole(*value)) else { return Ok(()) };
        let (bytes, objects) = self.by_bucket.entry(query.resource.clone()).or_default();
        match &query.sink {
            Sink::BucketBytes(class) => {
                bytes.insert(class.clone(), value);
            }
            Sink::BucketObjects => *objects = Some(value),
            Sink::Series => {}
        }
        Ok(())
    }

    /// A class of this bucket was asked for and not answered: the rest is not its size.
    fn failed(&self, bucket: &str, series: &[DiscoveredSeries], bytes: &BytesByClass) -> bool {
        let answered =
            self.answered.iter().filter(|(name, sink)| name == bucket && matches!(sink, Sink::BucketBytes(_)));
        let asked = cloudwatch::bucket_classes(bucket, series);
        asked > answered.count() || asked < bytes.len()
    }
}

/// A count as CloudWatch gives it: a whole number, not negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded just before")]
fn whole(value: f64) -> Option<u64> {
    (value.is_finite() && (0.0..=9_007_199_254_740_992.0).contains(&value)).then(|| value.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_disk_of_each_moment_counts() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let one = vec![(at(0), 10.0), (at(300), 20.0)];
        let other = vec![(at(0), 5.0), (at(300), 90.0), (at(600), 1.0)];
        assert_eq!(larger_of_both(one, other), [(at(0), 10.0), (at(300), 90.0), (at(600), 1.0)]);
    }

    #[test]
    fn counts_are_whole_and_bounded() {
        assert_eq!(whole(12.4), Some(12));
        assert_eq!(whole(-1.0), None);
        assert_eq!(whole(f64::NAN), None);
        assert_eq!(whole(1e300), None);
    }
}
