//! `cloudtrim schedule`: the texts read as their schedulers read them, and what install and remove touch.

#[cfg(unix)]
mod installed;
mod texts;

use std::path::Path;

use crate::cli::run;

/// Arguments that every scheduler takes, with words that need quoting.
pub(crate) const COMMON: [&str; 10] = [
    "--store",
    "s3://example-reports/costs",
    "--region",
    "eu-west-1",
    "--deliver",
    "s3://example-reports/html/{month}.html",
    "--deliver",
    "slack:SLACK_URL",
    "--secret",
    "SMTP_PASSWORD",
];

/// What `schedule print` says for a scheduler: `(code, stdout, stderr)`.
pub(crate) fn print(kind: &str, more: &[&str]) -> (i32, String, String) {
    let program = if kind == "cron" || kind == "systemd" { "/usr/local/bin/cloudtrim" } else { "cloudtrim" };
    let first = ["schedule", "print", "--for", kind, "--program", program];
    let arguments: Vec<_> = first.into_iter().chain(COMMON).chain(more.iter().copied()).collect();
    run(Path::new("/"), &arguments)
}
