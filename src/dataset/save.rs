//! Atomic saving: a killed run leaves the old folder, or a partial one that says so.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::{Manifest, Resources};
use crate::model::billing::{BillingForecast, BillingRow};
use crate::model::gap::Gap;
use crate::model::ids::{AccountId, Region, ResourceKind};
use crate::model::metric::Statistic;

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
#[derive(Debug)]
pub struct DatasetWriter {
    _private: (),
}

impl DatasetWriter {
    /// Start writing what will become `destination`.
    pub fn create(_destination: &Path) -> Result<Self, SaveError> {
        todo!()
    }

    /// Append series of one kind; memory stays bounded however many are written.
    /// Series may come in any order of resources; `finish` brings them in order.
    pub fn append_metrics(&mut self, _kind: ResourceKind, _series: &[MetricPoints]) -> Result<(), SaveError> {
        todo!()
    }

    /// Write the rest and make the folder appear whole.
    pub fn finish(
        self,
        _manifest: &Manifest,
        _resources: &Resources,
        _billing: &[BillingRow],
        _forecast: &[BillingForecast],
        _gaps: &[Gap],
    ) -> Result<(), SaveError> {
        todo!()
    }
}
