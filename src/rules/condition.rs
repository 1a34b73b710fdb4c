//! The typed condition tree of a rule: what a leaf looks at, and how it is compared.

use super::literal::{Dimension, Literal};
use super::rule::RuleParameter;
use crate::model::gap::GapReason;
use crate::model::metric::{Aggregate, Statistic};
use crate::tables::Field;
use crate::units::Days;

/// Three-valued: unknown leaves make a condition unknown unless the others decide it (Kleene logic).
#[derive(Clone, Debug)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Field(FieldCondition),
    Metric(MetricCondition),
}

/// A precondition of judging: where it does not hold, what would be flagged is unknown, for this reason.
#[derive(Clone, Debug)]
pub struct Need {
    pub condition: Condition,
    pub otherwise: GapReason,
}

/// A literal, or the value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    Literal(Literal),
    Parameter(String),
}

impl Operand {
    /// `None` only for a parameter that the rule does not declare, which parsing refuses.
    pub fn resolve(&self, parameters: &[RuleParameter]) -> Option<Literal> {
        match self {
            Self::Literal(literal) => Some(*literal),
            Self::Parameter(name) => {
                parameters.iter().find(|parameter| parameter.name == *name).map(RuleParameter::literal)
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Below,
    AtMost,
    Above,
    AtLeast,
}

impl Comparison {
    pub const ALL: [(&'static str, Self); 4] =
        [("below", Self::Below), ("at_most", Self::AtMost), ("above", Self::Above), ("at_least", Self::AtLeast)];

    /// As evidence words it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::AtMost => "at most",
            Self::Above => "above",
            Self::AtLeast => "at least",
        }
    }
}

/// A condition on one field of the resource.
#[derive(Clone, Debug)]
pub struct FieldCondition {
    pub field: &'static Field,
    pub test: FieldTest,
}

#[derive(Clone, Debug)]
pub enum FieldTest {
    /// A number, duration, percentage or size.
    Compare(Comparison, Operand),
    Is(String),
    IsNot(String),
    In(Vec<String>),
    Flag(bool),
    /// Known at all; never unknown.
    Present(bool),
}

/// A condition on the points of one metric.
#[derive(Clone, Debug)]
pub struct MetricCondition {
    pub metric: &'static str,
    pub statistic: Statistic,
    pub window: Operand,
    pub test: MetricTest,
}

#[derive(Clone, Debug)]
pub enum MetricTest {
    /// CloudWatch answered for the whole window and keeps no point (`true`), or keeps one (`false`).
    NoPoints(bool),
    /// A value computed over the points.
    Value { of: MetricValue, required: Requirement, test: ValueTest },
}

#[derive(Clone, Debug)]
pub struct MetricValue {
    pub aggregate: Aggregate,
    /// Divided by the seconds of a point's period: a rate.
    pub per_second: bool,
    /// As a percentage of this field of the resource.
    pub share_of: Option<&'static Field>,
    pub dimension: Dimension,
}

/// How many points it takes to know the value.
#[derive(Clone, Debug)]
pub enum Requirement {
    /// This share of the window's hours, in percent.
    Coverage(Operand),
    /// None: the metric is emitted only on activity, so no data means none.
    NoDataMeansNone,
}

#[derive(Clone, Debug)]
pub enum ValueTest {
    Compare(Comparison, Operand),
    /// The value is known, whatever it is.
    Measured,
}

impl Condition {
    /// Visit every leaf, in the order of the file.
    pub fn each_leaf<'c>(&'c self, visit: &mut dyn FnMut(Leaf<'c>)) {
        match self {
            Self::All(children) | Self::Any(children) => {
                for child in children {
                    child.each_leaf(visit);
                }
            }
            Self::Not(child) => child.each_leaf(visit),
            Self::Field(field) => visit(Leaf::Field(field)),
            Self::Metric(metric) => visit(Leaf::Metric(metric)),
        }
    }

    pub fn leaves(&self) -> Vec<Leaf<'_>> {
        let mut leaves = Vec::new();
        self.each_leaf(&mut |leaf| leaves.push(leaf));
        leaves
    }
}

#[derive(Clone, Copy, Debug)]
pub enum Leaf<'c> {
    Field(&'c FieldCondition),
    Metric(&'c MetricCondition),
}

impl Leaf<'_> {
    /// The operands that a parameter may stand for.
    pub fn operands(&self) -> Vec<&Operand> {
        match self {
            Self::Field(FieldCondition { test: FieldTest::Compare(_, operand), .. }) => vec![operand],
            Self::Field(_) => Vec::new(),
            Self::Metric(metric) => {
                let mut operands = vec![&metric.window];
                if let MetricTest::Value { required, test, .. } = &metric.test {
                    if let Requirement::Coverage(operand) = required {
                        operands.push(operand);
                    }
                    if let ValueTest::Compare(_, operand) = test {
                        operands.push(operand);
                    }
                }
                operands
            }
        }
    }
}

impl MetricCondition {
    /// The days of metrics it looks at.
    pub fn days(&self, parameters: &[RuleParameter]) -> Days {
        self.window.resolve(parameters).map_or(Days::new(0), days_of)
    }
}

/// A duration literal in whole days; literals are checked to be at most 36500.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked when the literal was parsed")]
pub fn days_of(literal: Literal) -> Days {
    Days::new(literal.base() as u32)
}
