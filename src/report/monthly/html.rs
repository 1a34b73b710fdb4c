//! One page that needs nothing else: style, script and charts stand in it, and it may load nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, HtmlEscape, UndefinedBehavior, context};
use sha2::{Digest, Sha256};

use super::page::content;
use crate::model::monthly::MonthlyReport;
use crate::report::RenderError;

const STYLE: &str = include_str!("templates/style.css");
const SCRIPT: &str = include_str!("templates/script.js");
const TEMPLATES: [(&str, &str); 3] = [
    ("page.html", include_str!("templates/page.html")),
    ("blocks.html", include_str!("templates/blocks.html")),
    ("recommendations.html", include_str!("templates/recommendations.html")),
];

pub(super) fn html(report: &MonthlyReport) -> Result<String, RenderError> {
    let content = content(report)?;
    let mut environment = environment(&TEMPLATES, AutoEscape::Html)?;
    environment.add_filter("prose", prose);
    let page = environment.get_template("page.html").map_err(RenderError::Template)?;
    let values = context! {
        content => Serde(&content),
        policy => policy(),
        style => Value::from_safe_string(STYLE.to_owned()),
        script => Value::from_safe_string(SCRIPT.to_owned()),
    };
    let mut text = page.render(values).map_err(RenderError::Template)?;
    text.push('\n');
    Ok(text)
}

/// Text whose pairs of backticks are code.
fn prose(text: &str) -> Value {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return Value::from_safe_string(HtmlEscape(text).to_string());
    }
    let shown = parts.iter().enumerate().map(|(at, part)| match at % 2 {
        1 => format!("<code>{}</code>", HtmlEscape(part)),
        _ => HtmlEscape(part).to_string(),
    });
    Value::from_safe_string(shown.collect())
}

/// What is not there is a mistake of the template, not an empty text.
pub(super) fn environment(
    templates: &[(&'static str, &'static str)],
    escape: AutoEscape,
) -> Result<Environment<'static>, RenderError> {
    let mut environment = Environment::new();
    // A template keeps what the callback says when it is added.
    environment.set_auto_escape_callback(move |_| escape.clone());
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    for (name, text) in templates {
        environment.add_template(name, text).map_err(RenderError::Template)?;
    }
    Ok(environment)
}

/// Nothing is loaded, and nothing runs but this very style and script.
fn policy() -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}
