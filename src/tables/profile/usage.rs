//! Which metrics are profiled, and the profiles of every resource.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{HourlyUse, Profile};
use crate::model::ids::{ResourceKey, ResourceKind};
use crate::model::metric::{Statistic, without_part};
use crate::tables::summary::Point;
use crate::units::Window;

/// A metric that right-sizing reads the shape of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProfiledMetric {
    pub kind: ResourceKind,
    /// AWS's name or a derived one.
    pub metric: &'static str,
    pub mean: Statistic,
    /// The worst value of a period, where it was read.
    pub worst: Option<Statistic>,
    pub shape: Shape,
    /// Its hours are kept beside the profile.
    pub keep_hours: bool,
    /// The parts of a resource have series of their own.
    pub parts: bool,
}

/// What the values of a metric mean for its profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A level; the busiest five minutes count.
    Level,
    /// A level that must never be passed, not for a minute: the maximum counts whatever its period.
    Limit,
    /// As `Limit`, but low values are the bad ones: the profile is of the values times −1.
    LowLimit,
    /// A sum of a period: the profile is of the value a second.
    Rate,
}

const fn of(kind: ResourceKind, metric: &'static str, mean: Statistic, shape: Shape) -> ProfiledMetric {
    let worst = match shape {
        Shape::Level | Shape::Limit => Some(Statistic::Maximum),
        Shape::LowLimit => Some(Statistic::Minimum),
        Shape::Rate => None,
    };
    ProfiledMetric { kind, metric, mean, worst, shape, keep_hours: false, parts: false }
}

impl ProfiledMetric {
    const fn with_hours(self) -> Self {
        Self { keep_hours: true, ..self }
    }

    /// The names of its series: its own and, where they have some, those of the parts.
    fn series(&self, series: &BTreeMap<(String, Statistic), Vec<Point>>) -> BTreeSet<String> {
        let own = BTreeSet::from([self.metric.to_owned()]);
        if !self.parts {
            return own;
        }
        let of_parts =
            series.keys().filter(|(name, _)| without_part(name) == self.metric).map(|(name, _)| name.clone());
        own.into_iter().chain(of_parts).collect()
    }

    const fn with_parts(self) -> Self {
        Self { parts: true, ..self }
    }

    fn usage<'p>(&self, window: Window, points: &dyn Fn(Statistic) -> &'p [Point]) -> Option<Usage> {
        let means = points(self.mean);
        let worst = self.worst.map_or(&[][..], points);
        let value = |point: &Point| match self.shape {
            Shape::Level | Shape::Limit => point.value,
            Shape::LowLimit => -point.value,
            Shape::Rate => point.value / f64::from(point.period_s.max(1)),
        };
        let every = matches!(self.shape, Shape::Limit | Shape::LowLimit);
        let hours = HourlyUse::of(window, means, worst, value, every);
        let profile = Profile::of(&hours)?;
        Some(Usage { profile, hours: self.keep_hours.then_some(hours) })
    }
}

