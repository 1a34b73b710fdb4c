//! Blocks as Slack, and what is compatible with it, takes them.
//!
//! Limits: <https://docs.slack.dev/reference/block-kit/blocks>: 50 blocks a message, 150 characters a header, 3,000 a
//! text, 10 fields of 2,000 characters a section.

use serde_json::{Value, json};

use super::parcel::Parcel;
use super::wording::{Link, as_of, cut, one_line, title};

const BLOCKS: usize = 50;
const HEADER: usize = 150;
const TEXT: usize = 3000;
const FIELD: usize = 2000;
const FIELDS: usize = 10;
/// Messages of one report; what does not fit is in the report.
const MESSAGES: usize = 3;

/// One message or, for a long summary, a few; the last block of the last one says where the rest is.
pub(super) fn messages(parcel: &Parcel, links: &[Link]) -> Vec<String> {
    let mut blocks = vec![json!({
        "type": "header",
        "text": { "type": "plain_text", "text": cut(&title(parcel), HEADER, char::len_utf16), "emoji": false },
    })];
    blocks.extend(parcel.facts.chunks(FIELDS).map(|facts| {
        let fields: Vec<Value> = facts
            .iter()
            .map(|fact| {
                let value = escaped(&one_line(&fact.value), FIELD / 2);
                text(&format!("*{}*\n{value}", escaped(&one_line(&fact.label), FIELD / 3)))
            })
            .collect();
        json!({ "type": "section", "fields": fields })
    }));
    blocks
        .extend(sections(&parcel.summary).into_iter().map(|lines| json!({ "type": "section", "text": text(&lines) })));
    let room = BLOCKS * MESSAGES - 1;
    let left_out = blocks.len().saturating_sub(room);
    blocks.truncate(room);
    blocks.push(json!({ "type": "context", "elements": [text(&footer(parcel, links, left_out > 0))] }));
    blocks.chunks(BLOCKS).map(|blocks| json!({ "text": fallback(parcel), "blocks": blocks }).to_string()).collect()
}

/// What notifications and clients without blocks show.
fn fallback(parcel: &Parcel) -> String {
    let mut parts = vec![escaped(&title(parcel), HEADER)];
    parts.extend(parcel.summary.first().map(|line| escaped(&one_line(line), FIELD)));
    parts.join(": ")
}

fn text(text: &str) -> Value {
    json!({ "type": "mrkdwn", "text": text, "verbatim": true })
}

/// Lines together, as many as one text holds.
fn sections(lines: &[String]) -> Vec<String> {
    let mut sections: Vec<String> = Vec::new();
    for line in lines {
        let line = format!("• {}", escaped(&one_line(line), TEXT - 2));
        match sections.last_mut() {
            Some(section) if length(section) + 1 + length(&line) <= TEXT => {
                section.push('\n');
                section.push_str(&line);
            }
            _ => sections.push(line),
        }
    }
    sections
}

fn footer(parcel: &Parcel, links: &[Link], shortened: bool) -> String {
    let mut parts: Vec<String> = Vec::new();
    if shortened {
        parts.push("The rest is in the report".to_owned());
    }
    for link in links {
        let shown = escaped(&link.text, FIELD / 4);
        parts.push(match &link.url {
            Some(url) if url.len() <= FIELD / 4 => format!("<{}|The whole report>", escaped(url, FIELD)),
            _ => format!("The whole report: {shown}"),
        });
    }
    parts.push(format!("as of {}, by cloudtrim", as_of(parcel)));
    cut(&parts.join(" · "), TEXT, char::len_utf16)
}

/// `&`, `<` and `>` as Slack wants them, at most `most` characters long, cut between characters.
fn escaped(text: &str, most: usize) -> String {
    let length = |letter: char| match letter {
        '&' => 5,
        '<' | '>' => 4,
        other => other.len_utf16(),
    };
    cut(text, most, length).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// UTF-16 units: no counting of Slack's comes to more.
fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}
