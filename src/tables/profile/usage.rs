//! Which metrics are profiled, and the profiles of every resource.

use std::collections::{BTreeMap, HashMap};

use super::{HourlyUse, Profile};
use crate::model::ids::{ResourceKey, ResourceKind};
use crate::model::metric::Statistic;
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
    ProfiledMetric { kind, metric, mean, worst, shape, keep_hours: false }
}

impl ProfiledMetric {
    const fn with_hours(self) -> Self {
        Self { keep_hours: true, ..self }
    }

    fn usage(&self, window: Window, points: &dyn Fn(Statistic) -> Option<Vec<Point>>) -> Option<Usage> {
        let means = points(self.mean);
        let worst = self.worst.and_then(points);
        if means.is_none() && worst.is_none() {
            return None;
        }
        let valued = |points: Option<Vec<Point>>| -> Vec<Point> {
            let value = |point: &Point| match self.shape {
                Shape::Level | Shape::Limit => point.value,
                Shape::LowLimit => -point.value,
                Shape::Rate => point.value / f64::from(point.period_s.max(1)),
            };
            points.unwrap_or_default().iter().map(|point| Point { value: value(point), ..*point }).collect()
        };
        let every = matches!(self.shape, Shape::Limit | Shape::LowLimit);
        let hours = HourlyUse::of(window, &valued(means), &valued(worst), every);
        let profile = Profile::of(&hours)?;
        Some(Usage { profile, hours: self.keep_hours.then_some(hours) })
    }
}

/// Every profiled metric.
pub const PROFILED: &[ProfiledMetric] = &[
    of(ResourceKind::Ec2Instance, "CPUUtilization", Statistic::Average, Shape::Level).with_hours(),
    of(ResourceKind::Ec2Instance, "mem_used_percent", Statistic::Average, Shape::Limit),
    of(ResourceKind::Ec2Instance, "NetworkIn", Statistic::Sum, Shape::Rate),
    of(ResourceKind::Ec2Instance, "NetworkOut", Statistic::Sum, Shape::Rate),
    of(ResourceKind::Ec2Instance, "NetworkTraffic", Statistic::Sum, Shape::Rate).with_hours(),
    of(ResourceKind::Ec2Instance, "EBSOps", Statistic::Sum, Shape::Rate),
    of(ResourceKind::Ec2Instance, "EBSBytes", Statistic::Sum, Shape::Rate),
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
    by_resource: HashMap<ResourceKey, BTreeMap<&'static str, Usage>>,
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
            let within = |statistic: Statistic| {
                let points = series.get(&(profiled.metric.to_owned(), statistic))?;
                let (start, end) = (window.start.timestamp(), window.end.timestamp());
                let from = points.partition_point(|point| point.timestamp < start);
                let inside = points.get(from..points.partition_point(|point| point.timestamp < end))?;
                (!inside.is_empty()).then(|| inside.to_vec())
            };
            if let Some(found) = profiled.usage(window, &within) {
                usage.insert(profiled.metric, found);
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
