//! The metrics that are asked of every resource of a kind.

use crate::model::ids::ResourceKind;
use crate::model::metric::Statistic;
use crate::units::Window;

use super::windows::{DAY_S, MetricWindows};

/// A metric that is asked of every resource of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct AskedMetric {
    pub(in super::super) kind: ResourceKind,
    pub(in super::super) metric: &'static str,
    pub(in super::super) statistic: Statistic,
    pub(super) source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Ec2,
    /// Only burstable types have CPU credits.
    Ec2Burstable,
    /// AWS/EC2 over the instances of an Auto Scaling group.
    GroupEc2,
    /// AWS/AutoScaling, where the group's own metrics are enabled.
    Group,
    /// AWS/ECS of services on Fargate.
    Ecs,
    /// Where Container Insights is on.
    ContainerInsights,
    Ebs,
    Lambda,
    /// Lambda Insights: only where it is on.
    LambdaInsights,
    DynamoDb,
    /// Only of provisioned tables.
    DynamoDbProvisioned,
    /// By the day, over a longer time.
    DynamoDbDaily,
    Logs,
    Agent,
    Rds,
    /// T classes, which have CPU credits.
    RdsBurstable,
    Cache,
    /// Redis and Valkey.
    CacheEngine,
    Memcached,
}

const fn asked(kind: ResourceKind, metric: &'static str, statistic: Statistic, source: Source) -> AskedMetric {
    AskedMetric { kind, metric, statistic, source }
}

const INSTANCE: ResourceKind = ResourceKind::Ec2Instance;
const GROUP: ResourceKind = ResourceKind::AutoscalingGroup;
const SERVICE: ResourceKind = ResourceKind::EcsService;
const VOLUME: ResourceKind = ResourceKind::EbsVolume;
const DATABASE: ResourceKind = ResourceKind::RdsInstance;
const CACHE: ResourceKind = ResourceKind::ElasticacheCluster;
const TABLE: ResourceKind = ResourceKind::DynamodbTable;
const FUNCTION: ResourceKind = ResourceKind::LambdaFunction;

