//! Medians, deviations and quantiles. Statistics only: an amount of money leaves this module as an approximation.

use crate::units::Usd;

/// How often the truth is to lie within an interval.
pub(super) const LEVEL_PERCENT: f64 = 80.0;

/// The middle of the values; `None` of none.
pub(super) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(middle.checked_sub(1)?)?;
    Some(f64::midpoint(lower, upper))
}

/// The median of the distances from `center`.
pub(super) fn median_absolute_deviation(values: &[f64], center: f64) -> Option<f64> {
    median(&values.iter().map(|value| (value - center).abs()).collect::<Vec<_>>())
}

pub(super) fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() { None } else { Some(values.iter().sum::<f64>() / values.len() as f64) }
}

/// Student's t at 90 %, one-sided: half the width of an 80 % interval in standard errors.
///
/// Up to 30 degrees the table of the NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2; above, the normal
/// quantile with the first term of the Cornish-Fisher expansion, which is right to three places there.
pub(super) fn t_quantile(degrees: usize) -> Option<f64> {
    const TABLE: [f64; 30] = [
        3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.350, 1.345, 1.341, 1.337,
        1.333, 1.330, 1.328, 1.325, 1.323, 1.321, 1.319, 1.318, 1.316, 1.315, 1.314, 1.313, 1.311, 1.310,
    ];
    const NORMAL: f64 = 1.281_552;
    let index = degrees.checked_sub(1)?;
    let far = NORMAL + (NORMAL.powi(3) + NORMAL) / (4.0 * degrees as f64);
    Some(TABLE.get(index).copied().unwrap_or(far))
}

/// To a millionth of a dollar; `None` for what is no number or too large.
pub(super) fn dollars(amount: f64) -> Option<Usd> {
    Usd::from_f64(amount).map(|amount| Usd::new(amount.amount().round_dp(6)))
}

/// `part` of `whole` in percent; `None` where the whole is not more than zero.
pub(super) fn percent_of(part: Usd, whole: Usd) -> Option<f64> {
    if whole.is_zero() || whole.is_negative() {
        return None;
    }
    Some(rounded(part.to_f64() / whole.to_f64() * 100.0))
}

/// To a thousandth: the noise of floating point is not written.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_by_hand() {
        let cases: [(&[f64], Option<f64>); 5] = [
            (&[], None),
            (&[3.0], Some(3.0)),
            (&[1.0, 9.0], Some(5.0)),
            (&[9.0, 1.0, 4.0], Some(4.0)),
            (&[9.0, 1.0, 4.0, 5.0], Some(4.5)),
        ];
        for (values, expected) in cases {
            assert_eq!(median(values), expected, "{values:?}");
        }
        // Distances from 4: 3, 0, 5, 1; sorted 0, 1, 3, 5.
        assert_eq!(median_absolute_deviation(&[1.0, 4.0, 9.0, 5.0], 4.0), Some(2.0));
    }

    #[test]
    fn the_quantile_goes_on_where_the_table_ends() {
        assert_eq!(t_quantile(0), None);
        assert_eq!(t_quantile(1), Some(3.078));
        assert_eq!(t_quantile(30), Some(1.310));
        // The same table says 1.303 for 40 degrees and 1.290 for 100.
        for (degrees, expected) in [(40, 1.303), (100, 1.290)] {
            assert!((t_quantile(degrees).unwrap() - expected).abs() < 0.001, "{degrees}");
        }
        assert!((2..200).all(|degrees| t_quantile(degrees) <= t_quantile(degrees - 1)));
    }

    #[test]
    fn shares_need_a_whole() {
        let usd = |text: &str| text.parse::<Usd>().unwrap();
        assert_eq!(percent_of(usd("1"), usd("3")), Some(33.333));
        assert_eq!(percent_of(usd("1"), usd("0")), None);
        assert_eq!(percent_of(usd("1"), usd("-3")), None);
        assert_eq!(dollars(f64::NAN), None);
        assert_eq!(dollars(0.1 + 0.2), Some(usd("0.3")));
    }
}
