//! What messages say, for people: one plain text and one HTML.

use serde::Serialize;

use super::parcel::{DocumentFormat, Parcel};

/// Where the whole report is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Link {
    /// What a browser opens; `None` for `s3://…`.
    pub(super) url: Option<String>,
    pub(super) text: String,
}

impl Link {
    pub(super) fn page(url: String) -> Self {
        Self { text: url.clone(), url: Some(url) }
    }

    pub(super) const fn object(text: String) -> Self {
        Self { url: None, text }
    }
}

/// Text on one line: control characters become spaces.
pub(super) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The title on one line; a report without one is still called something.
pub(super) fn title(parcel: &Parcel) -> String {
    let title = one_line(&parcel.title);
    if title.is_empty() { "AWS cost report".to_owned() } else { title }
}

/// At most `most` characters as `length` counts them; a cut is marked.
pub(super) fn cut(text: &str, most: usize, length: impl Fn(char) -> usize) -> String {
    if text.chars().map(&length).sum::<usize>() <= most {
        return text.to_owned();
    }
    let mut left = most.saturating_sub(length('…'));
    let mut short: String = text
        .chars()
        .take_while(|letter| {
            let fits = length(*letter) <= left;
            left = left.saturating_sub(length(*letter));
            fits
        })
        .collect();
    short.push('…');
    short
}

pub(super) fn as_of(parcel: &Parcel) -> String {
    parcel.as_of.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// `HTML, XLSX`.
pub(super) fn listed(formats: impl IntoIterator<Item = DocumentFormat>) -> String {
    formats.into_iter().map(DocumentFormat::name).collect::<Vec<_>>().join(", ")
}

/// The plain text: title, figures, sentences, where the whole report is.
pub(super) fn plain_text(parcel: &Parcel, links: &[Link], attached: &str) -> String {
    let mut text = format!("{}\n", title(parcel));
    if !parcel.facts.is_empty() {
        text.push('\n');
        let widest = parcel.facts.iter().map(|fact| fact.label.chars().count()).max().unwrap_or(0);
        for fact in &parcel.facts {
            text.push_str(&format!("{:<widest$}  {}\n", one_line(&fact.label), one_line(&fact.value)));
        }
    }
    if !parcel.summary.is_empty() {
        text.push('\n');
        for line in &parcel.summary {
            text.push_str(&format!("- {}\n", one_line(line)));
        }
    }
    if !links.is_empty() || !attached.is_empty() {
        text.push('\n');
    }
    for link in links {
        text.push_str(&format!("The whole report: {}\n", link.text));
    }
    if !attached.is_empty() {
        text.push_str(&format!("Attached: {attached}.\n"));
    }
    text.push_str(&format!("\nAs of {}, by cloudtrim.\n", as_of(parcel)));
    text
}

#[derive(Serialize)]
struct MailPage<'a> {
    title: String,
    facts: Vec<MailFact>,
    summary: Vec<String>,
    links: &'a [Link],
    attached: &'a str,
    as_of: String,
}

#[derive(Serialize)]
struct MailFact {
    label: String,
    value: String,
}

/// The same for programs that show HTML: styles in place, since mail programs drop style sheets, and no scripts.
pub(super) fn mail_page(parcel: &Parcel, links: &[Link], attached: &str) -> Result<String, minijinja::Error> {
    let mut environment = minijinja::Environment::new();
    environment.add_template("mail.html", include_str!("templates/mail.html"))?;
    let fact = |fact: &super::parcel::Fact| MailFact { label: one_line(&fact.label), value: one_line(&fact.value) };
    environment.get_template("mail.html")?.render(minijinja::value::Serde(MailPage {
        title: title(parcel),
        facts: parcel.facts.iter().map(fact).collect(),
        summary: parcel.summary.iter().map(|line| one_line(line)).collect(),
        links,
        attached,
        as_of: as_of(parcel),
    }))
}
