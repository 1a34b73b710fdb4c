//! CloudWatch alarms by the metrics they watch, and dashboards (Amazon CloudWatch pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Alarm, Dashboard, MetricMonth, Quantity};

/// Shorter periods make an alarm one of high resolution.
const STANDARD_PERIOD_S: u32 = 60;
/// Anomaly detection watches the metric and both bounds of its band.
const METRICS_OF_ANOMALY_DETECTION: u32 = 3;
/// Dashboards are global; the book holds their price here.
const DASHBOARDS: &str = "us-east-1";

pub(super) const METRIC_ALARM: Kind = Kind {
    type_name: "aws_cloudwatch_metric_alarm",
    kind: "cloudwatch-alarm",
    service: "AmazonCloudWatch",
    attributes: &[
        Field::text("comparison_operator", "Operators of a band mean anomaly detection."),
        Field::number("period", "seconds", "Below 60 the alarm is one of high resolution."),
        Field::block(
            "metric_query",
            &[
                Field::text("expression", "Metric math, which is free, or a Metrics Insights query."),
                Field::block("metric", &[Field::number("period", "seconds", "Its period.")], "A metric watched."),
            ],
            "Metrics and expressions; one metric without it.",
        ),
    ],
    usage: &[Field::number("metrics_analyzed", "metrics", "Metrics that a Metrics Insights query analyzes.")],
    price: price_metric_alarm,
};

pub(super) const COMPOSITE_ALARM: Kind = Kind {
    type_name: "aws_cloudwatch_composite_alarm",
    kind: "cloudwatch-composite-alarm",
    service: "AmazonCloudWatch",
    attributes: &[],
    usage: &[],
    price: |_, sheet| {
        let rate = sheet.rate("cloudwatch.alarm.composite");
        sheet.fixed("Composite alarm", Quantity::<Alarm>::of(1_u32), rate);
    },
};

pub(super) const DASHBOARD: Kind = Kind {
    type_name: "aws_cloudwatch_dashboard",
    kind: "cloudwatch-dashboard",
    service: "AmazonCloudWatch",
    attributes: &[],
    usage: &[],
    price: |_, sheet| {
        let rate = sheet.rate_at(DASHBOARDS, "cloudwatch.dashboard");
        sheet.fixed("Dashboard", Quantity::<Dashboard>::of(1_u32), rate);
    },
};

fn price_metric_alarm(alarm: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let queries = alarm.blocks("metric_query");
    let by_query = queries.iter().filter_map(|query| query.text("expression")).any(is_metrics_insights);
    if by_query {
        let rate = sheet.rate::<MetricMonth>("cloudwatch.alarm.metrics_insights");
        return sheet.usage("Metrics analyzed", alarm.usage("metrics_analyzed"), rate);
    }
    if queries.is_empty() && alarm.is_unknown("metric_query") {
        return sheet.gap("the metrics of the alarm are known only after apply");
    }
    let metrics = queries.iter().map(|query| query.blocks("metric").len()).sum::<usize>().max(1);
    let bands = if is_anomaly_detection(alarm) { METRICS_OF_ANOMALY_DETECTION } else { 1 };
    let count = Quantity::<Alarm>::new(Decimal::from(metrics).saturating_mul(Decimal::from(bands)));
    let of_queries = queries.iter().filter_map(|query| query.number("metric.period"));
    let shortest = of_queries.chain(alarm.number("period")).min();
    if shortest.is_some_and(|period| period < Decimal::from(STANDARD_PERIOD_S)) {
        sheet.fixed("Alarm metrics (high resolution)", count, sheet.rate("cloudwatch.alarm.high_resolution"));
    } else {
        sheet.fixed("Alarm metrics (standard resolution)", count, sheet.rate("cloudwatch.alarm.standard"));
    }
}

fn is_metrics_insights(expression: &str) -> bool {
    expression.trim_start().get(..6).is_some_and(|word| word.eq_ignore_ascii_case("select"))
}

fn is_anomaly_detection(alarm: &Resource<'_>) -> bool {
    matches!(
        alarm.text("comparison_operator"),
        Some("LessThanLowerOrGreaterThanUpperThreshold" | "LessThanLowerThreshold" | "GreaterThanUpperThreshold")
    )
}
