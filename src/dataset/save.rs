//! Atomic saving: a killed run leaves the old folder, or a partial one that says so.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::Serialize;
use tempfile::TempDir;

use super::parquet::MetricsParquet;
use super::spill::Spill;
use super::{DATASET_SCHEMA, IN_PROGRESS_MARKER, Manifest, Resources};
use crate::model::billing::{BillingDetail, BillingForecast, BillingRow};
use crate::model::gap::Gap;
use crate::model::ids::{AccountId, Region, ResourceKind};
use crate::model::metric::Statistic;
use crate::replace::{may_replace, parent, partial_prefix, readable_by_others, replace, sync_all, sync_folder};

#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    #[error("cannot write {path}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path} exists and is not an empty folder or a cloudtrim dataset")]
    Occupied { path: PathBuf },
    #[error("cannot encode metrics for {path}: {message}")]
    Metrics { path: PathBuf, message: String },
}

/// The points of one series (one resource, metric, statistic), ascending in time.
#[derive(Clone, Debug)]
pub struct MetricPoints {
    pub account: AccountId,
    pub region: Region,
    pub resource: String,
    pub metric: String,
    pub statistic: Statistic,
    pub period_s: u32,
    pub points: Vec<(DateTime<Utc>, f64)>,
}

/// Writes a dataset beside its destination and moves it there when [`Self::finish`] succeeds.
///
/// Dropped before that, it takes what it wrote with it; killed, it leaves a hidden folder that bears
/// [`IN_PROGRESS_MARKER`] and is never taken for a dataset.
#[derive(Debug)]
pub struct DatasetWriter {
    destination: PathBuf,
    folder: TempDir,
    spill: Spill,
}

/// The error of whatever was to be written at `path`.
fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, SaveError> {
    result.map_err(|source| SaveError::Io { path: path.to_path_buf(), source })
}

/// What can go wrong while series flow from the spill to Parquet.
enum DrainError {
    Io(io::Error),
    Save(SaveError),
}

impl From<io::Error> for DrainError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl DatasetWriter {
    /// Start writing what will become `destination`.
    ///
    /// # Errors
    /// When something that is no dataset is there, or its parent cannot be written.
    pub fn create(destination: &Path) -> Result<Self, SaveError> {
        // A trailing separator or a relative name must not change what lies beside the destination.
        let destination: PathBuf = destination.components().collect();
        if destination.file_name().is_none() || !at(&destination, may_replace(&destination, DATASET_SCHEMA))? {
            return Err(SaveError::Occupied { path: destination });
        }
        let beside = parent(&destination);
        at(beside, fs::create_dir_all(beside))?;
        let folder = tempfile::Builder::new().prefix(&partial_prefix(&destination)).tempdir_in(beside);
        let folder = at(beside, folder)?;
        let marker = folder.path().join(IN_PROGRESS_MARKER);
        let text = "This dataset is being written, or the run that wrote it did not finish. Then it can be deleted.\n";
        at(&marker, fs::write(&marker, text))?;
        let spill = Spill::new(folder.path().join("metrics-runs"));
        Ok(Self { destination, folder, spill })
    }

    /// Append series of one kind; memory stays bounded however many are written.
    /// Series may come in any order of resources; `finish` brings them in order.
    pub fn append_metrics(&mut self, kind: ResourceKind, series: &[MetricPoints]) -> Result<(), SaveError> {
        for one in series {
            at(self.folder.path(), self.spill.push(kind, one))?;
        }
        Ok(())
    }

    /// Write the finer cuts of the bill and the budgets.
    pub fn add_billing_detail(&mut self, detail: &BillingDetail) -> Result<(), SaveError> {
        let root = self.folder.path();
        write_csv(root, "detail.csv", &detail.rows)?;
        write_csv(root, "cuts.csv", &detail.cuts)?;
        write_csv(root, "budgets.csv", &detail.budgets)
    }

