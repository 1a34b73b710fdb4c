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

    /// From ascending points of a mean and of a maximum, each at its `value`.
    ///
    /// The highest point of an hour is the highest of its means of up to five minutes; of longer ones the maximum
    /// tells what the mean hides. With `every_maximum` the maximum counts whatever its period.
    pub(in crate::tables) fn of(
        window: Window,
        means: &[Point],
        maxima: &[Point],
        value: impl Fn(&Point) -> f64,
        every_maximum: bool,
    ) -> Self {
        let mut this = Self::new(window);
        let mut sums = vec![(0.0, 0_u32); this.average.len()];
        for point in means {
            let value = value(point);
            for hour in this.hours_of(point) {
                if let (Some((sum, count)), Some(peak)) = (sums.get_mut(hour), this.peak.get_mut(hour)) {
                    *sum += value;
                    *count += 1;
                    *peak = peak.max(single(value));
                }
            }
        }
        for (average, (sum, count)) in this.average.iter_mut().zip(sums) {
            if count > 0 {
                *average = single(sum / f64::from(count));
            }
        }
        for point in maxima {
            let level = single(value(point));
            for hour in this.hours_of(point) {
                let (Some(peak), Some(average)) = (this.peak.get_mut(hour), this.average.get_mut(hour)) else {
                    continue;
                };
                if every_maximum || point.period_s > FINE_PERIOD_S || average.is_nan() {
                    *peak = peak.max(level);
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
        let first = point.timestamp.saturating_sub(self.start.timestamp()).div_euclid(HOUR);
        let span = (i64::from(point.period_s) / HOUR).max(1);
        let within = |hour: i64| usize::try_from(hour.max(0)).unwrap_or(0).min(self.average.len());
        within(first)..within(first.saturating_add(span))
    }

    /// Note one hour in place of what is known of it; hours outside of the window, and what is no number, are passed over.
    pub fn set(&mut self, hour: DateTime<Utc>, average: f64, peak: f64) {
        let index = (hour - self.start).num_seconds().div_euclid(HOUR);
        let Ok(index) = usize::try_from(index) else { return };
        if average.is_nan() {
            return;
        }
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
        let hours = TimeDelta::try_hours(i64::try_from(hour).unwrap_or(0)).unwrap_or_default();
        self.start.checked_add_signed(hours).unwrap_or(self.start)
    }

    /// The same with its averages in place of its peaks.
    #[must_use]
    pub fn of_averages(&self) -> Self {
        Self { start: self.start, average: self.average.clone(), peak: self.average.clone() }
    }

    /// Every level times `factor`.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let scaled = |levels: &[f32]| levels.iter().map(|level| single(f64::from(*level) * factor)).collect();
        Self { start: self.start, average: scaled(&self.average), peak: scaled(&self.peak) }
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

/// Seven digits are plenty for a measured level; beyond what they can hold it is the most they can.
#[expect(clippy::cast_possible_truncation, reason = "measured levels need no more than seven digits")]
fn single(value: f64) -> f32 {
    value.clamp(f64::from(f32::MIN), f64::from(f32::MAX)) as f32
}
