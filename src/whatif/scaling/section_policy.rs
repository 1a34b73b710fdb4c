//! One policy of the `scaling:` section.

use std::ops::RangeInclusive;

use super::demand::Metric;
use super::literal::{Dimension, number};
use super::outcome::NamedPolicy;
use super::policy::{Adjustment, Group, MOST_UNITS, Policy, Step, StepScaling, TargetTracking, Targets, Thresholds};
use super::section::Says;
use crate::rules::yaml::{Diagnostics, Fields, Node, Value};

/// Application Auto Scaling's for ECS services, and EC2 Auto Scaling's.
const DEFAULT_COOLDOWN_S: u32 = 300;
/// Cooldowns and warm-ups.
const LONGEST_S: u32 = 86_400;
const MOST_REQUESTS: f64 = 1e12;

const GROUP: [&str; 6] = ["min", "max", "initial", "warm_up", "sustained_out", "sustained_in"];
const METRICS: [&str; 3] = ["cpu", "memory", "requests_per_target"];

fn known(of_kind: &[&'static str], more: &[&'static str]) -> Vec<&'static str> {
    of_kind.iter().chain(more).chain(&GROUP).copied().collect()
}

/// `{ name: …, fixed | target_tracking | step | thresholds: … }`; `says` is what the demand does, where known.
pub(super) fn named(
    node: &Node,
    path: &str,
    says: Option<&Says>,
    diagnostics: &mut Diagnostics,
) -> Option<NamedPolicy> {
    let kinds = ["fixed", "target_tracking", "step", "thresholds"];
    let fields = Fields::of(node, path, &["name", "fixed", "target_tracking", "step", "thresholds"], diagnostics)?;
    let name = fields.text("name", diagnostics);
    let mut found = kinds.into_iter().filter_map(|kind| Some((kind, fields.get(kind)?)));
    let (first, second) = (found.next(), found.next());
    let Some((kind, body)) = first else {
        // A mistyped kind is told already.
        if fields.entries().iter().all(|(key, _)| key.name == "name") {
            let hint = "one of `fixed`, `target_tracking`, `step`, `thresholds`";
            diagnostics.at(node, path, "says no policy", hint);
        }
        return None;
    };
    if let Some((other, node)) = second {
        let message = format!("said twice: `{kind}` is there as well");
        diagnostics.at(node, &fields.name(other), message, "make two policies of it");
    }
    let path = fields.name(kind);
    let policy = match kind {
        "fixed" => fields.units("fixed", 0..=MOST_UNITS, diagnostics).map(|units| Policy::Fixed { units }),
        "target_tracking" => target_tracking(body, &path, diagnostics).map(Policy::TargetTracking),
        "step" => step_scaling(body, &path, diagnostics).map(Policy::Step),
        _ => thresholds(body, &path, diagnostics).map(Policy::Threshold),
    }?;
    if let Some(says) = says {
        match &policy {
            Policy::Step(step) => says.check_metric(body, &format!("{path}.metric"), step.metric, diagnostics),
            other => says.check(body, &path, &other.targets(), diagnostics),
        }
    }
    Some(NamedPolicy { name: name?.to_owned(), policy })
}

