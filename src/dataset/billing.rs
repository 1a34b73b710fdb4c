//! `billing/*.csv`: FOCUS columns, every row checked.

use std::collections::HashSet;
use std::path::Path;

use chrono::NaiveDate;
use csv::{ReaderBuilder, StringRecord};
use serde::de::DeserializeOwned;

use super::Mistake;
use super::check::is_account;
use super::wording::told_cell;
use super::words::nearest;
use crate::model::billing::{BillingCut, BillingForecast, BillingRow};
use crate::model::budget::BudgetTimeUnit;
use crate::units::Usd;

const COST_COLUMNS: &[&str] = &[
    "SubAccountId",
    "ChargePeriodStart",
    "ChargePeriodEnd",
    "ServiceName",
    "BilledCost",
    "EffectiveCost",
    "BillingCurrency",
    "x_Estimated",
];
const FORECAST_COLUMNS: &[&str] =
    &["SubAccountId", "ChargePeriodStart", "ChargePeriodEnd", "MeanBilledCost", "LowBilledCost", "HighBilledCost"];

pub(super) fn costs(bytes: &[u8], file: &Path, mistakes: &mut Vec<Mistake>) -> Vec<BillingRow> {
    let mut seen = HashSet::new();
    rows(bytes, file, COST_COLUMNS, mistakes, |row: &BillingRow| {
        if row.billing_currency != "USD" {
            let message = format!("`{}` is not USD, the one currency of the price list", row.billing_currency);
            return Some(("BillingCurrency", message));
        }
        let (start, service) = (row.charge_period_start, &row.service_name);
        if !seen.insert((row.sub_account_id.clone(), start, row.charge_period_end, service.clone())) {
            return Some(("ServiceName", format!("`{service}` has two rows for the period from {start}: keep one")));
        }
        period(row.charge_period_start >= row.charge_period_end, row.sub_account_id.as_str())
    })
}

pub(super) fn forecast(bytes: &[u8], file: &Path, mistakes: &mut Vec<Mistake>) -> Vec<BillingForecast> {
    rows(bytes, file, FORECAST_COLUMNS, mistakes, |row: &BillingForecast| {
        if let (Some(low), Some(high)) = (row.low_billed_cost, row.high_billed_cost)
            && low > high
        {
            return Some(("LowBilledCost", format!("the low end, {low}, is above the high end, {high}")));
        }
        period(row.charge_period_start >= row.charge_period_end, row.sub_account_id.as_str())
    })
}

pub(super) fn period(empty: bool, account: &str) -> Option<(&'static str, String)> {
    if empty {
        return Some(("ChargePeriodEnd", "the period ends before it begins; the end is exclusive".to_owned()));
    }
    if !is_account(account) {
        return Some(("SubAccountId", format!("`{account}` is no account id of twelve digits")));
    }
    // Cost Explorer in a management account bills its members too, so an account that was not audited is no mistake.
    None
}

pub(super) fn rows<T: DeserializeOwned>(
    bytes: &[u8],
    file: &Path,
    columns: &[&str],
    mistakes: &mut Vec<Mistake>,
    mut check: impl FnMut(&T) -> Option<(&'static str, String)>,
) -> Vec<T> {
    let mut reader = ReaderBuilder::new().from_reader(bytes);
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            mistakes.push(Mistake::of_file(file, csv_message(&error), ""));
            return Vec::new();
        }
    };
    if !header_fits(&header, columns, file, mistakes) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut record = StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => return found,
            Ok(true) => {}
            Err(error) => {
                mistakes.push(Mistake { line, ..Mistake::of_file(file, csv_message(&error), "") });
                continue;
            }
        }
        let line = record.position().map_or(line, csv::Position::line);
        match record.deserialize::<T>(Some(&header)) {
            Err(error) => mistakes.push(cell_mistake(&error, &header, &record, file, line)),
            Ok(row) => match check(&row) {
                Some((field, message)) => {
                    mistakes.push(Mistake { line, field: field.to_owned(), ..Mistake::of_file(file, message, "") });
                }
                None => found.push(row),
            },
        }
    }
}