/// Every profiled metric.
pub const PROFILED: &[ProfiledMetric] = &[
    of(ResourceKind::Ec2Instance, "CPUUtilization", Statistic::Average, Shape::Level).with_hours(),
    of(ResourceKind::Ec2Instance, "mem_used_percent", Statistic::Average, Shape::Limit).with_hours(),
    of(ResourceKind::Ec2Instance, "NetworkIn", Statistic::Sum, Shape::Rate),
    of(ResourceKind::Ec2Instance, "NetworkOut", Statistic::Sum, Shape::Rate),
    of(ResourceKind::Ec2Instance, "NetworkTraffic", Statistic::Sum, Shape::Rate).with_hours(),
    of(ResourceKind::Ec2Instance, "EBSOps", Statistic::Sum, Shape::Rate),
    of(ResourceKind::Ec2Instance, "EBSBytes", Statistic::Sum, Shape::Rate),
    of(ResourceKind::AutoscalingGroup, "CPUUtilization", Statistic::Average, Shape::Level).with_hours(),
    of(ResourceKind::AutoscalingGroup, "GroupInServiceInstances", Statistic::Average, Shape::Level).with_hours(),
    of(ResourceKind::AutoscalingGroup, "NetworkIn", Statistic::Sum, Shape::Rate).with_hours(),
    of(ResourceKind::AutoscalingGroup, "NetworkOut", Statistic::Sum, Shape::Rate).with_hours(),
    of(ResourceKind::EcsService, "CPUUtilization", Statistic::Average, Shape::Level).with_hours(),
    of(ResourceKind::EcsService, "MemoryUtilization", Statistic::Average, Shape::Limit).with_hours(),
    of(ResourceKind::EcsService, "RunningTaskCount", Statistic::Average, Shape::Level).with_hours(),
    of(ResourceKind::RdsInstance, "CPUUtilization", Statistic::Average, Shape::Level),
    of(ResourceKind::RdsInstance, "FreeableMemory", Statistic::Average, Shape::LowLimit),
    of(ResourceKind::RdsInstance, "DatabaseConnections", Statistic::Average, Shape::Limit),
    of(ResourceKind::RdsInstance, "DatabaseIOPS", Statistic::Average, Shape::Level),
    of(ResourceKind::RdsInstance, "DatabaseThroughput", Statistic::Average, Shape::Level),
    of(ResourceKind::RdsInstance, "NetworkReceiveThroughput", Statistic::Average, Shape::Level),
    of(ResourceKind::RdsInstance, "NetworkTransmitThroughput", Statistic::Average, Shape::Level),
    of(ResourceKind::ElasticacheCluster, "CPUUtilization", Statistic::Average, Shape::Level),
    of(ResourceKind::ElasticacheCluster, "EngineCPUUtilization", Statistic::Average, Shape::Level),
    of(ResourceKind::ElasticacheCluster, "DatabaseMemoryUsagePercentage", Statistic::Average, Shape::Limit),
    of(ResourceKind::ElasticacheCluster, "BytesUsedForCacheItems", Statistic::Average, Shape::Limit),
    of(ResourceKind::ElasticacheCluster, "CurrConnections", Statistic::Average, Shape::Limit),
    of(ResourceKind::ElasticacheCluster, "NetworkBytesIn", Statistic::Sum, Shape::Rate),
    of(ResourceKind::ElasticacheCluster, "NetworkBytesOut", Statistic::Sum, Shape::Rate),
    of(ResourceKind::DynamodbTable, "ConsumedReadCapacityUnits", Statistic::Sum, Shape::Rate).with_hours().with_parts(),
    of(ResourceKind::DynamodbTable, "ConsumedWriteCapacityUnits", Statistic::Sum, Shape::Rate)
        .with_hours()
        .with_parts(),
];

/// The use of one dimension of one resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    pub profile: Profile,
    /// Where the metric keeps them.
    pub hours: Option<HourlyUse>,
}

/// The profiles of every resource, of the dataset's lookback window.
#[derive(Clone, Debug, Default)]
pub struct UsageProfiles {
    by_resource: HashMap<ResourceKey, BTreeMap<String, Usage>>,
}

impl UsageProfiles {
    /// `None` where the window holds no point of the metric, or it is not among [`PROFILED`].
    pub fn get(&self, key: &ResourceKey, metric: &str) -> Option<&Usage> {
        self.by_resource.get(key)?.get(metric)
    }

    /// Note what the points of one resource say. They ascend in time.
    pub(in crate::tables) fn note(
        &mut self,
        key: &ResourceKey,
        window: Window,
        series: &BTreeMap<(String, Statistic), Vec<Point>>,
    ) {
        let mut usage = BTreeMap::new();
        for profiled in PROFILED.iter().filter(|profiled| profiled.kind == key.kind) {
            for metric in profiled.series(series) {
                let within = |statistic: Statistic| {
                    let points = series.get(&(metric.clone(), statistic)).map_or(&[][..], Vec::as_slice);
                    let (start, end) = (window.start.timestamp(), window.end.timestamp());
                    let from = points.partition_point(|point| point.timestamp < start);
                    points.get(from..points.partition_point(|point| point.timestamp < end)).unwrap_or_default()
                };
                if let Some(found) = profiled.usage(window, &within) {
                    usage.insert(metric, found);
                }
            }
        }
        if !usage.is_empty() {
            self.by_resource.insert(key.clone(), usage);
        }
    }

    pub(in crate::tables) fn extend(&mut self, other: Self) {
        self.by_resource.extend(other.by_resource);
    }
}
