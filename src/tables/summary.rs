//! Points of one series → statistics of one window.

use chrono::{DateTime, Utc};

use super::statistics::SeriesStatistics;
use crate::units::Window;

/// One point: seconds since the epoch, value, period in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) timestamp: i64,
    pub(super) value: f64,
    pub(super) period_s: u32,
    /// Where it stands in its file.
    pub(super) line: u32,
}

const HOUR: i64 = 3600;
const DAY: i64 = 86_400;

/// The statistics of each of `windows`, `None` for one without a point. `points` ascend in time; `scratch` is for their
/// values. Windows that hold the same points share all but their coverage, so that the values are ranked once.
pub(super) fn summarize(points: &[Point], windows: &[Window], scratch: &mut Vec<f64>) -> Vec<Option<SeriesStatistics>> {
    let mut last: Option<(std::ops::Range<usize>, Option<SeriesStatistics>)> = None;
    windows
        .iter()
        .map(|window| {
            let (start, end) = (window.start.timestamp(), window.end.timestamp());
            let from = points.partition_point(|point| point.timestamp < start);
            let range = from..points.partition_point(|point| point.timestamp < end);
            let inside = points.get(range.clone())?;
            let known = last.take().filter(|(other, _)| *other == range);
            let statistics = match known {
                Some((_, statistics)) => statistics,
                None => of_points(inside, *window, scratch),
            };
            let of_window = statistics.clone().map(|statistics| SeriesStatistics {
                window: *window,
                coverage_percent: coverage(inside, start, end),
                ..statistics
            });
            last = Some((range, statistics));
            of_window
        })
        .collect()
}

/// The statistics of points that all lie in the window; `None` without any. The coverage is left to the caller.
fn of_points(points: &[Point], window: Window, scratch: &mut Vec<f64>) -> Option<SeriesStatistics> {
    let (first, last) = (points.first()?, points.last()?);

    scratch.clear();
    scratch.extend(points.iter().map(|point| point.value));
    let [minimum, p50, p90, p95, p99, p99_5, maximum] = quantiles(scratch, [0.0, 0.5, 0.9, 0.95, 0.99, 0.995, 1.0]);
    let sum: f64 = points.iter().map(|point| point.value).sum();
    Some(SeriesStatistics {
        window,
        period_s: points.iter().map(|point| point.period_s).min().unwrap_or(0),
        count: u32::try_from(points.len()).unwrap_or(u32::MAX),
        coverage_percent: 0.0,
        first: DateTime::<Utc>::from_timestamp(first.timestamp, 0)?,
        last: DateTime::<Utc>::from_timestamp(last.timestamp, 0)?,
        average: sum / points.len() as f64,
        minimum,
        maximum,
        sum,
        p50,
        p90,
        p95,
        p99,
        p99_5,
        maximum_daily_sum: maximum_daily_sum(points),
    })
}

/// By linear interpolation between the two nearest ranks, as numpy's `percentile` does; `shares` ascend, `values` change
/// places, so far only as these ranks need it. NaN of no values.
/// <https://numpy.org/doc/stable/reference/generated/numpy.percentile.html>
pub(super) fn quantiles<const N: usize>(values: &mut [f64], shares: [f64; N]) -> [f64; N] {
    let Some(last) = values.len().checked_sub(1) else { return [f64::NAN; N] };
    // Everything before `rest` is at most its least value.
    let (mut rest, mut before) = (values, 0);
    shares.map(|share| {
        let rank = share * last as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank lies within the slice")]
        let below = (rank.floor() as usize).clamp(before, last);
        let (_, low, above) = rest.select_nth_unstable_by(below - before, f64::total_cmp);
        let low = *low;
        let high = if rank > rank.floor() { above.iter().copied().fold(f64::INFINITY, f64::min) } else { low };
        (_, rest) = std::mem::take(&mut rest).split_at_mut(below - before);
        before = below;
        low + (high - low) * (rank - rank.floor())
    })
}

/// Percent of the window's hours, counted from its start, that a point's period touches.
fn coverage(points: &[Point], start: i64, end: i64) -> f64 {
    let hours = (end - start).div_euclid(HOUR).max(1);
    let mut covered = 0;
    let mut next = 0;
    for point in points {
        let first = (point.timestamp - start).div_euclid(HOUR).max(next);
        // A period of an hour or less belongs to the hour it begins in, however the window is aligned.
        let span = (i64::from(point.period_s) / HOUR).max(1);
        let after = ((point.timestamp - start).div_euclid(HOUR).saturating_add(span)).min(hours);
        if after > first {
            covered += after - first;
            next = after;
        }
    }
    100.0 * covered as f64 / hours as f64
}

fn maximum_daily_sum(points: &[Point]) -> f64 {
    let mut maximum = f64::NEG_INFINITY;
    for day in points.chunk_by(|one, other| one.timestamp.div_euclid(DAY) == other.timestamp.div_euclid(DAY)) {
        maximum = maximum.max(day.iter().map(|point| point.value).sum());
    }
    maximum
}
