//! Demand of several like machines or tasks together, hour by hour, and how few of them carry it.

use crate::tables::{HourlyUse, Profile};
use crate::units::Window;

/// How many there were.
#[derive(Clone, Copy, Debug)]
pub enum Members<'a> {
    /// Always so many: nothing scales them.
    Constant(u32),
    Measured(&'a HourlyUse),
}

impl Members<'_> {
    /// On average and at most in an hour of a series that begins when this one does; `None` where it was not measured.
    fn at(self, hour: usize) -> Option<(f64, f64)> {
        match self {
            Self::Constant(count) => Some((f64::from(count), f64::from(count))),
            Self::Measured(hours) => {
                let average = hours.averages().get(hour).copied().filter(|average| !average.is_nan())?;
                let peak = hours.peaks().get(hour).copied()?;
                Some((f64::from(average), f64::from(peak)))
            }
        }
    }
}

/// A series in the hours of `each`, from its average and peak and those of the number of members; hours in which one of
/// the two was not measured have no point.
fn combined(each: &HourlyUse, members: Members<'_>, combine: impl Fn(f64, f64) -> f64) -> HourlyUse {
    let mut all = HourlyUse::new(Window { start: each.start(), end: each.moment(each.len()) });
    for (hour, (average, peak)) in each.averages().iter().zip(each.peaks()).enumerate() {
        if let (false, Some((count, most))) = (average.is_nan(), members.at(hour)) {
            all.set(each.moment(hour), combine(f64::from(*average), count), combine(f64::from(*peak), most));
        }
    }
    all
}

/// How many members' capacity is in use: `percent` is the use of each. At its peak the most members of the hour count.
pub fn busy_members(percent: &HourlyUse, members: Members<'_>) -> Option<Profile> {
    Profile::of(&combined(percent, members, |percent, count| percent / 100.0 * count))
}

/// What each member has of something that all share: traffic.
pub fn per_member(all: &HourlyUse, members: Members<'_>) -> Option<Profile> {
    Profile::of(&combined(all, members, |amount, count| amount / count.max(1.0)))
}

/// How many members fewer there are on average once the fewest are `to` instead of `from`: in hours with no more than
/// `from` members; what ran beyond was asked for.
pub fn fewer_on_average(members: Members<'_>, from: u32, to: u32) -> f64 {
    let (from, to) = (f64::from(from), f64::from(to));
    match members {
        Members::Constant(count) => (f64::from(count).min(from) - to).max(0.0),
        Members::Measured(hours) => {
            let at_floor = |average: &f32| {
                let average = f64::from(*average);
                // A member that comes or goes within the hour is not yet a scaling out.
                if average < from + 0.5 { (average.min(from) - to).max(0.0) } else { 0.0 }
            };
            let known: Vec<f64> = hours.averages().iter().filter(|it| !it.is_nan()).map(at_floor).collect();
            if known.is_empty() { 0.0 } else { known.iter().sum::<f64>() / known.len() as f64 }
        }
    }
}

/// Capacity in members → whole members, and no less than `least`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates; no less than zero")]
pub fn whole_members(capacity: f64, least: u32) -> u32 {
    // A millionth less, so that binary fractions do not take one more.
    ((capacity.max(0.0) - 1e-6).ceil() as u32).max(least)
}

/// The fewest members that are proposed for a fleet of `now` in `zones` Availability Zones: one in each zone, up to three,
/// and at least two, so that the loss of one or of a zone stops nothing; a fleet of one stays one.
///
/// AWS asks for more than one Availability Zone
/// (<https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_fault_isolation_multiaz_region_system.html>);
/// beyond three zones more members add capacity rather than availability.
pub fn available_with(now: u32, zones: u32) -> u32 {
    now.min(zones.clamp(2, 3))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::*;

    fn hours(values: &[(f64, f64)]) -> HourlyUse {
        let start: DateTime<Utc> = "2026-11-01T00:00:00Z".parse().unwrap();
        let end = start + TimeDelta::hours(i64::try_from(values.len()).unwrap());
        let mut hours = HourlyUse::new(Window { start, end });
        for (index, (average, peak)) in values.iter().enumerate().filter(|(_, (average, _))| !average.is_nan()) {
            hours.set(start + TimeDelta::hours(i64::try_from(index).unwrap()), *average, *peak);
        }
        hours
    }

    #[test]
    fn busy_members_are_use_times_number() {
        let cpu = hours(&[(50.0, 80.0), (10.0, 20.0), (f64::NAN, f64::NAN), (30.0, 30.0)]);
        let constant = busy_members(&cpu, Members::Constant(4)).unwrap();
        assert!((constant.peak - 3.2).abs() < 1e-5 && (constant.average - 1.2).abs() < 1e-5);
        // Of the hours in which both were measured.
        let counts = hours(&[(2.0, 3.0), (f64::NAN, f64::NAN), (9.0, 9.0), (10.0, 10.0)]);
        let measured = busy_members(&cpu, Members::Measured(&counts)).unwrap();
        assert_eq!(measured.hours, 2);
        assert!((measured.peak - 3.0).abs() < 1e-5);
        assert!((per_member(&cpu, Members::Constant(5)).unwrap().peak - 16.0).abs() < 1e-5);
    }

    #[test]
    fn only_hours_at_the_floor_save() {
        let counts = hours(&[(4.0, 4.0), (4.0, 4.0), (9.0, 9.0), (9.0, 9.0)]);
        let saved = fewer_on_average(Members::Measured(&counts), 4, 2);
        assert!((saved - 1.0).abs() < 1e-6);
        assert!((fewer_on_average(Members::Constant(4), 4, 3) - 1.0).abs() < 1e-9);
        assert!(fewer_on_average(Members::Constant(4), 4, 4).abs() < 1e-9);
    }

    #[test]
    fn whole_members_and_zones() {
        for (capacity, least, expected) in
            [(2.0, 1, 2), (2.01, 1, 3), (0.0, 2, 2), (-1.0, 0, 0), (3.0 * 1.1 / 1.1, 1, 3)]
        {
            assert_eq!(whole_members(capacity, least), expected, "{capacity}");
        }
        for (now, zones, expected) in [(1, 3, 1), (2, 1, 2), (10, 1, 2), (10, 2, 2), (10, 3, 3), (10, 6, 3), (2, 3, 2)]
        {
            assert_eq!(available_with(now, zones), expected, "{now} in {zones}");
        }
    }
}
