//! Days on which a service cost what its weekdays do not explain.
//!
//! A day is compared with the median of the same weekday of the weeks before; its distance counts in robust standard
//! deviations, 1.4826 × the median absolute deviation, with the cut-off of 3.5 of Iglewicz and Hoaglin, How to Detect and
//! Handle Outliers (1993), as the NIST/SEMATECH e-Handbook of Statistical Methods has it (1.3.5.17). A service that always
//! costs the same has no deviation: two percent of its median are taken then.
//! What came on the same day of last month likewise (support, subscriptions, fees of the first) comes every month.

use chrono::{Days as Span, NaiveDate};

use super::days::Days;
use super::settings::AnomalySettings;
use super::statistics::{dollars, median, median_absolute_deviation, rounded};
use super::waterfall::size;
use super::words;
use crate::model::monthly::{Anomaly, NewService};
use crate::units::Usd;
use crate::units::month::Month;

/// A normal distribution's standard deviation, in median absolute deviations.
const DEVIATIONS: f64 = 1.4826;
/// The least deviation, as a share of the median.
const LEAST_DEVIATION: f64 = 0.02;
/// A charge of last month that explains one of this month differs by at most this share of it.
const LIKE: f64 = 0.25;
/// Days in a row that are rather a new level than a spike.
const NEW_LEVEL_DAYS: u32 = 7;
/// Days that must have been read before the month to call a service new.
const KNOWN_BEFORE: u64 = 28;

/// One day that differs.
#[derive(Clone, Debug)]
struct Deviation {
    day: NaiveDate,
    billed: Usd,
    expected: Usd,
    low: Usd,
    high: Usd,
    score: f64,
    weeks: u32,
}

/// By impact, largest first.
pub(super) fn anomalies(days: &Days<'_>, month: Month, settings: &AnomalySettings) -> Vec<Anomaly> {
    let mut found: Vec<Anomaly> =
        days.services().flat_map(|service| of_service(days, service, month, settings)).collect();
    found.sort_by(|one, other| {
        let key = |anomaly: &Anomaly| (anomaly.day, anomaly.service_name.clone());
        size(other.impact_usd).cmp(&size(one.impact_usd)).then_with(|| key(one).cmp(&key(other)))
    });
    found
}

/// Whether any day of the month could be judged.
pub(super) fn is_judged(days: &Days<'_>, month: Month, settings: &AnomalySettings) -> bool {
    let reach = |weeks: u32| Span::new(u64::from(weeks) * 7);
    month.each_day().filter(|day| days.is_settled(*day)).any(|day| {
        let before = (1..=settings.weeks).filter_map(|week| day.checked_sub_days(reach(week)));
        before.filter(|day| days.is_settled(*day)).count() >= settings.min_weeks as usize
    })
}

/// Services whose first charge is in the month, where enough was read before it.
pub(super) fn new_services(days: &Days<'_>, month: Month) -> Vec<NewService> {
    let known_from = month.first_day().checked_sub_days(Span::new(KNOWN_BEFORE));
    if days.first_read().zip(known_from).is_none_or(|(first, known_from)| first > known_from) {
        return Vec::new();
    }
    let new = days.services().filter_map(|service| {
        let first_day = days.first_charge(service).filter(|day| month.contains(*day))?;
        let billed = month.each_day().filter_map(|day| days.amount(service, day)).sum();
        Some(NewService { service_name: service.to_owned(), first_day, billed_cost_usd: billed })
    });
    new.collect()
}

/// Consecutive days on the same side are one anomaly.
fn of_service(days: &Days<'_>, service: &str, month: Month, settings: &AnomalySettings) -> Vec<Anomaly> {
    let Some(first_charge) = days.first_charge(service) else { return Vec::new() };
    let mut runs: Vec<Vec<Deviation>> = Vec::new();
    let settled = month.each_day().filter(|day| days.is_settled(*day));
    for deviation in settled.filter_map(|day| deviation(days, service, first_charge, day, settings)) {
        let goes_on = runs.last().and_then(|run| run.last()).is_some_and(|last| {
            last.day.succ_opt() == Some(deviation.day) && (last.score > 0.0) == (deviation.score > 0.0)
        });
        match runs.last_mut().filter(|_| goes_on) {
            Some(run) => run.push(deviation),
            None => runs.push(vec![deviation]),
        }
    }
    runs.iter().filter_map(|run| anomaly(service, run)).collect()
}

