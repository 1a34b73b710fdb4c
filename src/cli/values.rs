//! Values of flags, read with an error that says what would be right.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::units::{Days, Usd, Window};

/// CloudWatch keeps hourly points for 455 days (Amazon CloudWatch User Guide, "Metrics retention").
const LONGEST_LOOKBACK_DAYS: u32 = 455;

/// `30d`, `30 days`, `30`.
pub(super) fn lookback(text: &str) -> Result<Days, String> {
    let number = text.trim().trim_end_matches("days").trim_end_matches("day").trim_end_matches('d').trim();
    let days: u32 = number.parse().map_err(|_| "give whole days, as in `14d` or `30 days`".to_owned())?;
    if (1..=LONGEST_LOOKBACK_DAYS).contains(&days) {
        Ok(Days::new(days))
    } else {
        Err(format!("give 1 to {LONGEST_LOOKBACK_DAYS} days: CloudWatch keeps points no longer"))
    }
}

/// RFC 3339, or a date for its first moment in UTC.
pub(super) fn timestamp(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(date) = NaiveDate::from_str(text) {
        return Ok(date.and_time(NaiveTime::MIN).and_utc());
    }
    DateTime::parse_from_rfc3339(text)
        .map(|moment| moment.to_utc())
        .map_err(|_| "give RFC 3339 such as `2026-11-20T06:00:00Z`, or a date".to_owned())
}

/// `FROM..TO`, each a date or RFC 3339; TO is not in it.
pub(super) fn span(text: &str) -> Result<Window, String> {
    let (from, to) = text.split_once("..").ok_or("give two dates, as in `2013-07-01..2013-09-01`")?;
    let (start, end) = (timestamp(from.trim())?, timestamp(to.trim())?);
    if start < end { Ok(Window { start, end }) } else { Err("give a start that is before the end".to_owned()) }
}

/// Dollars, zero or more: `5`, `2.50`, `$10`.
pub(super) fn dollars(text: &str) -> Result<Usd, String> {
    let amount: Usd = text
        .trim()
        .trim_start_matches('$')
        .replace(',', "")
        .parse()
        .map_err(|_| "give dollars, as in `5` or `2.50`".to_owned())?;
    if amount.is_negative() { Err("give zero or more dollars".to_owned()) } else { Ok(amount) }
}

/// The closest of `known`, when it is close.
pub(super) fn did_you_mean<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = text.to_lowercase();
    let scored = known.into_iter().map(|name| (strsim::jaro_winkler(&wanted, &name.to_lowercase()), name));
    scored.filter(|(score, _)| *score > 0.8).max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookbacks() {
        for text in ["30d", "30 days", " 30 ", "30 d"] {
            assert_eq!(lookback(text), Ok(Days::new(30)), "{text}");
        }
        assert_eq!(lookback("1 day"), Ok(Days::new(1)));
        for text in ["", "d", "0d", "456d", "-1d", "2w", "1.5d", "99999999999d"] {
            assert!(lookback(text).is_err(), "{text}");
        }
    }

    #[test]
    fn timestamps() {
        let midnight = "2026-11-20T00:00:00Z";
        assert_eq!(timestamp("2026-11-20"), timestamp(midnight));
        assert_eq!(timestamp("2026-11-20T02:00:00+02:00"), timestamp(midnight));
        assert!(timestamp("yesterday").is_err());
    }

    #[test]
    fn amounts() {
        assert_eq!(dollars("$1,234.50").unwrap().to_string(), "$1,234.50");
        assert!(dollars("-1").is_err());
        assert!(dollars("much").is_err());
    }

    #[test]
    fn suggestions_are_close() {
        assert_eq!(did_you_mean("ebs-volume-gp", ["ebs-volume-gp2", "s3-bucket"]), Some("ebs-volume-gp2"));
        assert_eq!(did_you_mean("zzz", ["ebs-volume-gp2"]), None);
    }
}
