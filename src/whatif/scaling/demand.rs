//! Load over time, whatever number of units bears it.

use chrono::{DateTime, Utc};

use super::policy::Targets;

/// What is demanded, and its unit in a [`Demand`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Unit-percent: 240 is what loads three units to 80 % each.
    Cpu,
    /// Unit-percent.
    Memory,
    /// Requests a minute, all units together.
    Requests,
}

impl Metric {
    pub const ALL: [Self; 3] = [Self::Cpu, Self::Memory, Self::Requests];

    /// The word in a policy.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::Requests => "requests_per_target",
        }
    }

    /// As a sentence has it.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Cpu => "CPU",
            Self::Memory => "memory",
            Self::Requests => "requests per target",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }

    /// A unit has 100 of it and no more; what a unit can bear of requests is not known.
    pub const fn is_percent(self) -> bool {
        !matches!(self, Self::Requests)
    }

    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

/// The longest demand, in minutes: 400 days. More is a mistaken timestamp.
pub const LONGEST_MINUTES: usize = 400 * 24 * 60;

/// One row of a source; it holds from its moment to the next row, at most for a step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sample {
    /// Seconds since the epoch.
    pub at_s: i64,
    /// By `Metric`, in its unit; `None` where the row does not say.
    pub values: [Option<f64>; 3],
}

/// Load minute by minute; a minute without value is unknown, not idle.
///
/// On n units each bears load / n, above what it uses without any load ([`Demand::idle`], 0 unless said).
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    pub start: DateTime<Utc>,
    /// The usual step of the source, in seconds.
    pub step_s: u32,
    minutes: usize,
    /// By `Metric`; empty for one that the source does not have.
    series: [Vec<Option<f64>>; 3],
    idle: Targets,
    /// Share of the source's rows measured at 99.5 % or more of what there was: the demand may have been higher there.
    pub at_capacity_share: f64,
}

impl Demand {
    /// A value each `step_s` seconds, held within the step. `None` when nothing is in it, it is longer than
    /// [`LONGEST_MINUTES`], `step_s` is 0, or a value is negative or not finite.
    pub fn held(start: DateTime<Utc>, step_s: u32, series: &[(Metric, Vec<Option<f64>>)]) -> Option<Self> {
        let rows = series.iter().map(|(_, values)| values.len()).max()?;
        let mut samples = Vec::with_capacity(rows.min(LONGEST_MINUTES));
        for row in 0..rows {
            let offset = i64::try_from(row).ok()?.checked_mul(i64::from(step_s))?;
            let mut sample = Sample { at_s: start.timestamp().checked_add(offset)?, ..Sample::default() };
            for (metric, values) in series {
                if let Some(slot) = sample.values.get_mut(metric.index()) {
                    *slot = values.get(row).copied().flatten();
                }
            }
            samples.push(sample);
        }
        let metrics: Vec<Metric> = series.iter().map(|(metric, _)| *metric).collect();
        Self::from_samples(&samples, &metrics, step_s)
    }

    /// Ascending samples of `metrics`. A row holds to the next one where that comes within one and a half steps (it is
    /// late), else for one step; rows of the same minute are averaged. `None` as in [`Demand::held`].
    pub fn from_samples(samples: &[Sample], metrics: &[Metric], step_s: u32) -> Option<Self> {
        let first = samples.first()?;
        let fits = samples.iter().flat_map(|row| row.values).flatten().all(|value| value.is_finite() && value >= 0.0);
        if step_s == 0 || !fits || !samples.is_sorted_by_key(|row| row.at_s) {
            return None;
        }
        let minute = |at_s: i64| usize::try_from(at_s.checked_sub(first.at_s)?.div_euclid(60)).ok();
        let mut ranges = Vec::with_capacity(samples.len());
        for (index, row) in samples.iter().enumerate() {
            let from = minute(row.at_s)?;
            let until = minute(held_until(row.at_s, samples.get(index + 1), step_s)?)?;
            ranges.push((from, until.max(from + 1)));
        }
        let minutes = ranges.last().map(|(_, until)| *until).filter(|minutes| *minutes <= LONGEST_MINUTES)?;
        let series = Metric::ALL.map(|metric| {
            if metrics.contains(&metric) { spread(samples, &ranges, metric, minutes) } else { Vec::new() }
        });
        let start = DateTime::from_timestamp(first.at_s, 0)?;
        Some(Self { start, step_s, minutes, series, idle: Targets::default(), at_capacity_share: 0.0 })
    }

    /// With `idle` as what every unit uses for itself; the series are what comes on top.
    pub fn above_idle(self, idle: Targets) -> Self {
        Self { idle, ..self }
    }

    pub fn idle(&self, metric: Metric) -> f64 {
        self.idle.get(metric).unwrap_or(0.0)
    }

    /// What one of `units` bears; `None` where the load is unknown, infinite where there is a load and no unit.
    pub fn on_each(&self, metric: Metric, minute: usize, units: u32) -> Option<f64> {
        let load = self.at(metric, minute)?;
        Some(self.idle(metric) + if load > 0.0 { load / f64::from(units) } else { 0.0 })
    }

