//! Demand from a dataset: what the listed instances bore together, minute by minute.
//!
//! A unit is one instance of their type. An instance counts from its first point, or its launch where that is earlier,
//! to its last point, or to the end of the dataset while it runs: a moment of that time without its point is unknown,
//! for all of them together.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::demand::{Demand, Metric, Sample};
use super::demand_csv::usual_step;
use super::policy::Targets;
use crate::dataset::{Dataset, LoadError, MetricFile, load, scan_metrics};
use crate::model::ids::ResourceKind;
use crate::model::metric::Statistic;
use crate::model::mistake::Mistake;
use crate::model::resource::Instance;
use crate::model::vocabulary::InstanceState;

#[derive(Clone, Debug, PartialEq)]
pub struct DatasetDemand {
    pub dir: PathBuf,
    /// Instances, all of one type.
    pub resource_ids: Vec<String>,
    /// `CPUUtilization`, `mem_used_percent`: their Average.
    pub metrics: Vec<String>,
    /// Percent that an instance uses without load.
    pub idle: Targets,
}

#[derive(Debug, thiserror::Error)]
pub enum DatasetDemandError {
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error("cannot read {path}: {message}")]
    Read { path: PathBuf, message: String },
    #[error("{}", Mistake::list(.0, "metrics"))]
    Mistakes(Vec<Mistake>),
    #[error("the dataset {dir} has no instance {}", .ids.join(", "))]
    NoInstance { dir: PathBuf, ids: Vec<String> },
    #[error("a unit is one instance of one type, and these are of {}", .0.join(", "))]
    SeveralTypes(Vec<String>),
    #[error("the dataset {dir} has no point of {metric} Average of these instances")]
    NoPoint { dir: PathBuf, metric: String },
    #[error("{metric} Average of {id} is as low as {lowest} %, below the {idle} % that every unit is said to use idle")]
    BelowIdle { id: String, metric: &'static str, lowest: f64, idle: f64 },
    #[error("the points of {dir} make no series of at most 400 days")]
    NoSeries { dir: PathBuf },
}

/// The metrics that can be demand, and which.
pub(super) const METRICS: [(&str, Metric); 2] = [("CPUUtilization", Metric::Cpu), ("mem_used_percent", Metric::Memory)];

/// A unit at 100 %: see `CsvDemand`.
const FULL_PERCENT: f64 = 99.5;

/// Seconds since the epoch → percent, of one instance and metric.
type Points = BTreeMap<i64, f64>;

impl DatasetDemand {
    pub fn read(&self) -> Result<Demand, DatasetDemandError> {
        let dataset = load(&self.dir)?;
        let instances = self.instances(&dataset)?;
        let points = self.points(&dataset, &instances)?;
        self.check_idle(&instances, &points)?;
        let samples = self.samples(&dataset, &instances, &points)?;
        let metrics: Vec<Metric> = self.wanted().map(|(_, metric)| metric).collect();
        let step_s = usual_step(&samples).unwrap_or(300);
        let demand = Demand::from_samples(&samples, &metrics, step_s);
        let demand = demand.ok_or_else(|| DatasetDemandError::NoSeries { dir: self.dir.clone() })?;
        let mut demand = demand.above_idle(self.idle);
        let all = points.values().map(Points::len).sum::<usize>();
        let full = points.values().flat_map(Points::values).filter(|percent| **percent >= FULL_PERCENT).count();
        demand.at_capacity_share = full as f64 / all.max(1) as f64;
        Ok(demand)
    }

    fn wanted(&self) -> impl Iterator<Item = (&'static str, Metric)> {
        METRICS.into_iter().filter(|(name, _)| self.metrics.iter().any(|metric| metric == name))
    }

