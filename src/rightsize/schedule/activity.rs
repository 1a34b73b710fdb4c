//! Hours of CPU and of network traffic → active, idle or not known, and the hours of the week they fall on.

use std::ops::Range;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

use crate::tables::HourlyUse;

pub const DAY: usize = 24;
pub const WEEK: usize = 168;

/// Up to these an hour counts as idle, both at once.
///
/// OptScale's bounds (`instances_for_shutdown`: CPU up to 5 %, traffic up to 1000 bytes a second), here of the busiest
/// five minutes of CPU; 5 % is also where AWS Compute Optimizer calls an instance idle
/// (<https://docs.aws.amazon.com/compute-optimizer/latest/ug/view-idle-recommendations.html>).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The highest point of an hour, percent.
    pub cpu_at_most: f64,
    /// The average of an hour, bytes a second in both directions together.
    pub network_at_most: f64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { cpu_at_most: 5.0, network_at_most: 1000.0 }
    }
}

/// Each hour of a recording: active, idle or not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    start: DateTime<Utc>,
    zone: Tz,
    hours: Vec<Option<bool>>,
}

impl Activity {
    /// Active where either is above its bound; idle only where both are known. Whole weeks before the first hour that is
    /// known are left out.
    pub fn of(cpu: &HourlyUse, network: &HourlyUse, bounds: Bounds, zone: Tz) -> Self {
        let offset = (cpu.start() - network.start()).num_hours();
        let traffic = |hour: usize| {
            let at = usize::try_from(i64::try_from(hour).ok()?.checked_add(offset)?).ok()?;
            network.averages().get(at).copied().filter(|value| !value.is_nan())
        };
        let hours = cpu.peaks().iter().enumerate().map(|(hour, peak)| {
            let cpu = (!peak.is_nan()).then(|| f64::from(*peak) > bounds.cpu_at_most);
            let network = traffic(hour).map(|bytes| f64::from(bytes) > bounds.network_at_most);
            match (cpu, network) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            }
        });
        let hours: Vec<Option<bool>> = hours.collect();
        let unknown = hours.iter().position(Option::is_some).unwrap_or(hours.len());
        let kept = (hours.len() - unknown).div_ceil(WEEK) * WEEK;
        let first = hours.len().saturating_sub(kept);
        Self { start: cpu.moment(first), zone, hours: hours.into_iter().skip(first).collect() }
    }

    /// From hours that are known already, `true` for active.
    pub fn from_hours(start: DateTime<Utc>, zone: Tz, hours: Vec<Option<bool>>) -> Self {
        Self { start, zone, hours }
    }

    pub fn len(&self) -> usize {
        self.hours.len()
    }

    pub fn is_empty(&self) -> bool {
        self.hours.is_empty()
    }

    /// The hours of `range` that are known, with whether they are active.
    pub fn known(&self, range: Range<usize>) -> impl Iterator<Item = (usize, bool)> {
        let skipped = range.start;
        let hours = self.hours.get(range).unwrap_or_default();
        hours.iter().enumerate().filter_map(move |(at, active)| Some((skipped + at, (*active)?)))
    }

    /// The moment an hour begins, in the time zone.
    pub fn moment(&self, hour: usize) -> DateTime<Tz> {
        let hours = TimeDelta::hours(i64::try_from(hour).unwrap_or(0));
        self.start.checked_add_signed(hours).unwrap_or(self.start).with_timezone(&self.zone)
    }

    /// The hours of the week, 0 on Monday 00:00, that an hour touches: two where the zone is half an hour off.
    pub fn slots(&self, hour: usize) -> [usize; 2] {
        let begin = self.moment(hour);
        let last = begin.checked_add_signed(TimeDelta::minutes(59)).unwrap_or(begin);
        [slot(&begin), slot(&last)]
    }
}

fn slot(moment: &DateTime<Tz>) -> usize {
    (moment.weekday().num_days_from_monday() * 24 + moment.hour()) as usize
}

/// How often each hour of the week was known, and active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekProfile {
    known: Vec<u32>,
    active: Vec<u32>,
    weeks: u32,
}

