//! `cloudtrim history diff`.

use super::super::screen::{ColorChoice, Voice, width};
use super::super::{Failure, Outcome, output};
use super::chosen::{before, chosen};
use super::store::{StoreArguments, say_skipped};
use super::{FormatName, json};
use crate::history;
use crate::report::{HistoryLayout, render_history_diff};

/// Compare two stored analyses: what is new, gone or not looked at
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreArguments,
    /// A day or an id; without it, the one before the other
    #[arg(value_name = "ENTRY")]
    from: Option<String>,
    /// A day, an id, or `latest`
    #[arg(value_name = "OTHER", default_value = "latest")]
    to: String,
    /// The format of the comparison
    #[arg(long, short, value_enum, default_value_t = FormatName::Table)]
    format: FormatName,
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice, voice: Voice) -> Result<Outcome, Failure> {
    let store = arguments.store.open()?;
    let listing = store.list()?;
    say_skipped(&listing.skipped, voice);
    let to = chosen(&arguments.to, &listing, &store)?;
    let from = match &arguments.from {
        Some(from) => chosen(from, &listing, &store)?,
        None => before(to, &listing).ok_or_else(|| {
            Failure::new(format!("there is no analysis of the same accounts before `{}` of {}", to.short(), to.day))
                .hint("name two entries; `cloudtrim history list` prints them")
        })?,
    };
    let diff = history::diff(store.read_past(from)?, store.read_past(to)?);
    let text = match arguments.format {
        FormatName::Json => json(&diff)?,
        FormatName::Table => {
            for warning in &diff.warnings {
                voice.say(&format!("warning: {warning}"));
            }
            let layout = HistoryLayout { width: width(true), paint: color.paint(true), findings: true };
            render_history_diff(&diff, &layout)
        }
    };
    output::write(&text, None)?;
    Ok(Outcome::Done)
}
