//! `cloudtrim prices refresh`.

use std::path::PathBuf;

use crate::cli::screen::{ColorChoice, Voice};
use crate::cli::{Failure, Outcome};

/// Fetch current list prices from AWS's public price list
///
/// No credentials are needed. Prices are written to a folder that comes before
/// the embedded prices; it appears whole or not at all. A run that was cut off
/// goes on where it stopped.
#[derive(Debug, clap::Args)]
#[cfg_attr(not(feature = "refresh"), allow(dead_code, reason = "this build refuses them all"))]
pub(super) struct Arguments {
    /// Service codes, as in AmazonEC2,AWSELB [default: all that are mapped]
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    services: Vec<String>,
    /// Regions, as in us-east-1,eu-west-1, or all [default: the folder's]
    #[arg(long, value_name = "REGIONS", value_delimiter = ',')]
    regions: Vec<String>,
    /// The folder to write [default: the one that is looked for]
    #[arg(long, value_name = "DIR", env = "CLOUDTRIM_PRICES", hide_env_values = true)]
    out: Option<PathBuf>,
    /// Where the price list is
    #[arg(long, value_name = "URL", default_value = "https://pricing.us-east-1.amazonaws.com")]
    endpoint: String,
    /// The format of the files that are fetched
    #[arg(long, value_enum, default_value_t = FetchedFormat::Csv)]
    format: FetchedFormat,
    /// Where downloads stay until they are read
    ///
    /// The default is `cloudtrim/offers` in $XDG_CACHE_HOME or ~/.cache.
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Fetch and compare, but write no prices
    #[arg(long)]
    dry_run: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FetchedFormat {
    /// Smaller and faster
    Csv,
    Json,
}

#[cfg(not(feature = "refresh"))]
pub(super) fn run(_: &Arguments, _: ColorChoice, _: Voice) -> Result<Outcome, Failure> {
    Err(Failure::new("this build of cloudtrim cannot fetch prices: it was built without the feature `refresh`").hint(
        "build it with `--features refresh`, or copy a folder of prices from elsewhere and name it with `--prices`",
    ))
}

#[cfg(feature = "refresh")]
pub(super) fn run(arguments: &Arguments, color: ColorChoice, voice: Voice) -> Result<Outcome, Failure> {
    use super::changes;
    use crate::cli::output;
    use crate::cli::refresh_progress::bar;

    /// Of new, changed and gone prices each.
    const SHOWN: usize = 40;
    let options = arguments.options()?;
    let progress = bar(voice);
    let refreshed = crate::refresh::refresh(&options, progress.as_ref())?;
    drop(progress);
    for line in said(&refreshed, &options) {
        voice.say(&line);
    }
    output::write(&changes::table(&refreshed.changes, SHOWN, color), None)?;
    Ok(Outcome::Done)
}

#[cfg(feature = "refresh")]
impl Arguments {
    /// With the day of the clock, which nothing below asks.
    fn options(&self) -> Result<crate::refresh::RefreshOptions, Failure> {
        use std::path::Path;
        use std::time::Duration;

        use crate::cli::price_book::{EMBEDDED, below, default_folder};
        use crate::refresh::{OfferFormat, RefreshOptions, RegionWish};

        let homeless = |flag: &str| Failure::new(format!("`{flag}` is missing, and so is HOME"));
        let named = self.out.clone().filter(|out| !out.as_os_str().is_empty() && out != Path::new(EMBEDDED));
        let out = named.or_else(default_folder).ok_or_else(|| homeless("--out"))?;
        let cache = self.cache.clone().or_else(|| below("XDG_CACHE_HOME", ".cache", "cloudtrim/offers"));
        let regions = match self.regions.as_slice() {
            [] => RegionWish::AsInTheFolder,
            [all] if all == "all" => RegionWish::All,
            named => RegionWish::Named(named.to_vec()),
        };
        Ok(RefreshOptions {
            endpoint: self.endpoint.clone(),
            services: self.services.clone(),
            regions,
            out,
            cache: cache.ok_or_else(|| homeless("--cache"))?,
            format: match self.format {
                FetchedFormat::Csv => OfferFormat::Csv,
                FetchedFormat::Json => OfferFormat::Json,
            },
            dry_run: self.dry_run,
            as_of: chrono::Utc::now().date_naive(),
            backoff: Duration::from_millis(500),
        })
    }
}

#[cfg(feature = "refresh")]
fn said(refreshed: &crate::refresh::Refreshed, options: &crate::refresh::RefreshOptions) -> Vec<String> {
    let mut lines = Vec::new();
    for offer in &refreshed.offers {
        let counts = &offer.counts;
        let unmapped: u64 = counts.unmapped.values().sum();
        let mut line = format!(
            "{} {} {}: {} prices of {} read",
            offer.service, offer.region, offer.head.version, offer.rows, counts.read
        );
        if unmapped > 0 {
            let mut families: Vec<_> = counts.unmapped.iter().collect();
            families.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            let named: Vec<_> = families.iter().take(3).map(|(family, count)| format!("{family} {count}")).collect();
            let more = families.len().saturating_sub(3);
            let more = if more > 0 { format!(" and {more} more families") } else { String::new() };
            line.push_str(&format!("; no item here: {}{more}", named.join(", ")));
        }
        lines.push(line);
        let refused =
            counts.refused.iter().take(10).map(|why| format!("warning: left out: {}", crate::report::one_line(why)));
        lines.extend(refused);
        if let Some(more) = counts.refused.len().checked_sub(10).filter(|more| *more > 0) {
            lines.push(format!("warning: left out: {more} more"));
        }
    }
    lines.extend(refreshed.skipped.iter().map(|why| crate::report::one_line(why)));
    if options.services.is_empty() {
        let unmapped = crate::pricing::unmapped_services().join(", ");
        lines.push(format!("not fetched, their shipped prices stay: {unmapped}"));
    }
    let out = options.out.display();
    lines.push(if options.dry_run {
        format!("`{out}` is as it was (`--dry-run`)")
    } else {
        format!("wrote {} prices to `{out}`", refreshed.rows)
    });
    lines
}

#[cfg(feature = "refresh")]
impl From<crate::refresh::RefreshError> for Failure {
    fn from(error: crate::refresh::RefreshError) -> Self {
        use crate::pricing::FolderError;
        use crate::refresh::RefreshError;
        let hint = error.hint();
        let failure = match error {
            RefreshError::Old { out, source: FolderError::Mistakes(mistakes) } => {
                Self { message: format!("the prices in `{}` cannot be kept", out.display()), mistakes, hint: None }
            }
            other => Self::of(&other),
        };
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}
