//! The monthly report → HTML, Markdown, JSON, CSV, XLSX.
//!
//! `page` says what the report says, in order and in words; `html` and `markdown` are two looks of it, laid out by the
//! templates. `csv`, `xlsx` and JSON are for spreadsheets and programs.

mod chart;
mod csv;
mod html;
mod markdown;
mod message;
mod page;
mod xlsx;

pub use self::message::{MonthlyMessage, monthly_message};
use super::RenderError;
use crate::model::monthly::MonthlyReport;

/// The formats of `cloudtrim report --format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthlyFormat {
    /// One page that loads nothing.
    Html,
    Markdown,
    /// Schema `cloudtrim.report/1`.
    Json,
    /// One line a recommendation.
    Csv,
    /// A workbook.
    Xlsx,
}

impl MonthlyFormat {
    /// Bytes that a terminal cannot show.
    pub const fn is_binary(self) -> bool {
        matches!(self, Self::Xlsx)
    }
}

/// The whole report as the bytes of a file; the same report gives the same bytes.
pub fn render_monthly(report: &MonthlyReport, format: MonthlyFormat) -> Result<Vec<u8>, RenderError> {
    match format {
        MonthlyFormat::Html => Ok(html::html(report)?.into_bytes()),
        MonthlyFormat::Markdown => Ok(markdown::markdown(report)?.into_bytes()),
        MonthlyFormat::Json => {
            let mut json = serde_json::to_vec_pretty(report).map_err(RenderError::Json)?;
            json.push(b'\n');
            Ok(json)
        }
        MonthlyFormat::Csv => Ok(csv::csv(report).map_err(RenderError::Csv)?.into_bytes()),
        MonthlyFormat::Xlsx => xlsx::xlsx(report).map_err(RenderError::Workbook),
    }
}
