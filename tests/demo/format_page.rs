//! `docs/dataset.md` names every field, in order, and its examples are read by the code that reads datasets.

use std::collections::BTreeMap;

use cloudtrim::dataset::{CollectorStatus, Manifest, MetricAnswer};
use cloudtrim::model::billing::{
    BillingCutRead, BillingDetailRow, BillingForecast, BillingRow, BudgetRow, CommitmentCoverage,
};
use cloudtrim::model::gap::{Gap, GapReason};
use cloudtrim::model::resource::{
    Address, Alarm, AutoScalingGroup, Bucket, CacheCluster, DbInstance, EcsService, Function, Image, Instance,
    InstanceType, LogGroup, ReservedInstances, SavingsPlan, Snapshot, Table, Volume,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn page() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/dataset.md")).unwrap()
}

/// The examples of the page, by the word after the language, each with the first column of the table before it.
fn examples() -> BTreeMap<String, (Vec<String>, String)> {
    let mut examples = BTreeMap::new();
    let (mut table, mut open): (Vec<String>, Option<(String, String)>) = (Vec::new(), None);
    for line in page().lines() {
        match &mut open {
            Some((name, text)) if line == "```" => {
                let known = examples.insert(name.clone(), (std::mem::take(&mut table), text.clone()));
                assert!(known.is_none(), "two examples are called `{name}`");
                open = None;
            }
            Some((_, text)) => {
                text.push_str(line);
                text.push('\n');
            }
            None => {
                if let Some((_, name)) = line.strip_prefix("```").and_then(|info| info.split_once(' ')) {
                    open = Some((name.to_owned(), String::new()));
                } else if line.starts_with("|---") {
                    table.clear();
                } else if let Some(rest) = line.strip_prefix("| `") {
                    table.push(rest.split_once('`').unwrap().0.to_owned());
                }
            }
        }
    }
    examples
}

fn example(name: &str) -> (Vec<String>, String) {
    examples().remove(name).unwrap_or_else(|| panic!("docs/dataset.md has no example `{name}`"))
}

/// The example is read strictly, and reading loses nothing; its fields are those of the table, in their order.
fn check_json<T: DeserializeOwned + Serialize>(name: &str) {
    let (table, text) = example(name);
    let shown: Value = serde_json::from_str(&text).unwrap();
    let read: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(serde_json::to_value(read).unwrap(), shown, "{name}");
    let fields: Vec<_> = shown.as_object().unwrap().keys().cloned().collect();
    assert_eq!(table, fields, "{name}");
}

fn check_csv<T: DeserializeOwned + Serialize>(name: &str) {
    let (table, text) = example(name);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), table, "{name}");
    let rows: Vec<T> = reader.deserialize().collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in &rows {
        writer.serialize(row).unwrap();
    }
    let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    assert_eq!(written.lines().next(), text.lines().next(), "{name}");
}

macro_rules! resources {
    ($($kind:ident),*) => {
        #[test]
        fn every_resource_field_is_documented_in_order() {
            $({
                let name = $kind::KIND.name();
                check_json::<$kind>(name);
                assert_eq!(example(name).0, $kind::FIELD_NAMES, "{name}");
            })*
        }
    };
}
resources!(
    Instance,
    InstanceType,
    Image,
    Address,
    AutoScalingGroup,
    EcsService,
    Volume,
    Snapshot,
    Alarm,
    Table,
    Function,
    LogGroup,
    Bucket,
    DbInstance,
    CacheCluster,
    ReservedInstances,
    SavingsPlan
);

#[test]
fn every_other_field_is_documented_in_order() {
    check_json::<Manifest>("manifest");
    check_json::<CollectorStatus>("collector");
    check_json::<MetricAnswer>("metric-answer");
    check_json::<Gap>("gap");
    check_csv::<BillingRow>("billing");
    check_csv::<BillingForecast>("forecast");
    check_csv::<CommitmentCoverage>("commitments");
    check_csv::<BillingDetailRow>("detail");
    check_csv::<BillingCutRead>("cuts");
    check_csv::<BudgetRow>("budgets");
}

#[test]
fn the_metrics_example_has_the_columns_of_the_table() {
    let (table, text) = example("metrics");
    assert_eq!(text.lines().next().unwrap().split(',').collect::<Vec<_>>(), table);
}

#[test]
fn every_gap_reason_is_documented() {
    let page = page();
    for word in [
        GapReason::Denied,
        GapReason::Throttled,
        GapReason::TimedOut,
        GapReason::Unavailable,
        GapReason::NotEnabled,
        GapReason::BadAnswer,
        GapReason::Truncated,
        GapReason::NotCollected,
        GapReason::NoData,
        GapReason::LowCoverage,
        GapReason::TooYoung,
        GapReason::PriceMissing,
        GapReason::NotSupported,
    ] {
        assert!(page.contains(&format!("`{word}`")), "{word}");
    }
}