impl WeekProfile {
    pub fn of(activity: &Activity, range: Range<usize>) -> Self {
        let weeks = u32::try_from(range.len().div_ceil(WEEK)).unwrap_or(u32::MAX);
        let mut week = Self { known: vec![0; WEEK], active: vec![0; WEEK], weeks };
        // Hours that touch the same hour of the day there are one: half an hour off, or where the clock goes back.
        let mut pending: Option<(usize, usize, bool)> = None;
        for (hour, is_active) in activity.known(range) {
            for slot in activity.slots(hour) {
                pending = match pending {
                    Some((at, before, active)) if before == slot && hour - at <= 1 => {
                        Some((hour, slot, active || is_active))
                    }
                    other => {
                        week.note(other);
                        Some((hour, slot, is_active))
                    }
                };
            }
        }
        week.note(pending);
        week
    }

    fn note(&mut self, seen: Option<(usize, usize, bool)>) {
        let Some((_, slot, is_active)) = seen else { return };
        if let (Some(known), Some(active)) = (self.known.get_mut(slot), self.active.get_mut(slot)) {
            *known = known.saturating_add(1);
            *active = active.saturating_add(u32::from(is_active));
        }
    }

    fn counts(&self, slot: usize) -> (u32, u32) {
        (self.known.get(slot).copied().unwrap_or(0), self.active.get(slot).copied().unwrap_or(0))
    }

    /// Known in at least half of the weeks, and active in none.
    pub fn is_idle(&self, slot: usize) -> bool {
        let (known, active) = self.counts(slot);
        active == 0 && known > 0 && known.saturating_mul(2) >= self.weeks
    }

    /// Active in most of the weeks in which it is known.
    pub fn is_regular(&self, slot: usize) -> bool {
        let (known, active) = self.counts(slot);
        active.saturating_mul(2) > known
    }

    /// 24 characters of a day, 0 on Monday: `#` active in most weeks, `+` in some, `.` in none, `?` not known.
    pub fn drawn(&self, day: usize) -> String {
        let hours = day * DAY..(day + 1) * DAY;
        hours
            .map(|slot| match self.counts(slot) {
                (0, _) => '?',
                (_, 0) => '.',
                _ if self.is_regular(slot) => '#',
                _ => '+',
            })
            .collect()
    }
}

/// Hours of the day with work that does not come weekly but may come monthly: outside of what its hour of the week does
/// otherwise, it was active in the first or last two days of a month, or at the same day and hour of two months.
pub fn monthly_hours(activity: &Activity) -> [bool; DAY] {
    let week = WeekProfile::of(activity, 0..activity.len());
    let mut found = [false; DAY];
    let mut seen = std::collections::BTreeSet::new();
    for (hour, _) in activity.known(0..activity.len()).filter(|(_, active)| *active) {
        let slots = activity.slots(hour);
        if slots.iter().all(|slot| week.is_regular(*slot)) {
            continue;
        }
        let moment = activity.moment(hour);
        let (day, of_day) = (moment.day(), moment.hour());
        let another_month = seen.iter().any(|(year, month, other_day, other_hour)| {
            (*other_day, *other_hour) == (day, of_day) && (*year, *month) != (moment.year(), moment.month())
        });
        if is_month_turn(&moment) || another_month {
            for slot in slots {
                if let Some(found) = found.get_mut(slot % DAY) {
                    *found = true;
                }
            }
        }
        seen.insert((moment.year(), moment.month(), day, of_day));
    }
    found
}

/// Whether an hour of the last two days of a month and one of the first two are known.
pub fn saw_month_turn(activity: &Activity) -> bool {
    let saw = |is_part: fn(&DateTime<Tz>) -> bool| {
        activity.known(0..activity.len()).any(|(hour, _)| is_part(&activity.moment(hour)))
    };
    saw(is_month_end) && saw(is_month_begin)
}

fn is_month_turn(moment: &DateTime<Tz>) -> bool {
    is_month_begin(moment) || is_month_end(moment)
}

fn is_month_begin(moment: &DateTime<Tz>) -> bool {
    moment.day() <= 2
}

fn is_month_end(moment: &DateTime<Tz>) -> bool {
    moment.checked_add_signed(TimeDelta::days(2)).is_none_or(|later| later.month() != moment.month())
}
