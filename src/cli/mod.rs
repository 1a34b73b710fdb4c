//! The command line: clap types, one file a subcommand, messages, exit codes.
//!
//! The only module that sees the clock, the environment and the terminal. stdout is data, stderr is talk.
//! Start with [`Cli`].

#![allow(clippy::format_push_string, reason = "messages are short; a failed write cannot happen")]

mod audit;
mod backtest;
mod catalog;
mod catch_up;
mod collect;
mod completions;
mod condition_words;
pub mod deliver;
mod explain;
mod export;
mod failure;
mod gate;
mod history;
mod live;
mod man;
mod output;
mod permissions;
mod price_book;
mod prices;
#[cfg(feature = "aws")]
mod progress;
#[cfg(feature = "refresh")]
mod refresh_progress;
mod report;
mod rules;
mod schedule;
mod screen;
mod settings;
mod values;
mod whatif;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

pub use failure::Failure;
pub use gate::{Gate, GateError};
pub use screen::ColorChoice;

/// Find what an AWS account can save, priced and explained; read only
///
/// Exit codes: 0 done, 1 done and a gate (`--fail-on`) was met, 2 usage or failure.
#[derive(Debug, Parser)]
#[command(name = "cloudtrim", version, propagate_version = true, max_term_width = 80)]
#[command(arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    voice: VoiceArguments,
}

#[derive(Clone, Debug, clap::Args)]
struct VoiceArguments {
    /// Say nothing on stderr but errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Emphasize on a terminal, always, or never
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    Audit(Box<audit::Arguments>),
    Collect(Box<collect::Arguments>),
    Whatif(Box<whatif::Arguments>),
    Report(Box<report::Arguments>),
    Backtest(backtest::Arguments),
    History(history::Arguments),
    Explain(explain::Arguments),
    Rules(rules::Arguments),
    Prices(prices::Arguments),
    Catalog(catalog::Arguments),
    Export(Box<export::Arguments>),
    Schedule(schedule::Arguments),
    Permissions(permissions::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// What a subcommand that ran came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Done, and a gate was met.
    GateMet,
}

/// The definition of all commands, for completions, manual pages and tests.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Run the command line of this process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to stdout with code 0; a reader that went away is no error.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let voice = screen::Voice::new(cli.voice.quiet);
    let color = cli.voice.color;
    let outcome = match cli.command {
        Command::Audit(arguments) => audit::run(&arguments, color, voice),
        Command::Collect(arguments) => collect::run(&arguments, voice),
        Command::Whatif(arguments) => whatif::run(&arguments, color, voice),
        Command::Report(arguments) => report::run(&arguments, voice),
        Command::Backtest(arguments) => backtest::run(&arguments, color),
        Command::Catalog(arguments) => catalog::run(&arguments, color),
        Command::History(arguments) => history::run(&arguments, color, voice),
        Command::Explain(arguments) => explain::run(&arguments, color),
        Command::Rules(arguments) => rules::run(&arguments, color),
        Command::Prices(arguments) => prices::run(&arguments, color, voice),
        Command::Export(arguments) => export::run(&arguments, voice),
        Command::Schedule(arguments) => schedule::run(&arguments, voice),
        Command::Permissions(arguments) => permissions::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::GateMet) => ExitCode::from(1),
        Err(failure) => {
            screen::complain(&failure);
            ExitCode::from(2)
        }
    }
}
