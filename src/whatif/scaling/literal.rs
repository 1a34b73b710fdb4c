//! `60 %`, `300 s`, `5 minutes`, `4`: a number, one space, a unit; a unit fits only what is measured in it.

use crate::rules::yaml::{Node, Value, did_you_mean};

/// What a field of the section is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dimension {
    /// Kept in seconds.
    Time,
    Percent,
    Number,
}

impl Dimension {
    const fn example(self) -> &'static str {
        match self {
            Self::Time => "a time such as `300 s` or `5 minutes`",
            Self::Percent => "a percentage such as `60 %`",
            Self::Number => "a plain number such as `4`",
        }
    }
}

const UNITS: [(&str, Dimension, f64); 10] = [
    ("s", Dimension::Time, 1.0),
    ("second", Dimension::Time, 1.0),
    ("seconds", Dimension::Time, 1.0),
    ("minute", Dimension::Time, 60.0),
    ("minutes", Dimension::Time, 60.0),
    ("hour", Dimension::Time, 3_600.0),
    ("hours", Dimension::Time, 3_600.0),
    ("day", Dimension::Time, 86_400.0),
    ("days", Dimension::Time, 86_400.0),
    ("%", Dimension::Percent, 1.0),
];

/// The number of a node in the base of `wanted`, of either sign and finite; else the message and the hint.
pub(super) fn number(node: &Node, wanted: Dimension) -> Result<f64, (String, String)> {
    let (number, found) = match &node.value {
        Value::Number(number) => (*number, Dimension::Number),
        Value::Text(text) => parse(text)?,
        other => return Err((format!("expected {}, found {}", wanted.example(), other.noun()), String::new())),
    };
    if !number.is_finite() {
        return Err(("must be a finite number".to_owned(), String::new()));
    }
    if found == wanted {
        return Ok(number);
    }
    Err((format!("expected {}", wanted.example()), String::new()))
}

fn parse(text: &str) -> Result<(f64, Dimension), (String, String)> {
    let (digits, unit) = text.split_once(' ').unwrap_or((text, ""));
    let numeric = digits.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    let Some(number) = digits.parse::<f64>().ok().filter(|_| numeric) else {
        let hint = "write a number, one space and a unit, such as `300 s` or `60 %`";
        return Err((format!("`{text}` is not a number with a unit"), hint.to_owned()));
    };
    if unit.is_empty() {
        return Ok((number, Dimension::Number));
    }
    match UNITS.iter().find(|(name, ..)| *name == unit) {
        Some((_, dimension, factor)) => Ok((number * factor, *dimension)),
        None => Err((
            format!("unknown unit `{unit}` in `{text}`"),
            did_you_mean(unit, UNITS.iter().map(|(name, ..)| *name)),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_fits_only_its_dimension() {
        let read =
            |text: &str, wanted| number(&Node { value: Value::Text(text.to_owned()), line: 1, column: 1 }, wanted).ok();
        for (text, wanted, expected) in [
            ("300 s", Dimension::Time, Some(300.0)),
            ("5 minutes", Dimension::Time, Some(300.0)),
            ("1 hour", Dimension::Time, Some(3_600.0)),
            ("60 %", Dimension::Percent, Some(60.0)),
            ("-50 %", Dimension::Percent, Some(-50.0)),
            ("60 %", Dimension::Time, None),
            ("60", Dimension::Percent, None),
            ("5m", Dimension::Time, None),
            ("5 min", Dimension::Time, None),
            ("1e999 s", Dimension::Time, None),
            ("inf s", Dimension::Time, None),
            ("", Dimension::Number, None),
        ] {
            assert_eq!(read(text, wanted), expected, "{text}");
        }
    }
}
