//! Why a row was flagged: each leaf that held, with value, statistic, window and coverage.

use polars::prelude::AnyValue;

use super::condition::{
    Condition, FieldCondition, FieldTest, Leaf, MetricCondition, MetricTest, MetricValue, Operand, ValueTest,
};
use super::evaluate::Leaves;
use super::literal::{Dimension, GIB_BYTES};
use super::metric_columns::MetricColumns;
use super::rule::{Rule, RuleParameter};
use crate::model::analysis::Evidence;
use crate::tables::{Answered, FieldType};

/// The leaves that made the verdict true, in the order of the file, each fact once.
pub(super) fn evidence(rule: &Rule, leaves: &Leaves<'_>, metrics: &MetricColumns<'_>, row: usize) -> Vec<Evidence> {
    let mut collected = Vec::new();
    let mut next = 0;
    for condition in rule.needs.iter().map(|need| &need.condition).chain([&rule.when]) {
        collect(condition, true, &mut next, &mut |index, leaf, wanted| {
            if leaves.truth(index, row) == Some(wanted) {
                let fact = leaf_evidence(leaf, wanted, rule, leaves.value(index, row), leaves, metrics, row);
                if !collected.contains(&fact) {
                    collected.push(fact);
                }
            }
        });
    }
    collected
}

/// Walk the leaves with what each had to be for the whole to hold: `not` turns it around.
fn collect<'c>(condition: &'c Condition, wanted: bool, next: &mut usize, visit: &mut dyn FnMut(usize, Leaf<'c>, bool)) {
    let mut leaf = |leaf| {
        visit(*next, leaf, wanted);
        *next += 1;
    };
    match condition {
        Condition::All(children) | Condition::Any(children) => {
            for child in children {
                collect(child, wanted, next, visit);
            }
        }
        Condition::Not(child) => collect(child, !wanted, next, visit),
        Condition::Field(field) => leaf(Leaf::Field(field)),
        Condition::Metric(metric) => leaf(Leaf::Metric(metric)),
    }
}

fn leaf_evidence(
    leaf: Leaf<'_>,
    wanted: bool,
    rule: &Rule,
    value: Option<f64>,
    leaves: &Leaves<'_>,
    metrics: &MetricColumns<'_>,
    row: usize,
) -> Evidence {
    let condition = leaf_words(leaf, &rule.parameters);
    let condition = match leaf {
        // The value says it already.
        Leaf::Field(FieldCondition { test: FieldTest::Is(_) | FieldTest::Flag(_), .. }) => String::new(),
        _ if wanted || condition.is_empty() => condition,
        _ => format!("not {condition}"),
    };
    match leaf {
        Leaf::Field(field) => {
            Evidence { condition, ..Evidence::fact(field.field.name, field_value(field, leaves, row)) }
        }
        Leaf::Metric(metric) => {
            let days = metric.days(&rule.parameters);
            let points = match metrics.answer(metric, days, row) {
                Some(Answered::Points(points)) => Some(points),
                _ => None,
            };
            let shown = match (&metric.test, value) {
                (MetricTest::Value { of, .. }, Some(value)) if points.is_some() => metric_value(of, value),
                _ if points.is_none() => "no data point".to_owned(),
                _ => "data points".to_owned(),
            };
            Evidence {
                fact: metric_fact(metric, &rule.parameters),
                value: shown,
                condition,
                coverage_percent: points.map(|points| points.coverage_percent),
                window: points.map(|points| points.window),
            }
        }
    }
}

/// `CPUUtilization Maximum maximum over 14 days`.
pub(super) fn metric_fact(metric: &MetricCondition, parameters: &[RuleParameter]) -> String {
    let days = metric.days(parameters);
    match &metric.test {
        MetricTest::NoPoints(_) => format!("{} {} over {days}", metric.metric, metric.statistic),
        MetricTest::Value { of, .. } => {
            let rate = if of.per_second { " per second" } else { "" };
            let share = of.share_of.map_or_else(String::new, |field| format!(" as share of {}", field.name));
            format!("{} {} {}{rate}{share} over {days}", metric.metric, metric.statistic, of.aggregate.name())
        }
    }
}

