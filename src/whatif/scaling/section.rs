//! The `scaling:` section of a scenario.
//!
//! ```yaml
//! scaling:
//!   unit: web-task                 # address of the resource whose count the policy decides
//!   demand: { csv: demand/web-day.csv, measured_on: { units: 8 }, step: 5 minutes, idle: { memory: 30 % } }
//!   # or:    { dataset: { dir: ../datasets/demo, resource_ids: [i-0123456789abcdef0], metrics: [CPUUtilization] } }
//!   targets: { cpu: 60 % }         # what policies are compared at; without it, the lowest that one of them names
//!   policies:
//!     - { name: fixed, fixed: 10 }
//!     - name: target tracking
//!       target_tracking: { cpu: 60 %, requests_per_target: 1000, min: 2, max: 20, scale_out_cooldown: 60 s }
//! ```
//!
//! `requests_per_target` is requests a minute on one unit. `idle` is what a unit uses without load (0 without it): load
//! spreads over the units, this does not. `section_policy` has the policies.

use std::path::Path;

use super::demand::{Demand, Metric};
use super::demand_csv::{CsvDemand, read_csv};
use super::demand_dataset::{DatasetDemand, DatasetDemandError, METRICS};
use super::outcome::{NamedPolicy, PolicyOutcome, compare, compare_at};
use super::policy::{MOST_UNITS, Targets};
use super::section_policy::{self, Numbers};
use crate::rules::yaml::{Diagnostics, Fields, Node, Value, did_you_mean};

#[derive(Clone, Debug, PartialEq)]
pub struct ScalingSection {
    pub demand: DemandSource,
    /// Address of the resource whose count is the outcome: its existence is for the scenario to check.
    pub unit: String,
    pub policies: Vec<NamedPolicy>,
    /// `None`: the lowest that a policy names.
    pub targets: Option<Targets>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum DemandSource {
    /// Read with the section, so that its mistakes are told with all others.
    Csv { source: CsvDemand, demand: Demand },
    /// Read when the section runs.
    Dataset(DatasetDemand),
}

#[derive(Debug, thiserror::Error)]
pub enum ScalingError {
    #[error("cannot read the demand")]
    Dataset(#[from] DatasetDemandError),
    #[error("policy `{policy}` watches {}, which the demand does not have", .metric.noun())]
    NoDemand { policy: String, metric: Metric },
}

impl ScalingSection {
    /// The demand, with what is to be known about it in its notes.
    pub fn demand(&self) -> Result<Demand, ScalingError> {
        match &self.demand {
            DemandSource::Csv { demand, .. } => Ok(demand.clone()),
            DemandSource::Dataset(dataset) => Ok(dataset.read()?),
        }
    }

    /// Every policy over the demand, in the order of the section.
    pub fn run(&self) -> Result<Vec<PolicyOutcome>, ScalingError> {
        self.run_on(&self.demand()?)
    }

