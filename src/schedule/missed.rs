//! Which month a run has to make, when earlier runs may have been missed.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::timing::Timing;
use crate::units::month::Month;

/// What a run with `--catch-up` finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatchUp {
    /// The newest month whose report is due and was not delivered: make this one.
    pub make: Option<Month>,
    /// A newer month that is due, and was not read since it was over.
    pub unread: Option<Month>,
    /// Older months without a report, oldest first. They stay so: after an outage one report is made, not a pile.
    pub passed_over: Vec<Month>,
}

/// More months than this are not looked back upon.
const MONTHS_BACK: usize = 120;

/// Say which month is to be reported at `now`.
///
/// `analyzed` are the moments of the analyses in the store: the bill of the month before the first of them is the first
/// that it can report, and that of the month before the last one the last. `delivered` are the months whose report went
/// out. With the month that is made added to `delivered`, the next call makes none until another month is due, also
/// when the clock jumps back.
pub fn catch_up(
    timing: &Timing,
    analyzed: impl IntoIterator<Item = DateTime<Utc>>,
    delivered: &BTreeSet<Month>,
    now: DateTime<Utc>,
) -> CatchUp {
    let days = analyzed.into_iter().filter(|moment| *moment <= now).map(|moment| moment.date_naive());
    let days: BTreeSet<_> = days.collect();
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return CatchUp::default() };
    let first = Month::of(*first).previous();
    let is_due = |month: &Month| timing.due(*month).is_some_and(|due| due <= now);
    let mut closed = Vec::new();
    let mut month = Month::of(now.date_naive()).previous();
    while month >= first && closed.len() < MONTHS_BACK {
        closed.push(month);
        if month == month.previous() {
            break;
        }
        month = month.previous();
    }
    // A report of a later month than the clock knows was delivered: nothing is newer than that.
    let is_new = |month: &Month| delivered.last().is_none_or(|last| last < month);
    let (read, unread): (Vec<_>, Vec<_>) = closed.into_iter().filter(is_due).partition(|month| month.end() <= *last);
    let mut read = read.into_iter();
    let make = read.next().filter(is_new);
    let mut passed_over: Vec<_> = read.filter(|month| !delivered.contains(month)).collect();
    passed_over.reverse();
    CatchUp { make, unread: unread.first().copied().filter(is_new), passed_over }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn months(texts: &[&str]) -> BTreeSet<Month> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// Now, months delivered, the month that is made, those that are told.
    type Case = (&'static str, &'static [&'static str], Option<&'static str>, &'static [&'static str]);

    #[test]
    fn one_month_is_made_and_older_ones_are_told() {
        let timing: Timing = "5 06:00 UTC".parse().unwrap();
        let cases: [Case; 8] = [
            // The store begins on 2026-07-10; June's bill is the first it can report.
            ("2026-07-10T00:00:00Z", &[], Some("2026-06"), &[]),
            ("2026-08-05T05:59:59Z", &["2026-06"], None, &[]),
            ("2026-08-05T06:00:00Z", &["2026-06"], Some("2026-07"), &[]),
            ("2026-08-05T06:00:01Z", &["2026-06", "2026-07"], None, &[]),
            ("2026-11-21T00:00:00Z", &["2026-06"], Some("2026-10"), &["2026-07", "2026-08", "2026-09"]),
            ("2026-11-22T00:00:00Z", &["2026-06", "2026-10"], None, &["2026-07", "2026-08", "2026-09"]),
            // Before the store began, and with a clock that jumped back.
            ("2026-07-09T00:00:00Z", &[], None, &[]),
            ("2026-08-20T00:00:00Z", &["2026-10"], None, &["2026-06"]),
        ];
        for (now, delivered, make, passed_over) in cases {
            // Read at once, and once at the beginning.
            let began = moment("2026-07-10T00:00:00Z");
            let found = catch_up(&timing, [began, moment(now).max(began)], &months(delivered), moment(now));
            assert_eq!(found.unread, None, "{now}");
            assert_eq!(found.make.map(|month| month.to_string()).as_deref(), make, "{now}");
            let told: Vec<_> = found.passed_over.iter().map(ToString::to_string).collect();
            assert_eq!(told, passed_over, "{now}");
        }
    }

    #[test]
    fn nothing_is_made_of_an_empty_store() {
        let timing: Timing = "daily 06:00 UTC".parse().unwrap();
        assert_eq!(catch_up(&timing, [], &BTreeSet::new(), moment("2026-11-21T00:00:00Z")), CatchUp::default());
    }

    /// Now, when it was read last, months delivered, the month that is made, the one that was not read.
    type Unread = (&'static str, &'static str, &'static [&'static str], Option<&'static str>, Option<&'static str>);

    #[test]
    fn a_month_that_was_not_read_since_it_was_over_is_not_made() {
        let timing: Timing = "5 06:00 UTC".parse().unwrap();
        let cases: [Unread; 5] = [
            ("2026-12-05T06:00:00Z", "2026-11-15T00:00:00Z", &["2026-10"], None, Some("2026-11")),
            ("2026-12-05T06:00:00Z", "2026-11-30T23:59:59Z", &["2026-10"], None, Some("2026-11")),
            ("2026-12-05T06:00:00Z", "2026-12-01T00:00:00Z", &["2026-10"], Some("2026-11"), None),
            // What was read is made, and the newer one is told.
            ("2026-12-05T06:00:00Z", "2026-11-15T00:00:00Z", &[], Some("2026-10"), Some("2026-11")),
            ("2026-12-04T06:00:00Z", "2026-11-15T00:00:00Z", &["2026-10"], None, None),
        ];
        for (now, read, delivered, make, unread) in cases {
            let analyzed = ["2026-10-10T00:00:00Z", read].map(moment);
            let found = catch_up(&timing, analyzed, &months(delivered), moment(now));
            let told = |month: Option<Month>| month.map(|month| month.to_string());
            assert_eq!((told(found.make).as_deref(), told(found.unread).as_deref()), (make, unread), "{now} {read}");
        }
    }

    proptest! {
        /// Whenever runs happen, no month is made twice, and what is made is closed.
        #[test]
        fn never_twice(day in 1_u32..=28, hour in 0_u32..24, hours in proptest::collection::vec(-2_000_i64..6_000, 1..40)) {
            let timing: Timing = format!("{day} {hour:02}:00 Europe/Vienna").parse().unwrap();
            let start = moment("2026-01-15T00:00:00Z");
            let mut now = start;
            let mut delivered = BTreeSet::new();
            for step in hours {
                now += chrono::TimeDelta::hours(step);
                if let Some(month) = catch_up(&timing, [start, now], &delivered, now).make {
                    prop_assert!(delivered.insert(month));
                    prop_assert!(month.end() <= now.date_naive());
                }
                prop_assert_eq!(catch_up(&timing, [start, now], &delivered, now).make, None);
            }
        }
    }
}
