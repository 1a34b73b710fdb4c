//! `cloudtrim backtest`.

use std::path::PathBuf;

use super::screen::ColorChoice;
use super::values;
use super::{Failure, Outcome, output};
use crate::report::{BacktestFormat, render_backtest};
use crate::rightsize::backtest::backtest;
use crate::traces::{self, TracesError};
use crate::units::Window;

/// Show what right-sizing would have saved and risked on recorded machines
///
/// Sizes are decided on the first part of every series and judged on the
/// second: how many vCPUs each policy saves, and how many of the machines it
/// shrinks are too small afterwards.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A folder of recorded machines: hourly-*.csv.gz and inventory.csv
    #[arg(long, value_name = "DIR")]
    traces: PathBuf,
    /// Decide on this part, as in 2013-07-01..2013-09-01 (default: all before
    /// the judged part)
    #[arg(long, value_name = "FROM..TO", value_parser = values::span)]
    decide: Option<Window>,
    /// Judge on this part; TO is not in it (default: the last file)
    #[arg(long, value_name = "FROM..TO", value_parser = values::span)]
    judge: Option<Window>,
    /// As a table, as JSON, or as a chart of savings against risk
    #[arg(long, short, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write to this file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
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
    let recorded = traces::read(&arguments.traces, arguments.judge).map_err(failed)?;
    let judge = arguments.judge.unwrap_or(recorded.last_file);
    let decide = arguments.decide.unwrap_or(Window { start: recorded.recorded.start, end: judge.start });
    if decide.end > judge.start && judge.end > decide.start {
        return Err(Failure::new("the decided and the judged part overlap")
            .hint("a policy that saw what it is judged on proves nothing; give parts that do not overlap"));
    }
    let source = arguments.traces.file_name().map_or_else(|| "traces".into(), |name| name.to_string_lossy());
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

fn failed(error: TracesError) -> Failure {
    match error {
        TracesError::Mistakes(mistakes) => Failure::mistakes("the traces", mistakes),
        error @ TracesError::Read { .. } => Failure::of(&error),
    }
}
