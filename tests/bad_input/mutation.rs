//! One change to something good.

use std::path::Path;

/// A change to the text of a file.
#[derive(Clone, Debug)]
pub(super) enum Mutation {
    /// The first occurrence of one text becomes another.
    Replace(&'static str, &'static str),
    /// The same, where what it becomes is too long to write down.
    ReplaceBy(&'static str, fn() -> String),
    /// The file ends just before this text.
    CutBefore(&'static str),
    /// More text at the end.
    Append(&'static str),
    /// A line, the first that holds this text, once more at the end.
    Repeat(&'static str),
    /// Another text altogether.
    Become(&'static str),
    BecomeBytes(&'static [u8]),
    Vanish,
}

impl Mutation {
    /// The file's bytes after the change; `None` when the file is gone.
    pub(super) fn apply(&self, text: &str) -> Option<Vec<u8>> {
        let find = |part: &str| text.find(part).unwrap_or_else(|| panic!("nothing to change: no `{part}` in\n{text}"));
        let changed = match self {
            Self::Replace(from, to) => splice(text, find(from), from.len(), to),
            Self::ReplaceBy(from, to) => splice(text, find(from), from.len(), &to()),
            Self::CutBefore(part) => text[..find(part)].to_owned(),
            Self::Append(more) => format!("{text}{more}"),
            Self::Repeat(part) => {
                let line = text.lines().find(|line| line.contains(part)).unwrap();
                format!("{text}{line}\n")
            }
            Self::Become(other) => (*other).to_owned(),
            Self::BecomeBytes(bytes) => return Some(bytes.to_vec()),
            Self::Vanish => return None,
        };
        Some(changed.into_bytes())
    }

    /// The same, on disk; a file that is not there is an empty text.
    pub(super) fn apply_to(&self, file: &Path) {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        match self.apply(&text) {
            Some(bytes) => {
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                std::fs::write(file, bytes).unwrap();
            }
            None => std::fs::remove_file(file).unwrap(),
        }
    }
}

fn splice(text: &str, at: usize, length: usize, to: &str) -> String {
    format!("{}{to}{}", &text[..at], &text[at + length..])
}
