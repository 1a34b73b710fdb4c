//! Columns of text without borders, wrapped to a width.

use tabled::builder::Builder;
use tabled::settings::formatting::AlignmentStrategy;
use tabled::settings::object::Columns;
use tabled::settings::{Alignment, Padding, Style};

use super::wrap::wrap;

/// How one column is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Wrap beyond so many characters.
    pub width: usize,
    pub right: bool,
}

impl Column {
    pub const fn text(width: usize) -> Self {
        Self { width, right: false }
    }

    pub const fn money(width: usize) -> Self {
        Self { width, right: true }
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
        builder.push_record(row.iter().zip(columns).map(|(cell, column)| wrap(cell, column.width)));
    }
    let mut table = builder.build();
    table.with(Style::empty()).with(Padding::zero());
    for (position, column) in columns.iter().enumerate() {
        let last = position + 1 == columns.len();
        table.modify(Columns::one(position), Padding::new(0, if last { 0 } else { GUTTER }, 0, 0));
        if column.right {
            table.modify(Columns::one(position), Alignment::right());
            table.modify(Columns::one(position), AlignmentStrategy::PerLine);
        }
    }
    let mut lines = String::new();
    for line in table.to_string().lines() {
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    lines
}
