//! Simple forecasts of a series, each with the deviation of its errors so many steps ahead.
//!
//! Formulas of Hyndman and Athanasopoulos, Forecasting: Principles and Practice (3rd ed.), 5.2 and 5.5; the line is least
//! squares on time with the usual prediction error (section 7.9).

use super::statistics::mean;

/// A year of months.
const SEASON: usize = 12;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// The last value.
    Naive,
    /// The last value, and the average step so far.
    Drift,
    /// A straight line through all values.
    Linear,
    /// The value of the same month last year.
    SeasonalNaive,
}

impl Method {
    /// Simplest first.
    pub(super) const ALL: [Self; 4] = [Self::Naive, Self::Drift, Self::Linear, Self::SeasonalNaive];

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Naive => "the last month goes on (naive)",
            Self::Drift => "the last month and the average step from month to month (drift)",
            Self::Linear => "a straight line through the closed months (least squares)",
            Self::SeasonalNaive => "the same month of last year (seasonal naive)",
        }
    }

    /// `None` for too few values.
    pub(super) fn fit(self, values: &[f64]) -> Option<Fitted> {
        match self {
            Self::Naive => naive(values, 1),
            Self::SeasonalNaive => naive(values, SEASON),
            Self::Drift => drift(values),
            Self::Linear => linear(values),
        }
    }
}

/// A method and its parameters.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    shape: Shape,
    /// Of the residuals.
    deviation: f64,
    pub(super) degrees: usize,
}

#[derive(Clone, Debug)]
enum Shape {
    Repeat { season: Vec<f64> },
    Line { last: f64, step: f64, steps: f64 },
    Regression { intercept: f64, slope: f64, count: f64 },
}

impl Fitted {
    /// The forecast `ahead` (1 or more) steps after the last value, and the standard deviation of its error.
    pub(super) fn at(&self, ahead: usize) -> (f64, f64) {
        let steps = ahead as f64;
        match &self.shape {
            Shape::Repeat { season } => {
                let position = ahead.saturating_sub(1) % season.len().max(1);
                let rounds = ahead.div_ceil(season.len().max(1)) as f64;
                (season.get(position).copied().unwrap_or(f64::NAN), self.deviation * rounds.sqrt())
            }
            Shape::Line { last, step, steps: known } => {
                (last + steps * step, self.deviation * (steps * (1.0 + steps / known)).sqrt())
            }
            Shape::Regression { intercept, slope, count } => {
                let at = count - 1.0 + steps;
                let from_center = at - (count - 1.0) / 2.0;
                let spread = (count.powi(3) - count) / 12.0;
                let error = (1.0 + 1.0 / count + from_center.powi(2) / spread).sqrt();
                (intercept + slope * at, self.deviation * error)
            }
        }
    }
}

fn naive(values: &[f64], season: usize) -> Option<Fitted> {
    let residuals: Vec<f64> = values.iter().zip(values.get(season..)?).map(|(before, after)| after - before).collect();
    let degrees = residuals.len();
    let deviation = root_mean_square(&residuals, degrees)?;
    let last = values.get(values.len().checked_sub(season)?..)?.to_vec();
    Some(Fitted { shape: Shape::Repeat { season: last }, deviation, degrees })
}

fn drift(values: &[f64]) -> Option<Fitted> {
    let steps: Vec<f64> = values.iter().zip(values.get(1..)?).map(|(before, after)| after - before).collect();
    let step = mean(&steps)?;
    let residuals: Vec<f64> = steps.iter().map(|one| one - step).collect();
    let degrees = steps.len().checked_sub(1)?;
    let deviation = root_mean_square(&residuals, degrees)?;
    Some(Fitted { shape: Shape::Line { last: *values.last()?, step, steps: steps.len() as f64 }, deviation, degrees })
}

fn linear(values: &[f64]) -> Option<Fitted> {
    let count = values.len() as f64;
    let (center, average) = ((count - 1.0) / 2.0, mean(values)?);
    let spread = (count.powi(3) - count) / 12.0;
    let together: f64 = values.iter().enumerate().map(|(at, value)| (at as f64 - center) * (value - average)).sum();
    let slope = together / spread;
    let intercept = average - slope * center;
    let residuals: Vec<f64> =
        values.iter().enumerate().map(|(at, value)| value - intercept - slope * at as f64).collect();
    let degrees = values.len().checked_sub(2)?;
    let deviation = root_mean_square(&residuals, degrees)?;
    Some(Fitted { shape: Shape::Regression { intercept, slope, count }, deviation, degrees })
}

