//! A table of words, ready to be laid out.

use serde::Serialize;

use crate::report::text::one_line;

#[derive(Debug, Serialize)]
pub(in crate::report::monthly) struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    /// As many cells as columns; the first names the row.
    pub rows: Vec<Vec<String>>,
    pub total: Option<Vec<String>>,
    pub note: Option<String>,
    pub sortable: bool,
}

#[derive(Debug, Serialize)]
pub(in crate::report::monthly) struct Column {
    pub name: String,
    /// `n` for numbers, `o` for what a phone leaves out.
    pub class: &'static str,
}

impl Table {
    pub(super) fn new(caption: impl Into<String>) -> Self {
        let caption = one_line(&caption.into());
        Self { caption, columns: Vec::new(), rows: Vec::new(), total: None, note: None, sortable: false }
    }

    fn column(mut self, name: impl Into<String>, class: &'static str) -> Self {
        self.columns.push(Column { name: one_line(&name.into()), class });
        self
    }

    pub(super) fn text(self, name: impl Into<String>) -> Self {
        self.column(name, "")
    }

    /// Text that a phone leaves out.
    pub(super) fn aside(self, name: impl Into<String>) -> Self {
        self.column(name, "o")
    }

    pub(super) fn number(self, name: impl Into<String>) -> Self {
        self.column(name, "n")
    }

    /// A number that a phone leaves out.
    pub(super) fn aside_number(self, name: impl Into<String>) -> Self {
        self.column(name, "n o")
    }

    /// Rows from here on; more than a few can be sorted.
    pub(super) fn filled(mut self, rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        self.rows = rows.into_iter().map(|row| row.iter().map(|cell| one_line(cell)).collect()).collect();
        self.sortable = self.rows.len() > 3;
        self
    }

    pub(super) fn total(mut self, total: impl IntoIterator<Item = String>) -> Self {
        self.total = Some(total.into_iter().map(|cell| one_line(&cell)).collect());
        self
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(one_line(&note.into()));
        self
    }
}
