//! `cloudtrim prices verify`.

use std::path::{Path, PathBuf};

use chrono::{NaiveDate, Utc};

use crate::cli::price_book::{EMBEDDED, PriceBookArguments};
use crate::cli::screen::Voice;
use crate::cli::values::timestamp;
use crate::cli::{Failure, Outcome, output};
use crate::model::cost::PRICES_STALE_AFTER_DAYS;
use crate::pricing::{Verification, verify};

/// Check sums, rows, tiers, units and age of prices
///
/// Exit codes: 0 sound, 1 sound and older than `--max-age`, 2 mistakes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A folder of prices, or `embedded` [default: the one in use]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Exit with 1 when a price is older
    #[arg(long, value_name = "DAYS")]
    max_age: Option<u32>,
    /// The day that ages are relative to [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<NaiveDate>,
    #[command(flatten)]
    prices: PriceBookArguments,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    timestamp(text).map(|moment| moment.date_naive())
}

pub(super) fn run(arguments: &Arguments, voice: Voice) -> Result<Outcome, Failure> {
    let folder = match &arguments.folder {
        Some(folder) => Some(folder.clone()).filter(|folder| folder != Path::new(EMBEDDED)),
        None => arguments.prices.folder(),
    };
    let today = arguments.as_of.unwrap_or_else(|| Utc::now().date_naive());
    let verification = verify(folder.as_deref(), today)?;
    let name = folder.map_or_else(|| "the embedded prices".to_owned(), |folder| format!("`{}`", folder.display()));
    output::write(&said(&verification, &name), None)?;
    let oldest = verification.oldest.as_deref().and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
    let age = oldest.map_or(0, |oldest| today.signed_duration_since(oldest).num_days());
    match arguments.max_age {
        Some(most) if age > i64::from(most) => {
            voice.say(&format!("`--max-age {most}` is met: the oldest price is {age} days old"));
            Ok(Outcome::GateMet)
        }
        _ => Ok(Outcome::Done),
    }
}

fn number(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn said(verification: &Verification, name: &str) -> String {
    let Verification { files, rows, stale_by_service, oldest, newest } = verification;
    let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "no day".to_owned());
    let mut text = format!(
        "no mistakes: {name}, {}, {}, current from {} to {}\n",
        number(*rows, "price"),
        number(*files, "file"),
        day(oldest),
        day(newest)
    );
    if verification.stale() > 0 {
        let services: Vec<_> = stale_by_service.iter().map(|(service, rows)| format!("{service} {rows}")).collect();
        text.push_str(&format!(
            "{} older than {PRICES_STALE_AFTER_DAYS} days ({}); `cloudtrim prices refresh` brings new ones\n",
            number(verification.stale(), "price"),
            services.join(", ")
        ));
    }
    text
}
