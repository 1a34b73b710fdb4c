//! Verdicts: flagged, passed, unknown. Null is unknown, never passed.

use polars::prelude::{BooleanChunked, DataFrame, Float64Chunked, IntoLazy, PolarsResult};

use super::compile::{VERDICT, expressions, leaf_column, value_column};
use super::evidence::evidence;
use super::metric_columns::MetricColumns;
use super::unknown::{failed, unknown};
use super::{Rule, RuleSet};
use crate::model::finding::Finding;
use crate::model::gap::Gap;
use crate::model::ids::{ResourceKey, ResourceKind};
use crate::tables::Tables;

/// The verdicts of one rule.
#[derive(Clone, Debug)]
pub struct KindVerdicts<'a> {
    pub rule: &'a Rule,
    pub flagged: Vec<Finding>,
    pub passed: usize,
    /// One gap for each resource that could not be judged.
    pub unknown: Vec<Gap>,
}

pub type Verdicts<'a> = Vec<KindVerdicts<'a>>;

/// Judge every resource with every rule; `exempt` says which rows are left out. In the order of the rules.
pub fn evaluate<'a>(rules: &'a RuleSet, tables: &Tables, exempt: &dyn Fn(&ResourceKey) -> bool) -> Verdicts<'a> {
    let mut verdicts: Vec<(usize, KindVerdicts<'a>)> = Vec::new();
    for kind in ResourceKind::ALL {
        let of_kind: Vec<(usize, &Rule)> =
            rules.rules.iter().enumerate().filter(|(_, rule)| rule.kind == kind).collect();
        let keys = tables.keys.get(&kind).map_or(&[][..], Vec::as_slice);
        let judged: Vec<bool> = keys.iter().map(|key| !exempt(key)).collect();
        let plain: Vec<&Rule> = of_kind.iter().map(|(_, rule)| *rule).collect();
        let metrics = MetricColumns::of(&plain, keys, &tables.statistics);
        let frame = tables.frames.get(&kind).cloned().unwrap_or_default();
        let frame = with_metrics(frame, &metrics, keys.len());
        for (place, rule) in of_kind {
            let verdict = match &frame {
                _ if keys.is_empty() => KindVerdicts { rule, flagged: Vec::new(), passed: 0, unknown: Vec::new() },
                Ok(frame) => judge(rule, frame, keys, &judged, &metrics)
                    .unwrap_or_else(|error| failed(rule, keys, &judged, &error.to_string())),
                Err(error) => failed(rule, keys, &judged, &error.to_string()),
            };
            verdicts.push((place, verdict));
        }
    }
    verdicts.sort_by_key(|(place, _)| *place);
    verdicts.into_iter().map(|(_, verdict)| verdict).collect()
}

fn with_metrics(mut frame: DataFrame, metrics: &MetricColumns<'_>, rows: usize) -> PolarsResult<DataFrame> {
    if rows > 0 {
        frame.hstack_mut(&metrics.columns)?;
    }
    Ok(frame)
}

/// What a rule's leaves say of each row.
pub(super) struct Leaves<'f> {
    pub(super) frame: &'f DataFrame,
    truths: Vec<BooleanChunked>,
    values: Vec<Option<Float64Chunked>>,
}

impl Leaves<'_> {
    pub(super) fn truth(&self, leaf: usize, row: usize) -> Option<bool> {
        self.truths.get(leaf)?.get(row)
    }

    /// The value of a metric leaf.
    pub(super) fn value(&self, leaf: usize, row: usize) -> Option<f64> {
        self.values.get(leaf)?.as_ref()?.get(row)
    }
}

fn judge<'a>(
    rule: &'a Rule,
    frame: &DataFrame,
    keys: &[ResourceKey],
    judged: &[bool],
    metrics: &MetricColumns<'_>,
) -> PolarsResult<KindVerdicts<'a>> {
    let answers = frame.clone().lazy().with_columns(expressions(rule)).collect()?;
    let verdict = answers.column(VERDICT)?.bool()?.rechunk().into_owned();
    let count = rule.leaves().len();
    let mut leaves = Leaves { frame, truths: Vec::with_capacity(count), values: Vec::with_capacity(count) };
    for leaf in 0..count {
        leaves.truths.push(answers.column(&leaf_column(leaf))?.bool()?.rechunk().into_owned());
        let value = match answers.column(&value_column(leaf)) {
            Ok(column) => Some(column.f64()?.rechunk().into_owned()),
            Err(_) => None,
        };
        leaves.values.push(value);
    }
    let mut verdicts = KindVerdicts { rule, flagged: Vec::new(), passed: 0, unknown: Vec::new() };
    for (row, (key, judged)) in keys.iter().zip(judged).enumerate() {
        match verdict.get(row) {
            _ if !judged => {}
            Some(true) => verdicts.flagged.push(Finding {
                rule: rule.id.clone(),
                key: key.clone(),
                evidence: evidence(rule, &leaves, metrics, row),
            }),
            Some(false) => verdicts.passed += 1,
            None => verdicts.unknown.push(unknown(rule, key, &leaves, metrics, row)),
        }
    }
    Ok(verdicts)
}
