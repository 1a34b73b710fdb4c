//! What nobody may read: passwords and webhook URLs.

use std::fmt;
use std::path::{Path, PathBuf};

/// Stands for a secret wherever one would be printed.
pub const REDACTED: &str = "[redacted]";

/// A text that neither `{}` nor `{:?}` prints.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself, for the one call that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// Where a secret is kept; the name is no secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretPlace {
    Variable(String),
    File(PathBuf),
}

impl fmt::Display for SecretPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => f.write_str(name),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// Why there is no secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error("the environment variable `{0}` is not set")]
    NotSet(String),
    #[error("`{0}` is empty")]
    Empty(SecretPlace),
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("`{}` is larger than a secret: {LARGEST} bytes at most", .0.display())]
    TooLarge(PathBuf),
}

/// Bytes of a file that can be one secret.
const LARGEST: u64 = 64 << 10;

impl SecretPlace {
    /// The secret without the white space around it. `variable` is the environment.
    pub fn read(&self, variable: &dyn Fn(&str) -> Option<String>) -> Result<Secret, SecretError> {
        let text = match self {
            Self::Variable(name) => variable(name).ok_or_else(|| SecretError::NotSet(name.clone()))?,
            Self::File(path) => read_file(path)?,
        };
        let text = text.trim();
        if text.is_empty() { Err(SecretError::Empty(self.clone())) } else { Ok(Secret::new(text)) }
    }
}

fn read_file(path: &Path) -> Result<String, SecretError> {
    let failed = |source| SecretError::Unreadable { path: path.to_owned(), source };
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.len() > LARGEST {
        return Err(SecretError::TooLarge(path.to_owned()));
    }
    std::fs::read_to_string(path).map_err(failed)
}

/// Takes secrets out of texts that others wrote: answers of servers, errors of libraries.
#[derive(Clone, Default)]
pub struct Redactor {
    /// The longest first, so that a part does not hide the whole.
    parts: Vec<String>,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redactor({} parts)", self.parts.len())
    }
}

/// Shorter pieces of a URL are words such as `services` or `hook`.
const SHORTEST_PIECE: usize = 8;

impl Redactor {
    /// The secret as a whole and, of a URL, its path and the longer pieces of it.
    pub fn of(secret: &Secret) -> Self {
        let whole = secret.expose();
        let mut parts = vec![whole.to_owned()];
        if let Some((_, rest)) = whole.split_once("://") {
            parts.extend(rest.find('/').and_then(|at| rest.get(at..)).map(str::to_owned));
            let pieces = rest.split(['/', '?', '&', '=', '#', '@']).skip(1);
            parts.extend(pieces.filter(|piece| piece.len() >= SHORTEST_PIECE).map(str::to_owned));
        }
        parts.retain(|part| part.len() > 1);
        parts.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
        parts.dedup();
        Self { parts }
    }

    pub fn scrub(&self, text: &str) -> String {
        self.parts.iter().fold(text.to_owned(), |text, part| text.replace(part, REDACTED))
    }
}
