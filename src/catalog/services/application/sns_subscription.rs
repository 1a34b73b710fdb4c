//! SNS subscriptions: deliveries by protocol (Amazon SNS pricing).

use super::amounts::chunks;
use super::sns::CHUNK_KB;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::Notification;

pub(super) const SUBSCRIPTION: Kind = Kind {
    type_name: "aws_sns_topic_subscription",
    kind: "sns-topic-subscription",
    service: "AmazonSNS",
    attributes: &[Field::text("protocol", "`http`, `https`, `email`, `email-json`, `firehose`, `application`, …")],
    usage: &[
        Field::number("monthly_requests", "requests a month", "Delivered messages."),
        Field::number("request_size_kb", "KB", "Average size of a message; 64 or less is one chunk."),
    ],
    price,
};

/// Deliveries to SQS and Lambda cost nothing of their own.
fn price(subscription: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let (name, item) = match subscription.text("protocol") {
        Some("http" | "https") => ("Notifications over HTTP", "sns.delivery.http"),
        Some("email" | "email-json") => ("Notifications by email", "sns.delivery.email"),
        Some("firehose") => ("Notifications to Firehose", "sns.delivery.firehose"),
        Some("application") => ("Mobile push notifications", "sns.delivery.mobile_push"),
        Some("sqs" | "lambda") => return,
        Some("sms") => return sheet.gap("the price of a text message depends on the country"),
        Some(other) => return sheet.gap(format!("the protocol `{other}` is not supported")),
        None => return sheet.gap("its protocol is not known"),
    };
    let deliveries = chunks(subscription.usage("monthly_requests"), subscription.usage("request_size_kb"), CHUNK_KB);
    sheet.usage::<Notification>(name, deliveries, sheet.rate(item));
}
