//! One collection on disk: load, validate, save. `model`'s structs are the format; nothing here judges or prices.

mod billing;
mod billing_detail;
mod check;
mod inventory;
mod json;
mod load;
mod manifest;
mod metrics;
mod metrics_parquet;
mod mistake;
mod parquet;
mod resources;
mod save;
mod sink;
mod spend;
mod spill;
mod wording;
mod words;

use std::path::PathBuf;

pub use load::{LoadError, load};
pub use manifest::{CollectorState, CollectorStatus, DATASET_SCHEMA, Manifest, MetricAnswer};
pub use metrics::{MetricRun, scan_metrics};
pub use mistake::Mistake;
pub use save::{DatasetWriter, MetricPoints, SaveError};
pub use sink::{LATEST_AFTER_AS_OF, first_day};
pub use spend::{forecast_summary, spend};

/// Present in a folder whose writing did not finish.
pub const IN_PROGRESS_MARKER: &str = "IN-PROGRESS";

use crate::model::billing::{BillingDetail, BillingForecast, BillingRow, CommitmentCoverage};
use crate::model::gap::Gap;
use crate::model::ids::ResourceKind;
use crate::model::resource::{
    Address, Alarm, AutoScalingGroup, Bucket, CacheCluster, DbInstance, EcsService, Function, Image, Instance,
    InstanceType, LogGroup, ReservedInstances, SavingsPlan, Snapshot, Table, Volume,
};

/// A whole collection; metric points stay on disk.
#[derive(Clone, Debug)]
pub struct Dataset {
    pub root: PathBuf,
    pub manifest: Manifest,
    pub resources: Resources,
    /// `metrics/<kind>.parquet|csv`: long form, scanned lazily by `tables`.
    pub metrics: Vec<MetricFile>,
    pub billing: Vec<BillingRow>,
    pub forecast: Vec<BillingForecast>,
    /// What Cost Explorer measured of commitments.
    pub commitment_coverage: Vec<CommitmentCoverage>,
    /// What `--billing full` reads besides.
    pub billing_detail: BillingDetail,
    pub gaps: Vec<Gap>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resources {
    pub instances: Vec<Instance>,
    pub instance_types: Vec<InstanceType>,
    pub images: Vec<Image>,
    pub addresses: Vec<Address>,
    pub auto_scaling_groups: Vec<AutoScalingGroup>,
    pub ecs_services: Vec<EcsService>,
    pub reserved_instances: Vec<ReservedInstances>,
    pub volumes: Vec<Volume>,
    pub snapshots: Vec<Snapshot>,
    pub alarms: Vec<Alarm>,
    pub tables: Vec<Table>,
    pub functions: Vec<Function>,
    pub log_groups: Vec<LogGroup>,
    pub buckets: Vec<Bucket>,
    pub databases: Vec<DbInstance>,
    pub caches: Vec<CacheCluster>,
    pub savings_plans: Vec<SavingsPlan>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricFile {
    pub kind: ResourceKind,
    pub path: PathBuf,
    /// As mistakes name it: relative to the dataset.
    pub shown: PathBuf,
    pub format: MetricFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricFormat {
    Csv,
    Parquet,
}
