//! `rightsizing`: how carefully sizes are chosen, and of which families.

use super::tag;
use crate::rightsize::settings::{Settings, TagOverride};
use crate::rightsize::{Parameters, Percentile, Preset};
use crate::rules::literal::{Literal, LiteralUnit};
use crate::rules::yaml::{Diagnostics, Fields, Node, Value, did_you_mean};
use crate::units::Percent;

const FIELDS: [&str; 7] =
    ["preset", "percentile", "cpu_headroom", "memory_headroom", "preferred_families", "excluded_families", "overrides"];
const CHOICE: [&str; 4] = ["preset", "percentile", "cpu_headroom", "memory_headroom"];

pub(super) fn settings(node: &Node, diagnostics: &mut Diagnostics) -> Option<Settings> {
    let fields = Fields::of(node, "rightsizing", &FIELDS, diagnostics)?;
    let mut settings = Settings::default();
    if let Some(preset) = preset(&fields, &Preset::default(), diagnostics) {
        settings.preset = preset;
    }
    settings.families.preferred = families(&fields, "preferred_families", diagnostics);
    settings.families.excluded = families(&fields, "excluded_families", diagnostics);
    let known = ["tag", "preset", "percentile", "cpu_headroom", "memory_headroom"];
    for node in fields.list("overrides", diagnostics) {
        let Some(fields) = Fields::of(node, "rightsizing.overrides", &known, diagnostics) else { continue };
        let Some(marked) = fields.get("tag") else {
            diagnostics.at(node, "rightsizing.overrides", "says nothing about what it is for", "add `tag`");
            continue;
        };
        let tag = tag(marked, "rightsizing.overrides.tag", diagnostics);
        if CHOICE.iter().all(|field| fields.get(field).is_none()) {
            diagnostics.at(
                node,
                "rightsizing.overrides",
                "changes nothing",
                "add `preset`, `percentile` or a headroom",
            );
            continue;
        }
        let preset = preset(&fields, &settings.preset, diagnostics);
        if let Some(((key, value), preset)) = tag.zip(preset) {
            settings.overrides.push(TagOverride { key, value, preset });
        }
    }
    Some(settings)
}

/// A preset by name, or parameters of one's own on top of those of `base`; both at once contradict each other.
fn preset(fields: &Fields<'_>, base: &Preset, diagnostics: &mut Diagnostics) -> Option<Preset> {
    let own = CHOICE.iter().skip(1).any(|field| fields.get(field).is_some());
    let name = fields.optional_text("preset", diagnostics);
    if let (Some(name), Some(node)) = (name, fields.get("preset")) {
        let found = Preset::named(name);
        if found.is_none() {
            let hint = Some(did_you_mean(name, Preset::NAMES)).filter(|hint| !hint.is_empty());
            let hint = hint.unwrap_or_else(|| format!("one of `{}`", Preset::NAMES.join("`, `")));
            diagnostics.at(node, &fields.name("preset"), format!("there is no preset `{name}`"), hint);
            return None;
        }
        if own {
            let hint = "a preset has a percentile and headrooms of its own: leave out one or the other";
            diagnostics.at(node, &fields.name("preset"), "stands beside parameters of one's own", hint);
        }
        return found;
    }
    if fields.get("preset").is_some() {
        return None;
    }
    if !own {
        return Some(base.clone());
    }
    let mut parameters: Parameters = base.own();
    if let Some(node) = fields.get("percentile") {
        let text = match &node.value {
            Value::Text(text) => text.clone(),
            Value::Number(number) => format!("p{number}"),
            other => other.noun().to_owned(),
        };
        match Percentile::from_name(&text) {
            Some(percentile) => parameters.percentile = percentile,
            None => diagnostics.at(
                node,
                &fields.name("percentile"),
                format!("`{text}` is not a percentile that is kept"),
                "one of `p90`, `p95`, `p99.5`",
            ),
        }
    }
    if let Some(headroom) = headroom(fields, "cpu_headroom", diagnostics) {
        parameters.cpu_headroom = headroom;
    }
    if let Some(headroom) = headroom(fields, "memory_headroom", diagnostics) {
        parameters.memory_headroom = headroom;
    }
    Some(Preset::custom(parameters))
}

fn headroom(fields: &Fields<'_>, name: &str, diagnostics: &mut Diagnostics) -> Option<Percent> {
    let node = fields.get(name)?;
    let percent = match &node.value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => match Literal::parse(text) {
            Ok(literal) if literal.unit == LiteralUnit::Percent => Some(literal.number),
            _ => None,
        },
        _ => None,
    };
    let within = percent.filter(|percent| (0.0..=90.0).contains(percent));
    if within.is_none() {
        diagnostics.at(
            node,
            &fields.name(name),
            "expected 0 % to 90 %",
            "write a share of the capacity such as `20 %`",
        );
    }
    within.map(Percent::new)
}

/// `m5`, `c6i`: letters and digits before the dot of a type.
fn families(fields: &Fields<'_>, name: &str, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut families = Vec::new();
    for node in fields.list(name, diagnostics) {
        match &node.value {
            Value::Text(text) if !text.is_empty() && !text.contains(['.', ' ']) => families.push(text.clone()),
            _ => diagnostics.at(node, &fields.name(name), "not an instance family", "write it as in `m5` or `c6i`"),
        }
    }
    families
}
