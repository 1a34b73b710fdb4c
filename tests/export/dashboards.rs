use std::collections::BTreeSet;
use std::fs;

use cloudtrim::report::metric_names;
use serde_json::Value;

use super::root;

fn file(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

fn expressions(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| match value {
            Value::String(text) if name == "expr" || name == "definition" => found.push(text.clone()),
            other => expressions(other, found),
        }),
        Value::Array(values) => values.iter().for_each(|value| expressions(value, found)),
        _ => {}
    }
}

/// Words of an expression that can only be names of metrics.
fn metrics(expression: &str) -> BTreeSet<String> {
    expression
        .split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'))
        .filter(|word| word.starts_with("cloudtrim_") || word.starts_with("infrastructure_"))
        .map(str::to_owned)
        .collect()
}

fn all(name: &str) -> Vec<String> {
    let text = file(name);
    let value: Value = if name.ends_with("json") {
        serde_json::from_str(&text).unwrap()
    } else {
        serde_saphyr::from_str(&text).unwrap()
    };
    let mut found = Vec::new();
    expressions(&value, &mut found);
    found
}

#[test]
fn what_they_read_is_exported() {
    let known: BTreeSet<String> = metric_names().into_iter().collect();
    for name in ["dashboards/cloudtrim.json", "dashboards/alerts.yml"] {
        let expressions = all(name);
        assert!(expressions.len() > 8, "{name}");
        for expression in expressions {
            let named = metrics(&expression);
            assert!(!named.is_empty() && named.is_subset(&known), "{name}: {expression}");
        }
    }
}

#[test]
fn every_metric_is_documented() {
    let page = file("docs/metrics.md");
    for name in metric_names() {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
    for named in metrics(&page) {
        assert!(metric_names().contains(&named), "{named} is not exported");
    }
}

/// Words of labels in matchers are words that are written.
#[test]
fn matchers_name_what_there_is() {
    use cloudtrim::model::history::FindingState;
    let states: BTreeSet<&str> = FindingState::ALL.iter().map(|state| state.name()).chain(["found"]).collect();
    let reasons = ["denied", "not-enabled", "unavailable", "timed-out", "throttled"];
    let periods = ["last_month", "month_to_date"];
    for name in ["dashboards/cloudtrim.json", "dashboards/alerts.yml"] {
        for expression in all(name) {
            for matcher in expression.split(['{', ',', '}']).filter_map(|part| part.trim().strip_suffix('"')) {
                let Some((label, values)) = matcher.split_once('"') else { continue };
                for value in values.split('|') {
                    match label.trim_end_matches(['=', '~', '!']) {
                        "state" => assert!(states.contains(value), "{expression}"),
                        "reason" => assert!(reasons.contains(&value), "{expression}"),
                        "period" => assert!(periods.contains(&value), "{expression}"),
                        "job" => assert_eq!(value, "$job"),
                        other => panic!("{other}: {expression}"),
                    }
                }
            }
        }
    }
}

#[test]
fn the_dashboard_holds_together() {
    let dashboard: Value = serde_json::from_str(&file("dashboards/cloudtrim.json")).unwrap();
    assert!(dashboard["schemaVersion"].as_i64().unwrap() >= 38);
    assert!(dashboard.get("id").is_none() && dashboard.get("__inputs").is_none());
    let variables: Vec<_> =
        dashboard["templating"]["list"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(variables, ["datasource", "job"]);
    let panels = dashboard["panels"].as_array().unwrap();
    let mut ids = BTreeSet::new();
    let mut taken = BTreeSet::new();
    for panel in panels {
        assert!(ids.insert(panel["id"].as_i64().unwrap()), "{panel}");
        assert_eq!(panel["datasource"]["uid"], "${datasource}");
        let at = |name: &str| panel["gridPos"][name].as_i64().unwrap();
        assert!(at("x") + at("w") <= 24, "{}", panel["title"]);
        for cell in (at("x")..at("x") + at("w")).flat_map(|x| (at("y")..at("y") + at("h")).map(move |y| (x, y))) {
            assert!(taken.insert(cell), "{} overlaps", panel["title"]);
        }
    }
}

#[test]
fn alerts_are_whole() {
    let alerts: Value = serde_saphyr::from_str(&file("dashboards/alerts.yml")).unwrap();
    let rules = alerts["groups"][0]["rules"].as_array().unwrap();
    let names: BTreeSet<_> = rules.iter().map(|rule| rule["alert"].as_str().unwrap()).collect();
    assert_eq!(names.len(), rules.len());
    for rule in rules {
        assert!(["info", "warning", "critical"].contains(&rule["labels"]["severity"].as_str().unwrap()), "{rule}");
        for field in ["summary", "description"] {
            assert!(rule["annotations"][field].as_str().is_some_and(|text| !text.is_empty()), "{rule}");
        }
    }
}
