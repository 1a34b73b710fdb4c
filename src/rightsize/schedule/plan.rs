//! A plan that a person would install: for each group of weekdays one span of the day in which it is stopped.

use chrono::Weekday;
use chrono_tz::Tz;

use super::activity::{DAY, WEEK};
use crate::model::schedule::{DailyRun, WeeklySchedule};

/// A day's stop shorter than this is not worth a start and a stop.
pub const SHORTEST_STOP_HOURS: usize = 4;

/// Days in a row, as (first, how many), simplest grouping first: of equal hours the first counts.
const GROUPINGS: &[&[(usize, usize)]] =
    &[&[(0, 7)], &[(0, 5), (5, 2)], &[(6, 5), (4, 2)], &[(0, 6), (6, 1)], &[(0, 5), (5, 1), (6, 1)]];

/// The hours of the week that a machine is stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    groups: Vec<Group>,
}

/// Days in a row that are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Group {
    /// 0 for Monday.
    first_day: usize,
    days: usize,
    /// Each of these days it is stopped from this hour, for so many hours, past midnight into the same day's morning.
    from: usize,
    hours: usize,
}

impl Group {
    fn slots(self) -> impl Iterator<Item = usize> {
        let days = (0..self.days).map(move |day| (self.first_day + day) % 7);
        days.flat_map(move |day| (0..self.hours).map(move |hour| day * DAY + (self.from + hour) % DAY))
    }

    /// With the longest span of its hours in which every one of `is_idle` holds on every day.
    fn longest_idle(self, is_idle: &dyn Fn(usize) -> bool) -> Self {
        let idle: Vec<bool> = (0..self.hours)
            .map(|hour| {
                let mut days = (0..self.days).map(|day| (self.first_day + day) % 7);
                days.all(|day| is_idle(day * DAY + (self.from + hour) % DAY))
            })
            .collect();
        // A span of a whole day goes on past its end.
        let turns = if self.hours == DAY { 2 } else { 1 };
        let (mut best, mut begin) = ((0, 0), 0);
        for (at, idle) in idle.iter().cycle().take(idle.len() * turns).enumerate() {
            if !idle {
                begin = at + 1;
            } else if at + 1 - begin > best.1 && at + 1 - begin <= DAY {
                best = (begin, at + 1 - begin);
            }
        }
        let hours = if best.1 < SHORTEST_STOP_HOURS { 0 } else { best.1 };
        Self { from: (self.from + best.0) % DAY, hours, ..self }
    }

    /// The hours of each of its days in which it runs.
    fn runs(self) -> Vec<(usize, usize)> {
        let until = self.from + self.hours;
        let spans = match self.hours {
            0 => vec![(0, DAY)],
            // Stopped through midnight, or through the middle of the day.
            _ if until > DAY => vec![(until - DAY, self.from)],
            _ => vec![(0, self.from), (until, DAY)],
        };
        spans.into_iter().filter(|(from, until)| from < until).collect()
    }
}

impl Plan {
    /// The plan that stops most hours of the week while `is_idle` holds of each of them.
    pub fn longest(is_idle: &dyn Fn(usize) -> bool) -> Self {
        let mut best = Self { groups: Vec::new() };
        for grouping in GROUPINGS {
            let whole = grouping.iter().map(|(first_day, days)| Group {
                first_day: *first_day,
                days: *days,
                from: 0,
                hours: DAY,
            });
            let plan = Self { groups: whole.map(|group| group.longest_idle(is_idle)).collect() };
            if best.groups.is_empty() || plan.stopped_hours() > best.stopped_hours() {
                best = plan;
            }
        }
        best
    }

    /// The same with shorter spans, in which `is_idle` holds as well.
    #[must_use]
    pub fn narrowed(&self, is_idle: &dyn Fn(usize) -> bool) -> Self {
        Self { groups: self.groups.iter().map(|group| group.longest_idle(is_idle)).collect() }
    }

    /// Of the 168 hours of a week.
    pub fn stopped_hours(&self) -> usize {
        self.groups.iter().map(|group| group.days * group.hours).sum()
    }

    /// Whether it is stopped at each hour of the week, 0 on Monday 00:00.
    pub fn stopped(&self) -> Vec<bool> {
        let mut stopped = vec![false; WEEK];
        for slot in self.groups.iter().flat_map(|group| group.slots()) {
            if let Some(stopped) = stopped.get_mut(slot) {
                *stopped = true;
            }
        }
        stopped
    }

    /// As running hours, in the words of a calendar.
    pub fn schedule(&self, zone: Tz) -> WeeklySchedule {
        let mut groups = self.groups.clone();
        groups.sort_by_key(|group| group.first_day);
        let runs = groups.into_iter().flat_map(|group| {
            let hour = |hour: usize| u32::try_from(hour).unwrap_or(0);
            group.runs().into_iter().map(move |(from, until)| DailyRun {
                first_day: weekday(group.first_day),
                last_day: weekday(group.first_day + group.days - 1),
                from_hour: hour(from),
                until_hour: hour(until),
            })
        });
        WeeklySchedule { time_zone: zone.name().to_owned(), runs: runs.collect() }
    }
}

/// 0 for Monday.
pub(super) const fn weekday(day: usize) -> Weekday {
    match day % 7 {
        0 => Weekday::Mon,
        1 => Weekday::Tue,
        2 => Weekday::Wed,
        3 => Weekday::Thu,
        4 => Weekday::Fri,
        5 => Weekday::Sat,
        _ => Weekday::Sun,
    }
}
