//! What is known only after apply.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::address::segments;

/// The paths of `true` in an `after_unknown`: `launch_template.0.id`.
pub(super) fn paths(unknown: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(unknown, "", &mut found);
    found
}

fn collect(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Bool(true) if !path.is_empty() => drop(found.insert(path.to_owned())),
        Value::Object(members) => members.iter().for_each(|(name, value)| collect(value, &dotted(path, name), found)),
        Value::Array(values) => {
            for (position, value) in values.iter().enumerate() {
                collect(value, &dotted(path, &position.to_string()), found);
            }
        }
        _ => {}
    }
}

/// Blocks that no provider computes: unknown as a whole, they are `dynamic`, which the configuration of a plan leaves out.
const DYNAMIC: [&str; 4] = ["metric_query", "rule", "rules", "setting"];

/// Of the unknown paths those that the author sets, as far as `is_set` knows by paths without indices. The others are the
/// provider's or AWS's to choose and have their defaults.
pub(super) fn of_author(unknown: BTreeSet<String>, is_set: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let names =
        |path: &str| path.split('.').filter(|part| part.parse::<usize>().is_err()).collect::<Vec<_>>().join(".");
    unknown.into_iter().filter(|path| DYNAMIC.contains(&path.as_str()) || is_set(&names(path))).collect()
}

/// Whether one path is the other or within it.
pub(super) fn are_related(one: &str, other: &str) -> bool {
    let within = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'));
    one == other || within(one, other) || within(other, one)
}

/// `a` and `b` → `a.b`.
pub(super) fn dotted(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// References that stand as text in the attributes (`ref:aws_vpc.main.id`), by path without indices.
pub(super) type TextReferences = BTreeMap<String, Vec<String>>;

/// Take such texts out of the attributes: they are unknown. Their paths go to `unknown`.
pub(super) fn take_references(attributes: &mut Map<String, Value>, unknown: &mut BTreeSet<String>) -> TextReferences {
    let mut found = TextReferences::new();
    take_from_map(attributes, "", "", unknown, &mut found);
    found
}

fn take_from_map(
    members: &mut Map<String, Value>,
    path: &str,
    plain: &str,
    unknown: &mut BTreeSet<String>,
    found: &mut TextReferences,
) {
    members.retain(|name, value| {
        let (path, plain) = (dotted(path, name), dotted(plain, name));
        !take(value, &path, &plain, unknown, found)
    });
}

/// Whether the value is such a text; those within it are taken out. An element of a list becomes null, so that the
/// others keep their place.
fn take(
    value: &mut Value,
    path: &str,
    plain: &str,
    unknown: &mut BTreeSet<String>,
    found: &mut TextReferences,
) -> bool {
    match value {
        Value::String(text) => {
            let Some(target) = text.strip_prefix("ref:").filter(|target| is_reference(target)) else { return false };
            found.entry(plain.to_owned()).or_default().push(target.to_owned());
            unknown.insert(path.to_owned());
            return true;
        }
        Value::Object(members) => take_from_map(members, path, plain, unknown, found),
        Value::Array(values) => {
            for (position, value) in values.iter_mut().enumerate() {
                if take(value, &dotted(path, &position.to_string()), plain, unknown, found) {
                    *value = Value::Null;
                }
            }
        }
        _ => {}
    }
    false
}

/// `aws_vpc.main.id`, `data.aws_ami.linux.id`, `module.web.id`.
fn is_reference(text: &str) -> bool {
    let letters = |part: &str| part.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-[]\"*".contains(letter));
    let parts = segments(text);
    let typed = parts.first().is_some_and(|first| first.contains('_') || matches!(*first, "data" | "module"));
    parts.len() >= 3 && typed && parts.iter().all(|part| !part.is_empty() && letters(part))
}
