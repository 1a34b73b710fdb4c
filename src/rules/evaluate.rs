//! Verdicts: flagged, passed, unknown. Null is unknown, never passed.

use polars::prelude::{BooleanChunked, DataFrame, Float64Chunked, IntoLazy, PolarsResult};

use super::compile::{VERDICT, expressions, leaf_column, value_column};
use super::evidence::evidence;
use super::metric_columns::MetricColumns;
use super::sources::GapIndex;
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
    evaluate_with_gaps(rules, tables, &[], exempt)
}

/// The same, where the gap of an unknown field takes its reason from the dataset's own gaps: denied, throttled, ….
pub fn evaluate_with_gaps<'a>(
    rules: &'a RuleSet,
    tables: &Tables,
    gaps: &[Gap],
    exempt: &dyn Fn(&ResourceKey) -> bool,
) -> Verdicts<'a> {
    let gaps = GapIndex::of(gaps);
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
                Ok(frame) => judge(rule, frame, keys, &judged, &metrics, &gaps)
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
    gaps: &GapIndex<'_>,
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
            None => verdicts.unknown.push(unknown(rule, key, &leaves, metrics, gaps, row)),
        }
    }
    Ok(verdicts)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use chrono::{TimeZone, Utc};
    use polars::prelude::{Column, IntoColumn, NamedFrom, Series};

    use super::*;
    use crate::model::gap::GapReason;
    use crate::rules::parse_rule;
    use crate::tables::{Answered, SeriesStatistics};
    use crate::units::{Days, Window};

    const RULE: &str = "id: ec2-instance-quiet
summary: quiet
why: Because.
resource: ec2-instance
severity: Low
parameters:
  window: { default: 14 days, help: Days. }
needs:
  - { field: age, at_least: $window, otherwise: too-young }
when:
  all:
    - { field: state, is: running }
    - not: { field: in_auto_scaling_group, is: true }
    - { metric: CPUUtilization, statistic: Maximum, aggregate: maximum, window: $window, coverage: 90 %, below: 5 % }
remediation: Stop
effort: Low
restore: Start it.
";

    /// `maximum` over the window, with points in this share of its hours.
    fn points(maximum: f64, coverage_percent: f64) -> SeriesStatistics {
        let end = Utc.with_ymd_and_hms(2026, 11, 1, 0, 0, 0).unwrap();
        SeriesStatistics {
            window: Window::before(end, Days::new(14)),
            period_s: 300,
            count: 4000,
            coverage_percent,
            first: end,
            last: end,
            average: 1.0,
            minimum: 0.0,
            maximum,
            sum: 0.0,
            p50: 0.0,
            p90: 0.0,
            p95: 0.0,
            p99: 0.0,
            p99_5: 0.0,
            maximum_daily_sum: 0.0,
        }
    }

    /// Verdicts of rows `(state, age, in a group, points)`.
    fn verdicts(
        rule: &Rule,
        rows: &[(&str, Option<f64>, Option<bool>, Answered<'_>)],
    ) -> (Vec<String>, usize, Vec<GapReason>) {
        let keys: Vec<ResourceKey> = (0..rows.len())
            .map(|row| ResourceKey {
                kind: ResourceKind::Ec2Instance,
                account: "111122223333".into(),
                region: "eu-west-1".into(),
                id: format!("i-{row}"),
            })
            .collect();
        let column = |series: Series| -> Column { series.into_column() };
        let frame = DataFrame::new(
            rows.len(),
            vec![
                column(Series::new("state".into(), rows.iter().map(|row| row.0.to_owned()).collect::<Vec<_>>())),
                column(Series::new("age".into(), rows.iter().map(|row| row.1).collect::<Vec<_>>())),
                column(Series::new("in_auto_scaling_group".into(), rows.iter().map(|row| row.2).collect::<Vec<_>>())),
            ],
        )
        .unwrap();
        let metrics = MetricColumns::from_answers(rule, &|| rows.iter().map(|row| row.3.clone()).collect());
        let frame = with_metrics(frame, &metrics, rows.len()).unwrap();
        let verdicts = judge(rule, &frame, &keys, &vec![true; rows.len()], &metrics, &GapIndex::of(&[])).unwrap();
        let flagged = verdicts.flagged.iter().map(|finding| finding.key.id.clone()).collect();
        (flagged, verdicts.passed, verdicts.unknown.iter().map(|gap| gap.reason).collect())
    }

    #[test]
    fn unknown_never_passes_unless_another_fact_decides() {
        let rule = parse_rule(Path::new("ec2/instance-quiet.yml"), RULE).unwrap();
        let (quiet, busy, sparse) = (points(3.0, 100.0), points(50.0, 100.0), points(3.0, 89.0));
        let old = Some(40.0);
        let out = Some(false);
        let (flagged, passed, unknown) = verdicts(
            &rule,
            &[
                ("running", old, out, Answered::Points(&quiet)),
                ("running", old, out, Answered::Points(&busy)),
                ("running", old, out, Answered::Points(&sparse)),
                ("running", old, out, Answered::NoPoints),
                ("running", old, out, Answered::NotAnswered(None)),
                ("running", Some(13.9), out, Answered::Points(&quiet)),
                ("running", Some(14.0), out, Answered::Points(&quiet)),
                ("running", None, out, Answered::Points(&quiet)),
                ("running", old, None, Answered::Points(&quiet)),
                ("stopped", None, None, Answered::NotAnswered(None)),
                ("running", old, Some(true), Answered::NotAnswered(None)),
            ],
        );
        assert_eq!(flagged, ["i-0", "i-6"]);
        assert_eq!(passed, 3);
        assert_eq!(
            unknown,
            [
                GapReason::LowCoverage,
                GapReason::NoData,
                GapReason::NotCollected,
                GapReason::TooYoung,
                GapReason::NoData,
                GapReason::NoData,
            ]
        );
    }
}
