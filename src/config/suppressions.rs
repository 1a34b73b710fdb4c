//! Suppressions: what is known and accepted, by whom, why and for how long.

use chrono::NaiveDate;

use super::{like_a_rule, tag};
use crate::analyze::Suppression;
use crate::rules::RuleSet;
use crate::rules::yaml::{Diagnostics, Fields, Node, Value};

const FIELDS: [&str; 7] = ["rule", "resource", "tag", "account", "reason", "owner", "expires"];

pub(super) fn suppressions(nodes: &[Node], rules: &RuleSet, diagnostics: &mut Diagnostics) -> Vec<Suppression> {
    nodes.iter().filter_map(|node| suppression(node, rules, diagnostics)).collect()
}

fn suppression(node: &Node, rules: &RuleSet, diagnostics: &mut Diagnostics) -> Option<Suppression> {
    let fields = Fields::of(node, "suppressions", &FIELDS, diagnostics)?;
    let reason = fields.text("reason", diagnostics);
    let owner = fields.text("owner", diagnostics);
    let rule = fields.optional_text("rule", diagnostics);
    if let (Some(id), Some(node)) = (rule.filter(|id| rules.get(id).is_none()), fields.get("rule")) {
        let message = format!("there is no rule `{id}`");
        diagnostics.at(node, "suppressions.rule", message, like_a_rule(id, rules));
    }
    let resource = fields.optional_text("resource", diagnostics);
    let tag = fields.get("tag").and_then(|node| tag(node, "suppressions.tag", diagnostics));
    let account = fields.get("account").and_then(|node| account(node, diagnostics));
    let expires = fields.get("expires").and_then(|node| date(node, diagnostics));
    if ["rule", "resource", "tag", "account"].iter().all(|field| fields.get(field).is_none()) {
        let message = "says nothing about what it suppresses";
        diagnostics.at(node, "suppressions", message, "add `rule`, `resource`, `tag` or `account`");
    }
    let name = diagnostics.file().file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Some(Suppression {
        rule: rule.map(str::to_owned),
        resource: resource.map(str::to_owned),
        tag,
        account,
        reason: reason?.to_owned(),
        owner: owner?.to_owned(),
        expires,
        at: format!("{name}:{}", node.line),
    })
}

/// Twelve digits; without quotes YAML reads a number and loses leading zeros.
fn account(node: &Node, diagnostics: &mut Diagnostics) -> Option<String> {
    match &node.value {
        Value::Text(text) if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) => Some(text.clone()),
        _ => {
            let hint = "twelve digits in quotes, as in `\"123456789012\"`";
            diagnostics.at(node, "suppressions.account", "not an account id", hint);
            None
        }
    }
}

fn date(node: &Node, diagnostics: &mut Diagnostics) -> Option<NaiveDate> {
    let date = match &node.value {
        Value::Text(text) => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok(),
        _ => None,
    };
    if date.is_none() {
        diagnostics.at(
            node,
            "suppressions.expires",
            "not a date",
            "write it as `2027-01-31`; it holds to that day's end",
        );
    }
    date
}
