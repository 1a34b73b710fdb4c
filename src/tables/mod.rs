//! Dataset → polars frames. [`FIELDS`] declares every column of every kind once.

mod fields;
mod statistics;

use std::collections::BTreeMap;

use polars::prelude::DataFrame;

pub use fields::{FIELDS, Field, FieldType};
pub use statistics::{Answered, MetricStatistics, MetricsError, SeriesStatistics};

use crate::dataset::Dataset;
use crate::model::ids::{ResourceKey, ResourceKind};
use crate::units::Days;

/// One frame a kind, row for row as in the dataset's resource list, and the statistics of every metric series.
#[derive(Debug)]
pub struct Tables {
    pub frames: BTreeMap<ResourceKind, DataFrame>,
    /// The key of each row of each frame.
    pub keys: BTreeMap<ResourceKind, Vec<ResourceKey>>,
    pub statistics: MetricStatistics,
}

impl Tables {
    /// Build all frames; statistics are computed for each of `windows` (days before `as_of`), in one pass over each file.
    pub fn build(_dataset: &Dataset, _windows: &[Days]) -> Result<Self, MetricsError> {
        todo!()
    }
}
