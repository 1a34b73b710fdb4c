//! When a report is due: a minute of a day, by the clock of a time zone.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc, Weekday};
use chrono_tz::Tz;

use crate::units::month::Month;

/// Which days a schedule runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Day {
    /// 1 to 28: a day that every month has.
    OfMonth(u32),
    OfWeek(Weekday),
    Every,
}

/// A minute of a day, each month, week or day. In text `5 06:00 Europe/Vienna`, `monday 06:00 UTC`, `daily 06:00 UTC`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Timing {
    pub day: Day,
    hour: u32,
    minute: u32,
    pub time_zone: Tz,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimingError {
    #[error("`{0}` is no day; give 1 to 28, a weekday as in `monday`, or `daily`")]
    Day(String),
    #[error("`{0}` is no time of day; give hours and minutes, as in `06:00`")]
    Time(String),
    #[error("`{zone}` is no time zone of the IANA database{}", suggestion(*.near))]
    TimeZone { zone: String, near: Option<&'static str> },
    #[error("`{0}` is no schedule; give day, time and time zone, as in `5 06:00 Europe/Vienna`")]
    Whole(String),
}

fn suggestion(near: Option<&'static str>) -> String {
    near.map_or_else(|| ", as in `Europe/Vienna` or `UTC`".to_owned(), |near| format!(", did you mean `{near}`?"))
}

/// A foreign text in an error, not longer than one can read.
fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

impl FromStr for Day {
    type Err = TimingError;

    fn from_str(text: &str) -> Result<Self, TimingError> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("daily") {
            return Ok(Self::Every);
        }
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let of_month = digits.then(|| text.parse().ok().filter(|day| (1..=28).contains(day)).map(Self::OfMonth));
        let of_week = || text.parse().ok().map(Self::OfWeek);
        of_month.unwrap_or_else(of_week).ok_or_else(|| TimingError::Day(shown(text)))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OfMonth(day) => write!(f, "{day}"),
            Self::OfWeek(weekday) => f.write_str(weekday_name(*weekday)),
            Self::Every => f.write_str("daily"),
        }
    }
}

const fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "monday",
        Weekday::Tue => "tuesday",
        Weekday::Wed => "wednesday",
        Weekday::Thu => "thursday",
        Weekday::Fri => "friday",
        Weekday::Sat => "saturday",
        Weekday::Sun => "sunday",
    }
}

impl Timing {
    /// The schedule at `at` (`06:00`, seconds are not kept).
    pub fn new(day: Day, at: NaiveTime, time_zone: Tz) -> Self {
        Self { day, hour: at.hour(), minute: at.minute(), time_zone }
    }

    /// `06:00`, from `00:00` to `23:59`.
    pub fn time_of_day(text: &str) -> Result<NaiveTime, TimingError> {
        let wrong = || TimingError::Time(shown(text));
        let (hour, minute) = text.trim().split_once(':').ok_or_else(wrong)?;
        let number = |part: &str| {
            let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            if digits { part.parse::<u32>().ok() } else { None }
        };
        let (hour, minute) = (number(hour).ok_or_else(wrong)?, number(minute).ok_or_else(wrong)?);
        NaiveTime::from_hms_opt(hour, minute, 0).ok_or_else(wrong)
    }

