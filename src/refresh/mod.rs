//! AWS Price List → a folder of prices: offer index, region index, offer files as CSV or JSON.
//!
//! Offer files of hundreds of megabytes are downloaded to a cache (resumed where they were cut off, checked against
//! length and MD5) and read as a stream; memory grows with the prices that are kept, not with the files. The old folder
//! stays until the new one is whole. Start with [`refresh`].

mod client;
mod error;
mod index;
mod offer;
mod offer_csv;
mod offer_json;
mod reserved;
mod run;

pub use error::{OfferError, RefreshError};
pub use offer::{Collected, Counts, OfferHead};
pub use offer_csv::read_csv;
pub use offer_json::read_json;
pub use run::{OfferReport, Refreshed, refresh};

use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;

/// Where AWS publishes the Price List.
pub const DEFAULT_ENDPOINT: &str = "https://pricing.us-east-1.amazonaws.com";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OfferFormat {
    #[default]
    Csv,
    Json,
}

impl OfferFormat {
    const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionWish {
    /// The regions that the folder already has, service by service.
    AsInTheFolder,
    All,
    Named(Vec<String>),
}

#[derive(Clone, Debug)]
pub struct RefreshOptions {
    pub endpoint: String,
    /// Service codes; none for all that are mapped.
    pub services: Vec<String>,
    pub regions: RegionWish,
    /// The folder of prices to write.
    pub out: PathBuf,
    /// Where downloads are kept until they have been read.
    pub cache: PathBuf,
    pub format: OfferFormat,
    /// Say what would change, and write nothing.
    pub dry_run: bool,
    /// The day of the refresh: the prices are current then.
    pub as_of: NaiveDate,
    /// The wait before the first retry; each one after it is twice as long.
    pub backoff: Duration,
}

/// What a refresh is doing, for people.
pub trait Progress {
    /// A file of `total` bytes, of which `have` were there.
    fn started(&self, service: &str, region: &str, have: u64, total: Option<u64>);
    /// So many bytes are there now.
    fn advanced(&self, have: u64);
    fn finished(&self);
    fn said(&self, text: &str);
}

/// Progress that nobody sees.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn started(&self, _: &str, _: &str, _: u64, _: Option<u64>) {}
    fn advanced(&self, _: u64) {}
    fn finished(&self) {}
    fn said(&self, _: &str) {}
}
