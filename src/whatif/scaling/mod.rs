//! Auto-scaling what-if: a demand series under a policy gives unit-hours and what the units had to bear.
//!
//! A *unit* is whatever the policy counts: an instance, a task. Pure arithmetic on minutes: no price, clock or network.
//! [`section()`] reads the `scaling:` section of a scenario, [`compare`] runs policies side by side, [`advise`] says in
//! words whether a fleet should grow. Start with [`Demand`] and [`Policy`]; `simulate` has the loop.
//!
//! Sources of the semantics: Application Auto Scaling User Guide (target tracking, step scaling, cooldowns) and
//! Amazon EC2 Auto Scaling User Guide (warm-up, step adjustments, cooldowns), read in 2026-11. Neither says from which
//! values target tracking reckons a scale-in; `target_tracking` names the choice made here.

mod advice;
mod controller;
mod demand;
mod demand_csv;
mod demand_dataset;
mod literal;
mod outcome;
mod policy;
mod section;
mod section_policy;
mod simulate;
mod step;
mod target_tracking;
mod threshold;

pub use advice::{Advice, MetricEvidence, Verdict, advise};
pub use demand::{Demand, LONGEST_MINUTES, Metric, Sample};
pub use demand_csv::{CsvDemand, read_csv};
pub use demand_dataset::{DatasetDemand, DatasetDemandError};
pub use outcome::{NamedPolicy, Outcome, PolicyOutcome, compare, compare_at};
pub use policy::{Adjustment, Group, MOST_UNITS, Policy, Step, StepScaling, TargetTracking, Targets, Thresholds};
pub use section::{DemandSource, ScalingError, ScalingSection, section};
pub use simulate::simulate;