    /// A zone of the IANA database, in any case.
    pub fn zone(text: &str) -> Result<Tz, TimingError> {
        let text = text.trim();
        let known = chrono_tz::TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(text)).copied();
        known.ok_or_else(|| {
            let scored = chrono_tz::TZ_VARIANTS.iter().map(|zone| (strsim::jaro_winkler(text, zone.name()), zone));
            let best = scored.filter(|(score, _)| *score > 0.85).max_by(|one, other| one.0.total_cmp(&other.0));
            TimingError::TimeZone { zone: shown(text), near: best.map(|(_, zone)| zone.name()) }
        })
    }

    /// The first moment of the schedule after `month` has ended; AWS's billing months end at midnight UTC.
    ///
    /// `None` at the end of the calendar.
    pub fn due(&self, month: Month) -> Option<DateTime<Utc>> {
        let closed = month.end().and_time(NaiveTime::MIN).and_utc();
        // East of Greenwich the first moment may be on the day before, by that clock.
        let start = month.end().checked_sub_days(chrono::Days::new(1))?;
        start.iter_days().take(40).filter(|day| self.runs_on(*day)).find_map(|day| {
            let moment = self.on(day)?;
            (moment >= closed).then_some(moment)
        })
    }

    fn runs_on(&self, day: NaiveDate) -> bool {
        match self.day {
            Day::OfMonth(number) => day.day() == number,
            Day::OfWeek(weekday) => day.weekday() == weekday,
            Day::Every => true,
        }
    }

    /// The moment of that day; an hour that the change to summer time leaves out is the next one that exists.
    fn on(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        let wanted = day.and_hms_opt(self.hour, self.minute, 0)?;
        (0..=4).find_map(|half_hours| {
            let local = wanted.checked_add_signed(TimeDelta::minutes(30 * half_hours))?;
            self.time_zone.from_local_datetime(&local).earliest().map(|moment| moment.to_utc())
        })
    }

    /// The five fields of cron: `0 6 5 * *`.
    pub fn cron(&self) -> String {
        let (hour, minute) = (self.hour, self.minute);
        match self.day {
            Day::OfMonth(day) => format!("{minute} {hour} {day} * *"),
            Day::OfWeek(weekday) => format!("{minute} {hour} * * {}", weekday.num_days_from_sunday()),
            Day::Every => format!("{minute} {hour} * * *"),
        }
    }

    /// systemd.time(7): `*-*-05 06:00:00 Europe/Vienna`.
    pub fn on_calendar(&self) -> String {
        let (hour, minute, zone) = (self.hour, self.minute, self.time_zone.name());
        match self.day {
            Day::OfMonth(day) => format!("*-*-{day:02} {hour:02}:{minute:02}:00 {zone}"),
            Day::OfWeek(weekday) => format!("{weekday} *-*-* {hour:02}:{minute:02}:00 {zone}"),
            Day::Every => format!("*-*-* {hour:02}:{minute:02}:00 {zone}"),
        }
    }

    /// EventBridge Scheduler: minutes, hours, day of month, month, day of week, year.
    pub fn event_bridge(&self) -> String {
        let (hour, minute) = (self.hour, self.minute);
        match self.day {
            Day::OfMonth(day) => format!("cron({minute} {hour} {day} * ? *)"),
            Day::OfWeek(weekday) => format!("cron({minute} {hour} ? * {} *)", weekday.to_string().to_uppercase()),
            Day::Every => format!("cron({minute} {hour} * * ? *)"),
        }
    }

    /// `on day 5 of each month at 06:00 (Europe/Vienna)`.
    pub fn words(&self) -> String {
        let day = match self.day {
            Day::OfMonth(day) => format!("on day {day} of each month"),
            Day::OfWeek(weekday) => format!("each {}", capital(weekday_name(weekday))),
            Day::Every => "each day".to_owned(),
        };
        format!("{day} at {:02}:{:02} ({})", self.hour, self.minute, self.time_zone.name())
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_ascii_uppercase(), letters.as_str()))
}

impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:02}:{:02} {}", self.day, self.hour, self.minute, self.time_zone.name())
    }
}

impl FromStr for Timing {
    type Err = TimingError;

