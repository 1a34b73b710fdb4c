//! The metrics a rule may ask for: which kind has them, which statistics a dataset holds, what they measure.

use super::literal::Dimension;
use crate::model::ids::ResourceKind;
use crate::model::metric::Statistic;

#[derive(Clone, Copy, Debug)]
pub struct RuleMetric {
    pub kind: ResourceKind,
    pub name: &'static str,
    pub statistics: &'static [Statistic],
    /// Sizes are in bytes.
    pub dimension: Dimension,
}

const INSTANCE: ResourceKind = ResourceKind::Ec2Instance;
const GROUP: ResourceKind = ResourceKind::AutoscalingGroup;
const VOLUME: ResourceKind = ResourceKind::EbsVolume;
const DATABASE: ResourceKind = ResourceKind::RdsInstance;
const CACHE: ResourceKind = ResourceKind::ElasticacheCluster;
const TABLE: ResourceKind = ResourceKind::DynamodbTable;
const FUNCTION: ResourceKind = ResourceKind::LambdaFunction;
const MEAN: &[Statistic] = &[Statistic::Average];
/// Sums tell how much, the daily maximum over a longer time whether at all.
const CONSUMED: &[Statistic] = &[Statistic::Sum, Statistic::Maximum];
const ALL: &[Statistic] = &[Statistic::Sum, Statistic::Average, Statistic::Maximum];
const SUM: &[Statistic] = &[Statistic::Sum];
const PEAK: &[Statistic] = &[Statistic::Maximum];
const BOTH: &[Statistic] = &[Statistic::Average, Statistic::Maximum];
const SPAN: &[Statistic] = &[Statistic::Average, Statistic::Maximum, Statistic::Minimum];
const LOWEST: &[Statistic] = &[Statistic::Minimum];
const MEAN_AND_LOWEST: &[Statistic] = &[Statistic::Average, Statistic::Minimum];

const fn metric(
    kind: ResourceKind,
    name: &'static str,
    statistics: &'static [Statistic],
    dimension: Dimension,
) -> RuleMetric {
    RuleMetric { kind, name, statistics, dimension }
}

/// Units as the CloudWatch documentation of each service's metrics gives them; the last of each kind are derived sums.
pub const RULE_METRICS: &[RuleMetric] = &[
    metric(INSTANCE, "CPUUtilization", BOTH, Dimension::Percent),
    metric(INSTANCE, "mem_used_percent", BOTH, Dimension::Percent),
    metric(INSTANCE, "disk_used_percent", PEAK, Dimension::Percent),
    metric(INSTANCE, "NetworkIn", SUM, Dimension::Size),
    metric(INSTANCE, "NetworkOut", SUM, Dimension::Size),
    metric(INSTANCE, "EBSReadOps", SUM, Dimension::Number),
    metric(INSTANCE, "EBSWriteOps", SUM, Dimension::Number),
    metric(INSTANCE, "EBSReadBytes", SUM, Dimension::Size),
    metric(INSTANCE, "EBSWriteBytes", SUM, Dimension::Size),
    metric(INSTANCE, "CPUCreditBalance", LOWEST, Dimension::Number),
    metric(INSTANCE, "CPUSurplusCreditsCharged", SUM, Dimension::Number),
    metric(INSTANCE, "NetworkTraffic", SUM, Dimension::Size),
    metric(INSTANCE, "EBSOps", SUM, Dimension::Number),
    metric(INSTANCE, "EBSBytes", SUM, Dimension::Size),
    metric(GROUP, "CPUUtilization", BOTH, Dimension::Percent),
    metric(GROUP, "GroupInServiceInstances", SPAN, Dimension::Number),
    metric(GROUP, "NetworkIn", SUM, Dimension::Size),
    metric(GROUP, "NetworkOut", SUM, Dimension::Size),
    metric(ResourceKind::EcsService, "CPUUtilization", BOTH, Dimension::Percent),
    metric(ResourceKind::EcsService, "MemoryUtilization", BOTH, Dimension::Percent),
    metric(ResourceKind::EcsService, "RunningTaskCount", BOTH, Dimension::Number),
    metric(VOLUME, "VolumeReadOps", SUM, Dimension::Number),
    metric(VOLUME, "VolumeWriteOps", SUM, Dimension::Number),
    metric(VOLUME, "VolumeReadBytes", SUM, Dimension::Size),
    metric(VOLUME, "VolumeWriteBytes", SUM, Dimension::Size),
    metric(VOLUME, "VolumeIdleTime", SUM, Dimension::Number),
    metric(VOLUME, "VolumeOps", SUM, Dimension::Number),
    metric(VOLUME, "VolumeBytes", SUM, Dimension::Size),
    metric(TABLE, "ConsumedReadCapacityUnits", CONSUMED, Dimension::Number),
    metric(TABLE, "ConsumedWriteCapacityUnits", CONSUMED, Dimension::Number),
    metric(TABLE, "ProvisionedReadCapacityUnits", MEAN, Dimension::Number),
    metric(TABLE, "ProvisionedWriteCapacityUnits", MEAN, Dimension::Number),
    metric(TABLE, "ReadThrottleEvents", SUM, Dimension::Number),
    metric(TABLE, "WriteThrottleEvents", SUM, Dimension::Number),
    metric(FUNCTION, "Invocations", SUM, Dimension::Number),
    metric(FUNCTION, "Duration", ALL, Dimension::Number),
    metric(FUNCTION, "used_memory_max", PEAK, Dimension::Number),
    metric(FUNCTION, "cpu_total_time", SUM, Dimension::Number),
    metric(ResourceKind::LogsGroup, "IncomingBytes", SUM, Dimension::Size),
    metric(DATABASE, "CPUUtilization", BOTH, Dimension::Percent),
    metric(DATABASE, "FreeableMemory", MEAN_AND_LOWEST, Dimension::Size),
    metric(DATABASE, "DatabaseConnections", BOTH, Dimension::Number),
    metric(DATABASE, "ReadIOPS", MEAN, Dimension::Number),
    metric(DATABASE, "WriteIOPS", MEAN, Dimension::Number),
    metric(DATABASE, "ReadThroughput", MEAN, Dimension::Size),
    metric(DATABASE, "WriteThroughput", MEAN, Dimension::Size),
    metric(DATABASE, "NetworkReceiveThroughput", MEAN, Dimension::Size),
    metric(DATABASE, "NetworkTransmitThroughput", MEAN, Dimension::Size),
    metric(DATABASE, "FreeStorageSpace", LOWEST, Dimension::Size),
    metric(DATABASE, "CPUSurplusCreditsCharged", SUM, Dimension::Number),
    metric(DATABASE, "DatabaseIOPS", MEAN, Dimension::Number),
    metric(DATABASE, "DatabaseThroughput", MEAN, Dimension::Size),
    metric(CACHE, "CPUUtilization", BOTH, Dimension::Percent),
    metric(CACHE, "EngineCPUUtilization", BOTH, Dimension::Percent),
    metric(CACHE, "DatabaseMemoryUsagePercentage", BOTH, Dimension::Percent),
    metric(CACHE, "BytesUsedForCacheItems", PEAK, Dimension::Size),
    metric(CACHE, "CurrConnections", BOTH, Dimension::Number),
    metric(CACHE, "NetworkBytesIn", SUM, Dimension::Size),
    metric(CACHE, "NetworkBytesOut", SUM, Dimension::Size),
];

/// The metrics of one kind.
pub fn metrics_of(kind: ResourceKind) -> impl Iterator<Item = &'static RuleMetric> {
    RULE_METRICS.iter().filter(move |metric| metric.kind == kind)
}
