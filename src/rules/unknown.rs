//! Why a row could not be judged: the first leaf whose answer is missing, and what is missing about it.

use super::condition::{Condition, FieldCondition, Leaf, MetricCondition, MetricTest, Requirement};
use super::evaluate::{KindVerdicts, Leaves};
use super::evidence::{field_value, leaf_words, metric_fact, rounded, shown};
use super::metric_columns::MetricColumns;
use super::rule::Rule;
use super::sources::GapIndex;
use crate::model::gap::{Gap, GapReason};
use crate::model::ids::ResourceKey;
use crate::tables::Answered;

/// The gap of a row whose verdict is null.
pub(super) fn unknown(
    rule: &Rule,
    key: &ResourceKey,
    leaves: &Leaves<'_>,
    metrics: &MetricColumns<'_>,
    gaps: &GapIndex<'_>,
    row: usize,
) -> Gap {
    let mut next = 0;
    for need in &rule.needs {
        let node = Known::of(&need.condition, leaves, row, &mut next);
        match node.truth {
            Some(true) => {}
            // A need that is not met explains more than points that are therefore few.
            Some(false) => {
                let detail = match need.condition.leaves().first() {
                    Some(leaf @ Leaf::Field(field)) => format!(
                        "{} is {}, {} is needed",
                        field.field.name,
                        field_value(field, leaves, row),
                        leaf_words(*leaf, &rule.parameters)
                    ),
                    Some(Leaf::Metric(metric)) => metric_fact(metric, &rule.parameters),
                    None => String::new(),
                };
                return gap(rule, key, need.otherwise, detail);
            }
            None => return explain(rule, key, node.unknown, metrics, gaps, row),
        }
    }
    let node = Known::of(&rule.when, leaves, row, &mut next);
    explain(rule, key, node.unknown, metrics, gaps, row)
}

/// A rule that could not be evaluated at all: every row is unknown, none passes.
pub(super) fn failed<'a>(rule: &'a Rule, keys: &[ResourceKey], judged: &[bool], message: &str) -> KindVerdicts<'a> {
    let detail = format!("the rule could not be evaluated: {message}");
    let unknown = keys
        .iter()
        .zip(judged)
        .filter(|(_, judged)| **judged)
        .map(|(key, _)| gap(rule, key, GapReason::NotSupported, detail.clone()))
        .collect();
    KindVerdicts { rule, flagged: Vec::new(), passed: 0, unknown }
}

/// The truth of a condition for one row and, where it is unknown, the first leaf that makes it so.
struct Known<'c> {
    truth: Option<bool>,
    unknown: Option<Leaf<'c>>,
}

impl<'c> Known<'c> {
    fn of(condition: &'c Condition, leaves: &Leaves<'_>, row: usize, next: &mut usize) -> Self {
        match condition {
            Condition::All(children) => Self::combine(children, false, leaves, row, next),
            Condition::Any(children) => Self::combine(children, true, leaves, row, next),
            Condition::Not(child) => {
                let child = Self::of(child, leaves, row, next);
                Self { truth: child.truth.map(|truth| !truth), unknown: child.unknown }
            }
            Condition::Field(field) => Self::leaf(Leaf::Field(field), leaves, row, next),
            Condition::Metric(metric) => Self::leaf(Leaf::Metric(metric), leaves, row, next),
        }
    }

    fn leaf(leaf: Leaf<'c>, leaves: &Leaves<'_>, row: usize, next: &mut usize) -> Self {
        let truth = leaves.truth(*next, row);
        *next += 1;
        Self { truth, unknown: truth.is_none().then_some(leaf) }
    }

    /// Kleene: one child that is `decisive` decides, else an unknown one makes it unknown.
    fn combine(children: &'c [Condition], decisive: bool, leaves: &Leaves<'_>, row: usize, next: &mut usize) -> Self {
        let mut all = Self { truth: Some(!decisive), unknown: None };
        let mut decided = false;
        for child in children {
            let child = Self::of(child, leaves, row, next);
            decided |= child.truth == Some(decisive);
            if child.truth.is_none() && all.unknown.is_none() {
                all = child;
            }
        }
        if decided { Self { truth: Some(decisive), unknown: None } } else { all }
    }
}

fn explain(
    rule: &Rule,
    key: &ResourceKey,
    leaf: Option<Leaf<'_>>,
    metrics: &MetricColumns<'_>,
    gaps: &GapIndex<'_>,
    row: usize,
) -> Gap {
    match leaf {
        Some(Leaf::Field(field)) => field_gap(rule, key, field, gaps),
        Some(Leaf::Metric(metric)) => metric_gap(rule, key, metric, metrics, row),
        None => gap(rule, key, GapReason::NoData, "what the rule asks for is not known".to_owned()),
    }
}

fn field_gap(rule: &Rule, key: &ResourceKey, condition: &FieldCondition, gaps: &GapIndex<'_>) -> Gap {
    let name = condition.field.name;
    match gaps.behind(key, name) {
        Some(source) => Gap {
            service: source.service.clone(),
            operation: source.operation.clone(),
            ..gap(rule, key, source.reason, format!("{name} is not known: {}", source.detail))
        },
        None => gap(rule, key, GapReason::NoData, format!("{name} is not known: {}", condition.field.null)),
    }
}

fn metric_gap(
    rule: &Rule,
    key: &ResourceKey,
    metric: &MetricCondition,
    metrics: &MetricColumns<'_>,
    row: usize,
) -> Gap {
    let days = metric.days(&rule.parameters);
    let fact = format!("{} {} over {days}", metric.metric, metric.statistic);
    let mut found = match metrics.answer(metric, days, row) {
        Some(Answered::NotAnswered(Some(source))) => {
            let detail = format!("{fact} was not answered: {}", source.detail);
            Gap { operation: source.operation.clone(), ..gap(rule, key, source.reason, detail) }
        }
        Some(Answered::NotAnswered(None)) | None => {
            gap(rule, key, GapReason::NotCollected, format!("{fact} was not collected for the whole of the window"))
        }
        Some(Answered::NoPoints) => gap(rule, key, GapReason::NoData, format!("{fact} has no data point")),
        Some(Answered::Points(points)) => match &metric.test {
            MetricTest::Value { required: Requirement::Coverage(needed), of, .. } => {
                let needed_percent = needed.resolve(&rule.parameters).map_or(100.0, super::literal::Literal::base);
                if points.coverage_percent < needed_percent {
                    let needed = shown(needed, &rule.parameters);
                    let covered = rounded(points.coverage_percent);
                    let detail = format!("{fact} has points in {covered} % of the hours, {needed} is needed");
                    gap(rule, key, GapReason::LowCoverage, detail)
                } else if let Some(field) = of.share_of {
                    gap(rule, key, GapReason::NoData, format!("{} is not known: {}", field.name, field.null))
                } else {
                    gap(rule, key, GapReason::BadAnswer, format!("{fact} is not a number"))
                }
            }
            _ => gap(rule, key, GapReason::BadAnswer, format!("{fact} is not a number")),
        },
    };
    "CloudWatch".clone_into(&mut found.service);
    found
}

fn gap(rule: &Rule, key: &ResourceKey, reason: GapReason, detail: String) -> Gap {
    Gap {
        service: key.kind.service().to_owned(),
        account: Some(key.account.clone()),
        region: Some(key.region.clone()),
        operation: None,
        rule: Some(rule.id.clone()),
        resource_id: Some(key.id.clone()),
        reason,
        detail,
    }
}
