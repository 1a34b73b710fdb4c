//! CloudWatch metrics as a dataset holds them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A CloudWatch statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Statistic {
    Average,
    Maximum,
    Minimum,
    Sum,
}

impl Statistic {
    pub const ALL: [Self; 4] = [Self::Average, Self::Maximum, Self::Minimum, Self::Sum];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Average => "Average",
            Self::Maximum => "Maximum",
            Self::Minimum => "Minimum",
            Self::Sum => "Sum",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|statistic| statistic.name() == name)
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What is computed over the points of one series within one window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// Number of points.
    Count,
    /// The share of the window's hours with at least one point, in percent.
    Coverage,
    Average,
    Minimum,
    Maximum,
    Sum,
    P50,
    P90,
    P95,
    P99,
    P99_5,
    /// The largest of the sums of each UTC day.
    MaximumDailySum,
}

impl Aggregate {
    pub const ALL: [Self; 12] = [
        Self::Count,
        Self::Coverage,
        Self::Average,
        Self::Minimum,
        Self::Maximum,
        Self::Sum,
        Self::P50,
        Self::P90,
        Self::P95,
        Self::P99,
        Self::P99_5,
        Self::MaximumDailySum,
    ];

    /// The column of the statistics frame, and the word in a rule.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Coverage => "coverage",
            Self::Average => "average",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Sum => "sum",
            Self::P50 => "p50",
            Self::P90 => "p90",
            Self::P95 => "p95",
            Self::P99 => "p99",
            Self::P99_5 => "p99_5",
            Self::MaximumDailySum => "maximum_daily_sum",
        }
    }
}

/// What parts a metric from the part of a resource that it measures: `ConsumedReadCapacityUnits:by-date` is of the
/// index `by-date` of a table.
pub const PART_SEPARATOR: char = ':';

/// The name of a metric of a part of a resource; the metric's own without a part.
pub fn metric_of_part(metric: &str, part: Option<&str>) -> String {
    part.map_or_else(|| metric.to_owned(), |part| format!("{metric}{PART_SEPARATOR}{part}"))
}

/// The metric's own name, without the part.
pub fn without_part(metric: &str) -> &str {
    metric.split(PART_SEPARATOR).next().unwrap_or(metric)
}

/// The metrics cloudtrim knows, by the name they have in a dataset: AWS's own, or one derived here.
///
/// A derived metric is the sum of its parts at each timestamp at which all parts have a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DerivedMetric {
    pub name: &'static str,
    pub parts: [&'static str; 2],
    /// Of the parts and of their sum.
    pub statistic: Statistic,
}

const fn sum(name: &'static str, parts: [&'static str; 2]) -> DerivedMetric {
    DerivedMetric { name, parts, statistic: Statistic::Sum }
}

const fn average(name: &'static str, parts: [&'static str; 2]) -> DerivedMetric {
    DerivedMetric { name, parts, statistic: Statistic::Average }
}

pub const DERIVED_METRICS: [DerivedMetric; 7] = [
    sum("NetworkTraffic", ["NetworkIn", "NetworkOut"]),
    sum("EBSOps", ["EBSReadOps", "EBSWriteOps"]),
    sum("EBSBytes", ["EBSReadBytes", "EBSWriteBytes"]),
    sum("VolumeOps", ["VolumeReadOps", "VolumeWriteOps"]),
    sum("VolumeBytes", ["VolumeReadBytes", "VolumeWriteBytes"]),
    average("DatabaseIOPS", ["ReadIOPS", "WriteIOPS"]),
    average("DatabaseThroughput", ["ReadThroughput", "WriteThroughput"]),
];