    fn from_str(text: &str) -> Result<Self, TimingError> {
        let words: Vec<_> = text.split_whitespace().collect();
        match words.as_slice() {
            [day, at, zone] => Ok(Self::new(day.parse()?, Self::time_of_day(at)?, Self::zone(zone)?)),
            _ => Err(TimingError::Whole(shown(text))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timing(text: &str) -> Timing {
        text.parse().unwrap()
    }

    #[test]
    fn text_goes_there_and_back() {
        for text in ["5 06:00 UTC", "28 23:59 Europe/Vienna", "monday 00:00 America/New_York", "daily 06:30 UTC"] {
            assert_eq!(timing(text).to_string(), text);
        }
        assert_eq!(timing("Mon 6:05 europe/vienna").to_string(), "monday 06:05 Europe/Vienna");
    }

    #[test]
    fn says_what_is_wrong() {
        let cases = [
            ("29 06:00 UTC", "`29` is no day; give 1 to 28, a weekday as in `monday`, or `daily`"),
            ("0 06:00 UTC", "`0` is no day; give 1 to 28, a weekday as in `monday`, or `daily`"),
            ("99999999999 06:00 UTC", "`99999999999` is no day; give 1 to 28, a weekday as in `monday`, or `daily`"),
            ("5 24:00 UTC", "`24:00` is no time of day; give hours and minutes, as in `06:00`"),
            ("5 6 UTC", "`6` is no time of day; give hours and minutes, as in `06:00`"),
            (
                "5 06:00 Europe/Wien",
                "`Europe/Wien` is no time zone of the IANA database, did you mean `Europe/Vienna`?",
            ),
            ("5 06:00 x", "`x` is no time zone of the IANA database, as in `Europe/Vienna` or `UTC`"),
            ("5 06:00", "`5 06:00` is no schedule; give day, time and time zone, as in `5 06:00 Europe/Vienna`"),
        ];
        for (text, message) in cases {
            assert_eq!(text.parse::<Timing>().unwrap_err().to_string(), message, "{text}");
        }
    }

    #[test]
    fn each_scheduler_reads_its_own_words() {
        let cases = [
            ("5 06:00 Europe/Vienna", "0 6 5 * *", "*-*-05 06:00:00 Europe/Vienna", "cron(0 6 5 * ? *)"),
            ("sunday 23:07 UTC", "7 23 * * 0", "Sun *-*-* 23:07:00 UTC", "cron(7 23 ? * SUN *)"),
            ("daily 00:30 UTC", "30 0 * * *", "*-*-* 00:30:00 UTC", "cron(30 0 * * ? *)"),
        ];
        for (text, cron, calendar, event_bridge) in cases {
            let timing = timing(text);
            assert_eq!((timing.cron(), timing.on_calendar(), timing.event_bridge()).0, cron);
            assert_eq!(timing.on_calendar(), calendar);
            assert_eq!(timing.event_bridge(), event_bridge);
        }
    }

    #[test]
    fn a_report_is_due_after_its_month() {
        let cases = [
            ("5 06:00 UTC", "2026-10", "2026-11-05T06:00:00Z"),
            // Vienna's winter time begins on 2026-10-25.
            ("1 06:00 Europe/Vienna", "2026-09", "2026-10-01T04:00:00Z"),
            ("1 06:00 Europe/Vienna", "2026-10", "2026-11-01T05:00:00Z"),
            // Midnight in Auckland is the day before in UTC: the month is not over.
            ("1 00:00 Pacific/Auckland", "2026-10", "2026-11-30T11:00:00Z"),
            ("daily 00:00 Pacific/Auckland", "2026-10", "2026-11-01T11:00:00Z"),
            ("daily 23:00 America/Los_Angeles", "2026-10", "2026-11-01T06:00:00Z"),
            ("monday 06:00 UTC", "2026-10", "2026-11-02T06:00:00Z"),
            // 02:30 of 2026-03-29 does not exist in Vienna.
            ("28 02:30 Europe/Vienna", "2026-02", "2026-03-28T01:30:00Z"),
            ("sunday 02:30 Europe/Vienna", "2026-02", "2026-03-01T01:30:00Z"),
        ];
        for (text, month, due) in cases {
            let due: DateTime<Utc> = due.parse().unwrap();
            assert_eq!(timing(text).due(month.parse().unwrap()), Some(due), "{text} {month}");
        }
        let skipped = timing("sunday 02:30 Europe/Vienna").on(NaiveDate::from_ymd_opt(2026, 3, 29).unwrap());
        assert_eq!(skipped, Some("2026-03-29T01:00:00Z".parse().unwrap()));
    }
}