/// `None` without a degree of freedom.
fn root_mean_square(residuals: &[f64], degrees: usize) -> Option<f64> {
    let squares: f64 = residuals.iter().map(|residual| residual.powi(2)).sum();
    if degrees == 0 { None } else { Some((squares / degrees as f64).sqrt()) }
}

/// The mean absolute error of forecasts one step ahead, each from the values before it alone (time series
/// cross-validation, section 5.10), with at least `least` values to begin with.
pub(super) fn error_ahead(method: Method, values: &[f64], least: usize) -> Option<f64> {
    let errors: Option<Vec<f64>> = (least..values.len())
        .map(|known| {
            let (forecast, _) = method.fit(values.get(..known)?)?.at(1);
            Some((values.get(known)? - forecast).abs())
        })
        .collect();
    mean(&errors?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near((forecast, deviation): (f64, f64), expected: (f64, f64)) {
        assert!((forecast - expected.0).abs() < 1e-9, "{forecast} is not {}", expected.0);
        assert!((deviation - expected.1).abs() < 1e-9, "{deviation} is not {}", expected.1);
    }

    #[test]
    fn drift_by_hand() {
        // Steps 10 and 20: 15 on average, residuals −5 and 5, one degree: √50.
        let fitted = Method::Drift.fit(&[100.0, 110.0, 130.0]).unwrap();
        assert_eq!(fitted.degrees, 1);
        // √50 × √(1 × (1 + 1/2)) = √75; √50 × √(2 × (1 + 2/2)) = √200.
        near(fitted.at(1), (145.0, 75.0_f64.sqrt()));
        near(fitted.at(2), (160.0, 200.0_f64.sqrt()));
        assert!(Method::Drift.fit(&[100.0, 110.0]).is_none());
    }

    #[test]
    fn naive_by_hand() {
        // Residuals 3 and 4: √(25/2).
        let fitted = Method::Naive.fit(&[10.0, 13.0, 17.0]).unwrap();
        near(fitted.at(1), (17.0, 12.5_f64.sqrt()));
        near(fitted.at(4), (17.0, 50.0_f64.sqrt()));
        assert!(Method::Naive.fit(&[1.0]).is_none());
    }

    #[test]
    fn a_line_by_hand() {
        // Through 1, 3, 2, 4 on 0 to 3: slope (1.5 + 0.25·… ) = 4/5, intercept 1.3; residuals −0.3, 0.9, −0.9, 0.3.
        let fitted = Method::Linear.fit(&[1.0, 3.0, 2.0, 4.0]).unwrap();
        let deviation = (1.8_f64 / 2.0).sqrt();
        // One ahead is 2.5 from the center; the spread is 5.
        near(fitted.at(1), (4.5, deviation * (1.0 + 0.25 + 6.25 / 5.0_f64).sqrt()));
    }

    #[test]
    fn a_year_comes_again() {
        let values: Vec<f64> = (0..13).map(f64::from).collect();
        let fitted = Method::SeasonalNaive.fit(&values).unwrap();
        // The thirteenth month is 12 more than the first: one residual.
        near(fitted.at(1), (1.0, 12.0));
        near(fitted.at(13), (1.0, 12.0 * 2.0_f64.sqrt()));
        assert!(Method::SeasonalNaive.fit(&values[..12]).is_none());
    }

    #[test]
    fn errors_are_of_what_was_not_known() {
        // From 1, 2, 3 on: 4 for 4 by drift, 3 for 4 naively.
        let values = [1.0, 2.0, 3.0, 4.0, 5.0];
        assert_eq!(error_ahead(Method::Drift, &values, 3), Some(0.0));
        assert_eq!(error_ahead(Method::Naive, &values, 3), Some(1.0));
        assert_eq!(error_ahead(Method::SeasonalNaive, &values, 3), None);
    }
}
