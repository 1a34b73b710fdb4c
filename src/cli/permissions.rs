//! `cloudtrim permissions`.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::deliver::TargetArguments;
use super::{Failure, Outcome};
use crate::deliver::{Target, partition_of, statements};
use crate::history::StoreUrl;

/// Print the least-privilege IAM policy that reading AWS needs
///
/// With `--deliver`, what delivering the report there needs besides.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What a store in S3 needs instead: s3://bucket/prefix
    #[arg(long, value_name = "URL")]
    store: Option<StoreUrl>,
    /// With what `cloudtrim history prune` needs
    #[arg(long, requires = "store")]
    prune: bool,
    /// The partition that ARNs name [default: the topics', or aws]
    #[arg(long, value_name = "PARTITION", value_parser = ["aws", "aws-cn", "aws-us-gov"])]
    partition: Option<String>,
    #[command(flatten)]
    targets: TargetArguments,
    /// Where `configured` targets stand [default: cloudtrim.yml, if present]
    #[arg(long, value_name = "FILE", requires = "deliver")]
    config: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let targets = if arguments.targets.is_empty() { Vec::new() } else { targets(arguments)? };
    let partition = arguments.partition.as_deref().or_else(|| partition_of(&targets)).unwrap_or("aws");
    let mut policy = match &arguments.store {
        None => reading()?,
        Some(StoreUrl::S3 { bucket, prefix }) => {
            crate::history::permissions(partition, bucket, prefix, arguments.prune)
        }
        Some(StoreUrl::Folder(folder)) => {
            let message = format!("`{}` is a folder: it needs no AWS permission", folder.display());
            return Err(Failure::new(message).hint("a store in S3 is named as in `s3://bucket/prefix`"));
        }
    };
    policy.extend(statements(partition, &targets));
    let policy = json!({"Version": "2012-10-17", "Statement": policy});
    // A JSON value with text keys always prints.
    super::output::write(&format!("{policy:#}\n"), None)?;
    Ok(Outcome::Done)
}

/// The statements of reading AWS.
#[cfg(not(feature = "aws"))]
pub(super) fn reading() -> Result<Vec<Value>, Failure> {
    Err(super::live::not_built_in())
}

/// The statements of reading AWS.
#[cfg(feature = "aws")]
#[allow(clippy::unnecessary_wraps, reason = "a build without the SDKs has none")]
pub(super) fn reading() -> Result<Vec<Value>, Failure> {
    Ok(crate::collect::permissions())
}

fn targets(arguments: &Arguments) -> Result<Vec<Target>, Failure> {
    let file = super::settings::config_file(arguments.config.as_ref());
    let configured = match file {
        Some(file) => crate::config::load_deliveries(&file)?.targets,
        None => Vec::new(),
    };
    arguments.targets.parse(&configured).map_err(|mistakes| Failure::mistakes("the targets", mistakes))
}