/// `None` for what is as usual, too small, too new, or comes every month.
fn deviation(
    days: &Days<'_>,
    service: &str,
    first_charge: NaiveDate,
    day: NaiveDate,
    settings: &AnomalySettings,
) -> Option<Deviation> {
    let billed = days.amount(service, day)?;
    let before = same_weekday(days, service, first_charge, day, settings.weeks);
    if before.len() < (settings.min_weeks as usize).max(1) {
        return None;
    }
    let center = median(&before)?;
    let scale =
        (DEVIATIONS * median_absolute_deviation(&before, center)?).max(LEAST_DEVIATION * center.abs()).max(0.01);
    let score = (billed.to_f64() - center) / scale;
    let impact = billed - dollars(center)?;
    if score.abs() <= settings.score || size(impact) < settings.min_impact {
        return None;
    }
    if comes_every_month(days, service, first_charge, day, impact, settings) {
        return None;
    }
    Some(Deviation {
        day,
        billed,
        expected: dollars(center)?,
        low: dollars(center - settings.score * scale)?,
        high: dollars(center + settings.score * scale)?,
        score,
        weeks: u32::try_from(before.len()).unwrap_or(u32::MAX),
    })
}

/// What the same weekday of the weeks before cost, from the service's first charge on.
fn same_weekday(days: &Days<'_>, service: &str, first_charge: NaiveDate, day: NaiveDate, weeks: u32) -> Vec<f64> {
    let before = (1..=weeks).filter_map(|week| day.checked_sub_days(Span::new(u64::from(week) * 7)));
    let known = before.filter(|day| *day >= first_charge && days.is_settled(*day));
    known.filter_map(|day| days.amount(service, day)).map(Usd::to_f64).collect()
}

/// Whether the same day of last month differed from its own weekday likewise.
fn comes_every_month(
    days: &Days<'_>,
    service: &str,
    first_charge: NaiveDate,
    day: NaiveDate,
    impact: Usd,
    settings: &AnomalySettings,
) -> bool {
    let Some(earlier) = day.checked_sub_months(chrono::Months::new(1)) else { return false };
    let Some(billed) = days.amount(service, earlier).filter(|_| earlier >= first_charge) else { return false };
    // Its own weekday, before and after it, since there may be little before it.
    let mut around = same_weekday(days, service, first_charge, earlier, settings.weeks);
    let after = (1..=4_u64).filter_map(|week| earlier.checked_add_days(Span::new(week * 7)));
    around.extend(after.filter(|other| *other < day).filter_map(|day| days.amount(service, day)).map(Usd::to_f64));
    let Some(center) = median(&around) else { return false };
    let (then, now) = (billed.to_f64() - center, impact.to_f64());
    (then > 0.0) == (now > 0.0)
        && (now - then).abs() <= (LIKE * now.abs()).max(settings.min_impact.to_f64())
        && then.abs() >= LIKE * now.abs()
}

fn anomaly(service: &str, run: &[Deviation]) -> Option<Anomaly> {
    let (first, last) = (run.first()?, run.last()?);
    let sum = |of: fn(&Deviation) -> Usd| run.iter().map(of).sum::<Usd>();
    let score = run.iter().map(|day| day.score).max_by(|one, other| one.abs().total_cmp(&other.abs()))?;
    let (billed, expected) = (sum(|day| day.billed), sum(|day| day.expected));
    let mut anomaly = Anomaly {
        day: first.day,
        last_day: last.day,
        days: u32::try_from(run.len()).unwrap_or(u32::MAX),
        service_name: service.to_owned(),
        billed_cost_usd: billed,
        expected_usd: expected,
        low_usd: sum(|day| day.low),
        high_usd: sum(|day| day.high),
        impact_usd: billed - expected,
        score: rounded(score),
        compared_with: run.iter().map(|day| day.weeks).min()?,
        sentence: String::new(),
    };
    anomaly.sentence = sentence(&anomaly);
    Some(anomaly)
}

fn sentence(anomaly: &Anomaly) -> String {
    let when = if anomaly.days == 1 {
        format!("on {}", anomaly.day)
    } else {
        format!("from {} to {}", anomaly.day, anomaly.last_day)
    };
    let level = if anomaly.days >= NEW_LEVEL_DAYS { "; so many days in a row look like a new level" } else { "" };
    format!(
        "{} cost {} {when}, {} against the median of the same weekdays before{level}.",
        anomaly.service_name,
        anomaly.billed_cost_usd,
        words::signed(anomaly.impact_usd),
    )
}
