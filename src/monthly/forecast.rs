//! The months to come: Cost Explorer's own forecast beside one from the closed months.
//!
//! Months are compared by their cost a day, so that February does not look cheap.

use super::bill::Bill;
use super::reading::Reading;
use super::statistics::{LEVEL_PERCENT, dollars, t_quantile};
use super::trend::{Fitted, Method, error_ahead};
use crate::model::analysis::ForecastSummary;
use crate::model::monthly::{Forecast, ForecastPoint, MonthState, OwnForecast};
use crate::units::month::Month;

/// Closed months that a forecast takes.
const LEAST: usize = 3;
/// With as many, methods are tried on the past, and the one with the smallest error is taken.
const LEAST_TO_CHOOSE: usize = 6;
/// Months to come.
const AHEAD: usize = 3;

const SOURCE: &str =
    "Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., sections 5.2, 5.5 and 5.10";

/// `newest` is the report's month or, where that is closed and more were read, the last closed one.
pub(super) fn forecast(bill: &Bill<'_>, readings: &[Reading<'_>]) -> Forecast {
    let (own, own_missing) = match own(&closed_run(bill)) {
        Ok(own) => (Some(own), None),
        Err(reason) => (None, Some(reason)),
    };
    Forecast { cost_explorer: of_cost_explorer(readings), own, own_missing }
}

/// As it was answered at the newest reading; an older answer is about days that are known by now.
fn of_cost_explorer(readings: &[Reading<'_>]) -> Option<ForecastSummary> {
    readings.first()?.spend.forecast.clone()
}

/// The closed months that follow each other up to the newest, with their cost a day.
fn closed_run(bill: &Bill<'_>) -> Vec<(Month, f64)> {
    let closed = bill.months().filter(|month| matches!(bill.state(*month), MonthState::Closed | MonthState::Estimated));
    let mut run: Vec<(Month, f64)> = Vec::new();
    for month in closed {
        let Some(billed) = bill.total(month) else { continue };
        if run.last().is_some_and(|(last, _)| last.next() != month) {
            run.clear();
        }
        run.push((month, billed.to_f64() / f64::from(month.days())));
    }
    run
}

fn own(run: &[(Month, f64)]) -> Result<OwnForecast, String> {
    let Some((last, _)) = run.last().filter(|_| run.len() >= LEAST) else {
        let have = if run.is_empty() { "none".to_owned() } else { run.len().to_string() };
        return Err(format!("A forecast takes {LEAST} closed months in a row; {have} of them were read."));
    };
    let values: Vec<f64> = run.iter().map(|(_, a_day)| *a_day).collect();
    let (method, fitted, error) = chosen(&values).ok_or("The closed months are too few for any method.")?;
    let points = (1..=AHEAD).scan(*last, |month, ahead| {
        *month = month.next();
        Some(point(*month, &fitted, ahead, &values))
    });
    let points: Option<Vec<ForecastPoint>> = points.collect();
    let days_a_month = run.iter().map(|(month, _)| f64::from(month.days())).sum::<f64>() / run.len() as f64;
    Ok(OwnForecast {
        points: points.ok_or("The closed months hold amounts that are too large to go on with.")?,
        level_percent: LEVEL_PERCENT,
        method: format!("{}, of the cost a day", method.words()),
        source: SOURCE.to_owned(),
        trained_on: run.iter().map(|(month, _)| *month).collect(),
        mean_absolute_error_usd: error.and_then(|error| dollars(error * days_a_month)),
    })
}

/// With enough months the method that would have erred least one month ahead, the simplest of equals; drift before.
fn chosen(values: &[f64]) -> Option<(Method, Fitted, Option<f64>)> {
    if values.len() < LEAST_TO_CHOOSE {
        return Some((Method::Drift, Method::Drift.fit(values)?, None));
    }
    let mut best: Option<(Method, f64)> = None;
    for method in Method::ALL {
        // A year has to be there before the first try; a method that cannot be tried like the others is not taken.
        let Some(error) = error_ahead(method, values, LEAST) else { continue };
        if best.is_none_or(|(_, least)| error < least) {
            best = Some((method, error));
        }
    }
    let (method, error) = best?;
    Some((method, method.fit(values)?, Some(error)))
}

fn point(month: Month, fitted: &Fitted, ahead: usize, values: &[f64]) -> Option<ForecastPoint> {
    let days = f64::from(month.days());
    let (a_day, deviation) = fitted.at(ahead);
    let half = t_quantile(fitted.degrees)? * deviation;
    // A bill without credits does not fall below nothing.
    let floor = if values.iter().all(|value| *value >= 0.0) { 0.0 } else { f64::NEG_INFINITY };
    Some(ForecastPoint {
        month,
        mean_usd: dollars(a_day.max(floor) * days)?,
        low_usd: dollars((a_day - half).max(floor) * days)?,
        high_usd: dollars((a_day + half).max(floor) * days)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Usd;

    fn usd(text: &str) -> Usd {
        text.parse().unwrap()
    }

    fn run(first: &str, a_day: &[f64]) -> Vec<(Month, f64)> {
        let first: Month = first.parse().unwrap();
        (0..).map(|ahead| first.after(ahead)).zip(a_day.iter().copied()).collect()
    }

    #[test]
    fn three_closed_months_are_needed() {
        let error = own(&run("2026-08", &[1.0, 2.0])).unwrap_err();
        assert_eq!(error, "A forecast takes 3 closed months in a row; 2 of them were read.");
        assert!(own(&[]).unwrap_err().contains("none of them"));
    }

    #[test]
    fn drift_goes_on_by_the_average_step_a_day() {
        // $100, $110 and $130 a day; $145 a day in November of 30 days, ± 3.078 × √75 a day.
        let forecast = own(&run("2026-08", &[100.0, 110.0, 130.0])).unwrap();
        let first = forecast.points[0];
        assert_eq!((first.month.to_string(), first.mean_usd), ("2026-11".to_owned(), usd("4350")));
        let half = 3.078 * 75.0_f64.sqrt() * 30.0;
        assert_eq!(first.low_usd, dollars(4350.0 - half).unwrap());
        assert_eq!(first.high_usd, dollars(4350.0 + half).unwrap());
        assert_eq!(forecast.points.len(), 3);
        assert!(forecast.method.contains("drift") && forecast.mean_absolute_error_usd.is_none());
    }

    #[test]
    fn with_six_months_the_past_chooses() {
        // Every forecast of the last value errs by nothing; a line errs.
        let flat = own(&run("2026-05", &[5.0; 6])).unwrap();
        assert!(flat.method.contains("naive"), "{}", flat.method);
        assert_eq!(flat.mean_absolute_error_usd, Some(Usd::ZERO));
        assert_eq!(flat.points[0].low_usd, flat.points[0].high_usd);
        // Steps of one dollar a day.
        let rising = own(&run("2026-05", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0])).unwrap();
        assert!(rising.method.contains("drift"), "{}", rising.method);
        assert_eq!(rising.points[0].mean_usd, usd("210"));
    }

    #[test]
    fn a_bill_does_not_fall_below_nothing() {
        let falling = own(&run("2026-08", &[9.0, 5.0, 1.0])).unwrap();
        assert_eq!(falling.points[0].mean_usd, Usd::ZERO);
        assert!(falling.points.iter().all(|point| point.low_usd == Usd::ZERO));
    }
}
