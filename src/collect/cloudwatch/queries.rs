//! What is asked of CloudWatch: one query a series, in the order of the dataset's metric files.

use crate::dataset::Resources;
use crate::model::ids::ResourceKind;
use crate::model::metric::Statistic;
use crate::model::resource::{CacheCluster, DbInstance, EcsService, Instance, Table, TableIndex};
use crate::model::vocabulary::{BillingMode, InstanceState, StorageClass};
use crate::units::Window;

use super::asked::{ASKED_METRICS, AskedMetric, Source};
use super::series::DiscoveredSeries;
use super::windows::{DAY_S, MetricWindows};

/// Where the points of a query go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Sink {
    /// The dataset's metric file of its kind.
    Series,
    /// The newest point is a bucket's bytes in this class.
    BucketBytes(StorageClass),
    /// The newest point is a bucket's object count.
    BucketObjects,
}

/// One query; the field order is the order in which points are wanted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct SeriesQuery {
    pub(in super::super) kind: ResourceKind,
    pub(in super::super) resource: String,
    /// As the dataset names it.
    pub(in super::super) metric: &'static str,
    /// The part of the resource that it measures: an index of a table.
    pub(in super::super) part: Option<String>,
    pub(in super::super) statistic: Statistic,
    pub(in super::super) sink: Sink,
    pub(in super::super) period_s: u32,
    pub(in super::super) namespace: &'static str,
    pub(in super::super) name: String,
    pub(in super::super) dimensions: Vec<(String, String)>,
    /// The statistic CloudWatch is asked for.
    pub(in super::super) asked: Statistic,
    /// The metric counts what is free: 100 − value is what is used.
    pub(in super::super) complement: bool,
}

/// The queries of one region: those of the fine window and those of the daily one, each sorted as the metric files are.
pub(in super::super) fn queries(
    windows: &MetricWindows,
    resources: &Resources,
    agent: &[DiscoveredSeries],
    bucket_series: &[DiscoveredSeries],
) -> (Vec<SeriesQuery>, Vec<SeriesQuery>) {
    let Resources {
        instances,
        auto_scaling_groups,
        ecs_services,
        volumes,
        tables,
        functions,
        log_groups,
        buckets,
        databases,
        caches,
        ..
    } = resources;
    let mut fine = Vec::new();
    let mut daily = Vec::new();
    let period_s = windows.fine_period_s;
    let measured: Vec<&Instance> = instances.iter().filter(|instance| has_points(instance, windows.fine)).collect();
    for one in ASKED_METRICS {
        match one.source {
            Source::Ec2 => fine.extend(measured.iter().map(|instance| ec2(one, &instance.id, windows))),
            Source::Ec2Burstable => fine
                .extend(measured.iter().filter(|i| is_burstable(&i.instance_type)).map(|i| ec2(one, &i.id, windows))),
            Source::GroupEc2 | Source::Group => {
                let namespace = if one.source == Source::Group { "AWS/AutoScaling" } else { "AWS/EC2" };
                let groups = auto_scaling_groups.iter().filter(|group| group.max_size > 0);
                fine.extend(groups.map(|group| plain(one, &group.id, period_s, namespace, "AutoScalingGroupName")));
            }
            Source::Ecs | Source::ContainerInsights => {
                fine.extend(ecs_services.iter().filter_map(|service| task_query(one, service, period_s)));
            }
            Source::Ebs => {
                fine.extend(
                    volumes.iter().map(|volume| plain(one, &volume.id, windows.fine_period_s, "AWS/EBS", "VolumeId")),
                );
            }
            Source::Lambda | Source::LambdaInsights => {
                fine.extend(functions.iter().map(|function| lambda(one, &function.id, windows)));
            }
            Source::DynamoDb => fine.extend(tables.iter().flat_map(|it| dynamodb(one, it, windows.fine_period_s))),
            Source::DynamoDbProvisioned => {
                let provisioned = tables.iter().filter(|table| table.billing_mode == BillingMode::Provisioned);
                fine.extend(provisioned.flat_map(|it| dynamodb(one, it, windows.fine_period_s)));
            }
            Source::DynamoDbDaily => {
                daily.extend(tables.iter().map(|table| plain(one, &table.id, DAY_S, "AWS/DynamoDB", "TableName")));
            }
            Source::Logs => {
                daily.extend(log_groups.iter().map(|group| plain(one, &group.id, DAY_S, "AWS/Logs", "LogGroupName")));
            }
            Source::Agent => {
                fine.extend(agent.iter().filter_map(|series| agent_query(one, series, &measured, windows)));
            }
            Source::Rds | Source::RdsBurstable => {
                fine.extend(databases.iter().filter(|it| of_database(one, it)).map(|it| rds(one, &it.id, windows)));
            }
            Source::Cache | Source::CacheEngine | Source::Memcached => {
                fine.extend(caches.iter().filter(|it| of_cache(one, it)).flat_map(|it| nodes(one, it, windows)));
            }
        }
    }
    for bucket in buckets {
        daily.extend(bucket_series.iter().filter_map(|series| bucket_bytes(&bucket.id, series)));
        daily.push(bucket_query(&bucket.id, "NumberOfObjects", "AllStorageTypes", Sink::BucketObjects));
    }
    fine.sort();
    daily.sort();
    (fine, daily)
}

