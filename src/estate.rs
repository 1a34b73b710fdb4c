//! Dataset + metric statistics → the configuration and usage of every resource that is priced.
//!
//! Nothing here judges or prices. What AWS did not tell is noted beside the configuration, never filled in with zero.
//! Start with [`Estate::build`]; one file for each kind whose usage is measured.

mod bucket;
mod cache;
mod database;
mod fleet;
mod function;
mod instance;
mod log_group;
mod storage;
mod table;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use crate::dataset::Dataset;
use crate::model::configuration::{Configuration, Placed};
use crate::model::ids::{ResourceKey, ResourceKind};
use crate::model::metric::Statistic;
use crate::model::resource::{
    Address, AutoScalingGroup, Bucket, CacheCluster, DbInstance, EcsService, Function, Instance, LogGroup, Snapshot,
    Table, Tags, Volume,
};
use crate::tables::{Answered, MetricStatistics};
use crate::units::{Days, HOURS_PER_MONTH};

pub use bucket::{billed_class, gib};
pub use log_group::{INGESTION_WINDOW, LIFE_WINDOW};

/// The kinds that are priced, in the order of reports.
pub const PRICED_KINDS: [ResourceKind; 12] = [
    ResourceKind::Ec2Instance,
    ResourceKind::Ec2Address,
    ResourceKind::AutoscalingGroup,
    ResourceKind::EcsService,
    ResourceKind::EbsVolume,
    ResourceKind::EbsSnapshot,
    ResourceKind::DynamodbTable,
    ResourceKind::LambdaFunction,
    ResourceKind::LogsGroup,
    ResourceKind::S3Bucket,
    ResourceKind::RdsInstance,
    ResourceKind::ElasticacheCluster,
];