/// Sources: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html>,
/// <https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html>,
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html>,
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html>,
/// <https://docs.aws.amazon.com/ebs/latest/userguide/using_cloudwatch_ebs.html>,
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html>,
/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html>,
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Lambda-Insights-metrics.html>,
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html>,
/// <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.html>.
pub(super) const ASKED_METRICS: &[AskedMetric] = &[
    asked(INSTANCE, "CPUUtilization", Statistic::Average, Source::Ec2),
    asked(INSTANCE, "CPUUtilization", Statistic::Maximum, Source::Ec2),
    asked(INSTANCE, "NetworkIn", Statistic::Sum, Source::Ec2),
    asked(INSTANCE, "NetworkOut", Statistic::Sum, Source::Ec2),
    asked(INSTANCE, "EBSReadOps", Statistic::Sum, Source::Ec2),
    asked(INSTANCE, "EBSWriteOps", Statistic::Sum, Source::Ec2),
    asked(INSTANCE, "EBSReadBytes", Statistic::Sum, Source::Ec2),
    asked(INSTANCE, "EBSWriteBytes", Statistic::Sum, Source::Ec2),
    asked(INSTANCE, "CPUCreditBalance", Statistic::Minimum, Source::Ec2Burstable),
    asked(INSTANCE, "CPUSurplusCreditsCharged", Statistic::Sum, Source::Ec2Burstable),
    asked(INSTANCE, "mem_used_percent", Statistic::Average, Source::Agent),
    asked(INSTANCE, "mem_used_percent", Statistic::Maximum, Source::Agent),
    asked(INSTANCE, "disk_used_percent", Statistic::Maximum, Source::Agent),
    asked(GROUP, "CPUUtilization", Statistic::Average, Source::GroupEc2),
    asked(GROUP, "CPUUtilization", Statistic::Maximum, Source::GroupEc2),
    asked(GROUP, "NetworkIn", Statistic::Sum, Source::GroupEc2),
    asked(GROUP, "NetworkOut", Statistic::Sum, Source::GroupEc2),
    asked(GROUP, "GroupInServiceInstances", Statistic::Average, Source::Group),
    asked(GROUP, "GroupInServiceInstances", Statistic::Maximum, Source::Group),
    asked(GROUP, "GroupInServiceInstances", Statistic::Minimum, Source::Group),
    asked(SERVICE, "CPUUtilization", Statistic::Average, Source::Ecs),
    asked(SERVICE, "CPUUtilization", Statistic::Maximum, Source::Ecs),
    asked(SERVICE, "MemoryUtilization", Statistic::Average, Source::Ecs),
    asked(SERVICE, "MemoryUtilization", Statistic::Maximum, Source::Ecs),
    asked(SERVICE, "RunningTaskCount", Statistic::Average, Source::ContainerInsights),
    asked(SERVICE, "RunningTaskCount", Statistic::Maximum, Source::ContainerInsights),
    asked(VOLUME, "VolumeReadOps", Statistic::Sum, Source::Ebs),
    asked(VOLUME, "VolumeWriteOps", Statistic::Sum, Source::Ebs),
    asked(VOLUME, "VolumeReadBytes", Statistic::Sum, Source::Ebs),
    asked(VOLUME, "VolumeWriteBytes", Statistic::Sum, Source::Ebs),
    asked(VOLUME, "VolumeIdleTime", Statistic::Sum, Source::Ebs),
    asked(TABLE, "ConsumedReadCapacityUnits", Statistic::Sum, Source::DynamoDb),
    asked(TABLE, "ConsumedWriteCapacityUnits", Statistic::Sum, Source::DynamoDb),
    asked(TABLE, "ProvisionedReadCapacityUnits", Statistic::Average, Source::DynamoDbProvisioned),
    asked(TABLE, "ProvisionedWriteCapacityUnits", Statistic::Average, Source::DynamoDbProvisioned),
    asked(TABLE, "ReadThrottleEvents", Statistic::Sum, Source::DynamoDb),
    asked(TABLE, "WriteThrottleEvents", Statistic::Sum, Source::DynamoDb),
    asked(TABLE, "ConsumedReadCapacityUnits", Statistic::Maximum, Source::DynamoDbDaily),
    asked(TABLE, "ConsumedWriteCapacityUnits", Statistic::Maximum, Source::DynamoDbDaily),
    asked(FUNCTION, "Invocations", Statistic::Sum, Source::Lambda),
    asked(FUNCTION, "Duration", Statistic::Sum, Source::Lambda),
    asked(FUNCTION, "Duration", Statistic::Average, Source::Lambda),
    asked(FUNCTION, "Duration", Statistic::Maximum, Source::Lambda),
    asked(FUNCTION, "used_memory_max", Statistic::Maximum, Source::LambdaInsights),
    asked(FUNCTION, "cpu_total_time", Statistic::Sum, Source::LambdaInsights),
    asked(ResourceKind::LogsGroup, "IncomingBytes", Statistic::Sum, Source::Logs),
    asked(DATABASE, "CPUUtilization", Statistic::Average, Source::Rds),
    asked(DATABASE, "CPUUtilization", Statistic::Maximum, Source::Rds),
    asked(DATABASE, "FreeableMemory", Statistic::Average, Source::Rds),
    asked(DATABASE, "FreeableMemory", Statistic::Minimum, Source::Rds),
    asked(DATABASE, "DatabaseConnections", Statistic::Average, Source::Rds),
    asked(DATABASE, "DatabaseConnections", Statistic::Maximum, Source::Rds),
    asked(DATABASE, "ReadIOPS", Statistic::Average, Source::Rds),
    asked(DATABASE, "WriteIOPS", Statistic::Average, Source::Rds),
    asked(DATABASE, "ReadThroughput", Statistic::Average, Source::Rds),
    asked(DATABASE, "WriteThroughput", Statistic::Average, Source::Rds),
    asked(DATABASE, "NetworkReceiveThroughput", Statistic::Average, Source::Rds),
    asked(DATABASE, "NetworkTransmitThroughput", Statistic::Average, Source::Rds),
    asked(DATABASE, "FreeStorageSpace", Statistic::Minimum, Source::Rds),
    asked(DATABASE, "CPUSurplusCreditsCharged", Statistic::Sum, Source::RdsBurstable),
    asked(CACHE, "CPUUtilization", Statistic::Average, Source::Cache),
    asked(CACHE, "CPUUtilization", Statistic::Maximum, Source::Cache),
    asked(CACHE, "EngineCPUUtilization", Statistic::Average, Source::CacheEngine),
    asked(CACHE, "EngineCPUUtilization", Statistic::Maximum, Source::CacheEngine),
    asked(CACHE, "DatabaseMemoryUsagePercentage", Statistic::Average, Source::CacheEngine),
    asked(CACHE, "DatabaseMemoryUsagePercentage", Statistic::Maximum, Source::CacheEngine),
    asked(CACHE, "BytesUsedForCacheItems", Statistic::Maximum, Source::Memcached),
    asked(CACHE, "CurrConnections", Statistic::Average, Source::Cache),
    asked(CACHE, "CurrConnections", Statistic::Maximum, Source::Cache),
    asked(CACHE, "NetworkBytesIn", Statistic::Sum, Source::Cache),
    asked(CACHE, "NetworkBytesOut", Statistic::Sum, Source::Cache),
];

/// The metrics an answered region was asked for, with their period and window; the agent's only where its series
/// could be discovered.
pub(in super::super) fn asked_metrics(
    windows: &MetricWindows,
    agent_answered: bool,
) -> impl Iterator<Item = (AskedMetric, u32, Window)> + use<'_> {
    ASKED_METRICS.iter().filter(move |one| one.source != Source::Agent || agent_answered).map(|one| match one.source {
        Source::Logs | Source::DynamoDbDaily => (*one, DAY_S, windows.daily),
        _ => (*one, windows.fine_period_s, windows.fine),
    })
}
