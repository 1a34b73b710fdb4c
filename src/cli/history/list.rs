//! `cloudtrim history list`.

use super::super::screen::{ColorChoice, Voice, width};
use super::super::{Failure, Outcome, output};
use super::store::{StoreArguments, say_skipped};
use super::{FormatName, json};
use crate::history::history;
use crate::model::history::{HISTORY_LIST_SCHEMA, History};
use crate::report::{HistoryLayout, render_history};

/// List the analyses of a store, or the life of every finding
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreArguments,
    /// List findings: new, open, resolved, regressed, and what was saved
    #[arg(long)]
    findings: bool,
    #[arg(long, short, value_enum, default_value_t = FormatName::Table)]
    /// The format of the list
    format: FormatName,
}

/// The JSON of the list: everything but the bills.
#[derive(serde::Serialize)]
struct Listed<'h> {
    schema: &'static str,
    #[serde(flatten)]
    history: &'h History,
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice, voice: Voice) -> Result<Outcome, Failure> {
    let past = arguments.store.open()?.past()?;
    let mut history = history(&past.analyses, past.skipped);
    let text = match arguments.format {
        FormatName::Json => {
            history.bills.clear();
            json(&Listed { schema: HISTORY_LIST_SCHEMA, history: &history })?
        }
        FormatName::Table => {
            say_skipped(&history.skipped, voice);
            for warning in &history.warnings {
                voice.say(&format!("warning: {warning}"));
            }
            let layout = HistoryLayout { width: width(true), paint: color.paint(true), findings: arguments.findings };
            render_history(&history, &layout)
        }
    };
    output::write(&text, None)?;
    Ok(Outcome::Done)
}