/// A resource as the dataset tells it.
#[derive(Clone, Copy, Debug)]
pub enum Resource<'a> {
    Instance(&'a Instance),
    Address(&'a Address),
    AutoScalingGroup(&'a AutoScalingGroup),
    EcsService(&'a EcsService),
    Volume(&'a Volume),
    Snapshot(&'a Snapshot),
    Table(&'a Table),
    Function(&'a Function),
    LogGroup(&'a LogGroup),
    Bucket(&'a Bucket),
    Database(&'a DbInstance),
    Cache(&'a CacheCluster),
}

impl<'a> Resource<'a> {
    /// `None` when the tags could not be read.
    pub fn tags(self) -> Option<&'a Tags> {
        match self {
            Self::Instance(it) => it.tags.as_ref(),
            Self::Address(it) => it.tags.as_ref(),
            Self::AutoScalingGroup(it) => it.tags.as_ref(),
            Self::EcsService(it) => it.tags.as_ref(),
            Self::Volume(it) => it.tags.as_ref(),
            Self::Snapshot(it) => it.tags.as_ref(),
            Self::Table(it) => it.tags.as_ref(),
            Self::Function(it) => it.tags.as_ref(),
            Self::LogGroup(it) => it.tags.as_ref(),
            Self::Bucket(it) => it.tags.as_ref(),
            Self::Database(it) => it.tags.as_ref(),
            Self::Cache(it) => it.tags.as_ref(),
        }
    }

    /// The tag `Name`, where there is one.
    pub fn name(self) -> Option<&'a str> {
        self.tags()?.get("Name").map(String::as_str)
    }
}

/// One resource with its configuration.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    pub resource: Resource<'a>,
    /// `None` when AWS did not tell enough to say what is billed; `unmeasured` says what.
    /// `Absent` for what is no longer billed (terminated instances).
    pub placed: Option<Placed>,
    /// Usage that is not known, in words: the cost is then "at least".
    pub unmeasured: Vec<String>,
}

/// What hangs on an instance.
#[derive(Clone, Debug, Default)]
pub struct Hanging<'a> {
    pub volumes: Vec<&'a Volume>,
    pub addresses: Vec<&'a Address>,
}

/// Every priced resource as it is, in the order of its key.
#[derive(Debug, Default)]
pub struct Estate<'a> {
    entries: BTreeMap<ResourceKey, Entry<'a>>,
    hanging: HashMap<ResourceKey, Hanging<'a>>,
}

/// What the configurations are derived with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured<'a> {
    pub(crate) as_of: DateTime<Utc>,
    pub(crate) lookback: Days,
    pub(crate) statistics: &'a MetricStatistics,
}

impl<'a> Estate<'a> {
    /// The configurations of all priced resources of `dataset`.
    ///
    /// Usage is scaled to a month of 730 hours from `statistics`, which must hold the dataset's lookback window,
    /// [`INGESTION_WINDOW`] and [`LIFE_WINDOW`].
    pub fn build(dataset: &'a Dataset, statistics: &'a MetricStatistics) -> Self {
        let measured = Measured { as_of: dataset.manifest.as_of, lookback: dataset.manifest.lookback_days, statistics };
        let resources = &dataset.resources;
        let mut estate = Self::default();
        for it in &resources.instances {
            estate.insert(it.key(), Resource::Instance(it), instance::configuration(it, measured));
        }
        for it in &resources.addresses {
            estate.insert(it.key(), Resource::Address(it), storage::address(it));
            if let Some(instance_id) = &it.instance_id {
                estate.hang(instance_id, &it.key()).addresses.push(it);
            }
        }
        for it in &resources.auto_scaling_groups {
            estate.insert(it.key(), Resource::AutoScalingGroup(it), fleet::group(it));
        }
        for it in &resources.ecs_services {
            estate.insert(it.key(), Resource::EcsService(it), fleet::service(it, measured));
        }
        for it in &resources.volumes {
            estate.insert(it.key(), Resource::Volume(it), storage::volume(it));
            for attachment in &it.attachments {
                estate.hang(&attachment.instance_id, &it.key()).volumes.push(it);
            }
        }
        for it in &resources.snapshots {
            estate.insert(it.key(), Resource::Snapshot(it), storage::snapshot(it));
        }
        for it in &resources.tables {
            estate.insert(it.key(), Resource::Table(it), table::configuration(it, measured));
        }
        for it in &resources.functions {
            estate.insert(it.key(), Resource::Function(it), function::configuration(it, measured));
        }
        for it in &resources.log_groups {
            estate.insert(it.key(), Resource::LogGroup(it), log_group::configuration(it, measured));
        }
        for it in &resources.buckets {
            estate.insert(it.key(), Resource::Bucket(it), bucket::configuration(it));
        }
        for it in &resources.databases {
            estate.insert(it.key(), Resource::Database(it), database::configuration(it, measured));
        }
        for it in &resources.caches {
            estate.insert(it.key(), Resource::Cache(it), cache::configuration(it));
        }
        for hanging in estate.hanging.values_mut() {
            hanging.volumes.sort_by(|one, other| one.id.cmp(&other.id));
            hanging.addresses.sort_by(|one, other| one.id.cmp(&other.id));
        }
        estate
    }

    fn insert(&mut self, key: ResourceKey, resource: Resource<'a>, usage: Usage) {
        let placed = usage.configuration.map(|configuration| Placed { region: key.region.clone(), configuration });
        self.entries.insert(key, Entry { resource, placed, unmeasured: usage.unmeasured });
    }

    fn hang(&mut self, instance_id: &str, on_the_same: &ResourceKey) -> &mut Hanging<'a> {
        let key = ResourceKey {
            kind: ResourceKind::Ec2Instance,
            id: instance_id.to_owned(),
            account: on_the_same.account.clone(),
            region: on_the_same.region.clone(),
        };
        self.hanging.entry(key).or_default()
    }

    pub fn get(&self, key: &ResourceKey) -> Option<&Entry<'a>> {
        self.entries.get(key)
    }

    /// The configuration of a resource, where it is known.
    pub fn placed(&self, key: &ResourceKey) -> Option<&Placed> {
        self.entries.get(key)?.placed.as_ref()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&ResourceKey, &Entry<'a>)> {
        self.entries.iter()
    }

    /// The volumes and addresses of an instance, by id.
    pub fn hanging_on(&self, instance: &ResourceKey) -> Hanging<'a> {
        self.hanging.get(instance).cloned().unwrap_or_default()
    }
}

/// The sum of a metric over the lookback, scaled to a month of 730 hours; of a resource that was created within it, over
/// its life. `None` where CloudWatch was not asked; no point is no activity.
fn per_month(
    measured: Measured<'_>,
    key: &ResourceKey,
    metric: &str,
    statistic: Statistic,
    created_at: Option<DateTime<Utc>>,
) -> Option<f64> {
    match measured.statistics.get(key, metric, statistic, measured.lookback) {
        Answered::Points(points) => {
            let window = points.window;
            let from = created_at.filter(|at| *at > window.start && *at < window.end).unwrap_or(window.start);
            let hours = ((window.end - from).num_minutes() as f64 / 60.0).max(1.0);
            Some(points.sum.max(0.0) * HOURS_PER_MONTH.to_f64() / hours)
        }
        Answered::NoPoints => Some(0.0),
        Answered::NotAnswered(_) => None,
    }
}

/// A configuration and what is not known of it.
#[derive(Debug, Default)]
struct Usage {
    configuration: Option<Configuration>,
    unmeasured: Vec<String>,
}

impl Usage {
    fn known(configuration: Configuration) -> Self {
        Self { configuration: Some(configuration), unmeasured: Vec::new() }
    }

    /// Nothing can be priced, for this reason.
    fn unknown(reason: &str) -> Self {
        Self { configuration: None, unmeasured: vec![reason.to_owned()] }
    }
}
