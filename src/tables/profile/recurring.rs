//! Peaks that come back: at the same hour of the week, or at the same day of the month.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Timelike, Utc};

use super::hourly::HourlyUse;

const WEEK: usize = 168;

/// The highest level that is reached at one hour of the week (give or take an hour) in at least half of the weeks.
/// `None` with less than two weeks of points.
///
/// A weekly job shows here as high as it is, however short; a peak that came once does not.
pub(super) fn weekly_peak(hours: &HourlyUse) -> Option<f64> {
    let weeks = hours.len().div_ceil(WEEK);
    if weeks < 2 {
        return None;
    }
    let peaks = hours.peaks();
    let around = |hour: usize| {
        let neighbours = peaks.get(hour.saturating_sub(1)..(hour + 2).min(peaks.len())).unwrap_or_default();
        neighbours.iter().copied().fold(f32::NAN, f32::max)
    };
    let mut best = f32::NAN;
    let mut of_slot = Vec::with_capacity(weeks);
    for slot in 0..WEEK.min(hours.len()) {
        of_slot.clear();
        of_slot.extend((slot..hours.len()).step_by(WEEK).map(around).filter(|peak| !peak.is_nan()));
        if of_slot.len() < 2 {
            continue;
        }
        of_slot.sort_unstable_by(f32::total_cmp);
        best = best.max(of_slot.get((of_slot.len() - 1) / 2).copied().unwrap_or(f32::NAN));
    }
    (!best.is_nan()).then_some(f64::from(best))
}

/// Where peaks of a month stand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Monthly {
    /// The highest level that is reached in two months at the same day of the month, or as many days before its end (give
    /// or take a day). `None` unless two months have such a day.
    pub(super) recurring: Option<f64>,
    /// The highest level of the first and last two days of months, where the window holds one such edge only: it
    /// cannot be told whether it comes back.
    pub(super) edge_seen_once: Option<f64>,
}

pub(super) fn monthly(hours: &HourlyUse) -> Monthly {
    let mut days: BTreeMap<(i32, u32, u32), f32> = BTreeMap::new();
    for (hour, peak) in hours.peaks().iter().enumerate().filter(|(_, peak)| !peak.is_nan()) {
        let moment = hours.moment(hour);
        let day = days.entry((moment.year(), moment.month(), moment.day())).or_insert(f32::NAN);
        *day = day.max(*peak);
    }
    let mut positions: BTreeMap<i64, BTreeMap<(i32, u32), f32>> = BTreeMap::new();
    let mut edges: BTreeMap<(i32, u32), f32> = BTreeMap::new();
    for ((year, month, day), peak) in &days {
        let Some(length) = days_in(*year, *month) else { continue };
        let from_end = i64::from(*day) - i64::from(length) - 1;
        for position in [i64::from(*day), from_end].into_iter().flat_map(|day| [day - 1, day, day + 1]) {
            let highest = positions.entry(position).or_default().entry((*year, *month)).or_insert(f32::NAN);
            *highest = highest.max(*peak);
        }
        if let Some(edge) = edge_of(*year, *month, *day, length) {
            let highest = edges.entry(edge).or_insert(f32::NAN);
            *highest = highest.max(*peak);
        }
    }
    let second = |months: &BTreeMap<(i32, u32), f32>| {
        let mut peaks: Vec<f32> = months.values().copied().collect();
        peaks.sort_unstable_by(|one, other| other.total_cmp(one));
        peaks.get(1).copied()
    };
    let recurring = positions.values().filter_map(second).fold(f32::NAN, f32::max);
    let edge = edges.values().copied().fold(f32::NAN, f32::max);
    Monthly {
        recurring: (!recurring.is_nan()).then_some(f64::from(recurring)),
        edge_seen_once: (edges.len() == 1 && !edge.is_nan()).then_some(f64::from(edge)),
    }
}

/// The month whose beginning is the edge that a day belongs to.
fn edge_of(year: i32, month: u32, day: u32, length: u32) -> Option<(i32, u32)> {
    match day {
        1 | 2 => Some((year, month)),
        day if day + 1 >= length => Some(if month == 12 { (year + 1, 1) } else { (year, month + 1) }),
        _ => None,
    }
}

fn days_in(year: i32, month: u32) -> Option<u32> {
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    Some(chrono::NaiveDate::from_ymd_opt(year, month, 1)?.pred_opt()?.day())
}

/// The hour of the week of a moment, 0 on Monday 00:00 UTC.
pub fn hour_of_week(moment: DateTime<Utc>) -> usize {
    (moment.weekday().num_days_from_monday() * 24 + moment.hour()) as usize
}
