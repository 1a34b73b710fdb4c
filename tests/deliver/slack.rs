//! Blocks are valid for Slack whatever a report says.

use cloudtrim::deliver::{Fact, Parcel};
use proptest::prelude::*;
use serde_json::Value;

use super::{Room, parcel, to};

/// The messages that would be posted.
fn messages(parcel: &Parcel, link: Option<&str>) -> Vec<Value> {
    let room = Room::new().with("SLACK", "https://hooks.example.com/services/T0/B0/secret-token");
    let mut deliveries = to(&["slack:SLACK"]);
    deliveries.link = link.map(str::to_owned);
    let outcome = room.preview(parcel, &deliveries);
    let payloads = outcome.deliveries.into_iter().map(|delivery| delivery.preview.unwrap().payload);
    payloads.map(|payload| serde_json::from_str(&payload).unwrap()).collect()
}

fn characters(value: &Value) -> usize {
    value.as_str().unwrap().encode_utf16().count()
}

/// <https://docs.slack.dev/reference/block-kit/blocks>
fn check(message: &Value) -> Result<(), TestCaseError> {
    prop_assert!((1..=4000).contains(&characters(&message["text"])));
    let blocks = message["blocks"].as_array().unwrap();
    prop_assert!((1..=50).contains(&blocks.len()));
    for block in blocks {
        match block["type"].as_str().unwrap() {
            "header" => {
                prop_assert_eq!(&block["text"]["type"], "plain_text");
                prop_assert!((1..=150).contains(&characters(&block["text"]["text"])));
            }
            "section" if block.get("fields").is_some() => {
                let fields = block["fields"].as_array().unwrap();
                prop_assert!((1..=10).contains(&fields.len()));
                for field in fields {
                    prop_assert!((1..=2000).contains(&characters(&field["text"])));
                }
            }
            "section" => prop_assert!((1..=3000).contains(&characters(&block["text"]["text"]))),
            "context" => {
                let elements = block["elements"].as_array().unwrap();
                prop_assert!((1..=10).contains(&elements.len()));
                prop_assert!((1..=3000).contains(&characters(&elements[0]["text"])));
            }
            other => prop_assert!(false, "no block of ours: {other}"),
        }
    }
    Ok(())
}

#[test]
fn the_small_report_is_one_message() {
    let messages = messages(&parcel(), Some("https://reports.example.com/{month}.html"));
    assert_eq!(messages.len(), 1);
    check(&messages[0]).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&messages[0]).unwrap());
}

#[test]
fn a_summary_that_is_too_long_says_that_there_is_more() {
    let mut parcel = parcel();
    parcel.summary = vec!["x & y ".repeat(600); 400];
    let messages = messages(&parcel, None);
    assert_eq!(messages.len(), 3);
    for message in &messages {
        check(message).unwrap();
    }
    let last = messages[2]["blocks"].as_array().unwrap().last().unwrap();
    assert!(last["elements"][0]["text"].as_str().unwrap().starts_with("The rest is in the report"), "{last}");
}

#[test]
fn an_empty_report_is_still_a_message() {
    let mut parcel = parcel();
    (parcel.title, parcel.facts, parcel.summary) = (" \n ".to_owned(), Vec::new(), Vec::new());
    for message in &messages(&parcel, None) {
        check(message).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn limits_hold(
        title in ".{0,300}",
        facts in proptest::collection::vec((".{0,200}", "[&<>a😀]{0,2500}"), 0..30),
        summary in proptest::collection::vec(".{0,100}|[&<>x\u{0}é😀]{0,4000}", 0..40),
        link in "https://example\\.com/[a-z]{0,2000}",
    ) {
        let facts = facts.into_iter().map(|(label, value)| Fact { label, value }).collect();
        let parcel = Parcel { title, facts, summary, ..parcel() };
        for message in messages(&parcel, Some(&link)) {
            check(&message)?;
        }
    }
}
