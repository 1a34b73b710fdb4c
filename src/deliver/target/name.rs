//! Names of files and objects: placeholders, and what their ends say about the format.

use std::collections::BTreeSet;
use std::fmt;

use super::parse::TargetError;
use crate::deliver::parcel::{DocumentFormat, Parcel};

/// A path or key with `{month}` and `{date}` in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    text: String,
    contents: Contents,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    Document(DocumentFormat),
    /// It ends in `/`: every format that the report was made in, as `cloudtrim-<month>.<extension>`.
    Folder,
}

const PLACEHOLDERS: [&str; 2] = ["{month}", "{date}"];

impl Name {
    /// `what` is `path` or `key`.
    pub(super) fn parse(text: &str, what: &str) -> Result<Self, TargetError> {
        if text.is_empty() {
            return Err(TargetError::new(
                format!("the {what} is empty"),
                "end it in `.html`, or in `/` for every format",
            ));
        }
        if text.chars().any(char::is_control) {
            return Err(TargetError::new(format!("the {what} holds a control character"), ""));
        }
        check_placeholders(text, what)?;
        let contents = if text.ends_with('/') { Contents::Folder } else { Contents::Document(format_of(text, what)?) };
        Ok(Self { text: text.to_owned(), contents })
    }

    pub const fn contents(&self) -> Contents {
        self.contents
    }

    pub(super) fn formats(&self) -> BTreeSet<DocumentFormat> {
        match self.contents {
            Contents::Document(format) => BTreeSet::from([format]),
            Contents::Folder => DocumentFormat::ALL.into(),
        }
    }

    pub fn filled(&self, parcel: &Parcel) -> String {
        self.text.replace("{month}", &parcel.month()).replace("{date}", &parcel.date())
    }

    /// With `*` for what the day decides: the pattern of an IAM policy.
    pub(in crate::deliver) fn pattern(&self) -> String {
        let mut text = PLACEHOLDERS.iter().fold(self.text.clone(), |text, placeholder| text.replace(placeholder, "*"));
        if self.contents == Contents::Folder {
            text.push('*');
        }
        text
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn check_placeholders(text: &str, what: &str) -> Result<(), TargetError> {
    let rest = PLACEHOLDERS.iter().fold(text.to_owned(), |text, placeholder| text.replace(placeholder, ""));
    if rest.contains(['{', '}']) {
        let message = format!("the {what} has a placeholder that does not exist");
        return Err(TargetError::new(message, "there are `{month}` (2026-10) and `{date}` (2026-11-01)"));
    }
    Ok(())
}

fn format_of(text: &str, what: &str) -> Result<DocumentFormat, TargetError> {
    let last = text.rsplit('/').next().unwrap_or(text);
    let extension = last.rsplit_once('.').map(|(_, extension)| extension);
    extension.and_then(DocumentFormat::of_extension).ok_or_else(|| {
        let message = format!("the end of the {what} does not say which format is meant");
        TargetError::new(message, "end it in `.html`, `.md`, `.json`, `.csv` or `.xlsx`, or in `/` for every format")
    })
}
