//! The analysis itself, schema `cloudtrim.analysis/1`; `docs/cloudtrim.analysis-1.schema.json` describes every field.

use serde::Serialize;

use super::Layout;
use super::grouping::Groups;
use crate::model::analysis::Analysis;

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    analysis: &'a Analysis,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Groups>,
}

pub(super) fn json(analysis: &Analysis, layout: &Layout) -> Result<String, serde_json::Error> {
    let groups = layout.group_by.as_ref().map(|group_by| Groups::new(analysis, group_by));
    let shortened = shortened(analysis, layout.top);
    let analysis = shortened.as_ref().unwrap_or(analysis);
    let mut text = serde_json::to_string_pretty(&Document { analysis, groups })?;
    text.push('\n');
    Ok(text)
}

/// With `--top`, the list is cut and the document says so; totals stay.
fn shortened(analysis: &Analysis, top: Option<usize>) -> Option<Analysis> {
    let top = top.filter(|top| *top < analysis.recommendations.len())?;
    let all = analysis.recommendations.len();
    let mut shortened = analysis.clone();
    shortened.recommendations.truncate(top);
    shortened
        .warnings
        .push(format!("{top} of {all} recommendations are listed (`--top {top}`), the totals count all of them"));
    Some(shortened)
}
