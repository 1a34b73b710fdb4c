//! `cloudtrim history`.

mod chosen;
mod diff;
mod list;
mod prune;
mod show;
pub(super) mod store;

use super::screen::{ColorChoice, Voice};
use super::{Failure, Outcome};

/// List, show, compare and prune the analyses of a store
///
/// `cloudtrim audit --store URL` adds to it. Damaged objects are named and
/// left as they are.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: HistoryCommand,
}

#[derive(Debug, clap::Subcommand)]
enum HistoryCommand {
    List(list::Arguments),
    Show(show::Arguments),
    Diff(diff::Arguments),
    Prune(prune::Arguments),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FormatName {
    /// For a terminal
    Table,
    /// Everything
    Json,
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice, voice: Voice) -> Result<Outcome, Failure> {
    match &arguments.command {
        HistoryCommand::List(arguments) => list::run(arguments, color, voice),
        HistoryCommand::Show(arguments) => show::run(arguments, color, voice),
        HistoryCommand::Diff(arguments) => diff::run(arguments, color, voice),
        HistoryCommand::Prune(arguments) => prune::run(arguments, voice),
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| format!("{text}\n")).map_err(|error| Failure::new(format!("cannot write JSON: {error}")))
}