    pub const fn minutes(&self) -> usize {
        self.minutes
    }

    pub fn metrics(&self) -> impl Iterator<Item = Metric> {
        Metric::ALL.into_iter().filter(|metric| self.has(*metric))
    }

    pub fn has(&self, metric: Metric) -> bool {
        !self.series(metric).is_empty()
    }

    /// A value a minute from `start`; empty for a metric that the source does not have.
    pub fn series(&self, metric: Metric) -> &[Option<f64>] {
        self.series.get(metric.index()).map_or(&[], Vec::as_slice)
    }

    pub fn at(&self, metric: Metric, minute: usize) -> Option<f64> {
        self.series(metric).get(minute).copied().flatten()
    }

    /// Every metric of the demand has a value.
    pub fn is_known(&self, minute: usize) -> bool {
        self.metrics().all(|metric| self.at(metric, minute).is_some())
    }

    /// Minutes in which a metric has no value, as a share of all.
    pub fn unknown_share(&self) -> f64 {
        let unknown = (0..self.minutes).filter(|minute| !self.is_known(*minute)).count();
        unknown as f64 / self.minutes.max(1) as f64
    }

    /// What a reader of the results must know about the series.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let day = 24 * 60;
        if self.minutes < day || !self.minutes.is_multiple_of(day) {
            notes.push(format!(
                "the demand covers {:.1} hours, no whole days: the month repeats that stretch",
                self.minutes as f64 / 60.0
            ));
        }
        let unknown = self.unknown_share();
        if unknown > 0.0 {
            notes.push(format!(
                "the demand is unknown in {:.1} % of the minutes: scale-in stops there, and shares leave them out",
                unknown * 100.0
            ));
        }
        if self.at_capacity_share > 0.0 {
            notes.push(format!(
                "{:.1} % of the rows were measured at full capacity: the demand there is at least what they say",
                self.at_capacity_share * 100.0
            ));
        }
        notes
    }
}

/// The end of a row, in seconds since the epoch.
fn held_until(at_s: i64, next: Option<&Sample>, step_s: u32) -> Option<i64> {
    let step = i64::from(step_s);
    match next {
        Some(next) if next.at_s.checked_sub(at_s)? <= step + step / 2 => Some(next.at_s),
        _ => at_s.checked_add(step),
    }
}

fn spread(samples: &[Sample], ranges: &[(usize, usize)], metric: Metric, minutes: usize) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0, 0_u32); minutes];
    for (sample, (from, until)) in samples.iter().zip(ranges) {
        let Some(value) = sample.values.get(metric.index()).copied().flatten() else { continue };
        for (sum, count) in sums.get_mut(*from..*until).into_iter().flatten() {
            *sum += value;
            *count += 1;
        }
    }
    sums.into_iter().map(|(sum, count)| (count > 0).then(|| sum / f64::from(count))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Case<'c> = (&'c str, &'c [(i64, Option<f64>)], u32, &'c [Option<f64>]);

    fn demand(rows: &[(i64, Option<f64>)], step_s: u32) -> Vec<Option<f64>> {
        let samples: Vec<Sample> =
            rows.iter().map(|(at_s, value)| Sample { at_s: *at_s, values: [*value, None, None] }).collect();
        Demand::from_samples(&samples, &[Metric::Cpu], step_s).unwrap().series(Metric::Cpu).to_vec()
    }

    #[test]
    fn a_row_holds_for_its_step() {
        let (a, b) = (Some(1.0), Some(2.0));
        let cases: &[Case<'_>] = &[
            ("two steps", &[(0, a), (120, b)], 120, &[a, a, b, b]),
            ("a hole", &[(0, a), (240, b)], 120, &[a, a, None, None, b, b]),
            ("a late row", &[(0, a), (179, b)], 120, &[a, a, b, b]),
            ("an empty cell", &[(0, a), (120, None)], 120, &[a, a, None, None]),
            ("a minute of short rows", &[(0, a), (20, b), (40, b), (60, a)], 20, &[Some(5.0 / 3.0), a]),
            ("shorter steps within", &[(0, a), (60, b), (120, a)], 120, &[a, b, a, a]),
        ];
        for (name, rows, step_s, expected) in cases {
            assert_eq!(demand(rows, *step_s), *expected, "{name}");
        }
    }

    #[test]
    fn what_cannot_be_is_none() {
        let start = DateTime::UNIX_EPOCH;
        let held = |step_s, values: Vec<Option<f64>>| Demand::held(start, step_s, &[(Metric::Cpu, values)]);
        for (step_s, values) in [
            (60, vec![]),
            (0, vec![Some(1.0)]),
            (60, vec![Some(f64::NAN)]),
            (60, vec![Some(-1.0)]),
            (u32::MAX, vec![Some(1.0)]),
        ] {
            assert_eq!(held(step_s, values.clone()), None, "{step_s} {values:?}");
        }
    }
}
