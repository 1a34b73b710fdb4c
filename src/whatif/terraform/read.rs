//! File → [`Plan`].

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
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
    let failed = |source| PlanError::Io { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes)).map_err(failed)?;
    parse_plan(&bytes, path)
}

/// Some hundred thousand resources.
const MOST_BYTES: u64 = 1 << 30;

/// What many small values take is memory, not bytes of the file.
const MOST_VALUES: usize = 50_000_000;

fn too_large(bytes: &[u8], file: &Path) -> Option<Mistake> {
    let hint = "plan parts of the infrastructure one by one, with `-target` or as projects of their own";
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MOST_BYTES) {
        return Some(Mistake::of_file(file, "the file is larger than 1 GiB, the most that is read", hint));
    }
    // A value and its comma are two bytes at least.
    let many = bytes.len() > 2 * MOST_VALUES && bytes.split(|byte| *byte == b',').count() > MOST_VALUES;
    many.then(|| Mistake::of_file(file, "the file holds more than 50 million values, the most that are read", hint))
}

/// The same for bytes that are already read; `file` is named in mistakes.
pub fn parse_plan(bytes: &[u8], file: &Path) -> Result<Plan, PlanError> {
    let one = |mistake| PlanError::Mistakes(vec![mistake]);
    if let Some(mistake) = too_large(bytes, file) {
        return Err(one(mistake));
    }
    let json = recognize::json_object(bytes, file).map_err(one)?;
    let wrong = |error: serde_json::Error| one(explain(&error, file, bytes.len()));
    let document: Document = serde_json::from_slice(json).map_err(|error| {
        let field = if error.is_data() { field(json) } else { String::new() };
        one(Mistake { field, ..explain(&error, file, bytes.len()) })
    })?;
    let format_version = recognize::format_version(&document, file).map_err(|mistake| {
        let (line, column) = recognize::place(&mistake.field, json);
        one(Mistake { line, column, ..mistake })
    })?;
    let changes = document.resource_changes.as_deref().unwrap_or_default();
    let mistakes: Vec<Mistake> = changes.iter().filter_map(|change| unknown_action(change, json, file)).collect();
    if !mistakes.is_empty() {
        return Err(PlanError::Mistakes(mistakes));
    }
    let told: HashSet<&str> =
        changes.iter().filter(|change| change.tells_values()).map(|change| change.address.as_str()).collect();
    let states = states::read(json, &told).map_err(wrong)?;
    let mistakes = recognize::misspelt(&states.keys, json, file);
    if !mistakes.is_empty() {
        return Err(PlanError::Mistakes(mistakes));
    }
    Ok(assemble::plan(document, states, format_version))
}

/// Where in the document something does not fit: `resource_changes[3].change.actions`.
fn field(json: &[u8]) -> String {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let result: Result<Document, _> = serde_path_to_error::deserialize(&mut deserializer);
    let path = result.err().map(|error| error.path().to_string()).unwrap_or_default();
    if path == "." { String::new() } else { path }
}

fn unknown_action(change: &ResourceChange, json: &[u8], file: &Path) -> Option<Mistake> {
    if change.mode != "managed" || Action::of(&change.change.actions).is_some() {
        return None;
    }
    let mut words = change.change.actions.join(", ");
    words.truncate(words.char_indices().nth(40).map_or(words.len(), |(end, _)| end));
    let hint = "known are create, read, update, delete, no-op, forget, and create with delete";
    let mistake = Mistake::of_file(file, format!("unknown actions `{words}`"), hint);
    let (line, column) = recognize::place_after("resource_changes", &change.address, json);
    Some(Mistake { field: format!("{}.change.actions", change.address), line, column, ..mistake })
}
