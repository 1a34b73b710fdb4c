//! One YAML file → one typed [`Rule`], with every mistake at once.

use std::path::Path;

use super::condition::{Leaf, Operand};
use super::literal::{Literal, LiteralUnit};
use super::parse_condition::{Scope, condition, needs};
use super::rule::{Remediation, Rule, RuleParameter};
use super::yaml::{Diagnostics, Fields, Node, Value, did_you_mean, parse};
use crate::model::action::{Effort, Severity};
use crate::model::ids::ResourceKind;
use crate::model::mistake::Mistake;

const FIELDS: [&str; 13] = [
    "id",
    "summary",
    "why",
    "resource",
    "severity",
    "parameters",
    "needs",
    "when",
    "remediation",
    "effort",
    "hygiene",
    "restore",
    "references",
];

/// Kinds that a rule can judge.
const JUDGED: [ResourceKind; 12] = [
    ResourceKind::Ec2Instance,
    ResourceKind::Ec2Address,
    ResourceKind::AutoscalingGroup,
    ResourceKind::EcsService,
    ResourceKind::EbsVolume,
    ResourceKind::EbsSnapshot,
    ResourceKind::DynamodbTable,
    ResourceKind::LambdaFunction,
    ResourceKind::LogsGroup,
    ResourceKind::S3Bucket,
    ResourceKind::RdsInstance,
    ResourceKind::ElasticacheCluster,
];

/// Parse the rule in `text`; `file` is named in mistakes, and its last two parts must match the id.
pub fn parse_rule(file: &Path, text: &str) -> Result<Rule, Vec<Mistake>> {
    let document = parse(file, text).map_err(|mistake| vec![mistake])?;
    let mut diagnostics = Diagnostics::of(file);
    match rule(&document, &mut diagnostics) {
        Some(rule) if diagnostics.mistakes.is_empty() => Ok(rule),
        _ => Err(diagnostics.mistakes),
    }
}

