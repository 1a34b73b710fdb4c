//! `report`: budgets, owners, allocation, unit counts and anomalies of the monthly report.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ids::AccountId;
use crate::monthly::settings::{ALERT_LEVELS, AnomalySettings, Budget, ReportSettings, Scope, UnitCount};
use crate::rules::yaml::{Diagnostics, Fields, Node, Value};
use crate::units::Usd;
use crate::units::month::Month;

const FIELDS: [&str; 5] = ["budgets", "owner_tags", "allocation_tags", "unit_counts", "anomalies"];
const SCOPE: [&str; 4] = ["service", "account", "region", "tag"];
/// Percent of a limit: ten times of it is far more than anybody watches for.
const MOST_PERCENT: f64 = 1000.0;
/// A year of weeks.
const MOST_WEEKS: f64 = 52.0;

pub(super) fn settings(node: &Node, diagnostics: &mut Diagnostics) -> Option<ReportSettings> {
    let fields = Fields::of(node, "report", &FIELDS, diagnostics)?;
    let defaults = ReportSettings::default();
    let budgets: Vec<Budget> =
        fields.list("budgets", diagnostics).iter().filter_map(|node| budget(node, diagnostics)).collect();
    let names = budgets.iter().map(|budget| budget.name.as_str());
    told_once(names, fields.get("budgets"), "report.budgets.name", diagnostics);
    let unit_counts: Vec<UnitCount> =
        fields.list("unit_counts", diagnostics).iter().filter_map(|node| unit_count(node, diagnostics)).collect();
    let names = unit_counts.iter().map(|count| count.name.as_str());
    told_once(names, fields.get("unit_counts"), "report.unit_counts.name", diagnostics);
    let owner_tags = fields.get("owner_tags").map(|_| keys(&fields, "owner_tags", diagnostics));
    let allocation_tags = keys(&fields, "allocation_tags", diagnostics);
    let anomalies = fields.get("anomalies").and_then(|node| anomalies(node, diagnostics));
    Some(ReportSettings {
        budgets,
        owner_tags: owner_tags.unwrap_or(defaults.owner_tags),
        allocation_tags,
        unit_counts,
        anomalies: anomalies.unwrap_or(defaults.anomalies),
    })
}

fn told_once<'a>(
    names: impl Iterator<Item = &'a str>,
    node: Option<&Node>,
    field: &str,
    diagnostics: &mut Diagnostics,
) {
    let mut seen = BTreeSet::new();
    for name in names {
        if let (false, Some(node)) = (seen.insert(name), node) {
            diagnostics.at(node, field, format!("`{name}` is there twice"), "give each a name of its own");
        }
    }
}

fn budget(node: &Node, diagnostics: &mut Diagnostics) -> Option<Budget> {
    let path = "report.budgets";
    let fields = Fields::of(node, path, &["name", "monthly_usd", "match", "alerts"], diagnostics)?;
    let name = fields.text("name", diagnostics);
    let monthly = fields.required("monthly_usd", diagnostics).and_then(|node| {
        let field = fields.name("monthly_usd");
        dollars(node, &field, "expected dollars a month, more than 0", |number| number > 0.0, diagnostics)
    });
    let scope = scope(&fields, diagnostics);
    let alerts = alerts(&fields, diagnostics);
    Some(Budget { name: name?.to_owned(), monthly: monthly?, scope: scope?, alerts })
}

