//! The condition tree of a rule, typed against the fields and metrics of its kind.

use super::condition::{
    Comparison, Condition, FieldCondition, FieldTest, MetricCondition, MetricTest, MetricValue, Need, Operand,
    Requirement, ValueTest,
};
use super::literal::Dimension;
use super::metrics::{RuleMetric, metrics_of};
use super::parse::operand;
use super::rule::RuleParameter;
use super::yaml::{Diagnostics, Fields, Node, Value, did_you_mean};
use crate::model::gap::GapReason;
use crate::model::ids::ResourceKind;
use crate::model::metric::{Aggregate, Statistic};
use crate::tables::{FIELDS, Field, FieldType};

/// What names in a condition can refer to.
pub(super) struct Scope<'a> {
    pub kind: ResourceKind,
    pub parameters: &'a [RuleParameter],
    /// The names of all parameters, those with a mistake of their own among them.
    pub declared: &'a [&'a str],
}

const FORMS: [&str; 5] = ["all", "any", "not", "field", "metric"];
const FIELD_TESTS: [&str; 8] = ["is", "is_not", "in", "present", "below", "at_most", "above", "at_least"];
const METRIC_FIELDS: [&str; 14] = [
    "metric",
    "statistic",
    "aggregate",
    "window",
    "coverage",
    "per_second",
    "share_of",
    "when_no_points",
    "no_points",
    "measured",
    "below",
    "at_most",
    "above",
    "at_least",
];
/// Conditions nest at most this deep; a tree any deeper is a mistake, not a rule.
const DEEPEST: usize = 10;

