//! `cloudtrim man`: manual pages from the same definition as `--help`.

use std::path::PathBuf;

use super::{Failure, Outcome, output};

/// Print the manual page, or write all pages into a folder
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Write a page for each subcommand too, into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    if let Some(folder) = &arguments.out {
        let failed = |error| Failure::new(format!("cannot write manual pages to `{}`: {error}", folder.display()));
        std::fs::create_dir_all(folder).map_err(failed)?;
        clap_mangen::generate_to(super::command(), folder).map_err(failed)?;
        return Ok(Outcome::Done);
    }
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(super::command()).render(&mut page);
    rendered.map_err(|error| Failure::new(format!("cannot render the manual page: {error}")))?;
    output::write_stdout(&page)?;
    Ok(Outcome::Done)
}