    fn instances<'d>(&self, dataset: &'d Dataset) -> Result<Vec<&'d Instance>, DatasetDemandError> {
        let all = &dataset.resources.instances;
        let listed = |instance: &&Instance| self.resource_ids.contains(&instance.id);
        let found: Vec<&Instance> = all.iter().filter(listed).collect();
        let missing = self.resource_ids.iter().filter(|id| !found.iter().any(|instance| instance.id == **id));
        let ids: Vec<String> = missing.cloned().collect();
        if !ids.is_empty() || found.is_empty() {
            return Err(DatasetDemandError::NoInstance { dir: self.dir.clone(), ids });
        }
        let mut types: Vec<String> = found.iter().map(|instance| instance.instance_type.clone()).collect();
        types.sort();
        types.dedup();
        if types.len() > 1 { Err(DatasetDemandError::SeveralTypes(types)) } else { Ok(found) }
    }

    fn points(
        &self,
        dataset: &Dataset,
        instances: &[&Instance],
    ) -> Result<BTreeMap<(Metric, usize), Points>, DatasetDemandError> {
        let mut points: BTreeMap<(Metric, usize), Points> = BTreeMap::new();
        let of_instances = |file: &&MetricFile| file.kind == ResourceKind::Ec2Instance;
        for file in dataset.metrics.iter().filter(of_instances) {
            let mut repeated = Vec::new();
            let mut mistakes = scan_metrics(file, dataset.manifest.as_of, &mut |run| {
                let metric = self.wanted().find(|(name, _)| *name == run.metric && run.statistic == Statistic::Average);
                let index = instances.iter().position(|instance| {
                    instance.id == run.resource
                        && instance.account.as_str() == run.account
                        && instance.region.as_str() == run.region
                });
                if let (Some((_, metric)), Some(index)) = (metric, index) {
                    let points = points.entry((metric, index)).or_default();
                    for (timestamp, value, line) in run.points() {
                        let other = points.insert(timestamp, value);
                        repeated.extend(other.map(|_| self.repeated(file, line, run.resource)));
                    }
                }
            })
            .map_err(|message| DatasetDemandError::Read { path: file.path.clone(), message })?;
            mistakes.append(&mut repeated);
            if !mistakes.is_empty() {
                return Err(DatasetDemandError::Mistakes(mistakes));
            }
        }
        for (name, metric) in self.wanted() {
            if !points.keys().any(|(of, _)| *of == metric) {
                return Err(DatasetDemandError::NoPoint { dir: self.dir.clone(), metric: name.to_owned() });
            }
        }
        Ok(points)
    }

    fn repeated(&self, file: &MetricFile, line: u64, id: &str) -> Mistake {
        let message = format!("`{id}` has two points of this metric at this moment");
        let shown = self.dir.join(&file.shown);
        Mistake { line, field: "timestamp".to_owned(), ..Mistake::of_file(shown, message, "keep one of the two") }
    }

    fn check_idle(
        &self,
        instances: &[&Instance],
        points: &BTreeMap<(Metric, usize), Points>,
    ) -> Result<(), DatasetDemandError> {
        for ((of, index), points) in points {
            let idle = self.idle.get(*of).unwrap_or(0.0);
            let lowest = points.values().copied().min_by(f64::total_cmp).filter(|lowest| *lowest < idle);
            let (Some(lowest), Some(instance)) = (lowest, instances.get(*index)) else { continue };
            let metric = METRICS.into_iter().find(|(_, metric)| metric == of).map_or("", |(name, _)| name);
            return Err(DatasetDemandError::BelowIdle { id: instance.id.clone(), metric, lowest, idle });
        }
        Ok(())
    }

    /// A sample each moment at which any instance has a point.
    fn samples(
        &self,
        dataset: &Dataset,
        instances: &[&Instance],
        points: &BTreeMap<(Metric, usize), Points>,
    ) -> Result<Vec<Sample>, DatasetDemandError> {
        let mut samples: BTreeMap<i64, Sample> = BTreeMap::new();
        for at_s in points.values().flat_map(Points::keys) {
            samples.insert(*at_s, Sample { at_s: *at_s, ..Sample::default() });
        }
        let end = dataset.manifest.as_of.timestamp();
        let none = Points::new();
        for (_, metric) in self.wanted() {
            let of_each: Vec<(Life, &Points)> = instances
                .iter()
                .enumerate()
                .map(|(index, instance)| {
                    let own = points.get(&(metric, index)).unwrap_or(&none);
                    (Life::of(instance, own, end), own)
                })
                .collect();
            for (at_s, sample) in &mut samples {
                if let Some(slot) = sample.values.get_mut(metric.index()) {
                    *slot = together(&of_each, *at_s, self.idle.get(metric).unwrap_or(0.0));
                }
            }
        }
        if samples.is_empty() {
            return Err(DatasetDemandError::NoSeries { dir: self.dir.clone() });
        }
        Ok(samples.into_values().collect())
    }
}

/// The load of all above `idle` at one moment; unknown when one of them that was there has no point, or none was there.
fn together(of_each: &[(Life, &Points)], at_s: i64, idle: f64) -> Option<f64> {
    let mut there = of_each.iter().filter(|(life, _)| life.from <= at_s && at_s <= life.until).peekable();
    there.peek()?;
    there.map(|(_, points)| points.get(&at_s).map(|percent| percent - idle)).sum()
}

/// From when to when an instance must have points, seconds since the epoch.
struct Life {
    from: i64,
    until: i64,
}

impl Life {
    fn of(instance: &Instance, points: &Points, end: i64) -> Self {
        let launched = instance.launched_at.map(|at| at.timestamp());
        let first = points.keys().next().copied();
        let last = points.keys().next_back().copied();
        let runs = instance.state == InstanceState::Running;
        Self {
            from: first.into_iter().chain(launched).min().unwrap_or(if runs { i64::MIN } else { i64::MAX }),
            until: if runs { end } else { last.unwrap_or(i64::MIN) },
        }
    }
}
