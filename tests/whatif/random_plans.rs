//! Plans edited at random: read, priced and shown in every format without a panic, whatever stands in them.

use std::path::Path;

use cloudtrim::pricing::PriceBook;
use cloudtrim::report::{ComparisonFormat, Layout, render_comparison};
use cloudtrim::whatif::adjust::Adjustments;
use cloudtrim::whatif::plan::{PlanTerms, compare_plan};
use cloudtrim::whatif::terraform::{UsageFile, parse_plan};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::plans::totals_are_sums;

const PLAN: &str = include_str!("../../fixtures/plans/shop.json");
const USAGE: &str = include_str!("../../fixtures/plans/usage.yml");
const FORMATS: [ComparisonFormat; 5] = [
    ComparisonFormat::Table,
    ComparisonFormat::Markdown,
    ComparisonFormat::Comment,
    ComparisonFormat::Csv,
    ComparisonFormat::Json,
];

/// What a random edit does to the value it meets.
#[derive(Clone, Debug)]
enum Edit {
    Replace(Value),
    /// In place of the value, a list that holds it so many times.
    Repeat(usize),
    /// Empty the list or object.
    Empty,
    /// Swap the first two elements or values.
    Swap,
}

fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        prop::num::f64::NORMAL.prop_map(Value::from),
        prop::sample::select(vec![0.1, -0.0, -1.0, 1e28, 1e29, 7.9e28, 1e308, -1e308, 1e-300]).prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "",
            " ",
            "module.[\"",
            "aws_instance.web",
            "ref:aws_vpc.x.id",
            "t3.",
            "-1",
            "1e400",
            "\u{202e}`|\n"
        ])
        .prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([[{"references": [null]}]])),
        Just(json!({"volume_size": -5, "ebs": [{"volume_size": "many"}]})),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => odd().prop_map(Edit::Replace),
        1 => (0_usize..4).prop_map(Edit::Repeat),
        1 => Just(Edit::Empty),
        1 => Just(Edit::Swap),
    ]
}

fn apply(edit: &Edit, value: &mut Value) {
    match (edit, value) {
        (Edit::Replace(odd), value) => *value = odd.clone(),
        (Edit::Repeat(times), value) => *value = Value::Array(vec![value.clone(); *times]),
        (Edit::Empty, Value::Array(values)) => values.clear(),
        (Edit::Empty, Value::Object(members)) => members.clear(),
        (Edit::Swap, Value::Array(values)) if values.len() > 1 => values.swap(0, 1),
        (Edit::Swap, Value::Object(members)) => {
            let mut values = members.values_mut();
            if let (Some(one), Some(other)) = (values.next(), values.next()) {
                std::mem::swap(one, other);
            }
        }
        _ => {}
    }
}

/// The value that a pre-order walk meets as the `left`th; those within attributes are met most, there are most of them.
fn nth<'v>(value: &'v mut Value, left: &mut usize) -> Option<&'v mut Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    match value {
        Value::Array(values) => values.iter_mut().find_map(|value| nth(value, left)),
        Value::Object(members) => members.values_mut().find_map(|value| nth(value, left)),
        _ => None,
    }
}

fn count(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(count).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

fn shown(bytes: &[u8], usage: Option<&UsageFile>) -> Result<bool, String> {
    let Ok(plan) = parse_plan(bytes, Path::new("plan.json")) else { return Ok(false) };
    let region = "us-east-1".into();
    let terms = PlanTerms {
        prices: PriceBook::embedded(),
        adjustments: &Adjustments::default(),
        usage,
        region: Some(&region),
        as_of: "2026-11-21".parse().unwrap(),
    };
    let comparison = compare_plan(plan, "plan.json", &terms);
    for format in FORMATS {
        let text =
            render_comparison(&comparison, format, true, &Layout::default()).map_err(|error| error.to_string())?;
        if format == ComparisonFormat::Json && text.len() < 5_000_000 {
            let document = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            totals_are_sums(&document)?;
            nothing_is_negative(&document)?;
        }
    }
    Ok(true)
}

/// What a resource costs is unknown rather than less than nothing.
fn nothing_is_negative(document: &Value) -> Result<(), String> {
    let resources = document["resources"].as_array().into_iter().flatten();
    let sides = resources.flat_map(|resource| [(resource, "before"), (resource, "after")]);
    for (resource, side) in sides {
        if resource[side]["monthly_usd"].as_f64().is_some_and(|monthly| monthly < 0.0) {
            return Err(format!("less than nothing: {}", resource[side]));
        }
    }
    Ok(())
}

#[test]
fn the_unedited_plan_is_shown() {
    let usage = UsageFile::parse(Path::new("usage.yml"), USAGE).unwrap();
    assert_eq!(shown(PLAN.as_bytes(), Some(&usage)), Ok(true));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_edits_never_panic(edits in prop::collection::vec((any::<prop::sample::Index>(), edit()), 1..8)) {
        let mut plan: Value = serde_json::from_str(PLAN).unwrap();
        for (at, edit) in &edits {
            let mut left = at.index(count(&plan));
            if let Some(value) = nth(&mut plan, &mut left) {
                apply(edit, value);
            }
        }
        let usage = UsageFile::parse(Path::new("usage.yml"), USAGE).unwrap();
        shown(&serde_json::to_vec(&plan).unwrap(), Some(&usage)).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn random_attributes_never_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), edit()), 1..20),
    ) {
        let mut plan: Value = serde_json::from_str(PLAN).unwrap();
        let changes = plan["resource_changes"].as_array_mut().unwrap();
        for (which, at, edit) in &edits {
            let resource = which.index(changes.len());
            for side in ["before", "after"] {
                let Value::Object(attributes) = &mut changes[resource]["change"][side] else { continue };
                let name = attributes.keys().nth(at.index(attributes.len().max(1))).cloned();
                if let Some(value) = name.and_then(|name| attributes.get_mut(&name)) {
                    apply(edit, value);
                }
            }
        }
        // Attributes may hold anything: such a plan is read and shown.
        prop_assert_eq!(shown(&serde_json::to_vec(&plan).unwrap(), None), Ok(true));
    }

    #[test]
    fn random_usage_never_panics(values in prop::collection::vec(odd(), 6)) {
        let file = json!({"version": 0.1, "resource_usage": {
            "aws_lambda_function.resize": {"monthly_requests": values[0], "request_duration_ms": values[1]},
            "aws_s3_bucket.assets": {"standard": {"storage_gb": values[2]}, "nothing": values[3]},
            "module.network.aws_nat_gateway.this[*]": {"monthly_data_processed_gb": values[4]},
            "aws_data_transfer.out": {"region": "us-east-1", "monthly_outbound_internet_gb": values[5]},
        }});
        if let Ok(usage) = UsageFile::parse(Path::new("usage.yml"), &file.to_string()) {
            prop_assert_eq!(shown(PLAN.as_bytes(), Some(&usage)), Ok(true));
        }
    }
}
