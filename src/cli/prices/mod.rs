//! `cloudtrim prices`.

mod changes;
mod diff;
mod find;
mod refresh;
mod show;
mod verify;

use super::screen::{ColorChoice, Voice};
use super::{Failure, Outcome};

/// Show, search, compare, verify and refresh prices
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: PricesCommand,
}

#[derive(Debug, clap::Subcommand)]
enum PricesCommand {
    Show(show::Arguments),
    Find(find::Arguments),
    Diff(diff::Arguments),
    Verify(verify::Arguments),
    Refresh(Box<refresh::Arguments>),
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice, voice: Voice) -> Result<Outcome, Failure> {
    match &arguments.command {
        PricesCommand::Show(arguments) => show::run(arguments, color),
        PricesCommand::Find(arguments) => find::run(arguments, color),
        PricesCommand::Diff(arguments) => diff::run(arguments, color),
        PricesCommand::Verify(arguments) => verify::run(arguments, voice),
        PricesCommand::Refresh(arguments) => refresh::run(arguments, color, voice),
    }
}
