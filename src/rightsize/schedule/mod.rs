//! Off-hours: hours of CPU and of network traffic → when a machine could be stopped every week, and how often that would
//! have been wrong.
//!
//! The plan is made of the first weeks and judged on the last ones, which it has not seen; then it is narrowed by what
//! these showed, so that it stops no hour of the week in which the machine ever was active. Work that may come monthly
//! (see [`activity::monthly_hours`]) keeps its hours of the day on every day of the week. Start with [`off_hours`].

pub mod activity;
pub mod plan;

#[cfg(test)]
mod tests;

use std::ops::Range;

use chrono_tz::Tz;

use crate::model::schedule::WeeklySchedule;
use crate::tables::HourlyUse;
use crate::units::Percent;

pub use activity::{Activity, Bounds};
use activity::{DAY, WEEK, WeekProfile, monthly_hours, saw_month_turn};
pub use plan::Plan;

/// Fewer whole weeks tell nothing: one to make a plan of, one to judge it.
pub const MINIMUM_WEEKS: usize = 2;

/// What a plan must meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    pub bounds: Bounds,
    /// Hours a week.
    pub stopped_hours_at_least: f64,
    /// Of the stopped hours of weeks that the plan was not made of, so many at most may have been active.
    pub false_stops_at_most: Percent,
    /// Share of the hours that must be known, in the weeks the plan is made of and in those it is judged on.
    pub coverage: Percent,
}

/// A plan with what it was judged by.
#[derive(Clone, Debug, PartialEq)]
pub struct OffHours {
    pub schedule: WeeklySchedule,
    pub judged: Judged,
    /// A line of 24 characters for each day from Monday, over all weeks.
    pub drawn: Vec<(&'static str, String)>,
    /// The last two days of a month and the first two are among what was seen.
    pub saw_month_turn: bool,
    /// The average CPU of the hours in which it would run, percent.
    pub cpu_average_while_running: f64,
    /// The highest CPU of each hour of the week in any week, percent, Monday 00:00 in the time zone first.
    pub cpu_by_hour: Vec<Option<f64>>,
}

/// How the plan of the first weeks did in the weeks after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    pub weeks_decided: usize,
    pub weeks_judged: usize,
    /// Known hours of the judged weeks that the plan stops.
    pub stopped_hours: usize,
    /// Those of them in which the machine was active.
    pub active_hours: usize,
}

impl Judged {
    /// The false-stop rate.
    pub fn false_stops(self) -> Percent {
        Percent::new(if self.stopped_hours == 0 {
            0.0
        } else {
            100.0 * self.active_hours as f64 / self.stopped_hours as f64
        })
    }
}

/// What became of the search.
#[derive(Clone, Debug, PartialEq)]
pub enum Search {
    Found(Box<OffHours>),
    /// No plan meets the terms; it may as well be idle at all hours.
    Nothing,
    /// So many whole weeks were recorded, which is too few.
    TooShort(usize),
    /// So much of the hours is known, which is too little.
    TooLittleKnown(Percent),
}

