//! Conditions → nullable boolean polars expressions. Null is unknown, and `and`/`or` are Kleene's.

use polars::prelude::{DataType, Expr, NULL, col, lit, when};

use super::condition::{
    Comparison, Condition, FieldCondition, FieldTest, Leaf, MetricCondition, MetricTest, MetricValue, Requirement,
    ValueTest,
};
use super::literal::{GIB_BYTES, Literal};
use super::metric_columns::{COVERAGE, NO_POINTS, PERIOD, column_name};
use super::rule::{Rule, RuleParameter};
use crate::model::metric::Aggregate;
use crate::tables::FieldType;

/// The name of the verdict's column; leaves are [`leaf_column`].
pub(super) const VERDICT: &str = "verdict";

/// The column of a rule's `index`th leaf, needs first, in the order of the file.
pub(super) fn leaf_column(index: usize) -> String {
    format!("leaf {index}")
}

/// The column of a metric leaf's value, in the unit that the condition compares.
pub(super) fn value_column(index: usize) -> String {
    format!("value {index}")
}

/// The verdict and every leaf of a rule, as expressions over the frame of its kind with its metric columns.
pub(super) fn expressions(rule: &Rule) -> Vec<Expr> {
    let parameters = &rule.parameters;
    let mut expressions = Vec::new();
    for (index, leaf) in rule.leaves().into_iter().enumerate() {
        expressions.push(leaf_expression(leaf, parameters).alias(leaf_column(index)));
        if let Leaf::Metric(MetricCondition { test: MetricTest::Value { of, required, .. }, .. }) = leaf
            && let Leaf::Metric(metric) = leaf
        {
            expressions.push(metric_value(metric, of, required, parameters).alias(value_column(index)));
        }
    }
    let mut verdict = condition_expression(&rule.when, parameters);
    for need in &rule.needs {
        // A need that does not hold makes unknown of what would be flagged, and leaves what passes alone.
        let holds = condition_expression(&need.condition, parameters);
        verdict = verdict.and(when(holds).then(lit(true)).otherwise(lit(NULL).cast(DataType::Boolean)));
    }
    expressions.push(verdict.alias(VERDICT));
    expressions
}

fn condition_expression(condition: &Condition, parameters: &[RuleParameter]) -> Expr {
    let combine = |children: &[Condition], combine: fn(Expr, Expr) -> Expr, empty: bool| {
        children
            .iter()
            .map(|child| condition_expression(child, parameters))
            .reduce(combine)
            .unwrap_or_else(|| lit(empty))
    };
    match condition {
        Condition::All(children) => combine(children, Expr::and, true),
        Condition::Any(children) => combine(children, Expr::or, false),
        Condition::Not(child) => condition_expression(child, parameters).not(),
        Condition::Field(field) => leaf_expression(Leaf::Field(field), parameters),
        Condition::Metric(metric) => leaf_expression(Leaf::Metric(metric), parameters),
    }
}

fn leaf_expression(leaf: Leaf<'_>, parameters: &[RuleParameter]) -> Expr {
    match leaf {
        Leaf::Field(field) => field_expression(field, parameters),
        Leaf::Metric(metric) => metric_expression(metric, parameters),
    }
}

fn field_expression(condition: &FieldCondition, parameters: &[RuleParameter]) -> Expr {
    let field = col(condition.field.name);
    match &condition.test {
        FieldTest::Compare(comparison, operand) => {
            let scale = if condition.field.field_type == FieldType::Gib { GIB_BYTES } else { 1.0 };
            let bound = operand.resolve(parameters).map(|literal| literal.base() / scale);
            compare(field.cast(DataType::Float64), *comparison, bound)
        }
        FieldTest::Is(word) => field.eq(lit(word.clone())),
        FieldTest::IsNot(word) => field.neq(lit(word.clone())),
        FieldTest::In(words) => {
            words.iter().map(|word| field.clone().eq(lit(word.clone()))).reduce(Expr::or).unwrap_or_else(|| lit(false))
        }
        FieldTest::Flag(true) => field,
        FieldTest::Flag(false) => field.not(),
        FieldTest::Present(true) => field.is_not_null(),
        FieldTest::Present(false) => field.is_null(),
    }
}

fn metric_expression(metric: &MetricCondition, parameters: &[RuleParameter]) -> Expr {
    match &metric.test {
        MetricTest::NoPoints(wanted) => {
            let none = col(column_name(metric, metric.days(parameters), NO_POINTS));
            if *wanted { none } else { none.not() }
        }
        MetricTest::Value { of, required, test } => {
            let value = metric_value(metric, of, required, parameters);
            match test {
                ValueTest::Compare(comparison, operand) => {
                    compare(value, *comparison, operand.resolve(parameters).map(Literal::base))
                }
                ValueTest::Measured => value.gt_eq(lit(f64::NEG_INFINITY)),
            }
        }
    }
}

/// The value of a metric in its base unit, null where too few points say it.
fn metric_value(
    metric: &MetricCondition,
    of: &MetricValue,
    required: &Requirement,
    parameters: &[RuleParameter],
) -> Expr {
    let part = |name: &str| col(column_name(metric, metric.days(parameters), name));
    let mut value = part(if of.aggregate == Aggregate::Coverage { COVERAGE } else { of.aggregate.name() });
    if of.per_second {
        value = value / part(PERIOD);
    }
    let unknown = || lit(NULL).cast(DataType::Float64);
    value = match required {
        Requirement::NoDataMeansNone => when(part(NO_POINTS)).then(lit(0.0)).otherwise(value),
        Requirement::Coverage(operand) => {
            let needed = operand.resolve(parameters).map_or(100.0, Literal::base);
            when(part(COVERAGE).gt_eq(lit(needed))).then(value).otherwise(unknown())
        }
    };
    if let Some(field) = of.share_of {
        let whole = col(field.name).cast(DataType::Float64);
        value = when(whole.clone().gt(lit(0.0))).then(value / whole * lit(100.0)).otherwise(unknown());
    }
    value
}

fn compare(value: Expr, comparison: Comparison, bound: Option<f64>) -> Expr {
    let Some(bound) = bound else { return lit(NULL).cast(DataType::Boolean) };
    match comparison {
        Comparison::Below => value.lt(lit(bound)),
        Comparison::AtMost => value.lt_eq(lit(bound)),
        Comparison::Above => value.gt(lit(bound)),
        Comparison::AtLeast => value.gt_eq(lit(bound)),
    }
}