/// A condition that stands alone, in the language of rules, as a rule `id` without parameters; its remediation means
/// nothing. `path` names it in messages.
pub fn parse_selection(
    id: &str,
    kind: ResourceKind,
    node: &Node,
    path: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Rule> {
    let scope = Scope { kind, parameters: &[], declared: &[] };
    Some(Rule {
        id: id.to_owned(),
        summary: String::new(),
        why: String::new(),
        kind,
        severity: Severity::Low,
        parameters: Vec::new(),
        remediation: Remediation::Delete,
        effort: Effort::Low,
        hygiene: false,
        restore: String::new(),
        references: Vec::new(),
        needs: Vec::new(),
        when: condition(node, path, &scope, diagnostics)?,
    })
}

fn rule(document: &Node, diagnostics: &mut Diagnostics) -> Option<Rule> {
    let fields = Fields::of(document, "", &FIELDS, diagnostics)?;
    let id = fields.text("id", diagnostics);
    if let (Some(id), Some(node)) = (id, fields.get("id")) {
        check_id(id, node, diagnostics);
    }
    let summary = fields.text("summary", diagnostics);
    let why = fields.text("why", diagnostics);
    let kinds = JUDGED.map(|kind| (kind.name(), kind));
    let kind = fields.word("resource", &kinds, diagnostics);
    let severity = fields.word("severity", &words(Severity::ALL, Severity::name), diagnostics);
    let effort = fields.word("effort", &words(Effort::ALL, Effort::name), diagnostics);
    let remediation = fields.word("remediation", Remediation::ALL, diagnostics);
    let hygiene = fields.flag("hygiene", false, diagnostics);
    let restore = fields.text("restore", diagnostics);
    let references = references(&fields, diagnostics);
    let parameters = parameters(&fields, diagnostics);
    let when_node = fields.required("when", diagnostics);
    let declared = declared_names(&fields);
    let scope = Scope { kind: kind?, parameters: &parameters, declared: &declared };
    let needs = needs(fields.list("needs", diagnostics), &scope, diagnostics);
    let when = when_node.and_then(|node| condition(node, "when", &scope, diagnostics));
    let rule = Rule {
        id: id?.to_owned(),
        summary: summary?.to_owned(),
        why: why?.to_owned(),
        kind: kind?,
        severity: severity?,
        parameters,
        remediation: remediation?,
        effort: effort?,
        hygiene,
        restore: restore?.to_owned(),
        references,
        needs,
        when: when?,
    };
    check_parameters(&rule, &fields, diagnostics);
    Some(rule)
}

fn words<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<(&'static str, T)> {
    all.iter().map(|value| (name(*value), *value)).collect()
}

/// `ebs-volume-unattached` is `ebs/volume-unattached.yml`.
fn check_id(id: &str, node: &Node, diagnostics: &mut Diagnostics) {
    let proper = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let Some((service, rest)) = id.split_once('-').filter(|_| id.split('-').all(proper)) else {
        let hint = "service, resource and pattern, as in `ebs-volume-unattached`";
        diagnostics.at(node, "id", format!("`{id}` is not an id"), hint);
        return;
    };
    let expected = Path::new(service).join(format!("{rest}.yml"));
    if !diagnostics.file().ends_with(&expected) {
        let message = format!("`{id}` does not match its path");
        diagnostics.at(node, "id", message, format!("name the file `{}`", expected.display()));
    }
}

fn references(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut references = Vec::new();
    for node in fields.list("references", diagnostics) {
        match &node.value {
            Value::Text(text) if text.starts_with("https://") => references.push(text.clone()),
            _ => diagnostics.at(node, "references", "expected an `https://` address", ""),
        }
    }
    references
}

fn parameters(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<RuleParameter> {
    let Some(node) = fields.get("parameters").filter(|node| !matches!(node.value, Value::Null)) else {
        return Vec::new();
    };
    let Value::Map(entries) = &node.value else {
        diagnostics.at(node, "parameters", format!("expected a mapping, found {}", node.value.noun()), "");
        return Vec::new();
    };
    entries
        .iter()
        .filter_map(|(key, node)| {
            let proper =
                key.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
            if !proper || key.name.is_empty() {
                diagnostics.at_key(key, "parameters", format!("`{}` is not a name", key.name), "use `snake_case`");
            }
            parameter(&key.name, node, diagnostics)
        })
        .collect()
}

fn declared_names<'n>(fields: &Fields<'n>) -> Vec<&'n str> {
    match fields.get("parameters").map(|node| &node.value) {
        Some(Value::Map(entries)) => entries.iter().map(|(key, _)| key.name.as_str()).collect(),
        _ => Vec::new(),
    }
}

fn parameter(name: &str, node: &Node, diagnostics: &mut Diagnostics) -> Option<RuleParameter> {
    let path = format!("parameters.{name}");
    let fields = Fields::of(node, &path, &["default", "help", "minimum", "maximum"], diagnostics)?;
    let help = fields.text("help", diagnostics);
    let default_node = fields.required("default", diagnostics);
    let default = default_node.and_then(|node| literal(node, &fields.name("default"), diagnostics));
    let mut bound = |field: &str| fields.get(field).and_then(|node| literal(node, &fields.name(field), diagnostics));
    let (minimum, maximum) = (bound("minimum"), bound("maximum"));
    let (default_node, default) = (default_node?, default?);
    for (field, bound) in [("minimum", minimum), ("maximum", maximum)] {
        if let (Some(bound), Some(node)) = (bound, fields.get(field))
            && bound.dimension() != default.dimension()
        {
            let message = format!("`{bound}` does not fit the default `{default}`");
            diagnostics.at(node, &fields.name(field), message, default.dimension().example());
            return None;
        }
    }
    let mut parameter = RuleParameter {
        name: name.to_owned(),
        value: default.in_unit(default.dimension().unit()).number,
        shown: default.to_string(),
        help: help?.to_owned(),
        overridden: false,
        unit: default.dimension().unit(),
        minimum,
        maximum,
    };
    if let Err(message) = parameter.set(default) {
        diagnostics.at(default_node, &fields.name("default"), message, "");
        return None;
    }
    parameter.overridden = false;
    Some(parameter)
}

