//! Dollars as sentences and columns show them.

use crate::model::analysis::Recommendation;
use crate::units::Usd;

/// To the cent; what is more than nothing never reads as nothing.
pub(super) fn money(amount: Usd) -> String {
    if !amount.is_zero() && amount.amount().round_dp(2).is_zero() {
        return if amount.is_negative() { "-<$0.01".to_owned() } else { "<$0.01".to_owned() };
    }
    amount.to_string()
}

/// `at least $5.00` or `$5.00`.
pub(super) fn at_least(amount: Usd, at_least: bool) -> String {
    if at_least { format!("at least {}", money(amount)) } else { money(amount) }
}

/// Twelve months of it.
pub(super) fn yearly(monthly: Usd) -> Usd {
    std::iter::repeat_n(monthly, 12).sum()
}

/// `part` of `whole` in words: `17 %`, `less than 1 %`; `None` where the whole is nothing.
pub(super) fn share(part: Usd, whole: Usd) -> Option<String> {
    if whole.is_zero() {
        return None;
    }
    let percent = part.to_f64() / whole.to_f64() * 100.0;
    Some(match percent.abs() {
        0.0 => "0 %".to_owned(),
        small if small < 1.0 => "less than 1 %".to_owned(),
        most if most > 99.0 && most < 100.0 => "more than 99 %".to_owned(),
        other => format!("{other:.0} %"),
    })
}

/// What a recommendation saves a month: `$5.00`, `$5.00 to $9.00`, `unknown`.
pub(super) fn savings(recommendation: &Recommendation) -> String {
    match (recommendation.monthly_savings_usd, recommendation.savings_range) {
        (None, _) => "unknown".to_owned(),
        (Some(_), Some(range)) if !range.is_exact() && money(range.low) != money(range.high) => {
            format!("{} to {}", money(range.low), money(range.high))
        }
        (Some(low), _) => money(low),
    }
}

/// A JSON or CSV number: dollars to six places, as everywhere in machine formats.
pub(super) fn number(amount: Usd) -> String {
    amount.amount().round_dp(6).normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_never_nothing() {
        let cases = [("0", "$0.00"), ("0.001", "<$0.01"), ("-0.001", "-<$0.01"), ("12", "$12.00")];
        for (amount, shown) in cases {
            assert_eq!(money(amount.parse().unwrap()), shown);
        }
    }

    #[test]
    fn shares_in_words() {
        let cases =
            [("0", "0", None), ("1", "4", Some("25 %")), ("1", "400", Some("less than 1 %")), ("0", "9", Some("0 %"))];
        for (part, whole, shown) in cases {
            assert_eq!(share(part.parse().unwrap(), whole.parse().unwrap()).as_deref(), shown);
        }
    }
}
