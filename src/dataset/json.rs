//! One JSON value that did not fit → the mistakes in it, each where it stands.

use std::path::Path;

use serde::de::IgnoredAny;

use super::Mistake;
use super::wording::{told_type, type_hint};
use super::words::{field_hint, nearest};

/// Where a value stands: file, line of its first byte.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) file: &'a Path,
    pub(super) line: u64,
}

impl Place<'_> {
    pub(super) fn mistake(
        self,
        column: u64,
        field: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Mistake {
        Mistake {
            file: self.file.to_path_buf(),
            line: self.line,
            column,
            field: field.to_owned(),
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// What serde says, in the words of a person. `offset` is the column before the text it was given.
pub(super) fn explain(error: &serde_json::Error, place: Place<'_>, offset: u64, field: &str) -> Mistake {
    let whole = error.to_string();
    let message = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(message, _)| message);
    let line = place.line + u64::try_from(error.line().saturating_sub(1)).unwrap_or(0);
    let column = u64::try_from(error.column()).unwrap_or(0);
    let mut column = if error.line() <= 1 { column.saturating_add(offset) } else { column };
    let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (mut field, mut told, mut hint) = (field.to_owned(), message.to_owned(), String::new());
    if error.is_eof() {
        "the line ends in the middle of its JSON".clone_into(&mut told);
        "the file was truncated: restore it, or collect again".clone_into(&mut hint);
    } else if let Some((unknown, known)) = words.split_first().filter(|_| message.starts_with("unknown field")) {
        join(&mut field, unknown);
        "there is no such field".clone_into(&mut told);
        hint = field_hint(unknown, known);
    } else if let Some((unknown, known)) = words.split_first().filter(|_| message.starts_with("unknown variant")) {
        told = format!("`{unknown}` is none of the known words");
        hint = match nearest(unknown, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known words: {}", known.join(", ")),
        };
    } else if let Some(missing) = words.first().filter(|_| message.starts_with("missing field")) {
        join(&mut field, missing);
        "the field is missing".clone_into(&mut told);
        column = 0;
    } else if let Some(twice) = words.first().filter(|_| message.starts_with("duplicate field")) {
        join(&mut field, twice);
        "the field is given twice".clone_into(&mut told);
        "keep one of the two".clone_into(&mut hint);
    } else if error.is_syntax() {
        told = format!("this is not JSON: {message}");
        "one JSON object a line, without comments or trailing commas".clone_into(&mut hint);
    } else {
        hint = type_hint(&field, message);
        told = told_type(message);
    }
    Mistake { file: place.file.to_path_buf(), line, column, field, message: told, hint }
}

fn join(field: &mut String, name: &str) {
    if !field.is_empty() {
        field.push('.');
    }
    field.push_str(name);
}

/// The members of a JSON object: name, value's text, value's offset in bytes. `None` when `text` is no JSON object.
pub(super) fn members(text: &str) -> Option<Vec<(String, &str, usize)>> {
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut rest = skip_space(text).strip_prefix('{')?;
    let mut found = Vec::new();
    loop {
        rest = skip_space(rest);
        if rest.starts_with('}') {
            return Some(found);
        }
        let name_length = value_length::<String>(rest)?;
        let name: String = serde_json::from_str(rest.get(..name_length)?).ok()?;
        rest = skip_space(skip_space(rest.get(name_length..)?).strip_prefix(':')?);
        let length = value_length::<IgnoredAny>(rest)?;
        let offset = text.len() - rest.len();
        found.push((name, rest.get(..length)?, offset));
        rest = skip_space(rest.get(length..)?);
        rest = rest.strip_prefix(',').unwrap_or(rest);
    }
}

fn skip_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\r', '\n'])
}

fn value_length<T: serde::de::DeserializeOwned>(text: &str) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<T>();
    values.next()?.ok()?;
    Some(values.byte_offset())
}
