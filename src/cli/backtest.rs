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
/// Sizes are decided on the first part of every series and judged on the
/// second: how many vCPUs each policy saves, and how many of the machines it
/// shrinks are too small afterwards.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("recorded").required(true).args(["dataset", "traces"]))]
pub(super) struct Arguments {
    /// The folder of a saved dataset: its running instances
    #[arg(value_name = "DATASET")]
    dataset: Option<PathBuf>,
    /// A folder of recorded machines: hourly-*.csv.gz and inventory.csv
    #[arg(long, value_name = "DIR")]
    traces: Option<PathBuf>,
    /// Decide on this part, as in 2013-07-01..2013-09-01
    #[arg(long, value_name = "FROM..TO", value_parser = values::span)]
    decide: Option<Window>,
    /// Judge on this part (default: the last third, or the last file)
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
    /// A picture
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
