//! Which span of time is asked for, at which period.
//!
//! CloudWatch keeps five-minute points for 63 days and hourly points for 455 days:
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html>.

use chrono::{DateTime, TimeDelta, Utc};

use crate::units::{Days, Window};

pub(in super::super) const FIVE_MINUTES_S: u32 = 300;
pub(in super::super) const HOUR_S: u32 = 3_600;
pub(in super::super) const DAY_S: u32 = 86_400;
/// Five-minute points older than this are gone.
const FIVE_MINUTE_RETENTION: Days = Days::new(63);
/// Log groups are judged by 90 days of ingestion, buckets by their newest day.
const DAILY_LOOKBACK: Days = Days::new(90);

/// The two spans asked for, each aligned to its period so that no point is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct MetricWindows {
    /// Utilization of instances and volumes.
    pub(in super::super) fine: Window,
    pub(in super::super) fine_period_s: u32,
    /// Ingestion and sizes; periods are UTC days.
    pub(in super::super) daily: Window,
}

/// `now` is the clock: retention is counted from it, ages from `as_of`.
pub(in super::super) fn metric_windows(as_of: DateTime<Utc>, now: DateTime<Utc>, lookback: Days) -> MetricWindows {
    let wanted = Window::before(as_of, lookback);
    let oldest_fine = Window::before(now, FIVE_MINUTE_RETENTION).start;
    let fine_period_s = if wanted.start < oldest_fine { HOUR_S } else { FIVE_MINUTES_S };
    let daily = Window::before(as_of, DAILY_LOOKBACK);
    MetricWindows {
        fine: Window { start: floor(wanted.start, fine_period_s), end: ceiling(as_of, fine_period_s) },
        fine_period_s,
        daily: Window { start: floor(daily.start, DAY_S), end: ceiling(as_of, FIVE_MINUTES_S) },
    }
}

fn floor(moment: DateTime<Utc>, period_s: u32) -> DateTime<Utc> {
    let seconds = moment.timestamp();
    DateTime::from_timestamp(seconds - seconds.rem_euclid(i64::from(period_s)), 0).unwrap_or(moment)
}

fn ceiling(moment: DateTime<Utc>, period_s: u32) -> DateTime<Utc> {
    let floor = floor(moment, period_s);
    if floor == moment {
        return moment;
    }
    floor.checked_add_signed(TimeDelta::seconds(i64::from(period_s))).unwrap_or(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn windows_are_aligned_and_cover_the_lookback() {
        let now = at("2026-06-15T10:12:34Z");
        let windows = metric_windows(now, now, Days::new(14));
        assert_eq!(windows.fine, Window { start: at("2026-06-01T10:10:00Z"), end: at("2026-06-15T10:15:00Z") });
        assert_eq!(windows.daily, Window { start: at("2026-03-17T00:00:00Z"), end: at("2026-06-15T10:15:00Z") });
        assert_eq!(windows.fine_period_s, FIVE_MINUTES_S);
    }

    #[test]
    fn an_aligned_moment_stays() {
        let now = at("2026-06-15T00:00:00Z");
        let windows = metric_windows(now, now, Days::new(14));
        assert_eq!(windows.fine, Window { start: at("2026-06-01T00:00:00Z"), end: now });
    }

    #[test]
    fn beyond_63_days_points_are_hourly() {
        let now = at("2026-06-15T00:00:00Z");
        assert_eq!(metric_windows(now, now, Days::new(63)).fine_period_s, FIVE_MINUTES_S);
        assert_eq!(metric_windows(now, now, Days::new(64)).fine_period_s, HOUR_S);
        let past = at("2026-04-20T00:00:00Z");
        assert_eq!(metric_windows(past, now, Days::new(14)).fine_period_s, HOUR_S);
    }
}
