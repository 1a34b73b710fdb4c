//! Reading the columns of a CSV by name, every mistake with its line and field.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::TracesError;
use crate::model::mistake::Mistake;

/// After so many mistakes a file is read no further.
const ENOUGH: usize = 10 * Mistake::SHOWN;

/// One CSV with the names of its columns.
pub(super) struct Table<R> {
    path: PathBuf,
    reader: csv::Reader<R>,
    headers: Vec<String>,
}

/// One line of it.
pub(super) struct Line<'a> {
    path: &'a Path,
    number: u64,
    headers: &'a [String],
    record: csv::StringRecord,
}

impl<R: Read> Table<R> {
    /// Open it and see that it has `columns`; `None` after noting what is missing.
    pub(super) fn open(
        path: &Path,
        source: R,
        columns: &[&str],
        mistakes: &mut Vec<Mistake>,
    ) -> Result<Option<Self>, TracesError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(source);
        let headers: Vec<String> = match reader.headers() {
            Ok(headers) => headers.iter().map(str::to_owned).collect(),
            Err(error) => return broken(path, error, mistakes).map(|()| None),
        };
        let missing: Vec<&str> =
            columns.iter().copied().filter(|column| !headers.iter().any(|header| header == column)).collect();
        if missing.is_empty() {
            return Ok(Some(Self { path: path.to_owned(), reader, headers }));
        }
        mistakes.push(Mistake {
            line: 1,
            ..Mistake::of_file(
                path,
                format!(
                    "the header lacks {}",
                    missing.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
                ),
                format!("it needs {}", columns.join(", ")),
            )
        });
        Ok(None)
    }

    /// The first of `columns` that the header has; `None` after noting that it has none.
    pub(super) fn first_of(&self, columns: &[&'static str], mistakes: &mut Vec<Mistake>) -> Option<&'static str> {
        let found = columns.iter().copied().find(|column| self.headers.iter().any(|header| header == column));
        if found.is_none() {
            let message = format!("the header lacks `{}`", columns.join("` or `"));
            mistakes.push(Mistake { line: 1, ..Mistake::of_file(&self.path, message, "name the column") });
        }
        found
    }

    /// Hand every line to `take`.
    pub(super) fn each(
        mut self,
        mistakes: &mut Vec<Mistake>,
        mut take: impl FnMut(&Line<'_>, &mut Vec<Mistake>),
    ) -> Result<(), TracesError> {
        let mut record = csv::StringRecord::new();
        loop {
            match self.reader.read_record(&mut record) {
                Ok(true) => {
                    let number = record.position().map_or(0, csv::Position::line);
                    let line =
                        Line { path: &self.path, number, headers: &self.headers, record: std::mem::take(&mut record) };
                    take(&line, mistakes);
                    record = line.record;
                }
                Ok(false) => return Ok(()),
                Err(error) => broken(&self.path, error, mistakes)?,
            }
            if mistakes.len() >= ENOUGH {
                return Ok(());
            }
        }
    }
}

/// A line that is no CSV is a mistake, after which the next one is read; a file that cannot be read is an error.
fn broken(path: &Path, error: csv::Error, mistakes: &mut Vec<Mistake>) -> Result<(), TracesError> {
    let line = error.position().map_or(0, csv::Position::line);
    let message = match error.into_kind() {
        csv::ErrorKind::Io(source) => return Err(TracesError::Read { path: path.to_owned(), source }),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the line has {len} fields, the header {expected_len}")
        }
        csv::ErrorKind::Utf8 { err, .. } => format!("field {} is not UTF-8", err.field() + 1),
        _ => "the line is no CSV".to_owned(),
    };
    mistakes.push(Mistake { line, ..Mistake::of_file(path, message, "mend or remove the line") });
    Ok(())
}

impl Line<'_> {
    /// The text of a column; empty where the line has none.
    pub(super) fn text(&self, column: &str) -> &str {
        let place = self.headers.iter().position(|header| header == column);
        place.and_then(|place| self.record.get(place)).unwrap_or("")
    }

    /// The value of a column that must be there.
    pub(super) fn value<T: FromStr>(&self, column: &str, what: &str, mistakes: &mut Vec<Mistake>) -> Option<T> {
        let text = self.text(column);
        let value = text.parse().ok();
        if value.is_none() {
            self.mistake(column, format!("`{text}` is not {what}"), mistakes);
        }
        value
    }

    /// A level: a finite number, zero or more; `None` for an empty column.
    pub(super) fn level(&self, column: &str, mistakes: &mut Vec<Mistake>) -> Option<f64> {
        if self.text(column).is_empty() {
            return None;
        }
        let value: f64 = self.value(column, "a number", mistakes)?;
        if value.is_finite() && value >= 0.0 {
            return Some(value);
        }
        self.mistake(column, format!("`{value}` is not a number of zero or more"), mistakes);
        None
    }

    pub(super) fn mistake(&self, column: &str, message: String, mistakes: &mut Vec<Mistake>) {
        mistakes.push(Mistake {
            line: self.number,
            field: column.to_owned(),
            ..Mistake::of_file(self.path, message, "mend the value or remove the line")
        });
    }
}
