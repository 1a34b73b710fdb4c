//! The binary as a user runs it: data on stdout, talk on stderr, exit codes.

pub(crate) mod datasets;
mod definition;
mod explain;
mod gates;
mod history;
mod report;
mod report_deliveries;
mod usage;

use std::path::Path;

use assert_cmd::Command;

/// The binary in `folder`, with none of this machine's environment that could change what it prints.
pub(crate) fn cloudtrim(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("cloudtrim"));
    command.current_dir(folder).env_clear().env("COLUMNS", "100");
    command
}

/// What a run came to: `(exit code, stdout, stderr)`.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = cloudtrim(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}
