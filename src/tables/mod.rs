//! Dataset → polars frames. [`FIELDS`] declares every column of every kind once.

mod collected;
mod columns;
mod fields;
mod finisher;
mod joins;
mod profile;
mod series;
mod statistics;
mod summary;
mod tags;

use std::collections::BTreeMap;

use polars::prelude::{Column, DataFrame};

pub use fields::{FIELDS, Field, FieldType};
pub use profile::{Growth, HourlyUse, PROFILED, Profile, ProfiledMetric, Usage, UsageProfiles, hour_of_week};
pub use statistics::{Answered, MetricStatistics, MetricsError, SeriesStatistics};

use crate::dataset::{Dataset, Resources};
use crate::model::ids::{ResourceKey, ResourceKind};
use crate::units::Days;

/// One frame a kind, row for row as in the dataset's resource list, and the statistics of every metric series.
#[derive(Debug)]
pub struct Tables {
    pub frames: BTreeMap<ResourceKind, DataFrame>,
    /// The key of each row of each frame.
    pub keys: BTreeMap<ResourceKind, Vec<ResourceKey>>,
    pub statistics: MetricStatistics,
    /// What right-sizing reads of the lookback window.
    pub usage: UsageProfiles,
    tags: BTreeMap<ResourceKind, tags::TagIndex>,
}

impl Tables {
    /// Build all frames; statistics are computed for each of `windows` (days before `as_of`), in one pass over each file.
    pub fn build(dataset: &Dataset, windows: &[Days]) -> Result<Self, MetricsError> {
        let keys = keys(&dataset.resources);
        let frames = columns::frames(dataset, &joins::Joins::new(dataset))
            .map_err(|error| MetricsError::Read { path: dataset.root.clone(), message: error.to_string() })?;
        let (statistics, usage) = MetricStatistics::build(dataset, &keys, windows)?;
        Ok(Self { frames, keys, statistics, usage, tags: tags::index(&dataset.resources) })
    }

    /// The column `field` of a kind: one of [`FIELDS`], or `tag:KEY`, which is empty text for a resource without that
    /// tag and null for one whose tags could not be read. `None` when there is no such field.
    pub fn column(&self, kind: ResourceKind, field: &str) -> Option<Column> {
        match field.strip_prefix("tag:") {
            Some(key) => self.tags.get(&kind).map(|tags| tags.column(field, key)),
            None => self.frames.get(&kind)?.column(field).ok().cloned(),
        }
    }
}

fn keys(resources: &Resources) -> BTreeMap<ResourceKind, Vec<ResourceKey>> {
    macro_rules! keys {
        ($($kind:ident: $list:ident),*) => {
            BTreeMap::from([$((ResourceKind::$kind, resources.$list.iter().map(|resource| resource.key()).collect())),*])
        };
    }
    keys! {
        Ec2Instance: instances, Ec2InstanceType: instance_types, Ec2Image: images, Ec2Address: addresses,
        AutoscalingGroup: auto_scaling_groups, EcsService: ecs_services,
        EbsVolume: volumes, EbsSnapshot: snapshots, CloudwatchAlarm: alarms, DynamodbTable: tables,
        LambdaFunction: functions, LogsGroup: log_groups, S3Bucket: buckets,
        RdsInstance: databases, ElasticacheCluster: caches,
        Ec2ReservedInstances: reserved_instances, SavingsPlan: savings_plans
    }
}
