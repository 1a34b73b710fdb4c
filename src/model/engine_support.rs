//! Which major versions of database engines AWS bills extended support for, and since when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The years of extended support that have prices of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExtendedSupport {
    YearsOneAndTwo,
    YearThree,
}

/// A major version that AWS bills, or will bill, extended support for.
#[derive(Clone, Copy, Debug)]
struct Version {
    engine: &'static str,
    major: &'static str,
    /// `YYYY-MM-DD`.
    billed_from: &'static str,
    /// When the price of the third year begins; empty where there is none.
    third_year_from: &'static str,
}

const fn version(
    engine: &'static str,
    major: &'static str,
    billed_from: &'static str,
    third_year_from: &'static str,
) -> Version {
    Version { engine, major, billed_from, third_year_from }
}

/// From the release calendars of the RDS and Aurora User Guides.
const VERSIONS: &[Version] = &[
    version("mysql", "5.7", "2024-03-01", "2026-03-01"),
    version("mysql", "8.0", "2026-08-01", ""),
    version("postgres", "11", "2024-04-01", "2026-04-01"),
    version("postgres", "12", "2025-03-01", ""),
    version("postgres", "13", "2026-03-01", ""),
    version("aurora-mysql", "5.7", "2024-12-01", ""),
    version("aurora-postgresql", "11", "2024-04-01", "2026-04-01"),
    version("aurora-postgresql", "12", "2025-03-01", ""),
    version("aurora-postgresql", "13", "2026-03-01", ""),
];

/// Without it a version past standard support is upgraded instead.
pub const DISABLED: &str = "open-source-rds-extended-support-disabled";

impl ExtendedSupport {
    /// What `engine` in `version` pays for on `day` (`YYYY-MM-DD`); `None` where it is in standard support.
    pub fn on(engine: &str, version: &str, day: &str) -> Option<Self> {
        let major = major(engine, version);
        let old = VERSIONS.iter().find(|old| old.engine == engine && old.major == major)?;
        if day < old.billed_from {
            return None;
        }
        let is_third = !old.third_year_from.is_empty() && day >= old.third_year_from;
        Some(if is_third { Self::YearThree } else { Self::YearsOneAndTwo })
    }

    /// The same on a day of the calendar.
    pub fn on_day(engine: &str, version: &str, day: NaiveDate) -> Option<Self> {
        Self::on(engine, version, &day.format("%Y-%m-%d").to_string())
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::YearsOneAndTwo => "years 1 and 2",
            Self::YearThree => "year 3",
        }
    }
}

/// `5.7` of `5.7.44`, `11` of `11.22`; MySQL counts two numbers as the major version.
pub fn major<'a>(engine: &str, version: &'a str) -> &'a str {
    let numbers = if engine.ends_with("mysql") { 2 } else { 1 };
    let end = version.match_indices('.').nth(numbers - 1).map_or(version.len(), |(at, _)| at);
    version.get(..end).unwrap_or(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_major_version_is_read_as_the_engine_counts_it() {
        let cases = [
            ("mysql", "5.7.44", "5.7"),
            ("aurora-mysql", "5.7.mysql_aurora.2.11.2", "5.7"),
            ("mysql", "8.0", "8.0"),
            ("postgres", "11.22", "11"),
            ("postgres", "16", "16"),
            ("postgres", "", ""),
        ];
        for (engine, version, expected) in cases {
            assert_eq!(major(engine, version), expected, "{engine} {version}");
        }
    }

    #[test]
    fn the_day_decides_the_year() {
        let on = |day| ExtendedSupport::on("postgres", "11.22", day);
        assert_eq!(on("2024-03-31"), None);
        assert_eq!(on("2024-04-01"), Some(ExtendedSupport::YearsOneAndTwo));
        assert_eq!(on("2026-04-01"), Some(ExtendedSupport::YearThree));
        assert_eq!(ExtendedSupport::on("postgres", "17.2", "2026-11-21"), None);
    }
}
