//! `cloudtrim rules`.

use std::path::{Path, PathBuf};

use super::screen::{ColorChoice, width};
use super::settings::{Settings, SettingsArguments};
use super::{Failure, Outcome, output};
use crate::config;
use crate::report::{Column, grid, one_line};
use crate::rules::{RuleSet, parse_rule};

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

pub(super) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Failure> {
    match &arguments.command {
        RulesCommand::List(arguments) => list(arguments, color),
        RulesCommand::Check(arguments) => check(arguments),
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

fn check(arguments: &CheckArguments) -> Result<Outcome, Failure> {
    let mut rules = RuleSet::embedded()?;
    let mut checked = format!("{} rules that ship", rules.rules.len());
    let mut failures: Vec<Failure> = Vec::new();
    if let Some(path) = &arguments.path {
        let outcome =
            if path.is_dir() { rules.add_folder(path).map_err(Failure::from) } else { check_file(path, &mut rules) };
        failures.extend(outcome.err());
        checked.push_str(&format!(", `{}`", path.display()));
    }
    if let Some(file) = &arguments.config {
        failures.extend(config::load(file, &mut rules).err().map(Failure::from));
        checked.push_str(&format!(", `{}`", file.display()));
    }
    // Mistakes of both are told at once.
    let mut failures = failures.into_iter();
    let Some(mut failure) = failures.next() else {
        output::write(&format!("no mistakes: {checked}\n"), None)?;
        return Ok(Outcome::Done);
    };
    for more in failures {
        failure.message.push_str(&format!(", {}", more.message));
        failure.mistakes.extend(more.mistakes);
    }
    Err(failure)
}

fn check_file(file: &Path, rules: &mut RuleSet) -> Result<(), Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("cannot read `{}`: {error}", file.display())))?;
    let rule = parse_rule(file, &text).map_err(|mistakes| Failure::mistakes("the rules", mistakes))?;
    rules.rules.retain(|other| other.id != rule.id);
    rules.rules.push(rule);
    Ok(())
}