/// Ascending; each once.
fn alerts(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<f64> {
    if fields.get("alerts").is_none() {
        return ALERT_LEVELS.to_vec();
    }
    let mut alerts = Vec::new();
    for node in fields.list("alerts", diagnostics) {
        match node.value {
            Value::Number(percent) if percent > 0.0 && percent <= MOST_PERCENT => alerts.push(percent),
            _ => {
                let hint = "write a plain number such as `80`, for 80 % of the limit";
                diagnostics.at(node, &fields.name("alerts"), "expected percent, more than 0 and at most 1000", hint);
            }
        }
    }
    alerts.sort_by(f64::total_cmp);
    alerts.dedup();
    alerts
}

/// `match`; everything without it.
fn scope(parent: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Scope> {
    let Some(node) = parent.get("match") else { return Some(Scope::default()) };
    let fields = Fields::of(node, &parent.name("match"), &SCOPE, diagnostics)?;
    let before = diagnostics.mistakes.len();
    let scope = Scope {
        service: fields.optional_text("service", diagnostics).map(str::to_owned),
        account: fields.get("account").and_then(|node| account(node, &fields.name("account"), diagnostics)),
        region: fields.optional_text("region", diagnostics).map(Into::into),
        tag: fields.get("tag").and_then(|node| super::tag(node, &fields.name("tag"), diagnostics)),
    };
    let narrowed = ["account", "region", "tag"].iter().filter(|field| fields.get(field).is_some()).count();
    if narrowed > 1 {
        let hint = "keep one of `account`, `region` and `tag`; `service` may stand beside it";
        diagnostics.at(node, &parent.name("match"), "a bill is read by one of account, region and tag at a time", hint);
    }
    if fields.entries().is_empty() {
        diagnostics.at(node, &parent.name("match"), "matches nothing in particular", "leave it out for everything");
    }
    (diagnostics.mistakes.len() == before).then_some(scope)
}

fn account(node: &Node, field: &str, diagnostics: &mut Diagnostics) -> Option<AccountId> {
    match &node.value {
        Value::Text(text) if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(AccountId::new(text))
        }
        _ => {
            let hint = "twelve digits in quotes, as in `\"123456789012\"`";
            diagnostics.at(node, field, "not an account id", hint);
            None
        }
    }
}

fn unit_count(node: &Node, diagnostics: &mut Diagnostics) -> Option<UnitCount> {
    let path = "report.unit_counts";
    let fields = Fields::of(node, path, &["name", "unit", "match", "months"], diagnostics)?;
    let name = fields.text("name", diagnostics);
    let unit = fields.text("unit", diagnostics);
    let scope = scope(&fields, diagnostics);
    let months = fields.required("months", diagnostics).map(|node| months(node, &fields.name("months"), diagnostics));
    Some(UnitCount { name: name?.to_owned(), unit: unit?.to_owned(), scope: scope?, months: months? })
}

fn months(node: &Node, field: &str, diagnostics: &mut Diagnostics) -> BTreeMap<Month, f64> {
    let mut months = BTreeMap::new();
    let Value::Map(entries) = &node.value else {
        let message = format!("expected a mapping, found {}", node.value.noun());
        diagnostics.at(node, field, message, "write it as in `{ 2026-10: 1200000 }`");
        return months;
    };
    for (key, value) in entries {
        let month = key.name.parse::<Month>();
        if let Err(error) = &month {
            diagnostics.at_key(key, field, error.to_string(), "");
        }
        let count = match value.value {
            Value::Number(count) if count > 0.0 && count.is_finite() => Some(count),
            _ => {
                let hint = "write a plain number such as `1200000`, or leave the month out";
                diagnostics.at(value, field, "expected a count, more than 0", hint);
                None
            }
        };
        if let (Ok(month), Some(count)) = (month, count) {
            months.insert(month, count);
        }
    }
    months
}

fn keys(fields: &Fields<'_>, name: &str, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut keys = Vec::new();
    for node in fields.list(name, diagnostics) {
        match &node.value {
            Value::Text(key) if !key.trim().is_empty() => keys.push(key.clone()),
            _ => diagnostics.at(node, &fields.name(name), "not a tag key", "write it as in `team`"),
        }
    }
    keys
}

fn anomalies(node: &Node, diagnostics: &mut Diagnostics) -> Option<AnomalySettings> {
    let path = "report.anomalies";
    let fields = Fields::of(node, path, &["min_impact_usd", "score", "weeks", "min_weeks"], diagnostics)?;
    let mut settings = AnomalySettings::default();
    if let Some(node) = fields.get("min_impact_usd") {
        let field = fields.name("min_impact_usd");
        let least = dollars(node, &field, "expected dollars of a day, at least 0", |number| number >= 0.0, diagnostics);
        settings.min_impact = least.unwrap_or(settings.min_impact);
    }
    if let Some(node) = fields.get("score") {
        match node.value {
            Value::Number(score) if score > 0.0 && score.is_finite() => settings.score = score,
            _ => {
                let hint = "write a number of robust standard deviations such as `3.5`";
                diagnostics.at(node, &fields.name("score"), "expected a number, more than 0", hint);
            }
        }
    }
    settings.weeks = weeks(&fields, "weeks", settings.weeks, diagnostics);
    settings.min_weeks = weeks(&fields, "min_weeks", settings.min_weeks.min(settings.weeks), diagnostics);
    if let (true, Some(node)) = (settings.min_weeks > settings.weeks, fields.get("min_weeks")) {
        diagnostics.at(node, &fields.name("min_weeks"), "more than `weeks`", "no day would ever be judged");
    }
    Some(settings)
}

fn weeks(fields: &Fields<'_>, name: &str, absent: u32, diagnostics: &mut Diagnostics) -> u32 {
    let Some(node) = fields.get(name) else { return absent };
    match node.value {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 2 to 52")]
        Value::Number(weeks) if (2.0..=MOST_WEEKS).contains(&weeks) && weeks.fract() == 0.0 => weeks as u32,
        _ => {
            diagnostics.at(
                node,
                &fields.name(name),
                "expected weeks, from 2 to 52",
                "write a plain number such as `8`",
            );
            absent
        }
    }
}

fn dollars(
    node: &Node,
    field: &str,
    message: &str,
    fits: fn(f64) -> bool,
    diagnostics: &mut Diagnostics,
) -> Option<Usd> {
    let dollars = match node.value {
        Value::Number(number) if fits(number) => Usd::from_f64(number),
        _ => None,
    };
    if dollars.is_none() {
        diagnostics.at(node, field, message, "write a plain number such as `500`");
    }
    dollars
}
