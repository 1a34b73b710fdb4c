//! `select:` of a change: all that is given must hold.

use super::Located;
use crate::estate::PRICED_KINDS;
use crate::model::ids::ResourceKind;
use crate::rules::yaml::{Diagnostics, Fields, Key, Node, Value};
use crate::rules::{Rule, parse_selection};

/// Which resources a change is for.
#[derive(Clone, Debug)]
pub(super) struct Selection {
    pub(super) kind: ResourceKind,
    /// Any of them; every one where empty.
    pub(super) ids: Vec<Located<String>>,
    pub(super) regions: Vec<Located<String>>,
    pub(super) accounts: Vec<Located<String>>,
    /// All of them.
    pub(super) tags: Vec<(String, String)>,
    pub(super) condition: Option<Rule>,
    /// What this rule flags.
    pub(super) rule: Option<Located<String>>,
}

/// `id` names the condition among all conditions and rules.
pub(super) fn selection(node: &Node, path: &str, id: &str, diagnostics: &mut Diagnostics) -> Option<Selection> {
    let known = ["kind", "id", "region", "account", "tag", "where", "rule"];
    let fields = Fields::of(node, path, &known, diagnostics)?;
    let kind = fields.word("kind", &PRICED_KINDS.map(|kind| (kind.name(), kind)), diagnostics);
    let rule = fields.optional_text("rule", diagnostics).map(str::to_owned);
    let ids = names(&fields, "id", diagnostics);
    let regions = names(&fields, "region", diagnostics);
    let accounts = names(&fields, "account", diagnostics);
    let tags = tags(&fields, diagnostics);
    let condition = kind.zip(fields.get("where")).map(|(kind, node)| {
        let path = fields.name("where");
        condition(id, kind, node, &path, diagnostics)
    });
    Some(Selection {
        kind: kind?,
        ids,
        regions,
        accounts,
        tags,
        condition: condition.flatten(),
        rule: rule.zip(fields.get("rule")).map(|(rule, node)| Located::at(node, &fields.name("rule"), rule)),
    })
}

/// A condition in the language of rules, or a list of them that must all hold.
fn condition(id: &str, kind: ResourceKind, node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<Rule> {
    match &node.value {
        Value::Map(_) => parse_selection(id, kind, node, path, diagnostics),
        Value::List(_) => {
            let key = Key { name: "all".to_owned(), line: node.line, column: node.column };
            let all = Node { value: Value::Map(vec![(key, node.clone())]), line: node.line, column: node.column };
            parse_selection(id, kind, &all, path, diagnostics)
        }
        other => {
            let hint = "write it as in a rule: `{ field: volume_type, is: gp2 }`, or a list of such";
            diagnostics.at(node, path, format!("expected a condition, found {}", other.noun()), hint);
            None
        }
    }
}

/// One text or a list of texts.
pub(super) fn names(fields: &Fields<'_>, field: &str, diagnostics: &mut Diagnostics) -> Vec<Located<String>> {
    let Some(node) = fields.get(field) else { return Vec::new() };
    let path = fields.name(field);
    let nodes = match &node.value {
        Value::List(nodes) if !nodes.is_empty() => nodes.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let mut found = Vec::new();
    for node in nodes {
        match &node.value {
            Value::Text(text) if !text.trim().is_empty() => {
                found.push(Located::at(node, &path, text.trim().to_owned()));
            }
            Value::Number(_) => {
                diagnostics.at(node, &path, "expected text, found a number", "put it in quotes if it is meant as text");
            }
            other => diagnostics.at(node, &path, format!("expected text, found {}", other.noun()), ""),
        }
    }
    found
}

fn tags(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let Some(node) = fields.get("tag") else { return Vec::new() };
    let Value::Map(entries) = &node.value else {
        let hint = "write it as `{ env: prod }`";
        diagnostics.at(node, &fields.name("tag"), format!("expected a mapping, found {}", node.value.noun()), hint);
        return Vec::new();
    };
    let mut found = Vec::new();
    for (key, node) in entries {
        match &node.value {
            Value::Text(value) => found.push((key.name.clone(), value.clone())),
            other => {
                let path = format!("{}.{}", fields.name("tag"), key.name);
                let hint = "put it in quotes if it is meant as text";
                diagnostics.at(node, &path, format!("expected text, found {}", other.noun()), hint);
            }
        }
    }
    found
}
