//! The JSON of generic webhooks, schema `cloudtrim.delivery/1`; programs behind SNS topics read it too.

use serde_json::{Value, json};

use super::parcel::{DocumentFormat, Parcel};
use super::wording::Link;

pub(super) const SCHEMA: &str = "cloudtrim.delivery/1";
/// A JSON report up to this size comes along whole.
const LARGEST_REPORT: usize = 1 << 20;

/// Figures, sentences, links.
pub(super) fn summary(parcel: &Parcel, links: &[Link], key: &str) -> Value {
    let facts: Vec<Value> =
        parcel.facts.iter().map(|fact| json!({ "label": fact.label, "value": fact.value })).collect();
    let links: Vec<&str> = links.iter().map(|link| link.text.as_str()).collect();
    json!({
        "schema": SCHEMA,
        "idempotency_key": key,
        "title": parcel.title,
        "month": parcel.month(),
        "as_of": parcel.as_of,
        "facts": facts,
        "summary": parcel.summary,
        "links": links,
    })
}

/// The same with the whole report, or why it is not in it.
pub(super) fn with_report(parcel: &Parcel, links: &[Link], key: &str) -> String {
    let mut document = summary(parcel, links, key);
    let (report, left_out) = match parcel.documents.get(&DocumentFormat::Json) {
        None => (Value::Null, Some("the report was not made as JSON".to_owned())),
        Some(bytes) if bytes.len() > LARGEST_REPORT => {
            (Value::Null, Some(format!("{} bytes are more than {LARGEST_REPORT}", bytes.len())))
        }
        Some(bytes) => match serde_json::from_slice(bytes) {
            Ok(report) => (report, None),
            Err(error) => (Value::Null, Some(format!("it is not valid JSON: {error}"))),
        },
    };
    if let Value::Object(fields) = &mut document {
        fields.insert("report".to_owned(), report);
        if let Some(left_out) = left_out {
            fields.insert("report_left_out".to_owned(), Value::String(left_out));
        }
    }
    document.to_string()
}