/// A terminated instance is gone, and one that stopped before the window has no point in it.
fn has_points(instance: &Instance, window: Window) -> bool {
    match instance.state {
        InstanceState::Terminated | InstanceState::ShuttingDown => false,
        _ => instance.stopped_at.is_none_or(|stopped| stopped >= window.start),
    }
}

/// t2, t3, t3a, t4g: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances.html>.
fn is_burstable(instance_type: &str) -> bool {
    let mut letters = instance_type.chars();
    letters.next() == Some('t') && letters.next().is_some_and(|digit| digit.is_ascii_digit())
}

fn ec2(one: &AskedMetric, id: &str, windows: &MetricWindows) -> SeriesQuery {
    plain(one, id, windows.fine_period_s, "AWS/EC2", "InstanceId")
}

fn rds(one: &AskedMetric, id: &str, windows: &MetricWindows) -> SeriesQuery {
    plain(one, id, windows.fine_period_s, "AWS/RDS", "DBInstanceIdentifier")
}

/// One query a node; of several the larger value of each moment is kept, so that the busiest node counts.
fn nodes(one: &AskedMetric, cluster: &CacheCluster, windows: &MetricWindows) -> Vec<SeriesQuery> {
    let whole = plain(one, &cluster.id, windows.fine_period_s, "AWS/ElastiCache", "CacheClusterId");
    if cluster.node_ids.is_empty() {
        return vec![whole];
    }
    let of_node = |node: &String| {
        let mut query = whole.clone();
        query.dimensions.push(("CacheNodeId".to_owned(), node.clone()));
        query
    };
    cluster.node_ids.iter().map(of_node).collect()
}

fn of_database(one: &AskedMetric, database: &DbInstance) -> bool {
    one.source != Source::RdsBurstable || database.instance_class.strip_prefix("db.").is_some_and(is_burstable)
}

fn of_cache(one: &AskedMetric, cluster: &CacheCluster) -> bool {
    match one.source {
        Source::CacheEngine => cluster.engine != "memcached",
        Source::Memcached => cluster.engine == "memcached",
        _ => true,
    }
}

/// Of services on Fargate: what others cost, their instances cost.
fn task_query(one: &AskedMetric, service: &EcsService, period_s: u32) -> Option<SeriesQuery> {
    if service.on_fargate() != Some(true) {
        return None;
    }
    let namespace = if one.source == Source::Ecs { "AWS/ECS" } else { "ECS/ContainerInsights" };
    let (cluster, name) = service.names();
    let dimensions = [("ClusterName", cluster), ("ServiceName", name)];
    Some(SeriesQuery {
        dimensions: dimensions.map(|(dimension, value)| (dimension.to_owned(), value.to_owned())).to_vec(),
        ..plain(one, &service.id, period_s, namespace, "ServiceName")
    })
}

fn lambda(one: &AskedMetric, name: &str, windows: &MetricWindows) -> SeriesQuery {
    let (namespace, dimension) = match one.source {
        Source::LambdaInsights => ("LambdaInsights", "function_name"),
        _ => ("AWS/Lambda", "FunctionName"),
    };
    plain(one, name, windows.fine_period_s, namespace, dimension)
}

