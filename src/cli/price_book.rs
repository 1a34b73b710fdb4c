//! Which prices a command uses: `--prices`, `CLOUDTRIM_PRICES`, the folder of the user's data, the embedded ones.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::pricing::{FolderError, PriceBook};

/// Stands for the embedded prices where a folder could be named.
pub(super) const EMBEDDED: &str = "embedded";

#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Prices")]
pub(super) struct PriceBookArguments {
    /// A folder of prices that come before the embedded ones
    ///
    /// As `cloudtrim prices refresh` writes it. The default is `cloudtrim/prices`
    /// in $XDG_DATA_HOME or ~/.local/share, if present; `embedded` is none.
    #[arg(long = "prices", value_name = "DIR", env = "CLOUDTRIM_PRICES", hide_env_values = true)]
    prices: Option<PathBuf>,
}

/// The embedded book, or one with a folder before it.
#[derive(Debug)]
pub(super) enum Book {
    Embedded(&'static PriceBook),
    WithFolder(Box<PriceBook>),
}

impl Deref for Book {
    type Target = PriceBook;
    fn deref(&self) -> &PriceBook {
        match self {
            Self::Embedded(book) => book,
            Self::WithFolder(book) => book,
        }
    }
}

impl PriceBookArguments {
    /// The folder that was named, or the default where it is there.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        match self.prices.as_deref().filter(|path| !path.as_os_str().is_empty()) {
            Some(path) if path == Path::new(EMBEDDED) => None,
            Some(path) => Some(path.to_path_buf()),
            None => default_folder().filter(|folder| folder.is_dir()),
        }
    }

    pub(super) fn load(&self) -> Result<Book, Failure> {
        match self.folder() {
            None => Ok(Book::Embedded(PriceBook::embedded())),
            Some(folder) => Ok(Book::WithFolder(Box::new(PriceBook::with_folder(&folder)?))),
        }
    }
}

/// `$XDG_DATA_HOME/cloudtrim/prices`, or the same below `~/.local/share`.
pub(super) fn default_folder() -> Option<PathBuf> {
    below("XDG_DATA_HOME", ".local/share", "cloudtrim/prices")
}

/// By the XDG Base Directory Specification: relative paths are ignored.
pub(super) fn below(variable: &str, home: &str, name: &str) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let fallback =
        || std::env::var_os("HOME").map(PathBuf::from).filter(|path| path.is_absolute()).map(|path| path.join(home));
    named.or_else(fallback).map(|folder| folder.join(name))
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Mistakes(mistakes) => {
                let hint = "`--prices embedded` does without the folder; `cloudtrim prices refresh` writes it anew";
                Self::mistakes("the prices", mistakes).hint(hint)
            }
            other @ FolderError::Io { .. } => Self::of(&other),
        }
    }
}
