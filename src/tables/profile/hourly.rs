//! One series by the hour: what its points say of each hour of a window.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use crate::tables::summary::Point;
use crate::units::Window;

const HOUR: i64 = 3600;
/// Up to this period a mean hides little: what CloudWatch keeps of an instance without detailed monitoring.
const FINE_PERIOD_S: u32 = 300;
/// A century: more than any window, less than what exhausts memory.
const MOST_HOURS: usize = 100 * 366 * 24;

/// The average and the highest point of each hour of a window, in the unit of the series; NaN where there is no point.
#[derive(Clone, Debug, PartialEq)]
pub struct HourlyUse {
    start: DateTime<Utc>,
    average: Vec<f32>,
    peak: Vec<f32>,
}

impl HourlyUse {
    /// No point yet in any hour of `window`, whose start is moved back to a whole hour.
    pub fn new(window: Window) -> Self {
        let start = window.start.duration_trunc(TimeDelta::hours(1)).unwrap_or(window.start);
        let seconds = (window.end - start).num_seconds().max(0);
        let hours = seconds.div_euclid(HOUR) + i64::from(seconds.rem_euclid(HOUR) > 0);
        let hours = usize::try_from(hours).unwrap_or(0).min(MOST_HOURS);
        Self { start, average: vec![f32::NAN; hours], peak: vec![f32::NAN; hours] }
    }

    /// From ascending points of a mean and of a maximum.
    ///
    /// The highest point of an hour is the highest of its means of up to five minutes; of longer ones the maximum
    /// tells what the mean hides. With `every_maximum` the maximum counts whatever its period.
    pub(in crate::tables) fn of(window: Window, means: &[Point], maxima: &[Point], every_maximum: bool) -> Self {
        let mut this = Self::new(window);
        let mut counts = vec![0_u16; this.average.len()];
        for point in means {
            for hour in this.hours_of(point) {
                if let (Some(average), Some(count), Some(peak)) =
                    (this.average.get_mut(hour), counts.get_mut(hour), this.peak.get_mut(hour))
                {
                    *count = count.saturating_add(1);
                    let before = if average.is_nan() { 0.0 } else { *average };
                    *average = before + (single(point.value) - before) / f32::from(*count);
                    *peak = peak.max(single(point.value));
                }
            }
        }
        for point in maxima {
            for hour in this.hours_of(point) {
                let (Some(peak), Some(average)) = (this.peak.get_mut(hour), this.average.get_mut(hour)) else {
                    continue;
                };
                if every_maximum || point.period_s > FINE_PERIOD_S || average.is_nan() {
                    *peak = peak.max(single(point.value));
                }
            }
        }
        // An hour of which only the maximum is known still is an hour with a point.
        for (average, peak) in this.average.iter_mut().zip(&this.peak) {
            if average.is_nan() {
                *average = *peak;
            }
        }
        this
    }

    /// The hours that the period of `point` begins in or covers wholly.
    fn hours_of(&self, point: &Point) -> std::ops::Range<usize> {
        let first = (point.timestamp - self.start.timestamp()).div_euclid(HOUR);
        let span = (i64::from(point.period_s) / HOUR).max(1);
        let within = |hour: i64| usize::try_from(hour.max(0)).unwrap_or(0).min(self.average.len());
        within(first)..within(first.saturating_add(span))
    }

    /// Note one hour; hours outside of the window are passed over.
    pub fn set(&mut self, hour: DateTime<Utc>, average: f64, peak: f64) {
        let index = (hour - self.start).num_seconds().div_euclid(HOUR);
        let Ok(index) = usize::try_from(index) else { return };
        if let (Some(here), Some(highest)) = (self.average.get_mut(index), self.peak.get_mut(index)) {
            *here = single(average);
            *highest = single(peak.max(average));
        }
    }

    pub fn start(&self) -> DateTime<Utc> {
        self.start
    }

    /// Hours of the window, with or without a point.
    pub fn len(&self) -> usize {
        self.average.len()
    }

    pub fn is_empty(&self) -> bool {
        self.average.is_empty()
    }

    /// The average of each hour; NaN where there is no point.
    pub fn averages(&self) -> &[f32] {
        &self.average
    }

    /// The highest point of each hour; NaN where there is none.
    pub fn peaks(&self) -> &[f32] {
        &self.peak
    }

    /// The moment an hour begins.
    pub fn moment(&self, hour: usize) -> DateTime<Utc> {
        self.start + TimeDelta::hours(i64::try_from(hour).unwrap_or(0))
    }

    /// The same with its averages in place of its peaks.
    #[must_use]
    pub fn of_averages(&self) -> Self {
        Self { start: self.start, average: self.average.clone(), peak: self.average.clone() }
    }

    /// The part that lies in `window`.
    pub fn within(&self, window: Window) -> Self {
        let mut part = Self::new(window);
        for (hour, (average, peak)) in self.average.iter().zip(&self.peak).enumerate() {
            let moment = self.moment(hour);
            if window.contains(moment) && !average.is_nan() {
                part.set(moment, f64::from(*average), f64::from(*peak));
            }
        }
        part
    }
}

/// Seven digits are plenty for a measured level.
#[expect(clippy::cast_possible_truncation, reason = "measured levels need no more than seven digits")]
fn single(value: f64) -> f32 {
    value as f32
}