    /// The same over a demand that is already read.
    pub fn run_on(&self, demand: &Demand) -> Result<Vec<PolicyOutcome>, ScalingError> {
        for named in &self.policies {
            if let Some(metric) = named.policy.watches().into_iter().find(|metric| !demand.has(*metric)) {
                return Err(ScalingError::NoDemand { policy: named.name.clone(), metric });
            }
        }
        Ok(match &self.targets {
            Some(targets) => compare_at(demand, &self.policies, targets),
            None => compare(demand, &self.policies),
        })
    }
}

/// Read the section `node`; files are relative to `base`, `path` names the section in messages.
///
/// `None` when there is a mistake, and then `diagnostics` has them all, those of the CSV file included.
pub fn section(node: &Node, path: &str, base: &Path, diagnostics: &mut Diagnostics) -> Option<ScalingSection> {
    let before = diagnostics.mistakes.len();
    let fields = Fields::of(node, path, &["demand", "unit", "targets", "policies"], diagnostics)?;
    let unit = fields.text("unit", diagnostics);
    let demand = fields
        .required("demand", diagnostics)
        .and_then(|node| demand_source(node, &fields.name("demand"), base, diagnostics));
    let targets = fields.get("targets").map(|node| targets(node, &fields.name("targets"), diagnostics));
    let says = demand.as_ref().map(Says::of);
    if let (Some(node), Some(Some(targets)), Some(says)) = (fields.get("targets"), &targets, &says) {
        says.check(node, &fields.name("targets"), targets, diagnostics);
    }
    let policies = policies(&fields, says.as_ref(), diagnostics);
    (diagnostics.mistakes.len() == before).then_some(())?;
    Some(ScalingSection { demand: demand?, unit: unit?.to_owned(), policies, targets: targets.flatten() })
}

/// What policies must know of a demand.
#[derive(Debug)]
pub(super) struct Says {
    metrics: Vec<Metric>,
    idle: Targets,
}

impl Says {
    fn of(source: &DemandSource) -> Self {
        match source {
            DemandSource::Csv { demand, source } => Self { metrics: demand.metrics().collect(), idle: source.idle },
            DemandSource::Dataset(dataset) => {
                let listed = |name: &str| dataset.metrics.iter().any(|metric| metric == name);
                let metrics = METRICS.into_iter().filter(|(name, _)| listed(name)).map(|(_, metric)| metric);
                Self { metrics: metrics.collect(), idle: dataset.idle }
            }
        }
    }

    /// Each target of a metric that the demand does not say, or that an idle unit does not meet, is a mistake.
    pub(super) fn check(&self, node: &Node, path: &str, targets: &Targets, diagnostics: &mut Diagnostics) {
        for (metric, target) in targets.iter() {
            let path = format!("{path}.{}", metric.name());
            self.check_metric(node, &path, metric, diagnostics);
            if let Some(idle) = self.idle.get(metric).filter(|idle| *idle >= target) {
                let message =
                    format!("a unit has {} {idle} % without load, so {target} % cannot be kept", metric.noun());
                diagnostics.at(node, &path, message, "");
            }
        }
    }

