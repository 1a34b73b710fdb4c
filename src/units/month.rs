//! A calendar month.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A month of the Gregorian calendar; in text `2026-10`.
///
/// Years are 1 to 9999; next and previous saturate at the ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: NaiveDate,
}

/// A text that is no month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no month: write the year and the month, as in `2026-10`")]
pub struct MonthError {
    text: String,
}

impl Month {
    /// `None` outside of years 1 to 9999 and months 1 to 12.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        (1..=9999).contains(&year).then_some(Self { first })
    }

    /// The month that a day is in; days outside of the calendar above are in its first or last month.
    pub fn of(day: NaiveDate) -> Self {
        let year = day.year();
        let month = Self::new(year, day.month());
        month.or_else(|| if year < 1 { Self::new(1, 1) } else { Self::new(9999, 12) }).unwrap_or_default()
    }

    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// 1 to 12.
    pub fn month(self) -> u32 {
        self.first.month()
    }

    #[must_use]
    pub fn next(self) -> Self {
        self.after(1)
    }

    #[must_use]
    pub fn previous(self) -> Self {
        self.before(1)
    }

    /// So many months later.
    #[must_use]
    pub fn after(self, months: u32) -> Self {
        self.first.checked_add_months(Months::new(months)).map_or(self, Self::of)
    }

    /// So many months earlier.
    #[must_use]
    pub fn before(self, months: u32) -> Self {
        self.first.checked_sub_months(Months::new(months)).map_or(self, Self::of)
    }

    #[must_use]
    pub fn same_month_last_year(self) -> Self {
        self.before(12)
    }

    /// `October 2026`.
    pub fn in_words(self) -> String {
        self.first.format("%B %Y").to_string()
    }

    /// The first day.
    pub const fn first_day(self) -> NaiveDate {
        self.first
    }

    /// The first day of the next month: the end, exclusive.
    pub fn end(self) -> NaiveDate {
        self.first.checked_add_months(Months::new(1)).unwrap_or(self.first)
    }

    /// How many days it has: 28 to 31.
    pub fn days(self) -> u32 {
        u32::try_from((self.end() - self.first).num_days()).unwrap_or(0)
    }

    /// Each of its days, in order.
    pub fn each_day(self) -> impl Iterator<Item = NaiveDate> {
        let end = self.end();
        self.first.iter_days().take_while(move |day| *day < end)
    }

    pub fn contains(self, day: NaiveDate) -> bool {
        self.first <= day && day < self.end()
    }
}

/// The first month of 1970.
impl Default for Month {
    fn default() -> Self {
        Self { first: NaiveDate::default() }
    }
}

/// `2026-10`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}", self.year(), self.month()))
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
        text.split_once('-')
            .filter(|(year, month)| digits(year, 4) && digits(month, 2))
            .and_then(|(year, month)| Self::new(year.parse().ok()?, month.parse().ok()?))
            .ok_or_else(|| MonthError { text: text.chars().take(40).collect() })
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn text_goes_there_and_back() {
        for text in ["2026-10", "2024-02", "0001-01", "9999-12"] {
            assert_eq!(month(text).to_string(), text);
            assert_eq!(serde_json::from_str::<Month>(&format!("\"{text}\"")).unwrap(), month(text));
            assert_eq!(serde_json::to_string(&month(text)).unwrap(), format!("\"{text}\""));
        }
    }

    #[test]
    fn what_is_no_month_says_how_to_write_one() {
        for text in
            ["", "2026", "2026-13", "2026-00", "0000-01", "2026-1", "26-10", "2026-10-01", "+026-10", "２026-10"]
        {
            let error = text.parse::<Month>().unwrap_err().to_string();
            assert_eq!(error, format!("`{text}` is no month: write the year and the month, as in `2026-10`"));
        }
    }

    #[test]
    fn months_follow_each_other() {
        assert_eq!(month("2026-12").next(), month("2027-01"));
        assert_eq!(month("2026-01").previous(), month("2025-12"));
        assert_eq!(month("2024-02").same_month_last_year(), month("2023-02"));
        assert_eq!(month("9999-12").next(), month("9999-12"));
        assert_eq!(month("0001-01").previous(), month("0001-01"));
    }

    #[test]
    fn a_month_has_its_days() {
        for (text, days) in [("2026-10", 31), ("2026-02", 28), ("2024-02", 29), ("2026-11", 30)] {
            let month = month(text);
            assert_eq!(month.days(), days, "{text}");
            assert_eq!(month.each_day().count(), days as usize, "{text}");
            assert!(month.each_day().all(|day| month.contains(day)), "{text}");
            assert!(!month.contains(month.end()), "{text}");
        }
    }
}