/// Of the table and of each of its indexes.
fn dynamodb(one: &AskedMetric, table: &Table, period_s: u32) -> Vec<SeriesQuery> {
    let own = plain(one, &table.id, period_s, "AWS/DynamoDB", "TableName");
    let of_index = |index: &TableIndex| {
        let mut query = own.clone();
        query.part = Some(index.name.clone());
        query.dimensions.insert(0, ("GlobalSecondaryIndexName".to_owned(), index.name.clone()));
        query
    };
    let indexes: Vec<SeriesQuery> = table.indexes.iter().map(of_index).collect();
    std::iter::once(own).chain(indexes).collect()
}

fn plain(one: &AskedMetric, id: &str, period_s: u32, namespace: &'static str, dimension: &str) -> SeriesQuery {
    SeriesQuery {
        kind: one.kind,
        resource: id.to_owned(),
        metric: one.metric,
        part: None,
        statistic: one.statistic,
        sink: Sink::Series,
        period_s,
        namespace,
        name: one.metric.to_owned(),
        dimensions: vec![(dimension.to_owned(), id.to_owned())],
        asked: one.statistic,
        complement: false,
    }
}

/// File systems that are always full or live in memory say nothing about disks.
const NO_DISKS: [&str; 8] = ["squashfs", "tmpfs", "devtmpfs", "overlay", "iso9660", "efivarfs", "vfat", "ramfs"];

fn agent_query(
    one: &AskedMetric,
    series: &DiscoveredSeries,
    instances: &[&Instance],
    windows: &MetricWindows,
) -> Option<SeriesQuery> {
    let (metric, complement) = match series.name.as_str() {
        "mem_used_percent" | "Memory % Committed Bytes In Use" => ("mem_used_percent", false),
        "disk_used_percent" => ("disk_used_percent", false),
        "LogicalDisk % Free Space" => ("disk_used_percent", true),
        _ => return None,
    };
    if metric != one.metric || series.dimension("fstype").is_some_and(|fstype| NO_DISKS.contains(&fstype)) {
        return None;
    }
    let id = series.dimension("InstanceId")?;
    instances.iter().find(|instance| instance.id == id)?;
    Some(SeriesQuery {
        name: series.name.clone(),
        dimensions: series.dimensions.clone(),
        namespace: "CWAgent",
        // The least that is free is the most that is used.
        asked: if complement { Statistic::Minimum } else { one.statistic },
        complement,
        ..plain(one, id, windows.fine_period_s, "CWAgent", "InstanceId")
    })
}

fn bucket_bytes(bucket: &str, series: &DiscoveredSeries) -> Option<SeriesQuery> {
    if series.dimension("BucketName") != Some(bucket) {
        return None;
    }
    let storage_type = series.dimension("StorageType")?;
    Some(bucket_query(bucket, "BucketSizeBytes", storage_type, Sink::BucketBytes(storage_class(storage_type)?)))
}

/// How many storage classes of a bucket are asked for.
pub(in super::super) fn bucket_classes(bucket: &str, series: &[DiscoveredSeries]) -> usize {
    series.iter().filter(|series| bucket_bytes(bucket, series).is_some()).count()
}

fn bucket_query(bucket: &str, metric: &'static str, storage_type: &str, sink: Sink) -> SeriesQuery {
    SeriesQuery {
        kind: ResourceKind::S3Bucket,
        resource: bucket.to_owned(),
        metric,
        part: None,
        statistic: Statistic::Average,
        sink,
        period_s: DAY_S,
        namespace: "AWS/S3",
        name: metric.to_owned(),
        dimensions: vec![
            ("BucketName".to_owned(), bucket.to_owned()),
            ("StorageType".to_owned(), storage_type.to_owned()),
        ],
        asked: Statistic::Average,
        complement: false,
    }
}

