//! `cloudtrim permissions`.

use std::path::PathBuf;

use super::deliver::TargetArguments;
use super::{Failure, Outcome};

/// Print the least-privilege IAM policy that reading AWS needs
///
/// With `--deliver`, what delivering the report there needs besides.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    targets: TargetArguments,
    /// Where `configured` targets stand [default: cloudtrim.yml, if present]
    #[arg(long, value_name = "FILE", requires = "deliver")]
    config: Option<PathBuf>,
}

#[cfg(not(feature = "aws"))]
pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let _ = (arguments.targets.is_empty(), &arguments.config);
    Err(super::live::not_built_in())
}

#[cfg(feature = "aws")]
pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let mut policy = crate::collect::permissions();
    if !arguments.targets.is_empty() {
        let needed = crate::deliver::statements(&targets(arguments)?);
        if let Some(statements) = policy.get_mut("Statement").and_then(serde_json::Value::as_array_mut) {
            statements.extend(needed);
        }
    }
    // A JSON value with text keys always prints.
    super::output::write(&format!("{policy:#}\n"), None)?;
    Ok(Outcome::Done)
}

#[cfg(feature = "aws")]
fn targets(arguments: &Arguments) -> Result<Vec<crate::deliver::Target>, Failure> {
    let file = super::settings::config_file(arguments.config.as_ref());
    let configured = match file {
        Some(file) => crate::config::load_deliveries(&file)?.targets,
        None => Vec::new(),
    };
    arguments.targets.parse(&configured).map_err(|mistakes| Failure::mistakes("the targets", mistakes))
}
