//! Files that are not the JSON of a plan, told by how they begin, and what to do with each.

use std::path::Path;

use super::document::Document;
use crate::model::mistake::Mistake;

const SHOW: &str = "`terraform show -json tfplan > plan.json` writes the plan as JSON";

/// The bytes of the JSON object, without a byte order mark; or what the file is instead.
pub(super) fn json_object<'b>(bytes: &'b [u8], file: &Path) -> Result<&'b [u8], Mistake> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mistake = |message: &str, hint: &str| Err(Mistake::of_file(file, message, hint));
    if bytes.starts_with(b"PK") {
        return mistake(
            "this is a plan file in Terraform's binary form",
            &format!("run `terraform show -json` on it: {SHOW}"),
        );
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let hint =
            "PowerShell's `>` writes UTF-16; write `terraform show -json tfplan | Out-File -Encoding utf8 plan.json`";
        return mistake("this is UTF-16 text", hint);
    }
    if bytes.starts_with(b"\x1f\x8b") {
        return mistake("this is a gzip file", "decompress it first: `gunzip plan.json.gz`");
    }
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => mistake("the file is empty", SHOW),
        Some(b'[') => mistake("this is a JSON list, not a plan", &format!("give one plan, an object; {SHOW}")),
        Some(b'{') if is_json_lines(bytes) => {
            let hint = format!("save the plan with `terraform plan -out tfplan`; {SHOW}");
            mistake("these are the messages of `terraform plan -json`, not the plan", &hint)
        }
        Some(b'{') => Ok(bytes),
        Some(_) => mistake(other_text(bytes), &format!("save the plan with `terraform plan -out tfplan`; {SHOW}")),
    }
}

/// `{"@level":"info",…}`, one message a line.
fn is_json_lines(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default());
    let first = head.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    first.contains("\"@level\"") || first.contains("\"@message\"")
}

fn other_text(bytes: &[u8]) -> &'static str {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(65_536)).unwrap_or_default());
    let starts = |words: &[&str]| head.lines().any(|line| words.iter().any(|word| line.trim_start().starts_with(word)));
    if head.contains("Terraform will perform") || head.contains("OpenTofu will perform") || starts(&["Plan: "]) {
        "this is a plan as people read it, not JSON"
    } else if starts(&["resource \"", "module \"", "provider \"", "terraform {", "variable \"", "data \"", "locals {"])
    {
        "this is Terraform configuration (HCL), not a plan"
    } else {
        "this is not JSON"
    }
}

/// What the object is where it is no plan; the version of its format where it is.
pub(super) fn format_version(document: &Document, file: &Path) -> Result<String, Mistake> {
    let mistake = |message: String, hint: &str| {
        Err(Mistake { field: "format_version".to_owned(), ..Mistake::of_file(file, message, hint) })
    };
    if document.lineage.is_some() || document.serial.is_some() {
        let hint = "`terraform show -json > state.json` writes the state as JSON";
        return Err(Mistake::of_file(file, "this is a state file of Terraform, not a plan", hint));
    }
    if document.provider_schemas.is_some() {
        return Err(Mistake::of_file(file, "these are the schemas of providers, not a plan", SHOW));
    }
    let version = match &document.format_version {
        Some(serde_json::Value::String(text)) => text,
        Some(_) => return mistake("must be text such as \"1.2\"".to_owned(), SHOW),
        None => return mistake("missing field: this is not what `terraform show -json` writes".to_owned(), SHOW),
    };
    match version.split('.').next().and_then(|major| major.parse::<u32>().ok()) {
        Some(0 | 1) => Ok(version.clone()),
        Some(major) => {
            let hint = "formats 0.1 to 1.x are read, of Terraform 0.12 to 1.x and OpenTofu";
            mistake(format!("a plan of format {major} is not read"), hint)
        }
        None => mistake("is not a version such as \"1.2\"".to_owned(), SHOW),
    }
}

/// Members that decide about the resources of a plan.
const DECISIVE: [&str; 5] = ["resource_changes", "planned_values", "prior_state", "configuration", "values"];

/// Members that nearly have the name of a decisive one that is not there. Others that are not known are of a later Terraform.
pub(super) fn misspelt(keys: &[String], json: &[u8], file: &Path) -> Vec<Mistake> {
    let missing: Vec<&str> = DECISIVE.into_iter().filter(|name| !keys.iter().any(|key| key == name)).collect();
    let near = |key: &String| {
        let likeness = |name: &str| strsim::jaro_winkler(key, name);
        let closest = missing.iter().max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
        closest.copied().filter(|name| likeness(name) >= 0.9 && !KNOWN.contains(&key.as_str()))
    };
    let mistakes = keys.iter().filter_map(|key| {
        let hint = format!("did you mean `{}`?", near(key)?);
        let (line, column) = place(key, json);
        let message = "unknown field".to_owned();
        Some(Mistake { file: file.to_owned(), line, column, field: key.clone(), message, hint })
    });
    mistakes.collect()
}

/// Members that are like a decisive one in name alone.
const KNOWN: [&str; 2] = ["resource_drift", "deferred_changes"];

/// Where the text stands first as a key or value, 1-based; zeros where it does not.
pub(super) fn place(text: &str, json: &[u8]) -> (u64, u64) {
    place_after("", text, json)
}

/// The same for the first after another.
pub(super) fn place_after(first: &str, text: &str, json: &[u8]) -> (u64, u64) {
    let json = String::from_utf8_lossy(json);
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let from = if first.is_empty() { None } else { json.find(&quoted(first)) }.unwrap_or(0);
    let found = json.get(from..).and_then(|rest| rest.find(&quoted(text)));
    let Some(before) = found.and_then(|found| json.get(..from + found)) else { return (0, 0) };
    let number = |number: usize| u64::try_from(number).unwrap_or(0);
    let last = before.rsplit('\n').next().unwrap_or_default();
    (number(before.matches('\n').count() + 1), number(last.chars().count() + 1))
}