/// Preconditions: conditions with `otherwise`, the reason for not knowing.
pub(super) fn needs(nodes: &[Node], scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Need> {
    nodes.iter().filter_map(|node| need(node, scope, diagnostics)).collect()
}

fn need(node: &Node, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<Need> {
    let Value::Map(entries) = &node.value else {
        diagnostics.at(node, "needs", format!("expected a mapping, found {}", node.value.noun()), "");
        return None;
    };
    let reasons = [
        ("too-young", GapReason::TooYoung),
        ("no-data", GapReason::NoData),
        ("low-coverage", GapReason::LowCoverage),
        ("not-supported", GapReason::NotSupported),
    ];
    let of_need =
        Fields::of(node, "needs", &entries.iter().map(|(key, _)| key.name.as_str()).collect::<Vec<_>>(), diagnostics)?;
    let otherwise = of_need.word("otherwise", &reasons, diagnostics);
    let rest = entries.iter().filter(|(key, _)| key.name != "otherwise").cloned().collect();
    let rest = Node { value: Value::Map(rest), line: node.line, column: node.column };
    Some(Need { condition: condition(&rest, "needs", scope, diagnostics)?, otherwise: otherwise? })
}

pub(super) fn condition(
    node: &Node,
    path: &str,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Condition> {
    if path.matches('.').count() > DEEPEST {
        diagnostics.at(node, "when", "conditions nest too deep", "");
        return None;
    }
    let Value::Map(entries) = &node.value else {
        diagnostics.at(node, path, format!("expected a condition, found {}", node.value.noun()), "");
        return None;
    };
    let forms: Vec<_> = entries.iter().filter(|(key, _)| FORMS.contains(&key.name.as_str())).collect();
    let [(key, child)] = forms.as_slice() else {
        if let ([], Some((key, _))) = (forms.as_slice(), entries.first()) {
            diagnostics.at_key(
                key,
                path,
                format!("unknown form of condition `{}`", key.name),
                did_you_mean(&key.name, FORMS),
            );
        } else {
            diagnostics.at(node, path, "expected exactly one of `all`, `any`, `not`, `field` and `metric`", "");
        }
        return None;
    };
    match key.name.as_str() {
        "field" => field_condition(node, path, scope, diagnostics),
        "metric" => metric_condition(node, path, scope, diagnostics),
        form => {
            Fields::of(node, path, &[form], diagnostics)?;
            let path = format!("{path}.{form}");
            if form == "not" {
                return condition(child, &path, scope, diagnostics).map(|child| Condition::Not(Box::new(child)));
            }
            let children = match &child.value {
                Value::List(children) if !children.is_empty() => children,
                _ => {
                    diagnostics.at(child, &path, "expected a list of conditions", "");
                    return None;
                }
            };
            let parsed: Vec<_> = children.iter().map(|child| condition(child, &path, scope, diagnostics)).collect();
            let parsed = parsed.into_iter().collect::<Option<Vec<_>>>()?;
            Some(if form == "all" { Condition::All(parsed) } else { Condition::Any(parsed) })
        }
    }
}

fn find_field(
    fields: &Fields<'_>,
    key: &str,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<&'static Field> {
    let name = fields.text(key, diagnostics)?;
    let of_kind = || FIELDS.iter().filter(|field| field.kind == scope.kind);
    let found = of_kind().find(|field| field.name == name);
    if let (None, Some(node)) = (found, fields.get(key)) {
        let message = format!("`{}` has no field `{name}`", scope.kind);
        diagnostics.at(node, &fields.name(key), message, did_you_mean(name, of_kind().map(|field| field.name)));
    }
    found
}

const fn dimension_of(field_type: FieldType) -> Option<Dimension> {
    match field_type {
        FieldType::Number => Some(Dimension::Number),
        FieldType::Gib => Some(Dimension::Size),
        FieldType::Age => Some(Dimension::Duration),
        FieldType::Percent => Some(Dimension::Percent),
        FieldType::Text | FieldType::Flag => None,
    }
}

/// The one test among the fields that are there.
fn only_test<'n>(
    fields: &Fields<'n>,
    tests: &[&'static str],
    path: &str,
    diagnostics: &mut Diagnostics,
) -> Option<(&'static str, &'n Node)> {
    let found: Vec<_> = tests.iter().filter_map(|test| fields.get(test).map(|node| (*test, node))).collect();
    if let [one] = found.as_slice() {
        return Some(*one);
    }
    let message = if found.is_empty() { "the condition has no test" } else { "the condition has more than one test" };
    let hint = format!("exactly one of `{}`; combine conditions with `all`", tests.join("`, `"));
    diagnostics.at(fields.node(), path, message, hint);
    None
}

fn field_condition(node: &Node, path: &str, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<Condition> {
    let known: Vec<&str> = ["field"].into_iter().chain(FIELD_TESTS).collect();
    let fields = Fields::of(node, path, &known, diagnostics)?;
    let field = find_field(&fields, "field", scope, diagnostics);
    let test = only_test(&fields, &FIELD_TESTS, path, diagnostics);
    let (field, (word, value)) = (field?, test?);
    let place = fields.name(word);
    let as_text = |node: &Node, diagnostics: &mut Diagnostics| match &node.value {
        Value::Text(word) => Some(word.clone()),
        other => {
            let message = format!("expected text, since `{}` is text, found {}", field.name, other.noun());
            diagnostics.at(node, &place, message, "put it in quotes if it is meant as text");
            None
        }
    };
    let comparison = Comparison::ALL.into_iter().find(|(name, _)| *name == word).map(|(_, comparison)| comparison);
    let test = match (field.field_type, word, comparison) {
        (_, "present", _) => match value.value {
            Value::Flag(flag) => FieldTest::Present(flag),
            _ => return misfit(field, word, value, &place, diagnostics),
        },
        (FieldType::Flag, "is", _) => match value.value {
            Value::Flag(flag) => FieldTest::Flag(flag),
            _ => return misfit(field, word, value, &place, diagnostics),
        },
        (FieldType::Text, "is", _) => FieldTest::Is(as_text(value, diagnostics)?),
        (FieldType::Text, "is_not", _) => FieldTest::IsNot(as_text(value, diagnostics)?),
        (FieldType::Text, "in", _) => match &value.value {
            Value::List(words) if !words.is_empty() => {
                FieldTest::In(words.iter().map(|word| as_text(word, diagnostics)).collect::<Option<_>>()?)
            }
            _ => return misfit(field, word, value, &place, diagnostics),
        },
        (field_type, _, Some(comparison)) => match dimension_of(field_type) {
            Some(dimension) => FieldTest::Compare(comparison, operand(value, &place, dimension, scope, diagnostics)?),
            None => return misfit(field, word, value, &place, diagnostics),
        },
        _ => return misfit(field, word, value, &place, diagnostics),
    };
    Some(Condition::Field(FieldCondition { field, test }))
}

fn misfit(field: &Field, word: &str, value: &Node, place: &str, diagnostics: &mut Diagnostics) -> Option<Condition> {
    let fits = match field.field_type {
        FieldType::Flag => "a flag: `is: true` or `is: false`",
        FieldType::Text => "text: `is`, `is_not`, or `in` with a list",
        FieldType::Number | FieldType::Gib | FieldType::Age | FieldType::Percent => {
            "a quantity: `below`, `at_most`, `above` or `at_least`"
        }
    };
    let message = format!("`{word}` with {} does not fit `{}`", value.value.noun(), field.name);
    diagnostics.at(value, place, message, format!("`{}` is {fits}; `present` fits any field", field.name));
    None
}

fn metric_condition(node: &Node, path: &str, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<Condition> {
    let fields = Fields::of(node, path, &METRIC_FIELDS, diagnostics)?;
    let metric = find_metric(&fields, scope, diagnostics);
    let statistic =
        fields.word("statistic", &Statistic::ALL.map(|statistic| (statistic.name(), statistic)), diagnostics);
    let window = fields
        .required("window", diagnostics)
        .and_then(|node| operand(node, &fields.name("window"), Dimension::Duration, scope, diagnostics));
    let tests = ["no_points", "measured", "below", "at_most", "above", "at_least"];
    let test = only_test(&fields, &tests, path, diagnostics);
    let (metric, statistic, window, (word, value)) = (metric?, statistic?, window?, test?);
    if !metric.statistics.contains(&statistic) {
        let kept: Vec<_> = metric.statistics.iter().map(|statistic| statistic.name()).collect();
        let message = format!("a dataset does not hold the statistic {statistic} of `{}`", metric.name);
        diagnostics.at(node, &fields.name("statistic"), message, format!("one of `{}`", kept.join("`, `")));
        return None;
    }
    let test = if word == "no_points" {
        no_points(&fields, value, diagnostics)?
    } else {
        value_test(&fields, metric, statistic, (word, value), scope, diagnostics)?
    };
    Some(Condition::Metric(MetricCondition { metric: metric.name, statistic, window, test }))
}

fn find_metric(fields: &Fields<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<&'static RuleMetric> {
    let name = fields.text("metric", diagnostics)?;
    let found = metrics_of(scope.kind).find(|metric| metric.name == name);
    if let (None, Some(node)) = (found, fields.get("metric")) {
        let message = format!("`{}` has no metric `{name}`", scope.kind);
        diagnostics.at(
            node,
            &fields.name("metric"),
            message,
            did_you_mean(name, metrics_of(scope.kind).map(|m| m.name)),
        );
    }
    found
}

/// Whether there are points at all needs neither an aggregate nor coverage.
fn no_points(fields: &Fields<'_>, value: &Node, diagnostics: &mut Diagnostics) -> Option<MetricTest> {
    for superfluous in ["aggregate", "coverage", "per_second", "share_of", "when_no_points"] {
        if let Some(node) = fields.get(superfluous) {
            diagnostics.at(node, &fields.name(superfluous), "does not go with `no_points`", "remove it");
        }
    }
    if let Value::Flag(flag) = value.value {
        return Some(MetricTest::NoPoints(flag));
    }
    diagnostics.at(value, &fields.name("no_points"), "expected `true` or `false`", "");
    None
}

fn value_test(
    fields: &Fields<'_>,
    metric: &RuleMetric,
    statistic: Statistic,
    (word, value): (&str, &Node),
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<MetricTest> {
    let aggregate =
        fields.word("aggregate", &Aggregate::ALL.map(|aggregate| (aggregate.name(), aggregate)), diagnostics);
    let per_second = fields.flag("per_second", false, diagnostics);
    let share_of = match fields.get("share_of") {
        Some(_) => Some(find_field(fields, "share_of", scope, diagnostics)?),
        None => None,
    };
    let requirement = requirement(fields, scope, diagnostics);
    let aggregate = aggregate?;
    if matches!(aggregate, Aggregate::Sum | Aggregate::MaximumDailySum) && statistic != Statistic::Sum {
        let message = format!("`{}` needs the statistic Sum", aggregate.name());
        diagnostics.at(fields.node(), &fields.name("aggregate"), message, "");
        return None;
    }
    if per_second
        && (statistic != Statistic::Sum
            || matches!(
                aggregate,
                Aggregate::Sum | Aggregate::MaximumDailySum | Aggregate::Count | Aggregate::Coverage
            ))
    {
        let message =
            "a rate by the second is of the points of the statistic Sum: `maximum`, `average` or a percentile";
        diagnostics.at(fields.node(), &fields.name("per_second"), message, "");
        return None;
    }
    let dimension = match (aggregate, share_of) {
        (_, Some(field)) if field.field_type != FieldType::Number || metric.dimension != Dimension::Number => {
            diagnostics.at(fields.node(), &fields.name("share_of"), "both must be plain numbers", "");
            return None;
        }
        (_, Some(_)) | (Aggregate::Coverage, None) => Dimension::Percent,
        (Aggregate::Count, None) => Dimension::Number,
        _ => metric.dimension,
    };
    let test = match Comparison::ALL.into_iter().find(|(name, _)| *name == word) {
        Some((_, comparison)) => {
            ValueTest::Compare(comparison, operand(value, &fields.name(word), dimension, scope, diagnostics)?)
        }
        None if matches!(value.value, Value::Flag(true)) => ValueTest::Measured,
        None => {
            diagnostics.at(value, &fields.name(word), "expected `true`", "put the condition in `not` for the opposite");
            return None;
        }
    };
    let of = MetricValue { aggregate, per_second, share_of, dimension };
    Some(MetricTest::Value { of, required: requirement?, test })
}

/// `coverage: 90 %` or, by name, `when_no_points: zero`.
fn requirement(fields: &Fields<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<Requirement> {
    match (fields.get("coverage"), fields.get("when_no_points")) {
        (Some(node), None) => {
            let operand: Operand = operand(node, &fields.name("coverage"), Dimension::Percent, scope, diagnostics)?;
            Some(Requirement::Coverage(operand))
        }
        (None, Some(_)) => {
            fields.word("when_no_points", &[("zero", ())], diagnostics)?;
            Some(Requirement::NoDataMeansNone)
        }
        (found, _) => {
            let message = if found.is_some() {
                "`coverage` and `when_no_points` exclude each other"
            } else {
                "the condition does not say how many points it takes"
            };
            let hint = "`coverage: 90 %`, or `when_no_points: zero` for a metric that is emitted only on activity";
            diagnostics.at(fields.node(), &fields.name("coverage"), message, hint);
            None
        }
    }
}
