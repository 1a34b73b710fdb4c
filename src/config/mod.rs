//! `cloudtrim.yml`: overridden parameters, disabled rules, the exempting tag, `min_savings`, the time zone, suppressions, the
//! report, deliveries.
//!
//! Every mistake is told at once, in the user's file. `fixtures/cloudtrim.yml` is the documented sample.

mod delivery;
mod report;
mod rightsizing;
mod suppressions;

use std::path::{Path, PathBuf};

use chrono_tz::{TZ_VARIANTS, Tz};
pub use delivery::{load_deliveries, no_deliveries, read_deliveries};

use crate::analyze::AnalyzeOptions;
use crate::model::mistake::Mistake;
use crate::monthly::settings::ReportSettings;
use crate::rightsize::settings::Settings;
use crate::rules::literal::Literal;
use crate::rules::yaml::{Diagnostics, Fields, Node, Value, did_you_mean, parse};
use crate::rules::{Rule, RuleSet};
use crate::units::Usd;

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read {path}")]
    Io { path: PathBuf, source: std::io::Error },
    /// Sorted by line and column.
    #[error("{} mistake(s) in the configuration", .0.len())]
    Mistakes(Vec<Mistake>),
}

/// What holds without a configuration file: $1 a month, `cloudtrim=ignore`, no suppression, UTC.
pub fn defaults() -> AnalyzeOptions {
    AnalyzeOptions {
        min_savings: Usd::ONE,
        exempt_tag: ("cloudtrim".to_owned(), "ignore".to_owned()),
        suppressions: Vec::new(),
        time_zone: Tz::UTC,
        rightsizing: Settings::default(),
    }
}

/// Read `file`; its overrides and disabled rules are applied to `rules`, which stay as they are when it has a mistake.
pub fn load(file: &Path, rules: &mut RuleSet) -> Result<AnalyzeOptions, ConfigError> {
    let text = std::fs::read_to_string(file).map_err(|source| ConfigError::Io { path: file.to_owned(), source })?;
    read(file, &text, rules).map_err(ConfigError::Mistakes)
}

/// The same for text that is already read; `file` is named in mistakes.
pub fn read(file: &Path, text: &str, rules: &mut RuleSet) -> Result<AnalyzeOptions, Vec<Mistake>> {
    let document = parse(file, text).map_err(|mistake| vec![mistake])?;
    let mut diagnostics = Diagnostics::of(file);
    let mut options = defaults();
    if matches!(document.value, Value::Null) {
        return Ok(options);
    }
    let mut changed = rules.clone();
    let known = ["min_savings", "exempt_tag", "time_zone", "rules", "rightsizing", "suppressions", "report", "deliver"];
    if let Some(fields) = Fields::of(&document, "", &known, &mut diagnostics) {
        if let Some(least) = fields.get("min_savings").and_then(|node| min_savings(node, &mut diagnostics)) {
            options.min_savings = least;
        }
        if let Some(tag) = fields.get("exempt_tag").and_then(|node| tag(node, "exempt_tag", &mut diagnostics)) {
            options.exempt_tag = tag;
        }
        if let Some(zone) = fields.get("time_zone").and_then(|node| time_zone(node, &mut diagnostics)) {
            options.time_zone = zone;
        }
        if let Some(node) = fields.get("rules") {
            change_rules(node, &mut changed, &mut diagnostics);
        }
        if let Some(settings) = fields.get("rightsizing").and_then(|node| rightsizing::settings(node, &mut diagnostics))
        {
            options.rightsizing = settings;
        }
        if let Some(node) = fields.get("deliver") {
            // Read where something is delivered; its mistakes are told with the others.
            delivery::deliveries(node, &mut diagnostics);
        }
        let nodes = fields.list("suppressions", &mut diagnostics);
        options.suppressions = suppressions::suppressions(nodes, rules, &mut diagnostics);
        if let Some(node) = fields.get("report") {
            // Read again by `read_report`; its mistakes belong to the file's.
            let _ = report::settings(node, &mut diagnostics);
        }
    }
    let mut mistakes = diagnostics.mistakes;
    if mistakes.is_empty() {
        *rules = changed;
        return Ok(options);
    }
    mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
    Err(mistakes)
}

/// What the file says of the monthly report; everything else is [`load`]'s.
pub fn load_report(file: &Path) -> Result<ReportSettings, ConfigError> {
    let text = std::fs::read_to_string(file).map_err(|source| ConfigError::Io { path: file.to_owned(), source })?;
    read_report(file, &text).map_err(ConfigError::Mistakes)
}

