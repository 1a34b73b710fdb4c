//! What a topic is told: subject and a message for each protocol.
//!
//! Limits: <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html>: a subject is ASCII, starts with a letter,
//! digit or punctuation mark, has no line breaks and less than 100 characters; a message, all protocols and attributes
//! counted, has at most 262,144 bytes.

use serde_json::{Value, json};

use super::generic;
use super::parcel::{DocumentFormat, Parcel};
use super::wording::{Link, cut, one_line, plain_text, title};

const SUBJECT: usize = 99;
pub(super) const LARGEST: usize = 256 << 10;
/// What attributes take, with room to spare.
const ATTRIBUTES: usize = 1 << 10;
/// One SMS in the GSM alphabet has 160 characters, in others 70.
const SMS: usize = 140;

/// The subject, and the message of `MessageStructure=json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TopicMessage {
    pub(super) subject: String,
    pub(super) body: String,
}

/// As much as fits: the whole report as text for e-mail, else the summary, else its beginning.
pub(super) fn message(parcel: &Parcel, links: &[Link], key: &str) -> TopicMessage {
    let room = LARGEST - ATTRIBUTES;
    let summary = plain_text(parcel, links, "");
    let programs = generic::summary(parcel, links, key).to_string();
    let markdown = parcel.documents.get(&DocumentFormat::Markdown).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let whole = markdown.map(|markdown| format!("{summary}\n{markdown}"));
    let bodies = [
        whole.map(|whole| body(parcel, &summary, &whole, &programs)),
        Some(body(parcel, &summary, &summary, &programs)),
        Some(shortened(parcel, links, key, room)),
    ];
    let fitting = bodies.into_iter().flatten().find(|body| body.len() <= room);
    TopicMessage {
        subject: subject(&parcel.title),
        body: fitting.unwrap_or_else(|| json!({ "default": "cloudtrim" }).to_string()),
    }
}

fn body(parcel: &Parcel, summary: &str, email: &str, programs: &str) -> String {
    json!({
        "default": summary,
        "email": email,
        "sms": cut(&title(parcel), SMS, char::len_utf16),
        "http": programs,
        "https": programs,
        "sqs": programs,
        "lambda": programs,
        "firehose": programs,
    })
    .to_string()
}

/// With so many lines of the summary that everything fits.
fn shortened(parcel: &Parcel, links: &[Link], key: &str, room: usize) -> String {
    let mut short = parcel.clone();
    short.title = cut(&title(parcel), 1000, char::len_utf8);
    short.facts.truncate(20);
    for fact in &mut short.facts {
        fact.label = cut(&fact.label, 200, char::len_utf8);
        fact.value = cut(&fact.value, 200, char::len_utf8);
    }
    loop {
        let kept = short.summary.len();
        let mut told = short.clone();
        if kept < parcel.summary.len() {
            told.summary.push(format!("{} more lines are in the report.", parcel.summary.len() - kept));
        }
        let programs = generic::summary(&told, links, key).to_string();
        let summary = plain_text(&told, links, "");
        let body = body(&told, &summary, &summary, &programs);
        if body.len() <= room || kept == 0 {
            return body;
        }
        short.summary.truncate(kept / 2);
    }
}

/// ASCII in one line, starting with a letter or digit.
pub(super) fn subject(title: &str) -> String {
    let ascii: String = one_line(title).chars().map(|letter| plain(letter).unwrap_or('?')).collect();
    let ascii = ascii.trim_start_matches(|letter: char| !letter.is_ascii_alphanumeric());
    let short: String = ascii.chars().take(SUBJECT).collect();
    let short = short.trim_end();
    if short.is_empty() { "AWS cost report".to_owned() } else { short.to_owned() }
}

fn plain(letter: char) -> Option<char> {
    match letter {
        '–' | '—' | '−' | '·' | '•' => Some('-'),
        '‘' | '’' => Some('\''),
        '“' | '”' | '„' => Some('"'),
        '€' => Some('E'),
        letter if letter.is_ascii_graphic() || letter == ' ' => Some(letter),
        _ => None,
    }
}

/// Attributes that subscriptions can filter by.
pub(super) fn attributes(parcel: &Parcel, key: &str) -> Vec<(&'static str, String)> {
    vec![("idempotency_key", key.to_owned()), ("month", parcel.month())]
}

/// What each protocol is told, for people to look at.
pub(super) fn shown(body: &str) -> String {
    let Ok(Value::Object(protocols)) = serde_json::from_str(body) else { return body.to_owned() };
    protocols.get("default").and_then(Value::as_str).unwrap_or(body).to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn parcel(title: String, summary: Vec<String>, markdown: usize) -> Parcel {
        Parcel {
            title,
            month: Some("2026-10".to_owned()),
            as_of: "2026-11-01T06:00:00Z".parse().unwrap(),
            facts: Vec::new(),
            summary,
            documents: BTreeMap::from([(DocumentFormat::Markdown, "\"line\"\n".repeat(markdown).into_bytes())]),
        }
    }

    /// What one protocol is told.
    fn told(message: &TopicMessage, protocol: &str) -> String {
        let body: Value = serde_json::from_str(&message.body).unwrap();
        body[protocol].as_str().unwrap().to_owned()
    }

    #[test]
    fn a_report_that_fits_goes_whole_to_people_and_as_json_to_programs() {
        let message = message(&parcel("October".to_owned(), vec!["up".to_owned()], 10), &[], "key");
        assert!(told(&message, "email").ends_with("\"line\"\n"));
        assert!(!told(&message, "default").contains("line"));
        let programs: Value = serde_json::from_str(&told(&message, "sqs")).unwrap();
        assert_eq!(programs["idempotency_key"], "key");
    }

    #[test]
    fn a_report_that_is_too_long_is_told_by_its_summary_and_a_summary_by_its_beginning() {
        let long = message(&parcel("October".to_owned(), vec!["up".to_owned()], 50_000), &[], "key");
        assert_eq!(told(&long, "email"), told(&long, "default"));
        assert!(told(&long, "default").contains("- up"));
        let longer = message(&parcel("October".to_owned(), vec!["up ".repeat(500); 2_000], 1), &[], "key");
        assert!(longer.body.len() <= LARGEST && longer.body.len() > 10_000, "{}", longer.body.len());
        assert!(told(&longer, "default").contains(" more lines are in the report."));
    }

    #[test]
    fn subjects_are_what_sns_takes() {
        let cases = [
            ("AWS cost report", "AWS cost report"),
            ("Kosten – Übersicht 12 €", "Kosten - ?bersicht 12 E"),
            ("  \n two\tlines\r\n", "two lines"),
            ("☂☂☂", "AWS cost report"),
            ("", "AWS cost report"),
        ];
        for (title, expected) in cases {
            assert_eq!(subject(title), expected);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        #[test]
        fn limits_hold(title in ".{0,400}", summary in proptest::collection::vec(".{0,3000}", 0..20), markdown in 0_usize..60_000) {
            let message = message(&parcel(title, summary, markdown), &[], "key");
            prop_assert!(message.body.len() <= LARGEST - ATTRIBUTES);
            prop_assert!(!message.subject.is_empty() && message.subject.len() < 100);
            prop_assert!(message.subject.chars().all(|letter| letter.is_ascii_graphic() || letter == ' '));
            prop_assert!(message.subject.starts_with(|letter: char| letter.is_ascii_alphanumeric()));
            prop_assert!(!told(&message, "default").is_empty());
        }
    }
}