/// The longest weekly stop that meets `terms`, in the time zone.
pub fn off_hours(cpu: &HourlyUse, network: &HourlyUse, terms: &Terms, zone: Tz) -> Search {
    let activity = Activity::of(cpu, network, terms.bounds, zone);
    let Some((decide, judge)) = parts(&activity) else { return Search::TooShort(activity.len() / WEEK) };
    for part in [&decide, &judge] {
        let known = coverage(&activity, part.clone());
        if known.percent() < terms.coverage.percent() {
            return Search::TooLittleKnown(known);
        }
    }
    let plan = decided(&activity, decide.clone());
    let judged = judged(&activity, &plan, decide, judge);
    let all = WeekProfile::of(&activity, 0..activity.len());
    let plan = narrowed(&plan, &activity, &all);
    let (stopped, rate) = (plan.stopped_hours(), judged.false_stops());
    let worth_it = stopped > 0 && stopped as f64 >= terms.stopped_hours_at_least;
    if !worth_it || stopped == WEEK || rate.percent() > terms.false_stops_at_most.percent() {
        return Search::Nothing;
    }
    Search::Found(Box::new(OffHours {
        schedule: plan.schedule(zone),
        judged,
        drawn: DAYS.iter().enumerate().map(|(day, name)| (*name, all.drawn(day))).collect(),
        saw_month_turn: saw_month_turn(&activity),
        cpu_average_while_running: average_while_running(cpu, &plan, zone),
        cpu_by_hour: by_hour_of_week(cpu, zone),
    }))
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// The hours a plan is made of, and those it is judged on: of the whole weeks, counted back from the end, the last third.
pub fn parts(activity: &Activity) -> Option<(Range<usize>, Range<usize>)> {
    let weeks = activity.len() / WEEK;
    if weeks < MINIMUM_WEEKS {
        return None;
    }
    let judged = (weeks / 3).max(1) * WEEK;
    let split = activity.len() - judged;
    Some((0..split, split..activity.len()))
}

/// The plan of these hours alone.
pub fn decided(activity: &Activity, decide: Range<usize>) -> Plan {
    let week = WeekProfile::of(activity, decide);
    Plan::longest(&|slot| week.is_idle(slot))
}

/// What a plan made of `decide` stops wrongly in `judge`.
pub fn judged(activity: &Activity, plan: &Plan, decide: Range<usize>, judge: Range<usize>) -> Judged {
    let mut judged = Judged {
        weeks_decided: decide.len() / WEEK,
        weeks_judged: judge.len() / WEEK,
        stopped_hours: 0,
        active_hours: 0,
    };
    let stopped = plan.stopped();
    for (hour, active) in activity.known(judge) {
        let is_stopped = activity.slots(hour).iter().any(|slot| stopped.get(*slot) == Some(&true));
        judged.stopped_hours += usize::from(is_stopped);
        judged.active_hours += usize::from(is_stopped && active);
    }
    judged
}

/// Without the hours of the week that were active in any week, and without those of the day that monthly work may need.
fn narrowed(plan: &Plan, activity: &Activity, all: &WeekProfile) -> Plan {
    let monthly = monthly_hours(activity);
    plan.narrowed(&|slot| all.is_idle(slot) && monthly.get(slot % DAY) == Some(&false))
}

fn coverage(activity: &Activity, part: Range<usize>) -> Percent {
    let hours = part.len().max(1);
    Percent::new(100.0 * activity.known(part).count() as f64 / hours as f64)
}

/// The highest point of each hour of the week, by which it is active or idle; to a tenth of a percent.
fn by_hour_of_week(cpu: &HourlyUse, zone: Tz) -> Vec<Option<f64>> {
    let all = Activity::from_hours(cpu.start(), zone, Vec::new());
    let mut highest = vec![None; WEEK];
    for (hour, peak) in cpu.peaks().iter().enumerate().filter(|(_, peak)| !peak.is_nan()) {
        for slot in all.slots(hour) {
            if let Some(highest) = highest.get_mut(slot) {
                let peak = (f64::from(*peak) * 10.0).round() / 10.0;
                *highest = Some(highest.map_or(peak, |known: f64| known.max(peak)));
            }
        }
    }
    highest
}

/// Zero where no hour is left to run.
fn average_while_running(cpu: &HourlyUse, plan: &Plan, zone: Tz) -> f64 {
    let stopped = plan.stopped();
    let all = Activity::from_hours(cpu.start(), zone, Vec::new());
    let running = cpu.averages().iter().enumerate().filter(|(hour, average)| {
        let runs = all.slots(*hour).iter().any(|slot| stopped.get(*slot) == Some(&false));
        runs && !average.is_nan()
    });
    let (sum, count) = running.fold((0.0, 0.0), |(sum, count), (_, average)| (sum + f64::from(*average), count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}
