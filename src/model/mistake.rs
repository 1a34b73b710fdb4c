//! A mistake in the user's files: where, what, and how to mend it.

use std::fmt::{self, Write as _};
use std::path::PathBuf;

/// One mistake, shown as `file:line:column: field: message` with a `hint:` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub file: PathBuf,
    /// 1-based; 0 when it concerns the whole file.
    pub line: u64,
    /// 1-based; 0 when unknown.
    pub column: u64,
    /// Empty when it concerns no single field.
    pub field: String,
    pub message: String,
    /// What to do about it; empty when the message says it.
    pub hint: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
            if self.column > 0 {
                write!(f, ":{}", self.column)?;
            }
        }
        write!(f, ": ")?;
        if !self.field.is_empty() {
            write!(f, "`{}`: ", self.field)?;
        }
        write!(f, "{}", self.message)?;
        if !self.hint.is_empty() {
            write!(f, "\n  hint: {}", self.hint)?;
        }
        Ok(())
    }
}

impl Mistake {
    /// How many mistakes a person is shown.
    pub const SHOWN: usize = 50;

    /// A mistake of a whole file.
    pub fn of_file(file: impl Into<PathBuf>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0, field: String::new(), message: message.into(), hint: hint.into() }
    }

    /// For lists of warnings, whose entries are lines: the hint follows a semicolon.
    pub fn in_one_line(&self) -> String {
        self.to_string().replacen("\n  hint: ", "; ", 1)
    }

    /// By file, line, column.
    pub fn sort(mistakes: &mut [Self]) {
        mistakes.sort_by(|a, b| (&a.file, a.line, a.column, &a.field).cmp(&(&b.file, b.line, b.column, &b.field)));
    }

    /// The first of them, one to a line, and how many more there are, under a line that counts them: `what` is
    /// `dataset` or `metrics`.
    pub fn list(mistakes: &[Self], what: &str) -> String {
        let plural = if mistakes.len() == 1 { "" } else { "s" };
        let mut text = format!("{} mistake{plural} in the {what}", mistakes.len());
        for mistake in mistakes.iter().take(Self::SHOWN) {
            text.push('\n');
            text.push_str(&mistake.to_string());
        }
        if mistakes.len() > Self::SHOWN {
            let _ = write!(text, "\nand {} more", mistakes.len() - Self::SHOWN);
        }
        text
    }
}