fn target_tracking(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<TargetTracking> {
    let known = known(&METRICS, &["scale_out_cooldown", "scale_in_cooldown", "disable_scale_in"]);
    let fields = Fields::of(node, path, &known, diagnostics)?;
    let policy = TargetTracking {
        targets: fields.targets(diagnostics),
        scale_out_cooldown_s: fields.cooldown("scale_out_cooldown", diagnostics),
        scale_in_cooldown_s: fields.cooldown("scale_in_cooldown", diagnostics),
        disable_scale_in: fields.flag("disable_scale_in", false, diagnostics),
        group: fields.group(diagnostics)?,
    };
    names_a_metric(&fields, diagnostics);
    Some(policy)
}

fn thresholds(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<Thresholds> {
    let known = known(&METRICS, &["scale_in_below", "add", "remove", "cooldown_out", "cooldown_in"]);
    let fields = Fields::of(node, path, &known, diagnostics)?;
    let above = fields.targets(diagnostics);
    names_a_metric(&fields, diagnostics);
    let below =
        fields.get("scale_in_below").map(|node| below(node, &fields.name("scale_in_below"), &above, diagnostics));
    Some(Thresholds {
        above,
        below: below.unwrap_or_default(),
        add: fields.units("add", 1..=MOST_UNITS, diagnostics).unwrap_or(1),
        remove: fields.units("remove", 1..=MOST_UNITS, diagnostics).unwrap_or(1),
        cooldown_out_s: fields.cooldown("cooldown_out", diagnostics),
        cooldown_in_s: fields.cooldown("cooldown_in", diagnostics),
        group: fields.group(diagnostics)?,
    })
}

fn names_a_metric(fields: &Fields<'_>, diagnostics: &mut Diagnostics) {
    let known = known(&METRICS, &[]);
    let mistyped = fields.entries().iter().any(|(key, _)| !known.contains(&key.name.as_str()));
    if METRICS.iter().all(|metric| fields.get(metric).is_none()) && !(mistyped && fields.entries().len() == 1) {
        diagnostics.at(fields.node(), &fields.name("cpu"), "names no metric", "such as `cpu: 60 %`");
    }
}

fn below(node: &Node, path: &str, above: &Targets, diagnostics: &mut Diagnostics) -> Targets {
    let Some(fields) = Fields::of(node, path, &METRICS, diagnostics) else { return Targets::default() };
    let below = fields.targets(diagnostics);
    for (metric, value) in below.iter() {
        let Some(node) = fields.get(metric.name()) else { continue };
        match above.get(metric) {
            None => diagnostics.at(node, &fields.name(metric.name()), "has no threshold to scale out at", ""),
            Some(above) if value >= above => {
                let unit = if metric.is_percent() { " %" } else { "" };
                let message = format!("must be below the {above}{unit} at which units are added");
                diagnostics.at(node, &fields.name(metric.name()), message, "");
            }
            Some(_) => {}
        }
    }
    below
}

fn step_scaling(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<StepScaling> {
    let fields = Fields::of(node, path, &known(&["metric", "steps", "cooldown"], &[]), diagnostics)?;
    let words = Metric::ALL.map(|metric| (metric.name(), metric));
    let metric = fields.word("metric", &words, diagnostics);
    let cooldown_s = fields.cooldown("cooldown", diagnostics);
    let group = fields.group(diagnostics);
    fields.required("steps", diagnostics)?;
    let before = diagnostics.mistakes.len();
    let nodes = fields.list("steps", diagnostics);
    if nodes.is_empty() && diagnostics.mistakes.len() == before {
        diagnostics.at(
            fields.node(),
            &fields.name("steps"),
            "must list a step",
            "such as `{ lower: 70 %, change: 2 }`",
        );
    }
    let metric = metric?;
    let mut steps: Vec<(Step, &Node, String)> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        let path = format!("{}[{index}]", fields.name("steps"));
        if let Some(step) = step(node, &path, metric, diagnostics) {
            steps.push((step, node, path));
        }
    }
    let lower = |step: &Step| step.lower.unwrap_or(f64::NEG_INFINITY);
    steps.sort_by(|(one, ..), (other, ..)| lower(one).total_cmp(&lower(other)));
    for pair in steps.windows(2) {
        let [(one, ..), (other, node, path)] = pair else { continue };
        if one.upper.is_none_or(|upper| upper > lower(other)) {
            diagnostics.at(node, path, "overlaps another step", "a step ends where the next begins");
        }
    }
    let steps = steps.into_iter().map(|(step, ..)| step).collect();
    Some(StepScaling { group: group?, metric, steps, cooldown_s })
}

fn step(node: &Node, path: &str, metric: Metric, diagnostics: &mut Diagnostics) -> Option<Step> {
    let fields = Fields::of(node, path, &["lower", "upper", "change", "exact", "percent"], diagnostics)?;
    let before = diagnostics.mistakes.len();
    let lower = fields.value_of("lower", metric, diagnostics);
    let upper = fields.value_of("upper", metric, diagnostics);
    match (lower, upper) {
        (Some(lower), Some(upper)) if lower >= upper => {
            diagnostics.at(node, &fields.name("upper"), "must be above `lower`", "");
        }
        (None, None) if diagnostics.mistakes.len() == before => {
            diagnostics.at(node, path, "has no bound", "say `lower`, `upper` or both");
        }
        _ => {}
    }
    let mut said = ["change", "exact", "percent"].into_iter().filter_map(|field| Some((field, fields.get(field)?)));
    let adjustment = match (said.next(), said.next()) {
        (Some((field, node)), None) => adjustment(&fields, field, node, diagnostics),
        (Some(_), Some((field, node))) => {
            diagnostics.at(node, &fields.name(field), "a step has one adjustment", "keep one of them");
            None
        }
        _ if fields.entries().iter().any(|(key, _)| !["lower", "upper"].contains(&key.name.as_str())) => None,
        _ => {
            diagnostics.at(node, path, "says no adjustment", "one of `change: 2`, `exact: 10`, `percent: 50 %`");
            None
        }
    };
    (diagnostics.mistakes.len() == before).then_some(Step { lower, upper, adjustment: adjustment? })
}

fn adjustment(fields: &Fields<'_>, field: &str, node: &Node, diagnostics: &mut Diagnostics) -> Option<Adjustment> {
    if field == "exact" {
        return fields.units("exact", 1..=MOST_UNITS, diagnostics).map(Adjustment::Exact);
    }
    let dimension = if field == "percent" { Dimension::Percent } else { Dimension::Number };
    let found = number(node, dimension).and_then(|value| {
        let most = if field == "percent" { 10_000.0 } else { f64::from(MOST_UNITS) };
        match value {
            0.0 => Err(("changes nothing".to_owned(), "leave the step out".to_owned())),
            value if value.abs() > most => Err((format!("is too much: at most {most}"), String::new())),
            value if field == "percent" && value < -100.0 => {
                Err(("removes more than there is".to_owned(), String::new()))
            }
            value if field == "change" && value.fract() != 0.0 => {
                Err(("must be a whole number of units".to_owned(), String::new()))
            }
            value => Ok(value),
        }
    });
    match found {
        Ok(value) if field == "percent" => Some(Adjustment::Percent(value)),
        Ok(value) => whole(value.abs())
            .and_then(|units| i32::try_from(units).ok())
            .map(|units| Adjustment::Change(if value < 0.0 { -units } else { units })),
        Err((message, hint)) => {
            diagnostics.at(node, &fields.name(field), message, hint);
            None
        }
    }
}

/// A float that is a count.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a whole number in range")]
fn whole(value: f64) -> Option<u32> {
    (value.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&value)).then_some(value as u32)
}

/// Numbers of a mapping; what is not there is `None` without a mistake.
pub(super) trait Numbers {
    fn units(&self, field: &str, range: RangeInclusive<u32>, diagnostics: &mut Diagnostics) -> Option<u32>;
    fn seconds(&self, field: &str, range: RangeInclusive<u32>, diagnostics: &mut Diagnostics) -> Option<u32>;
    fn cooldown(&self, field: &str, diagnostics: &mut Diagnostics) -> u32;
    /// A value of a metric on one unit.
    fn value_of(&self, field: &str, metric: Metric, diagnostics: &mut Diagnostics) -> Option<f64>;
    /// Above 0, for each metric that is named.
    fn targets(&self, diagnostics: &mut Diagnostics) -> Targets;
    fn group(&self, diagnostics: &mut Diagnostics) -> Option<Group>;
}

impl Numbers for Fields<'_> {
    fn units(&self, field: &str, range: RangeInclusive<u32>, diagnostics: &mut Diagnostics) -> Option<u32> {
        let node = self.get(field)?;
        let found = number(node, Dimension::Number).and_then(|value| {
            let units = whole(value).filter(|units| range.contains(units));
            units.ok_or_else(|| {
                (format!("must be a whole number from {} to {}", range.start(), range.end()), String::new())
            })
        });
        found.map_err(|(message, hint)| diagnostics.at(node, &self.name(field), message, hint)).ok()
    }

    fn seconds(&self, field: &str, range: RangeInclusive<u32>, diagnostics: &mut Diagnostics) -> Option<u32> {
        let node = self.get(field)?;
        let found = number(node, Dimension::Time).and_then(|value| {
            let seconds = whole(value).filter(|seconds| range.contains(seconds));
            seconds.ok_or_else(|| {
                let message = format!("must be whole seconds, from {} s to {} s", range.start(), range.end());
                (message, String::new())
            })
        });
        found.map_err(|(message, hint)| diagnostics.at(node, &self.name(field), message, hint)).ok()
    }

    fn cooldown(&self, field: &str, diagnostics: &mut Diagnostics) -> u32 {
        self.seconds(field, 0..=LONGEST_S, diagnostics).unwrap_or(DEFAULT_COOLDOWN_S)
    }

    fn value_of(&self, field: &str, metric: Metric, diagnostics: &mut Diagnostics) -> Option<f64> {
        let node = self.get(field)?;
        let (dimension, most, range) = if metric.is_percent() {
            (Dimension::Percent, 100.0, "must be from 0 % to 100 %")
        } else {
            (Dimension::Number, MOST_REQUESTS, "must be requests a minute, from 0 to 1e12")
        };
        let found = number(node, dimension).and_then(|value| {
            if (0.0..=most).contains(&value) { Ok(value) } else { Err((range.to_owned(), String::new())) }
        });
        found.map_err(|(message, hint)| diagnostics.at(node, &self.name(field), message, hint)).ok()
    }

    fn targets(&self, diagnostics: &mut Diagnostics) -> Targets {
        let mut targets = Targets::default();
        for metric in Metric::ALL {
            let value = self.value_of(metric.name(), metric, diagnostics);
            if let (Some(0.0), Some(node)) = (value, self.get(metric.name())) {
                diagnostics.at(
                    node,
                    &self.name(metric.name()),
                    "must be above 0",
                    "no number of units is enough for it",
                );
            }
            targets.set(metric, value);
        }
        targets
    }

    fn group(&self, diagnostics: &mut Diagnostics) -> Option<Group> {
        let defaults = Group::default();
        // Without a unit there is nothing to measure, and no policy would add the first.
        let bounds = ["min", "max"].map(|field| {
            self.required(field, diagnostics)?;
            self.units(field, 1..=MOST_UNITS, diagnostics)
        });
        let initial = self.units("initial", 1..=MOST_UNITS, diagnostics);
        let warm_up_s = self.seconds("warm_up", 0..=LONGEST_S, diagnostics).unwrap_or(defaults.warm_up_s);
        let sustained = [("sustained_out", defaults.sustained_out), ("sustained_in", defaults.sustained_in)]
            .map(|(field, default)| minutes(self, field, diagnostics).unwrap_or(default));
        let ([Some(min), Some(max)], [sustained_out, sustained_in]) = (bounds, sustained) else { return None };
        if let Some(node) = self.get("max").filter(|_| min > max) {
            diagnostics.at(node, &self.name("max"), format!("must be at least `min`, {min}"), "");
        } else if let (Some(node), Some(_)) =
            (self.get("initial"), initial.filter(|initial| !(min..=max).contains(initial)))
        {
            diagnostics.at(node, &self.name("initial"), format!("must be from `min`, {min}, to `max`, {max}"), "");
        }
        Some(Group { min, max, initial, warm_up_s, sustained_out, sustained_in })
    }
}

/// A time of whole minutes, at least one: metrics are of one minute.
fn minutes(fields: &Fields<'_>, field: &str, diagnostics: &mut Diagnostics) -> Option<u32> {
    let seconds = fields.seconds(field, 60..=LONGEST_S, diagnostics)?;
    if !seconds.is_multiple_of(60) {
        let node = fields.get(field).filter(|node| !matches!(node.value, Value::Null))?;
        diagnostics.at(node, &fields.name(field), "must be whole minutes", "");
    }
    Some(seconds / 60)
}
