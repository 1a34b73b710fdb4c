//! Literals with units: `14 days`, `20 %`, `5 MB`, `10 GiB`, `3000`. A unit fits only what is measured in it.

use std::fmt;

/// What a number measures; only equal dimensions compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Whole days.
    Duration,
    Percent,
    /// Bytes, in any decimal or binary multiple.
    Size,
    /// A count, or a rate in AWS's own unit.
    Number,
}

impl Dimension {
    /// The unit that parameters are kept in.
    pub const fn unit(self) -> LiteralUnit {
        match self {
            Self::Duration => LiteralUnit::Days,
            Self::Percent => LiteralUnit::Percent,
            Self::Size => LiteralUnit::Gib,
            Self::Number => LiteralUnit::None,
        }
    }

    /// As a message asks for it.
    pub const fn example(self) -> &'static str {
        match self {
            Self::Duration => "a number of days such as `14 days`",
            Self::Percent => "a percentage such as `20 %`",
            Self::Size => "a size such as `10 GiB` or `5 MB`",
            Self::Number => "a plain number such as `3000`",
        }
    }
}

/// The unit a literal is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiteralUnit {
    Days,
    Percent,
    Kb,
    Mb,
    Gb,
    Kib,
    Mib,
    Gib,
    Tib,
    None,
}

const UNITS: [(&str, LiteralUnit); 10] = [
    ("days", LiteralUnit::Days),
    ("day", LiteralUnit::Days),
    ("%", LiteralUnit::Percent),
    ("KB", LiteralUnit::Kb),
    ("MB", LiteralUnit::Mb),
    ("GB", LiteralUnit::Gb),
    ("KiB", LiteralUnit::Kib),
    ("MiB", LiteralUnit::Mib),
    ("GiB", LiteralUnit::Gib),
    ("TiB", LiteralUnit::Tib),
];

/// Bytes in one GiB.
pub const GIB_BYTES: f64 = 1_073_741_824.0;

impl LiteralUnit {
    pub const fn dimension(self) -> Dimension {
        match self {
            Self::Days => Dimension::Duration,
            Self::Percent => Dimension::Percent,
            Self::None => Dimension::Number,
            _ => Dimension::Size,
        }
    }

    /// How many of the dimension's base (a day, a percent, a byte, one) it is.
    const fn factor(self) -> f64 {
        match self {
            Self::Days | Self::Percent | Self::None => 1.0,
            Self::Kb => 1e3,
            Self::Mb => 1e6,
            Self::Gb => 1e9,
            Self::Kib => 1024.0,
            Self::Mib => 1_048_576.0,
            Self::Gib => GIB_BYTES,
            Self::Tib => 1024.0 * GIB_BYTES,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Percent => "%",
            Self::Kb => "KB",
            Self::Mb => "MB",
            Self::Gb => "GB",
            Self::Kib => "KiB",
            Self::Mib => "MiB",
            Self::Gib => "GiB",
            Self::Tib => "TiB",
            Self::None => "",
        }
    }
}

/// A number in a unit; finite and not negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Literal {
    pub number: f64,
    pub unit: LiteralUnit,
}

impl Literal {
    /// A number without unit.
    pub fn plain(number: f64) -> Result<Self, String> {
        Self::checked(number, LiteralUnit::None)
    }

    /// `14 days`: a number, one space, a unit.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
        let unit = match unit {
            "" => LiteralUnit::None,
            word => UNITS
                .iter()
                .find(|(name, _)| *name == word)
                .map(|(_, unit)| *unit)
                .ok_or_else(|| format!("unknown unit `{word}` in `{text}`"))?,
        };
        if !number.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
            return Err(format!("`{text}` is not a number with a unit"));
        }
        let number = number.parse::<f64>().map_err(|_| format!("`{text}` is not a number with a unit"))?;
        Self::checked(number, unit)
    }

    fn checked(number: f64, unit: LiteralUnit) -> Result<Self, String> {
        if !number.is_finite() {
            return Err("must be a finite number".to_owned());
        }
        if number < 0.0 {
            return Err("must not be negative".to_owned());
        }
        if unit == LiteralUnit::Days && (number.fract() != 0.0 || number > 36_500.0) {
            return Err("must be a whole number of days, at most 36500".to_owned());
        }
        Ok(Self { number, unit })
    }

    pub const fn dimension(self) -> Dimension {
        self.unit.dimension()
    }

    /// In the base of its dimension: days, percent, bytes, or as it is.
    pub fn base(self) -> f64 {
        self.number * self.unit.factor()
    }

    /// The same quantity in another unit of the same dimension.
    pub fn in_unit(self, unit: LiteralUnit) -> Self {
        if self.unit == unit { self } else { Self { number: self.base() / unit.factor(), unit } }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.unit, self.number) {
            (LiteralUnit::None, number) => write!(f, "{number}"),
            (LiteralUnit::Days, 1.0) => write!(f, "1 day"),
            (unit, number) => write!(f, "{number} {}", unit.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_one_spelling() {
        for text in ["14 days", "1 day", "20 %", "5 MB", "10 GiB", "128 KiB", "3000", "0.5"] {
            assert_eq!(Literal::parse(text).unwrap().to_string(), text);
        }
        for text in
            ["14days", "14 d", "20%", "-1 %", "days", "1e999", "inf", "NaN", "1.5 days", "5 mb", "", " 5", "99999 days"]
        {
            assert!(Literal::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn decimal_and_binary_sizes_differ() {
        assert!((Literal::parse("5 MB").unwrap().base() - 5e6).abs() < f64::EPSILON);
        assert!((Literal::parse("1 GiB").unwrap().base() - GIB_BYTES).abs() < f64::EPSILON);
    }
}
