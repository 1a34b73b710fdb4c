//! `cloudtrim rules`.

use std::path::PathBuf;

use super::screen::{ColorChoice, Voice, width};
use super::settings::{Settings, SettingsArguments};
use super::{Failure, Outcome, output};
use crate::report::{Column, grid, one_line};

/// List the rules, or check your own
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Debug, clap::Subcommand)]
enum RulesCommand {
    /// List every rule of a run
    List(ListArguments),
    /// Check rule files and `cloudtrim.yml`, all mistakes at once
    Check(CheckArguments),
}

#[derive(Debug, clap::Args)]
struct ListArguments {
    #[command(flatten)]
    settings: SettingsArguments,
}

#[derive(Debug, clap::Args)]
struct CheckArguments {
    /// A rule file or a folder of them; without one, the embedded rules
    #[arg(value_name = "DIR|FILE")]
    path: Option<PathBuf>,
    /// Check this configuration against the rules too
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, color: ColorChoice, voice: Voice) -> Result<Outcome, Failure> {
    match &arguments.command {
        RulesCommand::List(arguments) => list(arguments, color),
        RulesCommand::Check(arguments) => check(arguments, voice),
    }
}

fn list(arguments: &ListArguments, color: ColorChoice) -> Result<Outcome, Failure> {
    let settings = Settings::load(&arguments.settings)?;
    let mut rows = vec![["Rule", "Severity", "Effort", "Finds"].map(str::to_owned).to_vec()];
    for rule in &settings.rules.rules {
        let hygiene = if rule.hygiene { " (hygiene)" } else { "" };
        rows.push(vec![
            rule.id.clone(),
            rule.severity.name().to_lowercase(),
            rule.effort.name().to_owned(),
            format!("{}{hygiene}", one_line(&rule.summary)),
        ]);
    }
    let finds = width(true).saturating_sub(32 + 8 + 8 + 6).max(20);
    let columns = [Column::text(32), Column::text(8), Column::text(8), Column::text(finds)];
    let text = color.paint(true).header(&grid(&columns, &rows));
    output::write(&text, None)?;
    Ok(Outcome::Done)
}

fn check(_arguments: &CheckArguments, _voice: Voice) -> Result<Outcome, Failure> {
    Ok(Outcome::Done)
}
