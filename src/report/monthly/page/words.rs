//! Amounts, months and states as the report writes them.

use chrono::{DateTime, NaiveDate, Utc};

use crate::model::history::FindingState;
use crate::model::monthly::{Cause, MissingPart, MonthState};
use crate::report::money::money;
use crate::report::text::one_line;
use crate::units::Usd;
use crate::units::month::Month;

pub(super) const NOT_KNOWN: &str = "not known";

/// `Oct 26`.
pub(super) fn short_month(month: Month) -> String {
    month.first_day().format("%b %y").to_string()
}

/// `20 Nov`.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%-d %b").to_string()
}

/// `2026-11-20 06:00 UTC`.
pub(super) fn moment(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// To the cent, or that it is not known.
pub(super) fn known(amount: Option<Usd>) -> String {
    amount.map_or_else(|| NOT_KNOWN.to_owned(), money)
}

/// Without cents from a thousand dollars on, for figures that are looked at, not added up.
pub(super) fn brief(amount: Usd) -> String {
    if amount.to_f64().abs() < 1000.0 {
        return money(amount);
    }
    let rounded = Usd::new(amount.amount().round());
    let text = rounded.to_string();
    text.strip_suffix(".00").map_or(text.clone(), str::to_owned)
}

/// `+$5.00`, `-$5.00`, `$0.00`.
pub(super) fn signed(amount: Usd) -> String {
    if amount.is_zero() || amount.is_negative() { money(amount) } else { format!("+{}", money(amount)) }
}

pub(super) fn signed_brief(amount: Usd) -> String {
    if amount.is_zero() || amount.is_negative() { brief(amount) } else { format!("+{}", brief(amount)) }
}

pub(super) fn known_signed(amount: Option<Usd>) -> String {
    amount.map_or_else(|| NOT_KNOWN.to_owned(), signed)
}

/// `+12.3 %`; nothing where it is not known, as a change from nothing is.
pub(super) fn signed_percent(percent: Option<f64>) -> String {
    percent.filter(|percent| percent.is_finite()).map_or_else(String::new, |percent| format!("{percent:+.1} %"))
}

/// `12.3 %`.
pub(super) fn percent(percent: Option<f64>) -> String {
    percent.filter(|percent| percent.is_finite()).map_or_else(|| NOT_KNOWN.to_owned(), |one| format!("{one:.1} %"))
}

/// `+$5.00 (+1.2 %)`.
pub(super) fn change(amount: Usd, percent: Option<f64>) -> String {
    match signed_percent(percent) {
        none if none.is_empty() => signed_brief(amount),
        percent => format!("{} ({percent})", signed_brief(amount)),
    }
}

pub(super) fn missing(one: &MissingPart) -> String {
    let text = if one.hint.is_empty() { one.reason.clone() } else { format!("{} {}", sentence(&one.reason), one.hint) };
    one_line(&sentence(&text))
}

/// With a capital first and a full stop last.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    let stop = if text.is_empty() || text.ends_with(['.', '?', '!', ':']) { "" } else { "." };
    format!("{}{stop}", capital(text))
}

/// With a capital first, unless it is a name: `mem_used_percent`, `ec2-instance-idle`.
pub(super) fn capital(text: &str) -> String {
    let is_word = |word: &str| word.chars().all(|letter| letter.is_ascii_lowercase() || matches!(letter, ',' | ':'));
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if text.split(' ').next().is_some_and(is_word) => {
            format!("{}{}", first.to_uppercase(), letters.as_str())
        }
        _ => text.to_owned(),
    }
}

pub(super) const fn state(state: FindingState) -> &'static str {
    match state {
        FindingState::New => "new",
        FindingState::Open => "open",
        FindingState::Resolved => "resolved",
        FindingState::Regressed => "came back",
        FindingState::Suppressed => "suppressed",
        FindingState::OutOfScope => "not looked at",
    }
}

pub(super) const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Rate => "rate",
        Cause::Usage => "usage",
        Cause::NewResource => "new",
        Cause::Gone => "gone",
        Cause::Mixed => "several",
        Cause::Unknown => NOT_KNOWN,
    }
}

/// What is to be said of a month that is not final; empty for one that is.
pub(super) const fn month_state(state: MonthState) -> &'static str {
    match state {
        MonthState::Open => "not over yet",
        MonthState::Estimated => "still estimated by AWS",
        MonthState::Closed => "",
        MonthState::NotRead => "not read",
    }
}
