//! The resources of a configuration, checked against what their type declares.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::values::{amount, json, plain};
use crate::catalog::{Field, Form, Kind, find, kinds};
use crate::model::blueprint::Blueprint;
use crate::model::ids::Region;
use crate::rules::yaml::{Diagnostics, Fields, Key, Node, Value, did_you_mean};
use crate::whatif::amount::{Amount, Usage, UsageValue, number};
use crate::whatif::setting::Declared;

const KNOWN: [&str; 7] = ["name", "kind", "type", "count", "region", "attributes", "usage"];

/// What holds where a resource does not say otherwise.
#[derive(Debug, Default)]
pub(super) struct Defaults {
    pub(super) region: Option<Region>,
    /// By type, for all regions.
    pub(super) of_kind: BTreeMap<&'static str, KindDefaults>,
    /// By region and type; these win.
    pub(super) of_region: BTreeMap<(String, &'static str), KindDefaults>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct KindDefaults {
    pub(super) attributes: Vec<(String, Json)>,
    pub(super) usage: Usage,
}

/// The type a resource names, in either vocabulary.
pub(super) fn kind_of(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<&'static Kind> {
    let (field, node) = match (fields.get("kind"), fields.get("type")) {
        (Some(node), None) => ("kind", node),
        (None, Some(node)) => ("type", node),
        (Some(node), Some(_)) => {
            diagnostics.at(node, &fields.name("kind"), "both `kind` and `type` are given", "keep one of them");
            return None;
        }
        (None, None) => {
            let hint = "name what it is: `kind: ec2-instance` or `type: aws_instance`";
            diagnostics.at(fields.node(), &fields.name("kind"), "missing field", hint);
            return None;
        }
    };
    let word = fields.text(field, diagnostics)?;
    let found = find(word);
    if found.is_none() {
        let known = kinds().iter().flat_map(|kind| [kind.kind, kind.type_name]);
        let mut hint = did_you_mean(word, known);
        if !hint.starts_with("did you mean") {
            "`cloudtrim catalog` lists them".clone_into(&mut hint);
        }
        diagnostics.at(node, &fields.name(field), format!("`{word}` is not supported"), hint);
    }
    found
}

/// All resources of a list; each mistake is told, and what has one is left out.
pub(super) fn resources(
    nodes: &[Node],
    path: &str,
    defaults: &Defaults,
    diagnostics: &mut Diagnostics,
) -> Vec<Declared> {
    let mut names = BTreeMap::new();
    let mut found = Vec::new();
    for (position, node) in nodes.iter().enumerate() {
        let path = format!("{path}[{position}]");
        let Some(declared) = resource(node, &path, defaults, diagnostics) else { continue };
        let address = declared.blueprint.address.clone();
        if let Some(line) = names.insert(address.clone(), node.line) {
            let hint = "give it another name, or raise the `count` of the first";
            diagnostics.at(node, &path, format!("`{address}` is declared twice, first in line {line}"), hint);
        }
        found.push(declared);
    }
    refer(&mut found);
    found
}

fn resource(node: &Node, path: &str, defaults: &Defaults, diagnostics: &mut Diagnostics) -> Option<Declared> {
    let fields = Fields::of(node, path, &KNOWN, diagnostics)?;
    let name = fields.text("name", diagnostics);
    let kind = kind_of(&fields, diagnostics);
    let count = fields
        .get("count")
        .map_or(Some(Amount::exactly(1.0)), |node| amount(node, &fields.name("count"), "resources", diagnostics));
    let region = fields.optional_text("region", diagnostics).map(Region::from).or_else(|| defaults.region.clone());
    if region.is_none() {
        let hint = "give it one, or a `region:` for the whole scenario";
        diagnostics.at(node, &fields.name("region"), "the region is not known", hint);
    }
    let kind = kind?;
    let own = settings(&fields, kind, diagnostics);
    let region = region?;
    let mut attributes = own.attributes;
    let mut usage = own.usage;
    let regional = defaults.of_region.get(&(region.as_str().to_owned(), kind.type_name));
    for default in regional.into_iter().chain(defaults.of_kind.get(kind.type_name)) {
        for (name, value) in &default.attributes {
            if attributes.iter().all(|(known, _)| known != name) {
                attributes.push((name.clone(), value.clone()));
            }
        }
        usage.or(&default.usage);
    }
    let blueprint = Blueprint {
        address: format!("{}.{}", kind.type_name, name?),
        type_name: kind.type_name.to_owned(),
        region: Some(region),
        attributes: attributes.into_iter().collect(),
        ..Blueprint::default()
    };
    Some(Declared { blueprint, usage, count: count? })
}

/// `attributes:` and `usage:` of a resource or a default.
pub(super) fn settings(fields: &Fields<'_>, kind: &Kind, diagnostics: &mut Diagnostics) -> KindDefaults {
    let mut found = KindDefaults::default();
    if let Some(node) = fields.get("attributes") {
        found.attributes = attributes(node, &fields.name("attributes"), kind, kind.attributes, diagnostics);
    }
    if let Some(node) = fields.get("usage") {
        found.usage = usage(node, &fields.name("usage"), kind, kind.usage, diagnostics);
    }
    found
}

/// The entries of a mapping whose names a type declares.
fn declared<'n, 'f>(
    node: &'n Node,
    path: &str,
    kind: &Kind,
    fields: &'f [Field],
    diagnostics: &mut Diagnostics,
) -> Vec<(&'n Key, &'n Node, &'f Field)> {
    let entries = match &node.value {
        Value::Map(entries) => entries,
        Value::Null => return Vec::new(),
        other => {
            diagnostics.at(node, path, format!("expected a mapping, found {}", other.noun()), "");
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for (key, node) in entries {
        let Some(field) = fields.iter().find(|field| field.name == key.name) else {
            let hint = match did_you_mean(&key.name, fields.iter().map(|field| field.name)) {
                hint if hint.is_empty() => format!("{} takes none here", kind.kind),
                hint => hint,
            };
            let message = format!("{} has no such input", kind.kind);
            diagnostics.at_key(key, &format!("{path}.{}", key.name), message, hint);
            continue;
        };
        found.push((key, node, field));
    }
    found
}

fn attributes(
    node: &Node,
    path: &str,
    kind: &Kind,
    fields: &[Field],
    diagnostics: &mut Diagnostics,
) -> Vec<(String, Json)> {
    let mut found = Vec::new();
    for (key, node, field) in declared(node, path, kind, fields, diagnostics) {
        let path = format!("{path}.{}", key.name);
        if let Some(value) = attribute(node, &path, kind, field, diagnostics) {
            found.push((key.name.clone(), value));
        }
    }
    found
}

fn attribute(node: &Node, path: &str, kind: &Kind, field: &Field, diagnostics: &mut Diagnostics) -> Option<Json> {
    let is_reference = matches!(&node.value, Value::Text(text) if target(text).is_some());
    match (field.form, &node.value) {
        _ if is_reference => Some(json(node)),
        (Form::Any, _) | (Form::Text, Value::Text(_)) | (Form::Flag, Value::Flag(_)) => Some(json(node)),
        // `1.30` is a version, not a number.
        (Form::Text, Value::Number(number)) => Some(Json::String(number.to_string())),
        (Form::Number(unit), _) => plain(node, path, unit, diagnostics).map(number),
        (Form::Block(fields), Value::Map(_)) => Some(Json::Array(vec![Json::Object(
            attributes(node, path, kind, fields, diagnostics).into_iter().collect(),
        )])),
        (Form::Block(fields), Value::List(items)) => Some(Json::Array(
            items
                .iter()
                .enumerate()
                .map(|(at, item)| {
                    let path = format!("{path}[{at}]");
                    Json::Object(attributes(item, &path, kind, fields, diagnostics).into_iter().collect())
                })
                .collect(),
        )),
        (form, other) => {
            let wanted = match form {
                Form::Text => "text",
                Form::Flag => "`true` or `false`",
                _ => "a mapping, or a list of them",
            };
            diagnostics.at(node, path, format!("expected {wanted}, found {}", other.noun()), field.help);
            None
        }
    }
}

fn usage(node: &Node, path: &str, kind: &Kind, fields: &[Field], diagnostics: &mut Diagnostics) -> Usage {
    let mut found = Usage::default();
    for (key, node, field) in declared(node, path, kind, fields, diagnostics) {
        let path = format!("{path}.{}", key.name);
        let value = match (field.form, &node.value) {
            (Form::Number(unit), _) => amount(node, &path, unit, diagnostics).map(UsageValue::Amount),
            (Form::Block(fields), Value::Map(_)) => {
                Some(UsageValue::Block(usage(node, &path, kind, fields, diagnostics)))
            }
            (Form::Block(_), other) => {
                diagnostics.at(node, &path, format!("expected a mapping, found {}", other.noun()), field.help);
                None
            }
            (Form::Text, Value::Text(_) | Value::Number(_)) | (Form::Flag, Value::Flag(_)) | (Form::Any, _) => {
                Some(UsageValue::Plain(json(node)))
            }
            (_, other) => {
                diagnostics.at(node, &path, format!("{} does not fit here", other.noun()), field.help);
                None
            }
        };
        found.0.extend(value.map(|value| (key.name.clone(), value)));
    }
    found
}

/// `${aws_launch_template.web.id}` → `aws_launch_template.web.id`.
fn target(text: &str) -> Option<&str> {
    text.strip_prefix("${")?.strip_suffix('}').map(str::trim)
}

/// Texts `${name}` become references to the resource of that name or address, and leave the attributes.
fn refer(declared: &mut [Declared]) {
    let addresses: BTreeSet<String> = declared.iter().map(|one| one.blueprint.address.clone()).collect();
    let resolve = |target: &str| {
        let first_two = target.split('.').take(2).collect::<Vec<_>>().join(".");
        let by_name =
            || addresses.iter().find(|address| address.split_once('.').is_some_and(|(_, name)| name == target));
        addresses.get(&first_two).or_else(by_name).cloned().unwrap_or(first_two)
    };
    for one in declared {
        let mut references = BTreeMap::new();
        for (name, value) in &mut one.blueprint.attributes {
            take_references(value, name, &resolve, &mut references);
        }
        one.blueprint.references.extend(references);
    }
}

fn take_references(
    value: &mut Json,
    path: &str,
    resolve: &impl Fn(&str) -> String,
    found: &mut BTreeMap<String, Vec<String>>,
) {
    match value {
        Json::String(text) => {
            if let Some(target) = target(text) {
                found.entry(path.to_owned()).or_default().push(resolve(target));
                *value = Json::Null;
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| take_references(item, path, resolve, found)),
        Json::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                take_references(value, &format!("{path}.{name}"), resolve, found);
            }
        }
        _ => {}
    }
}
