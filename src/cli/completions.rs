//! `cloudtrim completions SHELL`.

use super::{Failure, Outcome, output};

/// Print a completion script for a shell
///
/// For bash: `cloudtrim completions bash > ~/.local/share/bash-completion/completions/cloudtrim`
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell to complete in
    #[arg(value_name = "SHELL", value_enum)]
    shell: clap_complete::Shell,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::command(), "cloudtrim", &mut script);
    output::write_stdout(&script)?;
    Ok(Outcome::Done)
}
