//! Why a plan cannot be read.

use std::path::{Path, PathBuf};

use crate::model::mistake::Mistake;

/// No variant holds a value of the plan: it may be a secret.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error("cannot read {path}")]
    Io { path: PathBuf, source: std::io::Error },
    /// Sorted by line and column.
    #[error("{}", Mistake::list(.0, "plan"))]
    Mistakes(Vec<Mistake>),
}

const WRITE_AGAIN: &str = "write it again: `terraform show -json tfplan > plan.json`";

/// What serde says, without the values it quotes.
pub(super) fn explain(error: &serde_json::Error, file: &Path, bytes: usize) -> Mistake {
    let whole = error.to_string();
    let message = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(message, _)| message);
    let (told, hint) = if error.is_eof() {
        (format!("the JSON ends in its middle, after {bytes} bytes"), format!("the file was cut off; {WRITE_AGAIN}"))
    } else if message.starts_with("recursion limit") {
        ("values are nested deeper than 128 levels".to_owned(), "no Terraform writes such a plan".to_owned())
    } else if message.starts_with("trailing characters") {
        ("there is more after the JSON of the plan".to_owned(), WRITE_AGAIN.to_owned())
    } else if error.is_syntax() {
        (format!("not valid JSON: {message}"), WRITE_AGAIN.to_owned())
    } else {
        (without_values(message), "this is not what `terraform show -json` writes".to_owned())
    };
    let number = |number: usize| u64::try_from(number).unwrap_or(0);
    Mistake {
        file: file.to_owned(),
        line: number(error.line()),
        column: number(error.column()),
        field: String::new(),
        message: told,
        hint,
    }
}

/// `invalid type: string "secret", expected a map` → `expected a map, found a string`.
fn without_values(message: &str) -> String {
    let Some((kind, rest)) = message.split_once(": ").filter(|(kind, _)| kind.starts_with("invalid ")) else {
        return message.to_owned();
    };
    let found = rest.split(['"', '`', ',']).next().unwrap_or_default().trim();
    let expected = rest.rsplit_once(", expected ").map_or("something else", |(_, expected)| expected);
    if found.is_empty() {
        return format!("{kind}: expected {}", plainly(expected));
    }
    format!("expected {}, found {}", plainly(expected), plainly(found))
}

/// serde's words as JSON's.
fn plainly(word: &str) -> &str {
    match word {
        "a map" | "map" => "an object",
        "a sequence" | "sequence" => "a list",
        "a string" | "string" => "text",
        "integer" | "floating point" => "a number",
        "boolean" => "true or false",
        other if other.starts_with("struct ") => "an object",
        other => other,
    }
}
