//! The definition of the command line, whole.

use clap::{Arg, Command};

/// Every command with its path: `cloudtrim rules list`.
fn commands() -> Vec<(String, Command)> {
    fn walk(path: &str, command: &Command, all: &mut Vec<(String, Command)>) {
        all.push((path.to_owned(), command.clone()));
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            walk(&format!("{path} {}", inner.get_name()), inner, all);
        }
    }
    let mut command = cloudtrim::cli::command();
    command.build();
    let mut all = Vec::new();
    walk("cloudtrim", &command, &mut all);
    all
}

fn help_of(argument: &Arg) -> String {
    argument.get_help().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn it_holds_together() {
    cloudtrim::cli::command().debug_assert();
}

#[test]
fn every_command_and_argument_has_help() {
    for (path, command) in commands() {
        assert!(command.get_about().is_some(), "{path}");
        for argument in command.get_arguments() {
            assert!(!help_of(argument).is_empty(), "{path} {}", argument.get_id());
        }
    }
}

/// First words are capitals, nothing ends in a full stop, lines stay under 80 columns.
#[test]
fn help_is_short() {
    for (path, mut command) in commands() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let helps = command.get_arguments().map(help_of).chain([about]).collect::<Vec<_>>();
        for help in helps {
            assert!(help.chars().count() < 72, "{path}: {help}");
            assert!(!help.ends_with('.') && help.starts_with(|first: char| first.is_uppercase()), "{path}: {help}");
        }
        for text in [command.render_help().to_string(), command.render_long_help().to_string()] {
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{path}: {line}");
            }
        }
    }
}

#[test]
fn the_commands_are_those_that_the_documentation_names() {
    let names: Vec<_> = commands().into_iter().map(|(path, _)| path).collect();
    let expected = [
        "cloudtrim",
        "cloudtrim audit",
        "cloudtrim collect",
        "cloudtrim whatif",
        "cloudtrim report",
        "cloudtrim backtest",
        "cloudtrim history",
        "cloudtrim history list",
        "cloudtrim history show",
        "cloudtrim history diff",
        "cloudtrim history prune",
        "cloudtrim explain",
        "cloudtrim rules",
        "cloudtrim rules list",
        "cloudtrim rules check",
        "cloudtrim prices",
        "cloudtrim prices show",
        "cloudtrim prices find",
        "cloudtrim prices diff",
        "cloudtrim prices verify",
        "cloudtrim prices refresh",
        "cloudtrim catalog",
        "cloudtrim export",
        "cloudtrim export prometheus",
        "cloudtrim schedule",
        "cloudtrim schedule print",
        "cloudtrim schedule install",
        "cloudtrim schedule remove",
        "cloudtrim permissions",
        "cloudtrim completions",
        "cloudtrim man",
    ];
    assert_eq!(names, expected);
}
