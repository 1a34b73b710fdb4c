//! The open month so far, beside the same days of the month before, and what it will come to.

use chrono::{Datelike, NaiveDate};

use super::bill::Bill;
use super::days::Days;
use super::missing::{Missing, READ_MORE};
use super::statistics::percent_of;
use super::weekday::WeekdayModel;
use crate::model::monthly::{MonthToDate, Part};
use crate::units::month::Month;

/// Of the month that is open on `today`; `None` with a reason.
pub(super) fn month_to_date(
    bill: &Bill<'_>,
    days: &Days<'_>,
    today: NaiveDate,
    missing: &mut Missing,
) -> Option<MonthToDate> {
    let month = Month::of(today);
    if days.is_empty() {
        missing.add(Part::MonthToDate, "The bill was not read by day.", READ_MORE);
        return None;
    }
    let Some(through) = days.settled_through(month) else {
        let reason = format!("No day of {month} was read and settled by {today}.");
        missing.add(Part::MonthToDate, reason, "wait until the month is two days old");
        return None;
    };
    let billed = days.sum(None, month.first_day(), through)?;
    let last_month = month.previous();
    // The 30th of November is compared with all of February.
    let same_day = through.with_month(last_month.month()).and_then(|day| day.with_year(last_month.year()));
    let same_day = same_day.unwrap_or_else(|| last_month.end().pred_opt().unwrap_or(through));
    let same_days = days.sum(None, last_month.first_day(), same_day);
    let change = same_days.map(|same_days| billed - same_days);
    let to_come: Vec<NaiveDate> = month.each_day().filter(|day| *day > through).collect();
    let projected = WeekdayModel::fit(days, None, through).and_then(|model| model.project(billed, &to_come));
    if projected.is_none() {
        missing.add(
            Part::MonthToDate,
            "The month is not projected: that takes two settled days of each weekday before.",
            READ_MORE,
        );
    }
    Some(MonthToDate {
        month,
        through,
        days: through.day(),
        days_in_month: month.days(),
        billed_cost_usd: billed,
        same_days_last_month_usd: same_days,
        change_usd: change,
        change_percent: change.zip(same_days).and_then(|(change, before)| percent_of(change, before)),
        last_month_usd: bill.total(last_month),
        projected,
    })
}
