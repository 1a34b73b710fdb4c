//! The terminal: its width, whether it shows emphasis, and what is said on stderr.

use std::io::{IsTerminal, Write};

use super::Failure;
use crate::report::{Layout, Paint};

/// `--color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// When stdout is a terminal and `NO_COLOR` is not set
    Auto,
    Always,
    Never,
}

impl ColorChoice {
    /// What applies to a report; `to_stdout` is false when it goes into a file.
    pub(super) fn paint(self, to_stdout: bool) -> Paint {
        let ansi = match self {
            Self::Always => true,
            Self::Never => false,
            // https://no-color.org: set and not empty.
            Self::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                to_stdout && !refused && std::io::stdout().is_terminal()
            }
        };
        if ansi { Paint::Ansi } else { Paint::Plain }
    }
}

/// Columns to lay out in: `COLUMNS` where it is set, else those of the terminal, else [`Layout::DEFAULT_WIDTH`].
pub(super) fn width(to_stdout: bool) -> usize {
    const WIDEST: usize = 400;
    let named = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse::<usize>().ok());
    let terminal = || match terminal_size::terminal_size_of(std::io::stdout()) {
        Some((terminal_size::Width(columns), _)) if to_stdout => Some(usize::from(columns)),
        _ => None,
    };
    named
        .filter(|columns| *columns > 0)
        .or_else(terminal)
        .unwrap_or(Layout::DEFAULT_WIDTH)
        .clamp(Layout::NARROWEST, WIDEST)
}

/// What is said besides the data.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice {
    quiet: bool,
}

impl Voice {
    pub(super) const fn new(quiet: bool) -> Self {
        Self { quiet }
    }

    #[cfg(any(feature = "aws", feature = "refresh"))]
    pub(super) const fn is_quiet(self) -> bool {
        self.quiet
    }

    pub(super) fn say(self, text: &str) {
        if !self.quiet {
            write_stderr(text);
        }
    }
}

/// Errors are said also when quiet.
pub(super) fn complain(failure: &Failure) {
    write_stderr(&failure.to_string());
}

/// A stderr that cannot be written to leaves nobody to tell.
fn write_stderr(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
