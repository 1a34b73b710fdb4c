//! `cloudtrim prices diff`.

use std::path::{Path, PathBuf};

use super::changes;
use crate::cli::price_book::EMBEDDED;
use crate::cli::screen::ColorChoice;
use crate::cli::{Failure, Outcome, output};
use crate::pricing::{PriceFolder, changes as changes_of};

/// Compare two folders of prices, or one with the embedded prices
///
/// `cloudtrim prices diff embedded DIR` says what a refresh brought.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A folder of prices, or `embedded`
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// A folder of prices, or `embedded`
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Prices of this region
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Prices of this service code
    #[arg(long, value_name = "CODE")]
    service: Option<String>,
    /// Leave out prices that only one side has
    #[arg(long)]
    only_changed: bool,
    /// The format of the differences
    #[arg(long, short, value_enum, default_value_t = DiffFormat::Table)]
    format: DiffFormat,
    /// Exit with 1 when a price is different
    #[arg(long)]
    fail_on_change: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum DiffFormat {
    /// For a terminal
    Table,
    /// Numbers with their days
    Json,
    /// One line a price
    Csv,
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Failure> {
    let (old, new) = (prices(&arguments.old)?, prices(&arguments.new)?);
    let mut found = changes_of(&old, &new);
    found.retain(|change| {
        arguments.region.as_ref().is_none_or(|region| *region == change.region)
            && arguments.service.as_ref().is_none_or(|service| service.eq_ignore_ascii_case(&change.service))
            && (!arguments.only_changed || (change.old_usd_per_unit.is_some() && change.new_usd_per_unit.is_some()))
    });
    let text = match arguments.format {
        DiffFormat::Table => changes::table(&found, usize::MAX, color),
        DiffFormat::Json => changes::json(&found)?,
        DiffFormat::Csv => changes::csv(&found)?,
    };
    output::write(&text, None)?;
    Ok(if arguments.fail_on_change && !found.is_empty() { Outcome::GateMet } else { Outcome::Done })
}

fn prices(place: &Path) -> Result<PriceFolder, Failure> {
    if place == Path::new(EMBEDDED) { Ok(PriceFolder::embedded()) } else { Ok(PriceFolder::load(place)?) }
}