    pub(super) fn check_metric(&self, node: &Node, path: &str, metric: Metric, diagnostics: &mut Diagnostics) {
        if !self.metrics.contains(&metric) {
            let column = match metric {
                Metric::Cpu => "cpu_percent",
                Metric::Memory => "memory_percent",
                Metric::Requests => "requests",
            };
            let message = format!("the demand does not say {}", metric.noun());
            diagnostics.at(node, path, message, format!("add a column `{column}` to it, or leave this out"));
        }
    }
}

fn demand_source(node: &Node, path: &str, base: &Path, diagnostics: &mut Diagnostics) -> Option<DemandSource> {
    let fields = Fields::of(node, path, &["csv", "measured_on", "step", "dataset", "idle"], diagnostics)?;
    let before = diagnostics.mistakes.len();
    let idle = fields.get("idle").and_then(|node| {
        let fields = Fields::of(node, &fields.name("idle"), &["cpu", "memory"], diagnostics)?;
        Some(fields.targets(diagnostics))
    });
    let (idle, fits) = (idle.unwrap_or_default(), diagnostics.mistakes.len() == before);
    match (fields.get("csv"), fields.get("dataset")) {
        (Some(_), None) => csv_source(&fields, idle, base, diagnostics).filter(|_| fits),
        (None, Some(node)) => {
            for field in ["measured_on", "step"] {
                if let Some(node) = fields.get(field) {
                    diagnostics.at(node, &fields.name(field), "goes with `csv` only", "a dataset says it itself");
                }
            }
            let source = dataset_source(node, &fields.name("dataset"), idle, base, diagnostics);
            source.map(DemandSource::Dataset)
        }
        (Some(_), Some(node)) => {
            diagnostics.at(node, &fields.name("dataset"), "said twice: `csv` is there as well", "keep one of the two");
            None
        }
        (None, None) => {
            diagnostics.at(node, path, "says no source", "`csv: FILE` or `dataset: { dir: …, resource_ids: […] }`");
            None
        }
    }
}

fn csv_source(fields: &Fields<'_>, idle: Targets, base: &Path, diagnostics: &mut Diagnostics) -> Option<DemandSource> {
    let before = diagnostics.mistakes.len();
    let file = fields.text("csv", diagnostics);
    let measured_on = fields.get("measured_on").and_then(|node| {
        let fields = Fields::of(node, &fields.name("measured_on"), &["units"], diagnostics)?;
        fields.required("units", diagnostics)?;
        fields.units("units", 1..=MOST_UNITS, diagnostics)
    });
    let step_s = fields.seconds("step", 1..=86_400, diagnostics);
    let source = CsvDemand { file: base.join(file?), measured_on, step_s, idle };
    if diagnostics.mistakes.len() > before {
        return None;
    }
    match read_csv(&source) {
        Ok(demand) => Some(DemandSource::Csv { source, demand }),
        Err(mistakes) => {
            diagnostics.mistakes.extend(mistakes);
            None
        }
    }
}

fn dataset_source(
    node: &Node,
    path: &str,
    idle: Targets,
    base: &Path,
    diagnostics: &mut Diagnostics,
) -> Option<DatasetDemand> {
    let fields = Fields::of(node, path, &["dir", "resource_ids", "metrics"], diagnostics)?;
    let dir = fields.text("dir", diagnostics);
    if fields.required("resource_ids", diagnostics).is_some() && fields.list("resource_ids", diagnostics).is_empty() {
        diagnostics.at(fields.node(), &fields.name("resource_ids"), "must list an instance", "");
    }
    let resource_ids = texts(&fields, "resource_ids", diagnostics);
    let mut metrics = texts(&fields, "metrics", diagnostics);
    let names = METRICS.map(|(name, _)| name);
    for (metric, node) in metrics.iter().zip(fields.list("metrics", diagnostics)) {
        if !names.contains(&metric.as_str()) {
            diagnostics.at(
                node,
                &fields.name("metrics"),
                format!("`{metric}` is no demand"),
                did_you_mean(metric, names),
            );
        }
    }
    if metrics.is_empty() {
        metrics = vec!["CPUUtilization".to_owned()];
    }
    Some(DatasetDemand { dir: base.join(dir?), resource_ids, metrics, idle })
}

/// A list of texts, as long as the list: what is none is a mistake.
fn texts(fields: &Fields<'_>, field: &str, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut found = Vec::new();
    for node in fields.list(field, diagnostics) {
        if let Value::Text(text) = &node.value {
            found.push(text.trim().to_owned());
        } else {
            diagnostics.at(node, &fields.name(field), format!("expected text, found {}", node.value.noun()), "");
        }
    }
    found
}

fn targets(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<Targets> {
    let fields = Fields::of(node, path, &Metric::ALL.map(Metric::name), diagnostics)?;
    let targets = fields.targets(diagnostics);
    if fields.entries().is_empty() {
        diagnostics.at(node, path, "names no target", "such as `cpu: 60 %`");
    }
    Some(targets)
}

fn policies(fields: &Fields<'_>, says: Option<&Says>, diagnostics: &mut Diagnostics) -> Vec<NamedPolicy> {
    if fields.required("policies", diagnostics).is_none() {
        return Vec::new();
    }
    let before = diagnostics.mistakes.len();
    let nodes = fields.list("policies", diagnostics);
    if nodes.is_empty() && diagnostics.mistakes.len() == before {
        diagnostics.at(
            fields.node(),
            &fields.name("policies"),
            "must list a policy",
            "such as `{ name: fixed, fixed: 4 }`",
        );
    }
    let mut policies: Vec<NamedPolicy> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let path = format!("{}[{index}]", fields.name("policies"));
        let Some(named) = section_policy::named(node, &path, says, diagnostics) else { continue };
        if policies.iter().any(|other| other.name == named.name) {
            diagnostics.at(node, &format!("{path}.name"), format!("`{}` is there twice", named.name), "");
        }
        policies.push(named);
    }
    policies
}
