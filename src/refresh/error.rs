//! What can go wrong, named for what was attempted.

use std::path::PathBuf;

use crate::pricing::FolderError;

/// Why an offer file is refused.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    #[error("cannot read it")]
    Io(#[from] std::io::Error),
    #[error("line {line} is not CSV: {message}")]
    Csv { line: u64, message: String },
    #[error("it is not the JSON of an offer: {0}")]
    Json(String),
    #[error("it is no offer file: {0}")]
    NotAnOffer(String),
    #[error("it lacks the column {0}, without which its prices cannot be told apart")]
    MissingColumn(String),
    #[error("line {line}: {message}")]
    Row { line: u64, message: String },
    #[error("it is of `{found}`, not of `{wanted}`")]
    OtherService { wanted: String, found: String },
    #[error("none of its {rows} prices is one that is used: its format may have changed")]
    NothingKnown { rows: u64 },
}

#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    #[error("cannot reach {url}")]
    Network { url: String, source: Box<ureq::Error> },
    #[error("{url} answered {status}")]
    Status { url: String, status: u16 },
    #[error("{url} was cut off at {have} of {total} bytes, again and again")]
    CutOff { url: String, have: u64, total: u64 },
    #[error("{url} does not say how long it is: it may be cut off")]
    NoLength { url: String },
    #[error("{url} arrived altered: its MD5 is {found}, the server says {expected}")]
    Altered { url: String, found: String, expected: String },
    #[error("{url} is not what was expected: {message}")]
    Index { url: String, message: String },
    #[error("the offer {url} is refused")]
    Offer { url: String, source: OfferError },
    #[error("there is no service `{service}` {place}")]
    UnknownService { service: String, place: &'static str, known: Vec<String> },
    #[error("no service has a region `{region}`")]
    UnknownRegion { region: String, known: Vec<String> },
    #[error("{} has no prices yet, so regions must be named", out.display())]
    NoRegions { out: PathBuf },
    #[error("another refresh is using {}", cache.display())]
    Busy { cache: PathBuf },
    #[error("{} exists and is not an empty folder or one of prices", out.display())]
    Occupied { out: PathBuf },
    #[error("the prices in {} cannot be kept", out.display())]
    Old { out: PathBuf, source: FolderError },
    #[error("cannot write {}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("what was written cannot be read back")]
    Unreadable { source: FolderError },
}

impl RefreshError {
    pub(super) fn io(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.to_path_buf();
        move |source| Self::Io { path, source }
    }

    /// Whether an offer is whole, and only its service is written in another way than ours.
    pub(super) const fn concerns_one_service(&self) -> bool {
        matches!(self, Self::Offer { source: OfferError::MissingColumn(_) | OfferError::NothingKnown { .. }, .. })
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        let close = |wanted: &str, known: &[String]| {
            let scored =
                known.iter().map(|name| (strsim::jaro_winkler(&wanted.to_lowercase(), &name.to_lowercase()), name));
            scored
                .filter(|(score, _)| *score > 0.8)
                .max_by(|one, other| one.0.total_cmp(&other.0))
                .map(|(_, name)| name.clone())
        };
        match self {
            Self::Network { .. } | Self::CutOff { .. } => {
                Some("run it again: what has arrived is kept, and the old prices are as they were".to_owned())
            }
            Self::UnknownService { service, known, .. } => Some(close(service, known).map_or_else(
                || format!("the services are {}", known.join(", ")),
                |close| format!("did you mean `{close}`?"),
            )),
            Self::UnknownRegion { region, known } => {
                close(region, known).map(|close| format!("did you mean `{close}`?"))
            }
            Self::NoRegions { .. } => {
                Some("name them, as in `--regions us-east-1,eu-west-1`, or `--regions all`".to_owned())
            }
            Self::Old { .. } => {
                Some("`cloudtrim prices verify DIR` says what is wrong; move the folder away to start anew".to_owned())
            }
            Self::Offer { .. } | Self::Altered { .. } => Some("the old prices are as they were".to_owned()),
            _ => None,
        }
    }
}
