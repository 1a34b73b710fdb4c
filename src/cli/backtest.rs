//! `cloudtrim backtest`.

use std::path::{Path, PathBuf};

use super::price_book::PriceBookArguments;
use super::screen::ColorChoice;
use super::values;
use super::{Failure, Outcome, output};
use crate::dataset;
use crate::report::{BacktestFormat, render_backtest};
use crate::rightsize::backtest::backtest;
use crate::tables::Tables;
use crate::traces::{self, Traces, TracesError};
use crate::units::Window;

/// Show what right-sizing would have saved and risked
///
/// Sizes are decided on one part of every recording and judged on a later one:
/// how many vCPUs each policy saves, and how many of the machines it shrinks
/// turn out too small. Compared are cloudtrim's presets, the rules of other
/// tools, plain percentiles, and what somebody would do who knows the later
/// part.
///
/// The folder of `--traces` holds hourly-YYYY-MM.csv or .csv.gz with the columns
/// vm_id, hour_utc, cpu_pct_avg, cpu_pct_max, mem_mb_avg, mem_mb_max,
/// net_rx_kbps, net_tx_kbps, and inventory.csv with vm_id, month, vcpus,
/// memory_mb.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("recorded").required(true).args(["dataset", "traces"]))]
pub(super) struct Arguments {
    /// The folder of a saved dataset: its running instances
    #[arg(value_name = "DATASET")]
    dataset: Option<PathBuf>,
    /// The folder of recorded machines
    #[arg(long, value_name = "DIR")]
    traces: Option<PathBuf>,
    /// The part that policies see, as in 2013-07-01..2013-09-01
    ///
    /// TO is not in it. All before the judged part, where it is not given.
    #[arg(long, value_name = "FROM..TO", value_parser = values::span)]
    decide: Option<Window>,
    /// The part that tells whether they were right
    ///
    /// The last third of a dataset or the last file of traces, where it is not
    /// given.
    #[arg(long, value_name = "FROM..TO", value_parser = values::span)]
    judge: Option<Window>,
    /// As a table, as JSON, or as a chart of savings against risk
    #[arg(long, short, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write to this file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    prices: PriceBookArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a terminal
    Table,
    /// Schema cloudtrim.backtest/1, every policy and every machine
    Json,
    /// Savings against risk, one point a policy
    Svg,
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Failure> {
    let (recorded, folder) = recorded(arguments)?;
    let judge = arguments.judge.unwrap_or(recorded.last_file);
    let decide = arguments.decide.unwrap_or(Window { start: recorded.recorded.start, end: judge.start });
    if decide.end > judge.start && judge.end > decide.start {
        return Err(Failure::new("the decided and the judged part overlap")
            .hint("a policy that saw what it is judged on proves nothing; give parts that do not overlap"));
    }
    let source = folder.file_name().map_or_else(|| folder.to_string_lossy(), |name| name.to_string_lossy());
    let result = backtest(&source, &recorded.machines, decide, judge);
    if result.machines_judged == 0 {
        return Err(Failure::new("no machine has points in both parts").hint(format!(
            "the recording goes from {} to {}; give parts within it",
            recorded.recorded.start.to_rfc3339(),
            recorded.recorded.end.to_rfc3339()
        )));
    }
    let format = match arguments.format {
        Format::Table => BacktestFormat::Table,
        Format::Json => BacktestFormat::Json,
        Format::Svg => BacktestFormat::Svg,
    };
    let paint = color.paint(arguments.output.is_none());
    output::write(&render_backtest(&result, format, paint)?, arguments.output.as_deref())?;
    Ok(Outcome::Done)
}

/// The machines, and the folder they come from.
fn recorded(arguments: &Arguments) -> Result<(Traces, &Path), Failure> {
    if let Some(folder) = &arguments.traces {
        if !folder.is_dir() {
            return Err(Failure::new(format!("there is no folder `{}`", folder.display())));
        }
        return Ok((traces::read(folder, arguments.judge).map_err(failed)?, folder));
    }
    let Some(folder) = &arguments.dataset else {
        return Err(Failure::new("nothing to judge").hint("give a dataset's folder, or `--traces DIR`"));
    };
    let dataset = dataset::load(folder)?;
    let tables = Tables::build(&dataset, &[dataset.manifest.lookback_days])?;
    let prices = arguments.prices.load()?;
    Ok((traces::of_dataset(&dataset, &tables, &prices), folder))
}

fn failed(error: TracesError) -> Failure {
    match error {
        TracesError::Mistakes(mistakes) => Failure::mistakes("the traces", mistakes),
        error @ TracesError::Read { .. } => Failure::of(&error),
    }
}
