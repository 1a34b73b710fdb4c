//! `cloudtrim prices`.

use super::screen::ColorChoice;
use super::{Failure, Outcome};

/// Show the embedded price book
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: PricesCommand,
}

#[derive(Debug, clap::Subcommand)]
enum PricesCommand {
    /// List price rows with their source and date
    Show(ShowArguments),
}

#[derive(Debug, clap::Args)]
struct ShowArguments {
    /// Rows whose item has all of these words, as in `m5.large linux`
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// Rows of this region
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Rows of this service code: AmazonEC2, AmazonCloudWatch, AmazonS3
    #[arg(long, value_name = "CODE")]
    service: Option<String>,
}

pub(super) fn run(_arguments: &Arguments, _color: ColorChoice) -> Result<Outcome, Failure> {
    Ok(Outcome::Done)
}
