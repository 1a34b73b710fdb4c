//! One sheet: a header that stays, cells of their real type, filters, widths.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::report::text::one_line;
use crate::units::Usd;

/// Texts are always strings: nothing a stranger wrote is a formula or a link.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Text(String),
    /// Dollars; empty when unknown.
    Money(Option<Usd>),
    Number(f64),
    /// A share of one hundred.
    Percent(Option<f64>),
    Day(Option<NaiveDate>),
    /// The first of a month, shown as the month.
    Month(NaiveDate),
    Flag(bool),
    Empty,
}

impl Cell {
    pub(super) fn text(text: impl AsRef<str>) -> Self {
        Self::Text(one_line(text.as_ref()))
    }

    pub(super) fn count(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

pub(super) struct Formats {
    header: Format,
    text: Format,
    money: Format,
    percent: Format,
    day: Format,
    month: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            header: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            text: top().set_text_wrap(),
            money: top().set_num_format("#,##0.00"),
            percent: top().set_num_format("0.0\" %\""),
            day: top().set_num_format("yyyy-mm-dd"),
            month: top().set_num_format("yyyy-mm"),
        }
    }
}

/// Excel refuses longer texts.
const LONGEST_TEXT: usize = 32_000;

/// A sheet of rows under a header; `columns` are names and widths in characters.
pub(super) fn table(
    workbook: &mut Workbook,
    name: &str,
    formats: &Formats,
    columns: &[(&str, f64)],
    rows: impl IntoIterator<Item = Vec<Cell>>,
) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    let mut last_column = 0;
    for ((title, width), column) in columns.iter().zip(0_u16..) {
        sheet.write_string_with_format(0, column, *title, &formats.header)?;
        sheet.set_column_width(column, *width)?;
        last_column = column;
    }
    let mut last_row = 0;
    for (row, line) in (1_u32..).zip(rows) {
        for (column, one) in (0_u16..).zip(&line) {
            cell(sheet, (row, column), one, formats)?;
        }
        last_row = row;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_landscape();
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn cell(sheet: &mut Worksheet, at: (u32, u16), one: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    let (row, column) = at;
    match one {
        Cell::Text(text) => {
            let shown: String = text.chars().take(LONGEST_TEXT).collect();
            sheet.write_string_with_format(row, column, shown, &formats.text)?;
        }
        Cell::Money(Some(amount)) => {
            sheet.write_number_with_format(row, column, amount.to_f64(), &formats.money)?;
        }
        Cell::Number(number) if number.is_finite() => {
            sheet.write_number(row, column, *number)?;
        }
        Cell::Percent(Some(percent)) if percent.is_finite() => {
            sheet.write_number_with_format(row, column, *percent, &formats.percent)?;
        }
        Cell::Day(Some(day)) => date(sheet, at, *day, &formats.day)?,
        Cell::Month(first) => date(sheet, at, *first, &formats.month)?,
        Cell::Flag(flag) => {
            sheet.write_boolean(row, column, *flag)?;
        }
        Cell::Money(None) | Cell::Percent(_) | Cell::Number(_) | Cell::Day(None) | Cell::Empty => {}
    }
    Ok(())
}

/// Days that Excel does not have are texts.
fn date(sheet: &mut Worksheet, at: (u32, u16), day: NaiveDate, format: &Format) -> Result<(), XlsxError> {
    let parts = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
    let known = match parts {
        (Ok(year), Ok(month), Ok(day)) => ExcelDateTime::from_ymd(year, month, day).ok(),
        _ => None,
    };
    match known {
        Some(known) => sheet.write_datetime_with_format(at.0, at.1, &known, format)?,
        None => sheet.write_string(at.0, at.1, day.to_string())?,
    };
    Ok(())
}