/// CloudWatch's StorageType as a storage class; overheads and staged parts are no class of their own:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html>.
fn storage_class(storage_type: &str) -> Option<StorageClass> {
    Some(match storage_type {
        "StandardStorage" => StorageClass::Standard,
        "StandardIAStorage" => StorageClass::StandardIa,
        "OneZoneIAStorage" => StorageClass::OneZoneIa,
        "IntelligentTieringFAStorage" => StorageClass::IntelligentTieringFrequent,
        "IntelligentTieringIAStorage" => StorageClass::IntelligentTieringInfrequent,
        "IntelligentTieringAIAStorage" => StorageClass::IntelligentTieringArchiveInstant,
        "IntelligentTieringAAStorage" => StorageClass::IntelligentTieringArchive,
        "IntelligentTieringDAAStorage" => StorageClass::IntelligentTieringDeepArchive,
        "GlacierInstantRetrievalStorage" => StorageClass::GlacierInstantRetrieval,
        "GlacierStorage" => StorageClass::Glacier,
        "DeepArchiveStorage" => StorageClass::DeepArchive,
        "ReducedRedundancyStorage" => StorageClass::ReducedRedundancy,
        "ExpressOneZone" | "ExpressOneZoneStorage" => StorageClass::ExpressOneZone,
        overhead if overhead.ends_with("Overhead") || overhead.ends_with("StagingStorage") => return None,
        other => StorageClass::Other(other.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn burstable_types_start_with_t_and_a_digit() {
        for (name, expected) in [("t3.micro", true), ("t4g.large", true), ("trn1.2xlarge", false), ("m5.large", false)]
        {
            assert_eq!(is_burstable(name), expected, "{name}");
        }
    }

    #[test]
    fn overheads_are_no_storage_class() {
        assert_eq!(storage_class("StandardStorage"), Some(StorageClass::Standard));
        assert_eq!(storage_class("StandardIASizeOverhead"), None);
        assert_eq!(storage_class("GlacierS3ObjectOverhead"), None);
        assert_eq!(storage_class("GlacierStagingStorage"), None);
        assert_eq!(storage_class("NewStorage"), Some(StorageClass::Other("NewStorage".to_owned())));
    }

    fn of_instance(instance: Instance) -> Resources {
        Resources { instances: vec![instance], ..Resources::default() }
    }

    #[test]
    fn an_index_has_series_of_its_own() {
        let now = "2026-06-15T00:00:00Z".parse().unwrap();
        let windows = super::super::windows::metric_windows(now, now, crate::units::Days::new(14));
        let table = |mode: &str| -> Resources {
            let table = serde_json::from_value(serde_json::json!({
                "account": "1", "region": "r", "id": "t", "billing_mode": mode, "table_class": "STANDARD",
                "indexes": [{ "name": "by-date" }],
            }));
            Resources { tables: vec![table.unwrap()], ..Resources::default() }
        };
        let (fine, daily) = queries(&windows, &table("PROVISIONED"), &[], &[]);
        // Six metrics of the table and of its index.
        assert_eq!((fine.len(), daily.len()), (12, 2));
        assert!(fine.is_sorted() && daily.is_sorted());
        assert!(fine.iter().all(|query| query.part.is_some() == (query.dimensions.len() == 2)));
        assert_eq!(queries(&windows, &table("PAY_PER_REQUEST"), &[], &[]).0.len(), 8);
    }

    #[test]
    fn windows_disks_are_asked_for_what_is_free() {
        let series = DiscoveredSeries {
            name: "LogicalDisk % Free Space".to_owned(),
            dimensions: vec![("InstanceId".to_owned(), "i-1".to_owned()), ("instance".to_owned(), "C:".to_owned())],
        };
        let now = "2026-06-15T00:00:00Z".parse().unwrap();
        let windows = super::super::windows::metric_windows(now, now, crate::units::Days::new(14));
        let instance: Instance = serde_json::from_str(
            r#"{"account":"1","region":"r","id":"i-1","instance_type":"m5.large","platform":"windows",
                "tenancy":"shared","lifecycle":"on-demand","architecture":"x86_64","state":"running"}"#,
        )
        .unwrap();
        let (fine, daily) = queries(&windows, &of_instance(instance.clone()), &[series], &[]);
        assert!(daily.is_empty());
        let disk: Vec<_> = fine.iter().filter(|query| query.metric == "disk_used_percent").collect();
        assert_eq!(disk.len(), 1);
        assert_eq!(
            (disk[0].asked, disk[0].statistic, disk[0].complement),
            (Statistic::Minimum, Statistic::Maximum, true)
        );
        // Eight of AWS/EC2, none of CPU credits, one disk.
        assert_eq!(fine.len(), 9);
        assert!(fine.is_sorted());
        let stopped = Instance { stopped_at: Some("2026-05-01T00:00:00Z".parse().unwrap()), ..instance };
        assert!(queries(&windows, &of_instance(stopped), &[], &[]).0.is_empty());
    }
}
