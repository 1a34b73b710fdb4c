//! `cloudtrim permissions`.

use super::{Failure, Outcome};
use crate::history::StoreUrl;

/// Print the least-privilege IAM policy that reading AWS needs
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What a store in S3 needs instead: s3://bucket/prefix
    #[arg(long, value_name = "URL")]
    store: Option<StoreUrl>,
    /// With what `cloudtrim history prune` needs
    #[arg(long, requires = "store")]
    prune: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let policy = match &arguments.store {
        None => reading()?,
        Some(StoreUrl::S3 { bucket, prefix }) => crate::history::permissions(bucket, prefix, arguments.prune),
        Some(StoreUrl::Folder(folder)) => {
            let message = format!("`{}` is a folder: it needs no AWS permission", folder.display());
            return Err(Failure::new(message).hint("a store in S3 is named as in `s3://bucket/prefix`"));
        }
    };
    // A JSON value with text keys always prints.
    super::output::write(&format!("{policy:#}\n"), None)?;
    Ok(Outcome::Done)
}

#[cfg(not(feature = "aws"))]
fn reading() -> Result<serde_json::Value, Failure> {
    Err(super::live::not_built_in())
}

#[cfg(feature = "aws")]
#[allow(clippy::unnecessary_wraps, reason = "a build without the SDKs has nothing to print")]
fn reading() -> Result<serde_json::Value, Failure> {
    Ok(crate::collect::permissions())
}
