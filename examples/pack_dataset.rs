//! Write a dataset again, its metrics as Parquet: how `fixtures/datasets/demo` is made of the generator's CSV.
//!
//!     python3 fixtures/datasets/generate.py /tmp/demo
//!     cargo run --no-default-features --example pack_dataset /tmp/demo fixtures/datasets/demo
//!
//! The destination must be empty, missing or a dataset; it is replaced as a whole. Rows of one series must stand
//! together, as the generator writes them.
#![allow(clippy::print_stdout, reason = "an example talks")]

use std::error::Error;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use cloudtrim::dataset::{DatasetWriter, LoadError, MetricFile, MetricFormat, MetricPoints, load};
use cloudtrim::model::ids::{AccountId, Region};
use cloudtrim::model::metric::Statistic;
use serde::Deserialize;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [source, destination] = arguments.as_slice() else {
        return Err("usage: pack_dataset SOURCE DESTINATION".into());
    };
    let dataset = load(source).map_err(explained)?;
    let mut writer = DatasetWriter::create(destination)?;
    for file in &dataset.metrics {
        let series = pack(file, &mut writer)?;
        println!("{}: {series} series", file.kind);
    }
    writer.add_billing_detail(&dataset.billing_detail)?;
    writer.finish(&dataset.manifest, &dataset.resources, &dataset.billing, &dataset.forecast, &dataset.gaps)?;
    Ok(())
}

fn explained(error: LoadError) -> Box<dyn Error> {
    match error {
        LoadError::Mistakes(mistakes) => mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n").into(),
        io @ LoadError::Io { .. } => io.into(),
    }
}

/// One row of `metrics/<kind>.csv`.
#[derive(Deserialize)]
struct Row {
    account: AccountId,
    region: Region,
    resource: String,
    metric: String,
    statistic: Statistic,
    period_s: u32,
    timestamp: DateTime<Utc>,
    value: f64,
}

/// Stream one file, a series at a time; the number of series.
fn pack(file: &MetricFile, writer: &mut DatasetWriter) -> Result<usize, Box<dyn Error>> {
    if file.format != MetricFormat::Csv {
        return Err(format!("{} is packed already", shown(&file.path)).into());
    }
    let mut reader = csv::Reader::from_path(&file.path)?;
    let mut current: Option<MetricPoints> = None;
    let mut count = 0;
    for row in reader.deserialize() {
        let row: Row = row?;
        match &mut current {
            Some(series) if continues(series, &row) => series.points.push((row.timestamp, row.value)),
            _ => {
                if let Some(done) = current.replace(begin(row)) {
                    writer.append_metrics(file.kind, &[done])?;
                    count += 1;
                }
            }
        }
    }
    if let Some(done) = current {
        writer.append_metrics(file.kind, &[done])?;
        count += 1;
    }
    Ok(count)
}

fn continues(series: &MetricPoints, row: &Row) -> bool {
    series.resource == row.resource
        && series.metric == row.metric
        && series.statistic == row.statistic
        && series.period_s == row.period_s
        && series.region == row.region
        && series.account == row.account
}

fn begin(row: Row) -> MetricPoints {
    MetricPoints {
        account: row.account,
        region: row.region,
        resource: row.resource,
        metric: row.metric,
        statistic: row.statistic,
        period_s: row.period_s,
        points: vec![(row.timestamp, row.value)],
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
