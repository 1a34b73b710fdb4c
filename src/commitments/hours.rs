//! Usage that runs for some hours of the week: commitments are used or lost by the hour, so each kind of hour is asked.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::shape::Usage;
use crate::model::schedule::{HOURS_PER_DAY, HOURS_PER_WEEK, WeeklySchedule};

/// The hours of a week that something runs, from Monday 00:00 in the time zone that all schedules of an analysis have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WeekHours(Vec<bool>);

impl WeekHours {
    pub fn of(schedule: &WeeklySchedule) -> Self {
        let days = (0..7_u8).filter_map(|day| chrono::Weekday::try_from(day).ok());
        Self(days.flat_map(|day| (0..HOURS_PER_DAY).map(move |hour| schedule.runs_at(day, hour))).collect())
    }

    fn runs_in(&self, hour: usize) -> bool {
        self.0.get(hour).copied().unwrap_or_default()
    }

    /// Hours of a month of 730.
    pub fn per_month(&self) -> Decimal {
        let running = self.0.iter().filter(|runs| **runs).count();
        let share = Decimal::from(running).checked_div(Decimal::from(HOURS_PER_WEEK)).unwrap_or_default();
        crate::units::HOURS_PER_MONTH.amount().saturating_mul(share)
    }
}

/// Usages that run in the same hours, with the number of these; one of weight 1 where all run all hours.
pub fn by_hours(usages: &[Usage]) -> Vec<(u64, Vec<&Usage>)> {
    let scheduled: Vec<&WeekHours> = usages.iter().filter_map(|usage| usage.hours.as_ref()).collect();
    if scheduled.is_empty() {
        return vec![(1, usages.iter().collect())];
    }
    let mut alike: BTreeMap<Vec<bool>, (u64, usize)> = BTreeMap::new();
    for hour in 0..HOURS_PER_WEEK as usize {
        let running = scheduled.iter().map(|hours| hours.runs_in(hour)).collect();
        alike.entry(running).or_insert((0, hour)).0 += 1;
    }
    let runs = |usage: &&Usage, hour: usize| usage.hours.as_ref().is_none_or(|hours| hours.runs_in(hour));
    alike.into_values().map(|(weight, hour)| (weight, usages.iter().filter(|it| runs(it, hour)).collect())).collect()
}

#[cfg(test)]
mod tests {
    use chrono::Weekday::{Fri, Mon};

    use super::*;
    use crate::model::schedule::DailyRun;

    #[test]
    fn a_month_has_the_share_of_a_week() {
        let runs = vec![DailyRun { first_day: Mon, last_day: Fri, from_hour: 7, until_hour: 20 }];
        let schedule = WeeklySchedule { time_zone: "UTC".to_owned(), runs };
        let hours = WeekHours::of(&schedule);
        // 730 × 65 ÷ 168, which an estimate rounds to the hundredth.
        assert_eq!(hours.per_month().round_dp(2), "282.44".parse().unwrap());
        assert!(hours.runs_in(7) && !hours.runs_in(20) && !hours.runs_in(5 * 24 + 7) && !hours.runs_in(200));
    }
}
