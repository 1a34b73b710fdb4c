//! Analysis → table, json, csv, markdown; one file each. Knows `model` only: it computes no saving and no price.
//!
//! Start with [`render`]; the first lines of every report for people come from `headline`, each change in words from
//! `change`, and what a recommendation counts for from [`Standings`].

#![allow(clippy::format_push_string, reason = "reports are pages of text; a failed write cannot happen")]

mod backtest;
mod change;
mod commitments;
mod comparison;
mod csv;
mod delivery;
mod explain;
mod fleet;
mod gaps;
mod grid;
mod grouping;
mod headline;
mod history;
mod json;
mod markdown;
mod money;
mod monthly;
mod openmetrics;
mod paint;
mod standing;
mod table;
mod text;
mod wrap;

use crate::model::analysis::Analysis;

pub use backtest::{BacktestFormat, render_backtest};
pub use comparison::{ComparisonFormat, render_comparison};
pub use delivery::{delivery_preview, delivery_table};
pub use explain::{explain_recommendation, explain_suppressed};
pub use gaps::{GapLine, collapse_gaps};
pub use grid::{Column, grid};
pub use grouping::{GroupBy, GroupByError, Groups, Subtotal};
pub use history::{HistoryLayout, render_history, render_history_diff};
pub use monthly::{MonthlyFormat, MonthlyMessage, monthly_message, render_monthly};
pub use openmetrics::{metric_names, openmetrics};
pub use paint::Paint;
pub use standing::{Standing, Standings};
pub use text::{csv_cell, markdown_text, one_line};

/// The formats of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Table,
    Json,
    Csv,
    Markdown,
}

/// How to lay a report out; nothing here changes a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Columns of the terminal; the table wraps to it (at least [`Layout::NARROWEST`]).
    pub width: usize,
    pub paint: Paint,
    /// List only so many recommendations.
    pub top: Option<usize>,
    pub group_by: Option<GroupBy>,
}

impl Layout {
    /// Below this many columns the table would be all line breaks.
    pub const NARROWEST: usize = 60;
    /// Where there is no terminal.
    pub const DEFAULT_WIDTH: usize = 120;
}

impl Default for Layout {
    fn default() -> Self {
        Self { width: Self::DEFAULT_WIDTH, paint: Paint::Plain, top: None, group_by: None }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("cannot write the analysis as JSON")]
    Json(#[source] serde_json::Error),
    #[error("cannot write the recommendations as CSV")]
    Csv(#[source] ::csv::Error),
    #[error("cannot write the metrics")]
    Metrics,
    #[error("cannot draw the chart: {0}")]
    Chart(String),
    #[error("cannot lay out the report")]
    Template(#[source] minijinja::Error),
    #[error("cannot write the workbook")]
    Workbook(#[source] rust_xlsxwriter::XlsxError),
}

/// The whole report as text that ends in a line feed.
pub fn render(analysis: &Analysis, format: Format, layout: &Layout) -> Result<String, RenderError> {
    match format {
        Format::Table => Ok(table::table(analysis, layout)),
        Format::Json => json::json(analysis, layout).map_err(RenderError::Json),
        Format::Csv => csv::csv(analysis, layout).map_err(RenderError::Csv),
        Format::Markdown => Ok(markdown::markdown(analysis, layout)),
    }
}
