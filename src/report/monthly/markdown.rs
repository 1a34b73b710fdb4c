//! The report for wikis, chats and mails (GitHub-flavored Markdown): the page without its drawings.

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Output, State, context};

use super::html::environment;
use super::page::content;
use crate::model::monthly::MonthlyReport;
use crate::report::RenderError;
use crate::report::text::{count, markdown_sentence};

const TEMPLATE: (&str, &str) = ("report.md", include_str!("templates/report.md"));
/// The name of the escaping.
const MARKDOWN: &str = "markdown";
/// More stand in the CSV and HTML reports.
const RECOMMENDATIONS_SHOWN: usize = 25;

pub(super) fn markdown(report: &MonthlyReport) -> Result<String, RenderError> {
    let content = content(report)?;
    let environment = escaping(environment(&[TEMPLATE], AutoEscape::Custom(MARKDOWN.into()))?);
    let more = content.recommendations.total.checked_sub(RECOMMENDATIONS_SHOWN).filter(|more| *more > 0);
    let places = if content.recommendations.left_out.is_empty() { "HTML, CSV and XLSX" } else { "CSV and XLSX" };
    let more = more.map(|more| format!("{} in the {places} reports.", count(more, "more recommendation")));
    let template = environment.get_template(TEMPLATE.0).map_err(RenderError::Template)?;
    let values = context! {
        content => Serde(&content),
        recommendations_shown => RECOMMENDATIONS_SHOWN,
        recommendations_more => more,
    };
    template.render(values).map_err(RenderError::Template)
}

/// Every text of the template is made one that renders as itself.
fn escaping(mut environment: Environment<'static>) -> Environment<'static> {
    environment.set_formatter(|output: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value| {
        let escaped = matches!(state.auto_escape(), AutoEscape::Custom(name) if name == MARKDOWN) && !value.is_safe();
        match value.as_str().filter(|_| escaped) {
            Some(text) => Ok(output.write_str(&markdown_sentence(text, true))?),
            None if value.is_none() => Ok(()),
            None => Ok(output.write_str(&value.to_string())?),
        }
    });
    environment
}