/// Every column there once and nothing else; the order is free.
pub(super) fn header_fits(header: &StringRecord, columns: &[&str], file: &Path, mistakes: &mut Vec<Mistake>) -> bool {
    if header.is_empty() {
        let hint = format!("the first line names the columns: {}", columns.join(", "));
        mistakes.push(Mistake::of_file(file, "the file is empty", hint));
        return false;
    }
    let before = mistakes.len();
    let mut mistake = |column: usize, field: &str, message: &str, hint: String| {
        let column = u64::try_from(column).unwrap_or(0);
        mistakes.push(Mistake { line: 1, column, field: field.to_owned(), ..Mistake::of_file(file, message, hint) });
    };
    let mut taken_for = Vec::new();
    for (index, name) in header.iter().enumerate() {
        if !columns.contains(&name) {
            let near = nearest(name, columns);
            taken_for.extend(near);
            let hint = near
                .map_or_else(|| format!("columns: {}", columns.join(", ")), |near| format!("did you mean `{near}`?"));
            mistake(index + 1, name, "there is no such column", hint);
        } else if header.iter().take(index).any(|earlier| earlier == name) {
            mistake(index + 1, name, "the column is given twice", String::new());
        }
    }
    for column in columns.iter().filter(|column| !taken_for.contains(column)) {
        if !header.iter().any(|name| name == *column) {
            mistake(0, column, "the column is missing", format!("columns: {}", columns.join(", ")));
        }
    }
    mistakes.len() == before
}

fn cell_mistake(error: &csv::Error, header: &StringRecord, record: &StringRecord, file: &Path, line: u64) -> Mistake {
    let (mut field, mut column, mut message) = (String::new(), 0, csv_message(error));
    if let csv::ErrorKind::Deserialize { err, .. } = error.kind() {
        message = err.kind().to_string();
        // Days and dollars are checked by types that do not know which cell they were given.
        let told = err.field().and_then(|index| usize::try_from(index).ok());
        if let Some(index) = told.or_else(|| culprit(header, record)) {
            header.get(index).unwrap_or_default().clone_into(&mut field);
            column = u64::try_from(index).unwrap_or(0).saturating_add(1);
            let cell = record.get(index).unwrap_or_default();
            message = told_cell(err.kind(), &field, cell).unwrap_or_else(|| format!("`{cell}`: {message}"));
        }
    }
    let hint = match field.as_str() {
        "ChargePeriodStart" | "ChargePeriodEnd" => "write a day as `2026-10-31`",
        name if name.ends_with("Cost") => "write a plain number of US dollars, without currency sign or separators",
        "x_Estimated" => "write `true` or `false`",
        "x_Cut" => "cuts: service-by-day, account, region, tag, usage-type, resource",
        "TimeUnit" => "units: DAILY, MONTHLY, QUARTERLY, ANNUALLY, CUSTOM",
        _ => "",
    };
    Mistake { line, column, field, ..Mistake::of_file(file, message, hint) }
}

/// The first cell that is no day or no amount of dollars where one belongs.
fn culprit(header: &StringRecord, record: &StringRecord) -> Option<usize> {
    header.iter().zip(record).position(|(name, cell)| match name {
        "ChargePeriodStart" | "ChargePeriodEnd" => cell.parse::<NaiveDate>().is_err(),
        "x_Cut" => !BillingCut::WORDS.contains(&cell),
        "TimeUnit" => !BudgetTimeUnit::WORDS.contains(&cell),
        "ConsumedQuantity" => !cell.is_empty() && cell.parse::<f64>().is_err(),
        name if name.ends_with("Cost") => {
            !cell.is_empty() && cell.parse::<f64>().ok().and_then(Usd::from_f64).is_none()
        }
        _ => false,
    })
}

pub(super) fn csv_message(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the row has {len} columns, the header {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "these bytes are not UTF-8".to_owned(),
        _ => error.to_string(),
    }
}
