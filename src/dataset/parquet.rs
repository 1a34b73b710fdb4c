//! Metric series → one Parquet file, a row group at a time.

use std::fs::File;
use std::path::PathBuf;

use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{Column, DataFrame, DataType, ParquetCompression, ParquetWriter, PlSmallStr, Schema, TimeUnit};

use super::{MetricPoints, SaveError};

/// Small enough that a reader holds little, large enough that the footer stays short.
const ROWS_A_GROUP: usize = 131_072;

pub(super) struct MetricsParquet {
    path: PathBuf,
    writer: BatchedWriter<File>,
    rows: Rows,
}

#[derive(Default)]
struct Rows {
    account: Vec<PlSmallStr>,
    region: Vec<PlSmallStr>,
    resource: Vec<PlSmallStr>,
    metric: Vec<PlSmallStr>,
    statistic: Vec<&'static str>,
    period_s: Vec<u32>,
    timestamp: Vec<i64>,
    value: Vec<f64>,
}

fn timestamps() -> DataType {
    DataType::Datetime(TimeUnit::Milliseconds, None)
}

impl MetricsParquet {
    pub(super) fn create(path: PathBuf) -> Result<Self, SaveError> {
        let file = File::create(&path).map_err(|source| SaveError::Io { path: path.clone(), source })?;
        let text = |name: &'static str| (name.into(), DataType::String);
        let schema = Schema::from_iter([
            text("account"),
            text("region"),
            text("resource"),
            text("metric"),
            text("statistic"),
            ("period_s".into(), DataType::UInt32),
            ("timestamp".into(), timestamps()),
            ("value".into(), DataType::Float64),
        ]);
        let writer = ParquetWriter::new(file)
            .with_compression(ParquetCompression::Zstd(None))
            .with_row_group_size(Some(ROWS_A_GROUP))
            .batched(&schema)
            .map_err(|error| SaveError::Metrics { path: path.clone(), message: error.to_string() })?;
        Ok(Self { path, writer, rows: Rows::default() })
    }

    pub(super) fn push(&mut self, series: &MetricPoints) -> Result<(), SaveError> {
        let (account, region): (PlSmallStr, PlSmallStr) =
            (series.account.as_str().into(), series.region.as_str().into());
        let (resource, metric): (PlSmallStr, PlSmallStr) =
            (series.resource.as_str().into(), series.metric.as_str().into());
        for (moment, value) in &series.points {
            let rows = &mut self.rows;
            rows.account.push(account.clone());
            rows.region.push(region.clone());
            rows.resource.push(resource.clone());
            rows.metric.push(metric.clone());
            rows.statistic.push(series.statistic.name());
            rows.period_s.push(series.period_s);
            rows.timestamp.push(moment.timestamp_millis());
            rows.value.push(*value);
            if rows.value.len() >= ROWS_A_GROUP {
                self.write_group()?;
            }
        }
        Ok(())
    }

    fn write_group(&mut self) -> Result<(), SaveError> {
        let rows = std::mem::take(&mut self.rows);
        if rows.value.is_empty() {
            return Ok(());
        }
        let text = |name: &str, values: &[PlSmallStr]| {
            Column::new(name.into(), values.iter().map(PlSmallStr::as_str).collect::<Vec<_>>())
        };
        let height = rows.value.len();
        let frame = Column::new("timestamp".into(), rows.timestamp).cast(&timestamps()).and_then(|timestamp| {
            DataFrame::new(
                height,
                vec![
                    text("account", &rows.account),
                    text("region", &rows.region),
                    text("resource", &rows.resource),
                    text("metric", &rows.metric),
                    Column::new("statistic".into(), rows.statistic),
                    Column::new("period_s".into(), rows.period_s),
                    timestamp,
                    Column::new("value".into(), rows.value),
                ],
            )
        });
        let written = frame.and_then(|frame| self.writer.write_batch(&frame));
        written.map_err(|error| SaveError::Metrics { path: self.path.clone(), message: error.to_string() })
    }

    pub(super) fn finish(mut self) -> Result<(), SaveError> {
        self.write_group()?;
        let finished = self.writer.finish();
        finished.map_err(|error| SaveError::Metrics { path: self.path.clone(), message: error.to_string() })?;
        Ok(())
    }
}
