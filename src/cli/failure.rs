//! What the user is told when a command cannot do its work.

use std::error::Error;
use std::fmt;

use crate::config::ConfigError;
use crate::dataset::{LoadError, SaveError};
use crate::model::mistake::Mistake;
use crate::rules::RulesError;
use crate::tables::MetricsError;

/// A failure in the tool's voice: lower case, no full stop, mistakes with their place, a hint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    pub message: String,
    /// Mistakes in the user's files, all of them.
    pub mistakes: Vec<Mistake>,
    pub hint: Option<String>,
}

/// More mistakes than this are counted, not shown: a file of the wrong kind has one on every line.
const MISTAKES_SHOWN: usize = 50;

impl Failure {
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// `error` with its sources: `cannot read x: no such file`.
    pub fn of(error: &dyn Error) -> Self {
        let mut message = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            message.push_str(&format!(": {}", lower_first(&cause.to_string())));
            source = cause.source();
        }
        Self::new(message)
    }

    pub fn mistakes(of_what: &str, mistakes: Vec<Mistake>) -> Self {
        let number = mistakes.len();
        let noun = if number == 1 { "mistake" } else { "mistakes" };
        Self { message: format!("{number} {noun} in {of_what}"), mistakes, hint: None }
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.clone().next()) {
        // Acronyms keep their capitals.
        (Some(first), Some(second)) if second.is_uppercase() => format!("{first}{}", characters.as_str()),
        (Some(first), _) => format!("{}{}", first.to_lowercase(), characters.as_str()),
        (None, _) => String::new(),
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        for mistake in self.mistakes.iter().take(MISTAKES_SHOWN) {
            write!(f, "\n{mistake}")?;
        }
        if let Some(more) = self.mistakes.len().checked_sub(MISTAKES_SHOWN).filter(|more| *more > 0) {
            write!(f, "\nand {more} more")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\nhint: {hint}")?;
        }
        Ok(())
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Mistakes(mistakes) => Self::mistakes("the dataset", mistakes),
            other @ LoadError::Io { .. } => Self::of(&other),
        }
    }
}

impl From<MetricsError> for Failure {
    fn from(error: MetricsError) -> Self {
        match error {
            MetricsError::Mistakes(mistakes) => Self::mistakes("the metrics of the dataset", mistakes),
            other @ MetricsError::Read { .. } => Self::of(&other),
        }
    }
}

impl From<SaveError> for Failure {
    fn from(error: SaveError) -> Self {
        Self::of(&error)
    }
}

impl From<crate::report::RenderError> for Failure {
    fn from(error: crate::report::RenderError) -> Self {
        Self::of(&error)
    }
}

impl From<RulesError> for Failure {
    fn from(error: RulesError) -> Self {
        match error {
            RulesError::Mistakes(mistakes) => Self::mistakes("the rules", mistakes),
            other @ RulesError::Io { .. } => Self::of(&other),
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Mistakes(mistakes) => Self::mistakes("the configuration", mistakes),
            other @ ConfigError::Io { .. } => Self::of(&other),
        }
    }
}