/// A literal with its unit; text or a plain number.
pub(super) fn literal(node: &Node, field: &str, diagnostics: &mut Diagnostics) -> Option<Literal> {
    let parsed = match &node.value {
        Value::Number(number) => Literal::plain(*number),
        Value::Text(text) => Literal::parse(text),
        other => Err(format!("expected a number, with its unit where it has one, found {}", other.noun())),
    };
    parsed
        .map_err(|message| {
            let units = "write a number and, after one space, one of `days`, `%`, `KB`, `MB`, `GB`, `KiB`, `MiB`, \
                         `GiB`, `TiB` or nothing";
            diagnostics.at(node, field, message, units);
        })
        .ok()
}

/// Every parameter is used, and those that the remediation reads are there.
fn check_parameters(rule: &Rule, fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
    let leaves = rule.leaves();
    let used_by_leaf = |name: &str| {
        leaves
            .iter()
            .flat_map(Leaf::operands)
            .any(|operand| matches!(operand, Operand::Parameter(used) if used == name))
    };
    if !rule.remediation.fits(rule.kind) {
        let node = fields.get("remediation").unwrap_or(fields.node());
        let fit = Remediation::ALL.iter().filter(|(_, word)| word.fits(rule.kind)).map(|(name, _)| *name);
        let message = format!("`{}` does not fit `{}`", rule.remediation.name(), rule.kind);
        let hint = format!("one of `{}`", fit.collect::<Vec<_>>().join("`, `"));
        diagnostics.at(node, "remediation", message, hint);
        return;
    }
    let read = rule.remediation.parameters();
    for (name, dimension) in read {
        let declared = rule.parameters.iter().find(|parameter| parameter.name == *name);
        if declared.is_none_or(|declared| declared.unit.dimension() != *dimension) {
            let message = format!("`{}` reads a parameter `{name}`", rule.remediation.name());
            let node = fields.get("remediation").unwrap_or(fields.node());
            diagnostics.at(node, "remediation", message, format!("declare it as {}", dimension.example()));
        }
    }
    let Some(Value::Map(entries)) = fields.get("parameters").map(|node| &node.value) else { return };
    for (key, _) in entries {
        if !used_by_leaf(&key.name) && !read.iter().any(|(name, _)| *name == key.name) {
            let hint = format!("use it as `${}` in `when`, or remove it", key.name);
            diagnostics.at_key(key, &format!("parameters.{}", key.name), "parameter is never used", hint);
        }
    }
}

/// A literal or `$parameter`, of the dimension that is asked for.
pub(super) fn operand(
    node: &Node,
    field: &str,
    expected: super::literal::Dimension,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Operand> {
    let reference = match &node.value {
        Value::Text(text) => text.strip_prefix('$'),
        _ => None,
    };
    let (unit, operand): (LiteralUnit, Operand) = if let Some(name) = reference {
        let Some(parameter) = scope.parameters.iter().find(|parameter| parameter.name == name) else {
            // One that is declared wrongly has been told of where it is declared.
            if !scope.declared.contains(&name) {
                let hint = did_you_mean(name, scope.declared.iter().copied());
                diagnostics.at(node, field, format!("unknown parameter `${name}`"), hint);
            }
            return None;
        };
        (parameter.unit, Operand::Parameter(name.to_owned()))
    } else {
        let literal = literal(node, field, diagnostics)?;
        (literal.unit, Operand::Literal(literal))
    };
    if unit.dimension() != expected {
        diagnostics.at(node, field, format!("expected {}", expected.example()), "");
        return None;
    }
    Some(operand)
}
