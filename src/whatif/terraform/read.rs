//! File → [`Plan`].

use std::collections::HashSet;
use std::path::Path;

use super::assemble;
use super::document::{Document, ResourceChange};
use super::failure::{PlanError, explain};
use super::plan::{Action, Plan};
use super::recognize;
use super::states;
use crate::model::mistake::Mistake;

/// Read what `terraform show -json` (0.12 to 1.x) or `tofu show -json` wrote.
pub fn read_plan(path: &Path) -> Result<Plan, PlanError> {
    let bytes = std::fs::read(path).map_err(|source| PlanError::Io { path: path.to_owned(), source })?;
    parse_plan(&bytes, path)
}

/// The same for bytes that are already read; `file` is named in mistakes.
pub fn parse_plan(bytes: &[u8], file: &Path) -> Result<Plan, PlanError> {
    let one = |mistake| PlanError::Mistakes(vec![mistake]);
    let json = recognize::json_object(bytes, file).map_err(one)?;
    let wrong = |error: serde_json::Error| one(explain(&error, file, bytes.len()));
    let document: Document = serde_json::from_slice(json).map_err(wrong)?;
    let format_version = recognize::format_version(&document, file).map_err(one)?;
    let changes = document.resource_changes.as_deref().unwrap_or_default();
    let mistakes: Vec<Mistake> = changes.iter().filter_map(|change| unknown_action(change, file)).collect();
    if !mistakes.is_empty() {
        return Err(PlanError::Mistakes(mistakes));
    }
    let told: HashSet<&str> =
        changes.iter().filter(|change| change.tells_values()).map(|change| change.address.as_str()).collect();
    let states = states::read(json, &told).map_err(wrong)?;
    Ok(assemble::plan(document, states, format_version))
}

fn unknown_action(change: &ResourceChange, file: &Path) -> Option<Mistake> {
    if change.mode != "managed" || Action::of(&change.change.actions).is_some() {
        return None;
    }
    let mut words = change.change.actions.join(", ");
    words.truncate(words.char_indices().nth(40).map_or(words.len(), |(end, _)| end));
    let hint = "known are create, read, update, delete, no-op, forget, and create with delete";
    let mistake = Mistake::of_file(file, format!("unknown actions `{words}`"), hint);
    Some(Mistake { field: format!("{}.change.actions", change.address), ..mistake })
}
