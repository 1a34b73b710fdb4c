//! `deliver`: where reports go, and how these places are reached.

use std::path::{Path, PathBuf};

use super::ConfigError;
use crate::deliver::{DEFAULT_ATTACHMENTS, Deliveries, DocumentFormat, MailAddress, SmtpServer, Target, TargetError};
use crate::model::mistake::Mistake;
use crate::rules::yaml::{Diagnostics, Fields, Node, Value, did_you_mean, parse};

const FIELDS: [&str; 6] = ["targets", "smtp", "from", "attach", "ca_file", "link"];

/// What is delivered to where nothing is configured: nowhere, with the usual attachments.
pub fn no_deliveries() -> Deliveries {
    Deliveries { attach: DEFAULT_ATTACHMENTS.to_vec(), ..Deliveries::default() }
}

/// The section `deliver` of `file`; its other sections are none of this function's business.
pub fn load_deliveries(file: &Path) -> Result<Deliveries, ConfigError> {
    let text = std::fs::read_to_string(file).map_err(|source| ConfigError::Io { path: file.to_owned(), source })?;
    read_deliveries(file, &text).map_err(ConfigError::Mistakes)
}

/// The same for text that is already read.
pub fn read_deliveries(file: &Path, text: &str) -> Result<Deliveries, Vec<Mistake>> {
    let document = parse(file, text).map_err(|mistake| vec![mistake])?;
    let Value::Map(entries) = &document.value else { return Ok(no_deliveries()) };
    let Some((_, node)) = entries.iter().find(|(key, _)| key.name == "deliver") else { return Ok(no_deliveries()) };
    let mut diagnostics = Diagnostics::of(file);
    let deliveries = deliveries(node, &mut diagnostics);
    let mut mistakes = diagnostics.mistakes;
    if mistakes.is_empty() {
        return Ok(deliveries);
    }
    mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
    Err(mistakes)
}

pub(super) fn deliveries(node: &Node, diagnostics: &mut Diagnostics) -> Deliveries {
    let mut deliveries = no_deliveries();
    let Some(fields) = Fields::of(node, "deliver", &FIELDS, diagnostics) else { return deliveries };
    deliveries.targets = targets(&fields, diagnostics);
    deliveries.smtp = fields.get("smtp").and_then(|node| smtp(node, diagnostics));
    deliveries.from = parsed(&fields, "from", MailAddress::parse, diagnostics);
    if let Some(attach) = attachments(&fields, diagnostics) {
        deliveries.attach = attach;
    }
    deliveries.ca_file = fields.optional_text("ca_file", diagnostics).map(PathBuf::from);
    deliveries.link = parsed(&fields, "link", link, diagnostics);
    deliveries
}

fn targets(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Target> {
    let name = fields.name("targets");
    let mut targets = Vec::new();
    for node in fields.list("targets", diagnostics) {
        match &node.value {
            Value::Text(text) => match text.parse() {
                Ok(target) => targets.push(target),
                Err(error) => mistaken(node, &name, error, diagnostics),
            },
            other => {
                let hint = "write it as text, such as `s3://BUCKET/KEY`; quotes keep its colon";
                diagnostics.at(node, &name, format!("expected a target, found {}", other.noun()), hint);
            }
        }
    }
    targets
}

fn mistaken(node: &Node, field: &str, error: TargetError, diagnostics: &mut Diagnostics) {
    diagnostics.at(node, field, error.message, error.hint);
}

fn parsed<T>(
    fields: &Fields<'_>,
    field: &str,
    parse: impl Fn(&str) -> Result<T, TargetError>,
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let text = fields.optional_text(field, diagnostics)?;
    match (parse(text), fields.get(field)) {
        (Ok(value), _) => Some(value),
        (Err(error), Some(node)) => {
            mistaken(node, &fields.name(field), error, diagnostics);
            None
        }
        (Err(_), None) => None,
    }
}

/// `{ url: …, password_file: … }`.
fn smtp(node: &Node, diagnostics: &mut Diagnostics) -> Option<SmtpServer> {
    // A password is refused by name before anything else is said of it.
    if let Value::Map(entries) = &node.value {
        for (key, _) in entries.iter().filter(|(key, _)| key.name == "password") {
            let hint = "use `password_file`, or the environment variable `CLOUDTRIM_SMTP_PASSWORD`";
            diagnostics.at_key(key, "deliver.smtp.password", "a password does not belong into this file", hint);
        }
    }
    let fields = Fields::of(node, "deliver.smtp", &["url", "password_file", "password"], diagnostics)?;
    fields.text("url", diagnostics)?;
    let password_file = fields.optional_text("password_file", diagnostics).map(PathBuf::from);
    parsed(&fields, "url", |url| SmtpServer::parse(url, password_file.clone()), diagnostics)
}

fn attachments(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Vec<DocumentFormat>> {
    fields.get("attach")?;
    let name = fields.name("attach");
    let mut formats = Vec::new();
    for node in fields.list("attach", diagnostics) {
        let word = match &node.value {
            Value::Text(text) => text.trim(),
            other => other.noun(),
        };
        match DocumentFormat::of_extension(word) {
            Some(format) if !formats.contains(&format) => formats.push(format),
            Some(_) => {}
            None => {
                let hint = did_you_mean(word, DocumentFormat::ALL.map(DocumentFormat::extension));
                diagnostics.at(node, &name, format!("`{word}` is no format of a report"), hint);
            }
        }
    }
    Some(formats)
}

fn link(text: &str) -> Result<String, TargetError> {
    crate::deliver::checked_link(text).map(|()| text.to_owned())
}
