//! Numbers in sentences.

use crate::units::Usd;

/// `1 finding`, `3 findings`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// `rose by $5.00`, `fell by $5.00`, `did not change`.
pub(super) fn changed(change: Usd) -> String {
    if change.is_zero() {
        return "did not change".to_owned();
    }
    if change.is_negative() { format!("fell by {}", -change) } else { format!("rose by {change}") }
}

/// ` (12 %)`; nothing where it is unknown.
pub(super) fn in_percent(percent: Option<f64>) -> String {
    percent.map_or_else(String::new, |percent| format!(" ({})", share(percent.abs())))
}

/// `12 %`, `0.4 %`.
pub(super) fn share(percent: f64) -> String {
    if percent.abs() < 10.0 { format!("{} %", (percent * 10.0).round() / 10.0) } else { format!("{percent:.0} %") }
}

/// `+$5.00`, `-$5.00`.
pub(super) fn signed(change: Usd) -> String {
    if change.is_negative() { change.to_string() } else { format!("+{change}") }
}

/// A quantity as a person reads it: `1,488`, `0.25`.
pub(super) fn quantity(number: f64) -> String {
    if number.abs() < 100.0 {
        return format!("{}", (number * 100.0).round() / 100.0);
    }
    let digits = format!("{:.0}", number.abs());
    let mut grouped = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if number < 0.0 { format!("-{grouped}") } else { grouped }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(1, "finding"), "1 finding");
        assert_eq!(count(0, "finding"), "0 findings");
        assert_eq!(changed("-5".parse().unwrap()), "fell by $5.00");
        assert_eq!(changed(Usd::ZERO), "did not change");
        assert_eq!([in_percent(Some(-12.4)), in_percent(Some(0.44)), in_percent(None)], [" (12 %)", " (0.4 %)", ""]);
        assert_eq!([1488.0, 0.254, -1_234_567.0, 12.0].map(quantity), ["1,488", "0.25", "-1,234,567", "12"]);
        let words = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(listed(&words), "a, b and c");
        assert_eq!(listed(&words[..2]), "a and b");
    }
}
