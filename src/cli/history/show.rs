//! `cloudtrim history show`.

use super::super::screen::{ColorChoice, Voice, width};
use super::super::{Failure, Outcome, audit, output};
use super::chosen::chosen;
use super::store::{StoreArguments, say_skipped};
use crate::report::{Layout, render};

/// Print a stored analysis, as `cloudtrim audit` did
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreArguments,
    /// A day, the beginning of an id, or `latest`
    #[arg(value_name = "ENTRY", default_value = "latest")]
    entry: String,
    /// The format of the report
    #[arg(long, short, value_enum, default_value_t = audit::FormatName::Table)]
    format: audit::FormatName,
    /// List only so many recommendations; totals count all
    #[arg(long, value_name = "N")]
    top: Option<usize>,
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice, voice: Voice) -> Result<Outcome, Failure> {
    let store = arguments.store.open()?;
    let listing = store.list()?;
    say_skipped(&listing.skipped, voice);
    let stored = store.read(chosen(&arguments.entry, &listing, &store)?)?;
    let layout = Layout { width: width(true), paint: color.paint(true), top: arguments.top, group_by: None };
    output::write(&render(&stored.analysis, arguments.format.into(), &layout)?, None)?;
    Ok(Outcome::Done)
}