    /// Write the rest and make the folder appear whole.
    pub fn finish(
        self,
        manifest: &Manifest,
        resources: &Resources,
        billing: &[BillingRow],
        forecast: &[BillingForecast],
        gaps: &[Gap],
    ) -> Result<(), SaveError> {
        let Self { destination, folder, spill } = self;
        let root = folder.path();
        write_metrics(root, spill)?;
        write_resources(root, resources)?;
        write_csv(root, "cost-explorer.csv", billing)?;
        write_csv(root, "forecast.csv", forecast)?;
        let mut gaps = gaps.to_vec();
        gaps.sort();
        gaps.dedup();
        write_lines(&root.join("gaps.jsonl"), gaps.iter())?;
        let manifest_path = root.join("manifest.json");
        let mut text = at(&manifest_path, serde_json::to_vec_pretty(manifest).map_err(io::Error::other))?;
        text.push(b'\n');
        at(&manifest_path, fs::write(&manifest_path, text))?;

        // Everything is on the disk before the marker goes, and the marker is gone before the folder has its name.
        at(root, sync_all(root))?;
        let marker = root.join(IN_PROGRESS_MARKER);
        at(&marker, fs::remove_file(&marker))?;
        at(root, sync_folder(root))?;
        at(root, readable_by_others(root, parent(&destination)))?;
        // Someone may have put something there in the meantime.
        if !at(&destination, may_replace(&destination, DATASET_SCHEMA))? {
            return Err(SaveError::Occupied { path: destination });
        }
        let aside = PathBuf::from(format!("{}-replaced", root.display()));
        let finished = folder.keep();
        let moved = replace(&finished, &destination, &aside);
        if moved.is_err() && finished.is_dir() {
            // Nothing reads it any more; the error that matters is the one of the move.
            let _ = fs::remove_dir_all(&finished);
        }
        at(&destination, moved)?;
        at(parent(&destination), sync_folder(parent(&destination)))
    }
}

fn write_metrics(root: &Path, spill: Spill) -> Result<(), SaveError> {
    let mut open: Option<(ResourceKind, MetricsParquet)> = None;
    let drained = spill.drain(|kind, series| {
        if open.as_ref().is_none_or(|(of, _)| *of != kind) {
            if let Some((_, done)) = open.take() {
                done.finish().map_err(DrainError::Save)?;
            }
            let folder = root.join("metrics");
            fs::create_dir_all(&folder)?;
            let file = MetricsParquet::create(folder.join(format!("{kind}.parquet"))).map_err(DrainError::Save)?;
            open = Some((kind, file));
        }
        match &mut open {
            Some((_, file)) => file.push(&series).map_err(DrainError::Save),
            None => Ok(()),
        }
    });
    match drained {
        Err(DrainError::Io(source)) => return Err(SaveError::Io { path: root.to_path_buf(), source }),
        Err(DrainError::Save(error)) => return Err(error),
        Ok(()) => {}
    }
    open.map_or(Ok(()), |(_, done)| done.finish())
}

fn write_resources(root: &Path, resources: &Resources) -> Result<(), SaveError> {
    let folder = root.join("resources");
    at(&folder, fs::create_dir_all(&folder))?;
    macro_rules! write {
        ($($list:ident: $kind:ident),*) => {
            $({
                let mut sorted: Vec<_> = resources.$list.iter().collect();
                sorted.sort_by(|a, b| (&a.account, &a.region, &a.id).cmp(&(&b.account, &b.region, &b.id)));
                // Pages overlap when something changes between them.
                sorted.dedup_by(|a, b| (&a.account, &a.region, &a.id) == (&b.account, &b.region, &b.id));
                write_lines(&folder.join(format!("{}.jsonl", ResourceKind::$kind)), sorted.into_iter())?;
            })*
        };
    }
    write! {
        instances: Ec2Instance, instance_types: Ec2InstanceType, images: Ec2Image, addresses: Ec2Address,
        auto_scaling_groups: AutoscalingGroup, ecs_services: EcsService,
        volumes: EbsVolume, snapshots: EbsSnapshot, alarms: CloudwatchAlarm, tables: DynamodbTable,
        functions: LambdaFunction, log_groups: LogsGroup, buckets: S3Bucket
    }
    Ok(())
}

/// One JSON value a line; no file for none.
fn write_lines<'a, T: Serialize + 'a>(
    path: &Path,
    values: impl ExactSizeIterator<Item = &'a T>,
) -> Result<(), SaveError> {
    if values.len() == 0 {
        return Ok(());
    }
    let mut file = BufWriter::new(at(path, File::create(path))?);
    for value in values {
        at(path, serde_json::to_writer(&mut file, value).map_err(io::Error::from))?;
        at(path, file.write_all(b"\n"))?;
    }
    at(path, file.flush())
}

fn write_csv<T: Serialize>(root: &Path, name: &str, rows: &[T]) -> Result<(), SaveError> {
    if rows.is_empty() {
        return Ok(());
    }
    let folder = root.join("billing");
    at(&folder, fs::create_dir_all(&folder))?;
    let path = folder.join(name);
    let mut writer = at(&path, csv::Writer::from_path(&path).map_err(io::Error::from))?;
    for row in rows {
        at(&path, writer.serialize(row).map_err(io::Error::from))?;
    }
    at(&path, writer.flush())
}