/// The test of a leaf in words: `below 5 %`; empty where the fact says it all.
pub(super) fn leaf_words(leaf: Leaf<'_>, parameters: &[RuleParameter]) -> String {
    match leaf {
        Leaf::Field(FieldCondition { test, .. }) => match test {
            FieldTest::Compare(comparison, operand) => {
                format!("{} {}", comparison.words(), shown(operand, parameters))
            }
            FieldTest::Is(word) => format!("is {word}"),
            FieldTest::IsNot(word) => format!("is not {word}"),
            FieldTest::In(words) => format!("one of {}", words.join(", ")),
            FieldTest::Flag(flag) => format!("is {flag}"),
            FieldTest::Present(true) => "is known".to_owned(),
            FieldTest::Present(false) => "is not known".to_owned(),
        },
        Leaf::Metric(MetricCondition { test, .. }) => match test {
            MetricTest::Value { test: ValueTest::Compare(comparison, operand), .. } => {
                format!("{} {}", comparison.words(), shown(operand, parameters))
            }
            // The value says it already.
            MetricTest::NoPoints(_) | MetricTest::Value { test: ValueTest::Measured, .. } => String::new(),
        },
    }
}

/// A literal or the parameter's value, as the user wrote it.
pub(super) fn shown(operand: &Operand, parameters: &[RuleParameter]) -> String {
    match operand {
        Operand::Literal(literal) => literal.to_string(),
        Operand::Parameter(name) => parameters
            .iter()
            .find(|parameter| parameter.name == *name)
            .map_or_else(|| format!("${name}"), |parameter| parameter.shown.clone()),
    }
}

pub(super) fn field_value(condition: &FieldCondition, leaves: &Leaves<'_>, row: usize) -> String {
    let Some(value) = leaves.frame.column(condition.field.name).ok().and_then(|column| column.get(row).ok()) else {
        return "unknown".to_owned();
    };
    match (&value, condition.field.field_type) {
        (AnyValue::Null, _) => "unknown".to_owned(),
        (AnyValue::String(text), _) => (*text).to_owned(),
        (AnyValue::StringOwned(text), _) => text.to_string(),
        (AnyValue::Boolean(flag), _) => flag.to_string(),
        (value, field_type) => {
            let number = value.extract::<f64>();
            match (number, field_type) {
                (Some(days), FieldType::Age) => format!("{} days", (days * 10.0).floor() / 10.0),
                (Some(gib), FieldType::Gib) => size(gib * GIB_BYTES),
                (Some(percent), FieldType::Percent) => format!("{} %", rounded(percent)),
                (Some(number), _) => rounded(number),
                (None, _) => value.to_string(),
            }
        }
    }
}

fn metric_value(of: &MetricValue, value: f64) -> String {
    let rate = if of.per_second && of.share_of.is_none() { "/s" } else { "" };
    match of.dimension {
        Dimension::Percent => format!("{} %", rounded(value)),
        Dimension::Size => format!("{}{rate}", traffic(value)),
        Dimension::Duration => format!("{} days", rounded(value)),
        Dimension::Number => format!("{}{rate}", rounded(value)),
    }
}

/// Two decimals below a hundred, none above; no trailing zeros.
pub(super) fn rounded(number: f64) -> String {
    let decimals = if number.abs() < 100.0 { 100.0 } else { 1.0 };
    format!("{}", (number * decimals).round() / decimals)
}

/// Traffic, in the multiples people read: `4.2 MB`, `12 GiB`.
fn traffic(bytes: f64) -> String {
    let units = [("TiB", 1024.0 * GIB_BYTES), ("GiB", GIB_BYTES), ("MB", 1e6), ("KB", 1e3)];
    in_largest(bytes, &units)
}

/// What is stored, in binary multiples: `128 KiB`, `12 GiB`.
fn size(bytes: f64) -> String {
    let units = [("TiB", 1024.0 * GIB_BYTES), ("GiB", GIB_BYTES), ("MiB", 1_048_576.0), ("KiB", 1024.0)];
    in_largest(bytes, &units)
}

fn in_largest(bytes: f64, units: &[(&str, f64)]) -> String {
    match units.iter().find(|(_, factor)| bytes >= *factor) {
        Some((unit, factor)) => format!("{} {unit}", rounded(bytes / factor)),
        None => format!("{} bytes", rounded(bytes)),
    }
}
