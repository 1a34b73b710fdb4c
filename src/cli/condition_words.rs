//! A rule's condition as indented sentences, with the values its parameters have.

use crate::rules::Rule;
use crate::rules::condition::{
    Condition, FieldCondition, FieldTest, MetricCondition, MetricTest, MetricValue, Operand, Requirement, ValueTest,
};

/// What must hold for the rule to flag a resource.
pub(super) fn condition(rule: &Rule) -> String {
    let mut lines = String::new();
    push(rule, &rule.when, 0, &mut lines);
    lines
}

/// What must hold for it to judge at all, and what is said where it does not.
pub(super) fn needs(rule: &Rule) -> String {
    let mut lines = String::new();
    for need in &rule.needs {
        push(rule, &need.condition, 0, &mut lines);
        lines.push_str(&format!("  otherwise: {}\n", need.otherwise));
    }
    lines
}

fn push(rule: &Rule, condition: &Condition, depth: usize, lines: &mut String) {
    let indent = "  ".repeat(depth);
    match condition {
        Condition::All(children) | Condition::Any(children) => {
            let word = if matches!(condition, Condition::All(_)) { "all of" } else { "any of" };
            lines.push_str(&format!("{indent}{word}\n"));
            for child in children {
                push(rule, child, depth.saturating_add(1), lines);
            }
        }
        Condition::Not(child) => {
            lines.push_str(&format!("{indent}not\n"));
            push(rule, child, depth.saturating_add(1), lines);
        }
        Condition::Field(field) => lines.push_str(&format!("{indent}- {}\n", field_words(rule, field))),
        Condition::Metric(metric) => lines.push_str(&format!("{indent}- {}\n", metric_words(rule, metric))),
    }
}

fn field_words(rule: &Rule, condition: &FieldCondition) -> String {
    let name = condition.field.name;
    match &condition.test {
        FieldTest::Compare(comparison, operand) => format!("{name} {} {}", comparison.words(), value(rule, operand)),
        FieldTest::Is(word) => format!("{name} is {word}"),
        FieldTest::IsNot(word) => format!("{name} is not {word}"),
        FieldTest::In(words) => format!("{name} is one of {}", words.join(", ")),
        FieldTest::Flag(true) => format!("{name} is true"),
        FieldTest::Flag(false) => format!("{name} is false"),
        FieldTest::Present(true) => format!("{name} is known"),
        FieldTest::Present(false) => format!("{name} is not known"),
    }
}

fn metric_words(rule: &Rule, condition: &MetricCondition) -> String {
    let MetricCondition { metric, statistic, window, test } = condition;
    let window = value(rule, window);
    match test {
        MetricTest::NoPoints(true) => format!("{metric} has no data point in {window}, and CloudWatch was asked"),
        MetricTest::NoPoints(false) => format!("{metric} has data points in {window}"),
        MetricTest::Value { of, required, test } => {
            let MetricValue { aggregate, per_second, share_of, .. } = of;
            let rate = if *per_second { " a second" } else { "" };
            let share = share_of.map(|field| format!(", as a share of {}", field.name)).unwrap_or_default();
            let test = match test {
                ValueTest::Compare(comparison, operand) => {
                    format!("is {} {}", comparison.words(), value(rule, operand))
                }
                ValueTest::Measured => "is measured".to_owned(),
            };
            let required = match required {
                Requirement::Coverage(operand) => format!("where {} of the hours have a point", value(rule, operand)),
                Requirement::NoDataMeansNone => "no point means none".to_owned(),
            };
            let aggregate = match aggregate.name() {
                "p99_5" => "p99.5".to_owned(),
                name => name.replace('_', " "),
            };
            format!("{metric} {statistic}, {aggregate}{rate} over {window}{share}, {test}, {required}")
        }
    }
}

/// `5 % (cpu_below)`.
fn value(rule: &Rule, operand: &Operand) -> String {
    match operand {
        Operand::Literal(literal) => literal.to_string(),
        Operand::Parameter(name) => {
            let shown = rule.parameters.iter().find(|parameter| parameter.name == *name);
            shown.map_or_else(|| name.clone(), |parameter| format!("{} ({name})", parameter.shown))
        }
    }
}
