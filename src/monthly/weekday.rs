//! What days to come will cost: the average of the same weekday, with an interval.
//!
//! The seasonal mean of Hyndman and Athanasopoulos, Forecasting: Principles and Practice (3rd ed.), 5.2, with a season of
//! seven days. Residuals are taken for independent and of one variance s²; a sum of k days of a weekday whose mean is made
//! of n days then has the variance s²·(k + k²/n), and weekdays add up. Half the interval is Student's t times its root.

use std::collections::BTreeMap;

use chrono::{Datelike, Days as Span, NaiveDate, Weekday};

use super::days::Days;
use super::statistics::{LEVEL_PERCENT, dollars, mean, t_quantile};
use crate::model::monthly::Projection;
use crate::units::Usd;

/// Days that are looked back: eight weeks.
const TRAINED_DAYS: u64 = 56;
/// Of each weekday that is to be projected.
const LEAST_DAYS: usize = 2;

pub(super) const METHOD: &str = "billed so far, and for each day to come the average of the same weekday over the last eight weeks; first days of a \
     month are left out, since charges of a whole month fall on them";
pub(super) const SOURCE: &str =
    "Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5";

#[derive(Debug)]
pub(super) struct WeekdayModel {
    /// Mean and number of days.
    means: BTreeMap<u32, (f64, usize)>,
    variance: f64,
    degrees: usize,
}

impl WeekdayModel {
    /// Of settled days up to `through`; `None` where a weekday has fewer than two.
    pub(super) fn fit(days: &Days<'_>, service: Option<&str>, through: NaiveDate) -> Option<Self> {
        let first = through.checked_sub_days(Span::new(TRAINED_DAYS - 1))?;
        let known = first
            .iter_days()
            .take_while(|day| *day <= through)
            .filter(|day| day.day() != 1 && days.is_settled(*day))
            .filter_map(|day| Some((day.weekday(), days.billed(service, day)?.to_f64())));
        Self::of(known)
    }

    fn of(known: impl Iterator<Item = (Weekday, f64)>) -> Option<Self> {
        let mut by_weekday: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        for (weekday, amount) in known {
            by_weekday.entry(weekday.num_days_from_monday()).or_default().push(amount);
        }
        if by_weekday.len() < 7 || by_weekday.values().any(|amounts| amounts.len() < LEAST_DAYS) {
            return None;
        }
        let mut means = BTreeMap::new();
        let (mut squares, mut number) = (0.0, 0);
        for (weekday, amounts) in by_weekday {
            let center = mean(&amounts)?;
            squares += amounts.iter().map(|amount| (amount - center).powi(2)).sum::<f64>();
            number += amounts.len();
            means.insert(weekday, (center, amounts.len()));
        }
        let degrees = number.checked_sub(means.len())?;
        Some(Self { variance: squares / degrees as f64, means, degrees })
    }

    /// What one day is expected to cost.
    pub(super) fn expected(&self, day: NaiveDate) -> Option<Usd> {
        dollars(self.means.get(&day.weekday().num_days_from_monday())?.0)
    }

    /// `billed`, and the days to come; the low end is not below `billed`, unless days were credits.
    pub(super) fn project(&self, billed: Usd, to_come: &[NaiveDate]) -> Option<Projection> {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for day in to_come {
            *counts.entry(day.weekday().num_days_from_monday()).or_default() += 1;
        }
        let (mut expected, mut weight) = (0.0, 0.0);
        for (weekday, count) in counts {
            let (center, trained) = self.means.get(&weekday)?;
            let count = count as f64;
            expected += center * count;
            weight += count + count * count / *trained as f64;
        }
        let half = t_quantile(self.degrees)? * (self.variance * weight).sqrt();
        let positive = self.means.values().all(|(center, _)| *center >= 0.0);
        let low = if positive { (expected - half).max(0.0) } else { expected - half };
        Some(Projection {
            mean_usd: billed + dollars(expected)?,
            low_usd: billed + dollars(low)?,
            high_usd: billed + dollars(expected + half)?,
            level_percent: LEVEL_PERCENT,
            method: METHOD.to_owned(),
            source: SOURCE.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(text: &str) -> Usd {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Two weeks, Monday first: each weekday once a dollar below its mean and once a dollar above it.
    fn two_weeks() -> WeekdayModel {
        let means = [10.0, 20.0, 30.0, 40.0, 50.0, 5.0, 6.0];
        let first = day("2026-11-02");
        let known = first.iter_days().take(14).enumerate().map(|(position, day)| {
            let center: f64 = means[position % 7];
            (day.weekday(), if position < 7 { center - 1.0 } else { center + 1.0 })
        });
        WeekdayModel::of(known).unwrap()
    }

    #[test]
    fn days_to_come_cost_what_their_weekdays_did() {
        let model = two_weeks();
        // Fourteen squares of one over fourteen days less seven means.
        assert!((model.variance - 2.0).abs() < 1e-12 && model.degrees == 7);
        // Monday, Tuesday, Wednesday: 10 + 20 + 30; variance 2 × 3 × (1 + 1/2) = 9; 1.415 × 3 = 4.245.
        let to_come = [day("2026-11-16"), day("2026-11-17"), day("2026-11-18")];
        let projected = model.project(usd("100"), &to_come).unwrap();
        assert_eq!(projected.mean_usd, usd("160"));
        assert_eq!((projected.low_usd, projected.high_usd), (usd("155.755"), usd("164.245")));
        // Two Mondays: 2 × (2 + 4/2) = 8.
        let mondays = [day("2026-11-16"), day("2026-11-23")];
        let projected = model.project(Usd::ZERO, &mondays).unwrap();
        assert_eq!(projected.high_usd, dollars(20.0 + 1.415 * 8.0_f64.sqrt()).unwrap());
    }

    #[test]
    fn nothing_to_come_is_what_was_billed() {
        let projected = two_weeks().project(usd("12.34"), &[]).unwrap();
        assert_eq!((projected.mean_usd, projected.low_usd), (usd("12.34"), usd("12.34")));
        assert_eq!(projected.high_usd, usd("12.34"));
    }

    #[test]
    fn one_day_of_a_weekday_is_too_few() {
        let first = day("2026-11-02");
        assert!(WeekdayModel::of(first.iter_days().take(13).map(|day| (day.weekday(), 1.0))).is_none());
        assert!(WeekdayModel::of(first.iter_days().take(14).map(|day| (day.weekday(), 1.0))).is_some());
    }
}