/// The same for text that is already read; `file` is named in mistakes. The defaults hold without a section `report`.
pub fn read_report(file: &Path, text: &str) -> Result<ReportSettings, Vec<Mistake>> {
    let document = parse(file, text).map_err(|mistake| vec![mistake])?;
    let mut diagnostics = Diagnostics::of(file);
    let section = match &document.value {
        Value::Map(entries) => entries.iter().find(|(key, _)| key.name == "report").map(|(_, node)| node),
        _ => None,
    };
    let settings = section.and_then(|node| report::settings(node, &mut diagnostics)).unwrap_or_default();
    let mut mistakes = diagnostics.mistakes;
    if mistakes.is_empty() {
        return Ok(settings);
    }
    mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
    Err(mistakes)
}

/// Dollars a month: a plain number that is not negative.
fn min_savings(node: &Node, diagnostics: &mut Diagnostics) -> Option<Usd> {
    let dollars = match node.value {
        Value::Number(number) if number >= 0.0 => Usd::from_f64(number),
        _ => None,
    };
    if dollars.is_none() {
        diagnostics.at(node, "min_savings", "expected dollars a month, at least 0", "write a plain number such as `1`");
    }
    dollars
}

/// An IANA name, as `TZ` takes it.
fn time_zone(node: &Node, diagnostics: &mut Diagnostics) -> Option<Tz> {
    let Value::Text(name) = &node.value else {
        let message = format!("expected the name of a time zone, found {}", node.value.noun());
        diagnostics.at(node, "time_zone", message, "write an IANA name such as `Europe/Berlin`");
        return None;
    };
    let zone = name.parse().ok();
    if zone.is_none() {
        let close = did_you_mean(name, TZ_VARIANTS.iter().map(|zone| zone.name()));
        // Without a close one it would list all six hundred.
        let close = Some(close).filter(|close| close.starts_with("did you mean"));
        let hint = close.unwrap_or_else(|| "write an IANA name such as `Europe/Berlin`".to_owned());
        diagnostics.at(node, "time_zone", format!("there is no time zone `{name}`"), hint);
    }
    zone
}

/// `{ key: …, value: … }`.
fn tag(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<(String, String)> {
    let fields = Fields::of(node, path, &["key", "value"], diagnostics)?;
    let (key, value) = (fields.text("key", diagnostics), fields.text("value", diagnostics));
    Some((key?.to_owned(), value?.to_owned()))
}

fn change_rules(node: &Node, rules: &mut RuleSet, diagnostics: &mut Diagnostics) {
    let ids: Vec<String> = rules.rules.iter().map(|rule| rule.id.clone()).collect();
    let known: Vec<&str> = ids.iter().map(String::as_str).collect();
    let Some(fields) = Fields::of(node, "rules", &known, diagnostics) else { return };
    let mut disabled = Vec::new();
    for (key, node) in fields.entries() {
        let Some(rule) = rules.get_mut(&key.name) else { continue };
        let path = format!("rules.{}", key.name);
        let Some(fields) = Fields::of(node, &path, &["enabled", "parameters"], diagnostics) else { continue };
        if !fields.flag("enabled", true, diagnostics) {
            disabled.push(key.name.clone());
        }
        if let Some(node) = fields.get("parameters") {
            override_parameters(node, &fields.name("parameters"), rule, diagnostics);
        }
    }
    rules.disable(&disabled);
}

fn override_parameters(node: &Node, path: &str, rule: &mut Rule, diagnostics: &mut Diagnostics) {
    let names: Vec<String> = rule.parameters.iter().map(|parameter| parameter.name.clone()).collect();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some(fields) = Fields::of(node, path, &known, diagnostics) else { return };
    for (key, node) in fields.entries() {
        let Some(parameter) = rule.parameters.iter_mut().find(|parameter| parameter.name == key.name) else { continue };
        let literal = match &node.value {
            Value::Number(number) => Literal::plain(*number),
            Value::Text(text) => Literal::parse(text),
            other => Err(format!("expected a value, found {}", other.noun())),
        };
        if let Err(message) = literal.and_then(|literal| parameter.set(literal)) {
            let hint = format!("{} Its default is `{}`.", parameter.help, parameter.shown);
            diagnostics.at(node, &fields.name(&key.name), message, hint);
        }
    }
}

/// `did you mean …?` over the ids of the rules.
fn like_a_rule(id: &str, rules: &RuleSet) -> String {
    did_you_mean(id, rules.rules.iter().map(|rule| rule.id.as_str()))
}
