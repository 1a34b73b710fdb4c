//! SNS topics: requests and deliveries (Amazon SNS pricing).

use rust_decimal::Decimal;

use super::amounts::{chunks, product};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::model::cost::{PriceMissing, PriceSource};
use crate::pricing::{Price, TieredPrice};
use crate::units::{Gb, Notification, Request, UnitPrice};

/// A request and a delivery are billed for each started 64 KB of the message.
pub(super) const CHUNK_KB: u32 = 64;
/// Text messages of a month that cost nothing.
const FREE_MESSAGES: u32 = 100;
/// The price page counts the payload of FIFO topics in decimal gigabytes.
const KB_PER_GB: u32 = 1_000_000;

/// Usage input, item and name of each kind of delivery that costs.
const DELIVERIES: &[(&str, &str, &str)] = &[
    ("http_subscriptions", "sns.delivery.http", "Notifications over HTTP"),
    ("email_subscriptions", "sns.delivery.email", "Notifications by email"),
    ("kinesis_subscriptions", "sns.delivery.firehose", "Notifications to Firehose"),
    ("mobile_push_subscriptions", "sns.delivery.mobile_push", "Mobile push notifications"),
    ("macos_subscriptions", "sns.delivery.macos", "Push notifications to macOS"),
];

pub(super) const TOPIC: Kind = Kind {
    type_name: "aws_sns_topic",
    kind: "sns-topic",
    service: "AmazonSNS",
    attributes: &[Field::flag("fifo_topic", "A FIFO topic; standard without it.")],
    usage: &[
        Field::number("monthly_requests", "requests a month", "Published messages."),
        Field::number("request_size_kb", "KB", "Average size of a message; 64 or less is one chunk."),
        Field::number("http_subscriptions", "subscriptions", "HTTP and HTTPS endpoints."),
        Field::number("email_subscriptions", "subscriptions", "Email addresses."),
        Field::number("kinesis_subscriptions", "subscriptions", "Firehose streams."),
        Field::number("mobile_push_subscriptions", "subscriptions", "Mobile devices."),
        Field::number("macos_subscriptions", "subscriptions", "Devices with macOS."),
        Field::number("sms_subscriptions", "subscriptions", "Phone numbers."),
        Field::number("sms_notification_price", "USD", "Average price of a text message; it depends on the country."),
    ],
    price,
};

fn price(topic: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if topic.is_unknown("fifo_topic") {
        return sheet.gap("whether it is a FIFO topic is known only after apply");
    }
    if topic.flag("fifo_topic") == Some(true) { fifo(topic, sheet) } else { standard(topic, sheet) }
}

fn fifo(topic: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let requests = topic.usage("monthly_requests");
    sheet.usage::<Request>("Requests (FIFO)", requests, sheet.rate("sns.request.fifo"));
    let payload =
        product(requests, topic.usage("request_size_kb")).map(|kilobytes| kilobytes / Decimal::from(KB_PER_GB));
    sheet.usage::<Gb>("Published payload (FIFO)", payload, sheet.rate("sns.payload.fifo"));
    sheet.gap("deliveries of FIFO topics are not priced");
}

fn standard(topic: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let requests = chunks(topic.usage("monthly_requests"), topic.usage("request_size_kb"), CHUNK_KB);
    sheet.usage::<Request>("Requests", requests, sheet.rate("sns.request.standard"));
    for (subscriptions, item, name) in DELIVERIES {
        let notifications = deliveries(requests, topic.usage(subscriptions));
        sheet.usage::<Notification>(name, notifications, sheet.rate(item));
    }
    text_messages(topic, sheet, requests);
}

/// Every request reaches every subscription; none of the one is none, whatever the other.
fn deliveries(requests: Option<Decimal>, subscriptions: Option<Decimal>) -> Option<Decimal> {
    let none = requests == Some(Decimal::ZERO) || subscriptions == Some(Decimal::ZERO);
    if none { Some(Decimal::ZERO) } else { product(requests, subscriptions) }
}

/// Only where the usage speaks of them.
fn text_messages(topic: &Resource<'_>, sheet: &mut Sheet<'_>, requests: Option<Decimal>) {
    let subscriptions = topic.usage("sms_subscriptions");
    let price = topic.usage("sms_notification_price");
    if subscriptions.is_none() && price.is_none() {
        return;
    }
    let free = Decimal::from(FREE_MESSAGES);
    let messages = deliveries(requests, subscriptions).map(|all| all.saturating_sub(free).max(Decimal::ZERO));
    let price = price.map(|price| of_usage(sheet, price)).ok_or_else(|| PriceMissing {
        region: sheet.region.clone(),
        item: "AmazonSNS sns.delivery.sms (give `sms_notification_price`)".to_owned(),
    });
    sheet.usage::<Notification>("Text messages above 100", messages, price);
}

/// A price that the author of the usage gives.
fn of_usage(sheet: &Sheet<'_>, price: Decimal) -> TieredPrice<Notification> {
    let source = PriceSource {
        file: String::new(),
        key: format!("AmazonSNS {} sns.delivery.sms", sheet.region),
        sku: None,
        source: "`sms_notification_price` of the usage".to_owned(),
        as_of: String::new(),
    };
    Price { unit_price: UnitPrice::new(price), source }.into()
}
