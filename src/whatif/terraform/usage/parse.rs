//! YAML → [`UsageFile`], with every mistake at once.

use std::path::Path;

use serde_json::Map;

use super::value::leaf;
use super::{UsageEntry, UsageFile};
use crate::model::mistake::Mistake;
use crate::rules::yaml::{Diagnostics, Fields, Key, Node, Value, did_you_mean, parse};
use crate::whatif::terraform::address::{segments, split_index};
use crate::whatif::terraform::unknown::dotted;

const VERSION: &str = "version";
const TYPES: &str = "resource_type_default_usage";
const RESOURCES: &str = "resource_usage";
const KNOWN: [&str; 3] = [VERSION, TYPES, RESOURCES];

pub(super) fn usage_file(file: &Path, text: &str) -> Result<UsageFile, Vec<Mistake>> {
    let document = parse(file, text).map_err(|mistake| vec![mistake])?;
    let mut diagnostics = Diagnostics::of(file);
    let mut usage = UsageFile { file: file.to_owned(), ..UsageFile::default() };
    if let Value::Map(entries) = &document.value {
        top_level(entries, &document, &mut usage, &mut diagnostics);
    } else {
        let hint = "begin it with `version: 0.1` and `resource_usage:`";
        diagnostics.at(&document, "", format!("expected a mapping, found {}", document.value.noun()), hint);
    }
    let mut mistakes = diagnostics.mistakes;
    Mistake::sort(&mut mistakes);
    if mistakes.is_empty() { Ok(usage) } else { Err(mistakes) }
}

fn top_level(entries: &[(Key, Node)], document: &Node, usage: &mut UsageFile, diagnostics: &mut Diagnostics) {
    for (key, node) in entries {
        match key.name.as_str() {
            VERSION => version(node, diagnostics),
            TYPES => {
                for (key, node) in section(node, TYPES, diagnostics) {
                    if let Some(entry) = entry(key, node, TYPES, diagnostics) {
                        check_type(key, diagnostics);
                        usage.types.insert(entry.address.clone(), entry);
                    }
                }
            }
            RESOURCES => {
                for (key, node) in section(node, RESOURCES, diagnostics) {
                    if let Some(entry) = entry(key, node, RESOURCES, diagnostics) {
                        add(entry, key, usage, diagnostics);
                    }
                }
            }
            other => diagnostics.at_key(key, other, told_unknown(other), unknown_hint(other)),
        }
    }
    let mistyped = |(key, _): &(Key, Node)| did_you_mean(&key.name, KNOWN) == "did you mean `version`?";
    if !entries.iter().any(mistyped) {
        diagnostics.at(document, VERSION, "missing field", "begin the file with `version: 0.1`");
    }
}

fn told_unknown(key: &str) -> &'static str {
    if key == "projects" { "usage by project is not read" } else { "unknown field" }
}

fn unknown_hint(key: &str) -> String {
    match key {
        "projects" => {
            "give one plan and the usage file of its project, with `resource_usage` at the top; this looks like an \
             infracost config file"
                .to_owned()
        }
        key if key.starts_with("aws_") || key.contains('.') => format!("put it below `{RESOURCES}:`"),
        key => did_you_mean(key, KNOWN),
    }
}

/// 0.1, as number or text.
fn version(node: &Node, diagnostics: &mut Diagnostics) {
    let told = match &node.value {
        Value::Number(number) if (*number - 0.1).abs() < 1e-9 => return,
        Value::Text(text) if text.trim() == "0.1" => return,
        Value::Number(number) => format!("version {number} is not read"),
        other => format!("expected `0.1`, found {}", other.noun()),
    };
    diagnostics.at(node, VERSION, told, "write `version: 0.1`");
}

/// The entries of a section; an empty one has none.
fn section<'n>(node: &'n Node, name: &str, diagnostics: &mut Diagnostics) -> &'n [(Key, Node)] {
    match &node.value {
        Value::Map(entries) => entries,
        Value::Null => &[],
        other => {
            diagnostics.at(node, name, format!("expected a mapping, found {}", other.noun()), "");
            &[]
        }
    }
}

fn entry(key: &Key, node: &Node, section: &'static str, diagnostics: &mut Diagnostics) -> Option<UsageEntry> {
    let mut entry =
        UsageEntry { address: key.name.clone(), line: key.line, column: key.column, section, ..UsageEntry::default() };
    if matches!(node.value, Value::Null) {
        return Some(entry);
    }
    let field = format!("{section}.{}", key.name);
    // Any key may stand here: which are known is for those to say who price the resource.
    let fields = Fields::of(node, &field, &known(node), diagnostics)?;
    entry.usage = members(fields.entries(), &field, "", &mut entry.places, diagnostics);
    Some(entry)
}

fn known(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::Map(entries) => entries.iter().map(|(key, _)| key.name.as_str()).collect(),
        _ => Vec::new(),
    }
}

fn members(
    entries: &[(Key, Node)],
    field: &str,
    path: &str,
    places: &mut std::collections::HashMap<String, (u64, u64)>,
    diagnostics: &mut Diagnostics,
) -> Map<String, serde_json::Value> {
    let mut found = Map::new();
    for (key, node) in entries {
        let path = dotted(path, &key.name);
        places.insert(path.clone(), (key.line, key.column));
        let value = match &node.value {
            Value::Map(inner) => Some(members(inner, field, &path, places, diagnostics).into()),
            Value::Null => None,
            value => leaf(&key.name, value).unwrap_or_else(|(message, hint)| {
                diagnostics.at(node, &format!("{field}.{path}"), message, hint);
                None
            }),
        };
        found.extend(value.map(|value| (key.name.clone(), value)));
    }
    found
}

fn check_type(key: &Key, diagnostics: &mut Diagnostics) {
    if key.name.contains('.') {
        let hint = format!("addresses stand below `{RESOURCES}:`");
        diagnostics.at_key(key, &format!("{TYPES}.{}", key.name), "expected a type such as `aws_instance`", hint);
    }
}

/// A type among the addresses is a default of the type: some files have it so.
fn add(entry: UsageEntry, key: &Key, usage: &mut UsageFile, diagnostics: &mut Diagnostics) {
    if !key.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        check_address(key, diagnostics);
        usage.add(entry);
    } else if usage.types.contains_key(&key.name) {
        let field = format!("{RESOURCES}.{}", key.name);
        diagnostics.at_key(
            key,
            &field,
            "a default of the type, which is given twice",
            format!("keep that below `{TYPES}:`"),
        );
    } else {
        usage.types.insert(key.name.clone(), entry);
    }
}

fn check_address(key: &Key, diagnostics: &mut Diagnostics) {
    let field = format!("{RESOURCES}.{}", key.name);
    let parts = segments(&key.name);
    let resource = parts.iter().rev().take(2).filter(|part| !split_index(part).0.is_empty()).count();
    if parts.len() < 2 || resource < 2 {
        let message = "expected an address such as `aws_instance.web`";
        diagnostics.at_key(key, &field, message, format!("defaults of a type stand below `{TYPES}:`"));
    } else if key.name.replace("[*]", "").contains('*') {
        let message = "a wildcard stands for a whole index: `aws_instance.web[*]`";
        diagnostics.at_key(key, &field, message, "");
    }
}
