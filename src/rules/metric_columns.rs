//! The metric series that the rules of one kind ask for, as columns beside the kind's fields.

use std::collections::BTreeMap;

use polars::prelude::{Column, IntoColumn, NamedFrom, Series};

use super::condition::{Leaf, MetricCondition, MetricTest};
use super::rule::Rule;
use crate::model::ids::ResourceKey;
use crate::model::metric::{Aggregate, Statistic};
use crate::tables::{Answered, MetricStatistics};
use crate::units::Days;

type SeriesKey = (&'static str, Statistic, Days);

/// One answer a resource for each series, and the columns made of them.
pub(super) struct MetricColumns<'t> {
    answers: BTreeMap<SeriesKey, Vec<Answered<'t>>>,
    pub(super) columns: Vec<Column>,
}

/// The columns' names: the aggregate of a series, and what is known of it.
pub(super) fn column_name(metric: &MetricCondition, days: Days, part: &str) -> String {
    format!("{} {} {} {part}", metric.metric, metric.statistic, days.count())
}

/// True where CloudWatch answered and keeps no point, false where it keeps some, null where it did not answer.
pub(super) const NO_POINTS: &str = "no points";
pub(super) const COVERAGE: &str = "coverage";
pub(super) const PERIOD: &str = "period";

impl<'t> MetricColumns<'t> {
    pub(super) fn of(rules: &[&Rule], keys: &[ResourceKey], statistics: &'t MetricStatistics) -> Self {
        Self::asking(rules, &|metric, days| statistics.column(keys, metric.metric, metric.statistic, days))
    }

    /// Every series answers alike.
    #[cfg(test)]
    pub(super) fn from_answers(rule: &Rule, answers: &dyn Fn() -> Vec<Answered<'t>>) -> Self {
        Self::asking(&[rule], &|_, _| answers())
    }

    fn asking(rules: &[&Rule], ask: &dyn Fn(&MetricCondition, Days) -> Vec<Answered<'t>>) -> Self {
        let mut this = Self { answers: BTreeMap::new(), columns: Vec::new() };
        let mut aggregates: Vec<(SeriesKey, Aggregate)> = Vec::new();
        for rule in rules {
            for leaf in rule.leaves() {
                let Leaf::Metric(metric) = leaf else { continue };
                let days = metric.days(&rule.parameters);
                let key = (metric.metric, metric.statistic, days);
                if !this.answers.contains_key(&key) {
                    let answers = ask(metric, days);
                    this.add_series(metric, days, &answers);
                    this.answers.insert(key, answers);
                }
                if let MetricTest::Value { of, .. } = &metric.test
                    && of.aggregate != Aggregate::Coverage
                    && !aggregates.contains(&(key, of.aggregate))
                {
                    aggregates.push((key, of.aggregate));
                    this.add_aggregate(metric, days, of.aggregate);
                }
            }
        }
        this
    }

    pub(super) fn answer(&self, metric: &MetricCondition, days: Days, row: usize) -> Option<&Answered<'t>> {
        self.answers.get(&(metric.metric, metric.statistic, days))?.get(row)
    }

    fn add_series(&mut self, metric: &MetricCondition, days: Days, answers: &[Answered<'_>]) {
        let none: Vec<Option<bool>> = answers
            .iter()
            .map(|answer| match answer {
                Answered::Points(_) => Some(false),
                Answered::NoPoints => Some(true),
                Answered::NotAnswered(_) => None,
            })
            .collect();
        self.columns.push(Series::new(column_name(metric, days, NO_POINTS).into(), none).into_column());
        self.add(metric, days, COVERAGE, answers, |points| points.coverage_percent);
        self.add(metric, days, PERIOD, answers, |points| f64::from(points.period_s));
    }

    fn add_aggregate(&mut self, metric: &MetricCondition, days: Days, aggregate: Aggregate) {
        if let Some(answers) = self.answers.remove(&(metric.metric, metric.statistic, days)) {
            self.add(metric, days, aggregate.name(), &answers, |points| points.get(aggregate));
            self.answers.insert((metric.metric, metric.statistic, days), answers);
        }
    }

    fn add(
        &mut self,
        metric: &MetricCondition,
        days: Days,
        part: &str,
        answers: &[Answered<'_>],
        value: impl Fn(&crate::tables::SeriesStatistics) -> f64,
    ) {
        let values: Vec<Option<f64>> = answers
            .iter()
            .map(|answer| match answer {
                Answered::Points(points) => Some(value(points)).filter(|value| value.is_finite()),
                _ => None,
            })
            .collect();
        self.columns.push(Series::new(column_name(metric, days, part).into(), values).into_column());
    }
}
