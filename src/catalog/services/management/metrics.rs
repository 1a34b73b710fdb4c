//! CloudWatch metrics of an account and what reads them, which exist only as usage (Amazon CloudWatch pricing).

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{MetricMonth, MetricRequest, MetricUpdate, Request};

pub(super) const METRICS: Kind = Kind {
    type_name: "aws_cloudwatch_metrics",
    kind: "cloudwatch-metrics",
    service: "AmazonCloudWatch",
    attributes: &[],
    usage: &[
        Field::number(CUSTOM, "metrics", "Custom metrics; detailed monitoring of an instance has seven."),
        Field::number(READ, "metrics a month", "Metrics requested by GetMetricData."),
        Field::number(IMAGES, "metrics a month", "Metrics requested by GetMetricWidgetImage."),
        Field::number(REQUESTS, "requests a month", "Requests of other kinds, PutMetricData among them."),
        Field::number(STREAMED, "updates a month", "Updates sent by metric streams."),
    ],
    price,
};

const CUSTOM: &str = "custom_metrics";
const READ: &str = "monthly_get_metric_data_metrics";
const IMAGES: &str = "monthly_get_metric_widget_image_metrics";
const REQUESTS: &str = "monthly_api_requests";
const STREAMED: &str = "monthly_metric_stream_updates";

/// Only what is given has a line: the usage is all that declares this resource.
fn price(metrics: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let [custom, read, images, requests, streamed] =
        [CUSTOM, READ, IMAGES, REQUESTS, STREAMED].map(|name| metrics.usage(name));
    if [custom, read, images, requests, streamed].iter().all(Option::is_none) {
        sheet.gap("no metrics are given");
    }
    if custom.is_some() {
        sheet.usage::<MetricMonth>("Custom metrics", custom, sheet.rate("cloudwatch.metrics.custom"));
    }
    for (name, given, item) in [
        ("Metrics requested by GetMetricData", read, "cloudwatch.api.get_metric_data"),
        ("Metrics requested by GetMetricWidgetImage", images, "cloudwatch.api.get_metric_widget_image"),
    ] {
        if given.is_some() {
            sheet.usage::<MetricRequest>(name, given, sheet.rate(item));
        }
    }
    if requests.is_some() {
        sheet.usage::<Request>("API requests", requests, sheet.rate("cloudwatch.api.requests"));
    }
    if streamed.is_some() {
        sheet.usage::<MetricUpdate>("Metric stream updates", streamed, sheet.rate("cloudwatch.metric_streams.update"));
    }
}
