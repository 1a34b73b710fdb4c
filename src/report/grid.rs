//! Columns of text without borders, wrapped to a width.

use tabled::builder::Builder;
use tabled::settings::object::{Cell, Columns};
use tabled::settings::{Alignment, Modify, Padding, Style, Width};

/// How one column is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Wrap beyond so many characters.
    pub width: usize,
    pub right: bool,
    /// Break lines between words only; ids have none and break anywhere.
    pub words: bool,
}

impl Column {
    pub const fn text(width: usize) -> Self {
        Self { width, right: false, words: true }
    }

    pub const fn id(width: usize) -> Self {
        Self { width, right: false, words: false }
    }

    pub const fn money(width: usize) -> Self {
        Self { width, right: true, words: true }
    }
}

/// Two characters between columns.
pub(super) const GUTTER: usize = 2;

/// Rows (the first may be a header) as lines that end in a line feed, none wider than the columns and gutters.
/// Cells may hold several lines; they must hold no control characters besides.
pub fn grid(columns: &[Column], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut builder = Builder::default();
    for row in rows {
        builder.push_record(row.iter().map(String::as_str));
    }
    let mut table = builder.build();
    table.with(Style::empty()).with(Padding::zero());
    for (position, column) in columns.iter().enumerate() {
        let wrap = Width::wrap(column.width.max(1)).keep_words(column.words);
        let last = position + 1 == columns.len();
        table.with(Modify::new(Columns::one(position)).with(wrap));
        table.modify(Columns::one(position), Padding::new(0, if last { 0 } else { GUTTER }, 0, 0));
        if column.right {
            table.modify(Columns::one(position), Alignment::right());
            table.modify(Cell::new(0, position), Alignment::right());
        }
    }
    let mut lines = String::new();
    for line in table.to_string().lines() {
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    lines
}
