//! The hours of the week that something runs.

use std::fmt;

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use crate::units::HOURS_PER_MONTH;

pub const HOURS_PER_DAY: u32 = 24;
pub const HOURS_PER_WEEK: u32 = 7 * HOURS_PER_DAY;

/// Weekly running hours in one time zone; outside of them it is stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeeklySchedule {
    /// An IANA name: `UTC`, `Europe/Berlin`.
    pub time_zone: String,
    /// In the order of the week; none of them overlap.
    pub runs: Vec<DailyRun>,
}

/// The same hours on several days in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DailyRun {
    pub first_day: Weekday,
    pub last_day: Weekday,
    /// The hour it starts, 0 to 23.
    pub from_hour: u32,
    /// The hour it stops, 1 to 24.
    pub until_hour: u32,
}

/// What a schedule was made of: the use of each hour of the week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoursOfWeek {
    /// `CPUUtilization`.
    pub metric: String,
    pub unit: String,
    /// The highest point in any week of each of the 168 hours, Monday 00:00 in the schedule's time zone first; `None`
    /// where nothing was measured in that hour. By it an hour is idle or not.
    pub highest: Vec<Option<f64>>,
    pub schedule: WeeklySchedule,
}

impl HoursOfWeek {
    /// Whether it runs, for each of the 168 hours, as the schedule has it.
    pub fn runs(&self) -> Vec<bool> {
        let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
        let hours = |day: Weekday| (0..HOURS_PER_DAY).map(move |hour| self.schedule.runs_at(day, hour));
        days.into_iter().flat_map(hours).collect()
    }
}

impl DailyRun {
    /// Hours of a week.
    pub fn hours(self) -> u32 {
        let days = self.first_day.num_days_from_monday();
        let days = (self.last_day.num_days_from_monday() + 7 - days) % 7 + 1;
        days.saturating_mul(self.until_hour.saturating_sub(self.from_hour))
    }

    /// Whether it runs in that hour of that day.
    fn holds(self, day: Weekday, hour: u32) -> bool {
        let since = |day: Weekday| (day.num_days_from_monday() + 7 - self.first_day.num_days_from_monday()) % 7;
        since(day) <= since(self.last_day) && (self.from_hour..self.until_hour).contains(&hour)
    }

    fn same_days(self, other: Self) -> bool {
        self.first_day == other.first_day && self.last_day == other.last_day
    }
}

impl WeeklySchedule {
    /// Whether it runs in that hour of that day, in its time zone.
    pub fn runs_at(&self, day: Weekday, hour: u32) -> bool {
        self.runs.iter().any(|run| run.holds(day, hour))
    }

    /// Hours of the 168 of a week that it runs.
    pub fn running_hours(&self) -> u32 {
        self.runs.iter().map(|run| run.hours()).fold(0, u32::saturating_add).min(HOURS_PER_WEEK)
    }

    /// Hours of the 168 of a week that it is stopped.
    pub fn stopped_hours(&self) -> u32 {
        HOURS_PER_WEEK - self.running_hours()
    }

    /// The same share of a month of 730 hours, to a hundredth of an hour.
    pub fn running_hours_per_month(&self) -> f64 {
        let share = f64::from(self.running_hours()) / f64::from(HOURS_PER_WEEK);
        (HOURS_PER_MONTH.to_f64() * share * 100.0).round() / 100.0
    }
}

/// `Mon-Fri 07:00-20:00 UTC`, `Mon-Fri 00:00-05:00 and 21:00-24:00, Sat 08:00-12:00 UTC`.
impl fmt::Display for WeeklySchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before: Option<DailyRun> = None;
        for run in &self.runs {
            match before {
                Some(before) if before.same_days(*run) => f.write_str(" and ")?,
                _ => {
                    f.write_str(if before.is_some() { ", " } else { "" })?;
                    write!(f, "{}", run.first_day)?;
                    if run.first_day != run.last_day {
                        write!(f, "-{}", run.last_day)?;
                    }
                    f.write_str(" ")?;
                }
            }
            write!(f, "{:02}:00-{:02}:00", run.from_hour, run.until_hour)?;
            before = Some(*run);
        }
        if before.is_none() {
            f.write_str("never,")?;
        }
        write!(f, " {}", self.time_zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(first_day: Weekday, last_day: Weekday, from_hour: u32, until_hour: u32) -> DailyRun {
        DailyRun { first_day, last_day, from_hour, until_hour }
    }

    #[test]
    fn it_reads_as_a_person_writes_it() {
        use Weekday::{Fri, Mon, Sat, Sun, Thu};
        let cases = [
            (vec![run(Mon, Fri, 7, 20)], "Mon-Fri 07:00-20:00 UTC", 65),
            (vec![run(Mon, Fri, 7, 20), run(Sat, Sat, 8, 12)], "Mon-Fri 07:00-20:00, Sat 08:00-12:00 UTC", 69),
            (vec![run(Mon, Sun, 0, 5), run(Mon, Sun, 21, 24)], "Mon-Sun 00:00-05:00 and 21:00-24:00 UTC", 56),
            (vec![run(Sun, Thu, 9, 18)], "Sun-Thu 09:00-18:00 UTC", 45),
            (vec![], "never, UTC", 0),
        ];
        for (runs, words, hours) in cases {
            let schedule = WeeklySchedule { time_zone: "UTC".to_owned(), runs };
            assert_eq!((schedule.to_string().as_str(), schedule.running_hours()), (words, hours));
            assert_eq!(schedule.stopped_hours(), 168 - hours);
            let week = (0..7).flat_map(|day| (0..24).map(move |hour| (Weekday::try_from(day).unwrap(), hour)));
            assert_eq!(week.filter(|(day, hour)| schedule.runs_at(*day, *hour)).count(), hours as usize);
        }
    }

    #[test]
    fn a_month_has_the_share_of_a_week() {
        let schedule =
            WeeklySchedule { time_zone: "UTC".to_owned(), runs: vec![run(Weekday::Mon, Weekday::Fri, 7, 20)] };
        // 730 × 65 ÷ 168.
        assert!((schedule.running_hours_per_month() - 282.44).abs() < 1e-9);
        let always = WeeklySchedule { time_zone: "UTC".to_owned(), runs: vec![run(Weekday::Mon, Weekday::Sun, 0, 24)] };
        assert!((always.running_hours_per_month() - HOURS_PER_MONTH.to_f64()).abs() < 1e-9);
    }
}
