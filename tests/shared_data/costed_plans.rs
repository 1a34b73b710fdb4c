//! The costed configurations as Terraform plans: through the plan reader and the usage file they cost the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cloudtrim::catalog::{Neighbourhood, price};
use cloudtrim::pricing::PriceBook;
use cloudtrim::whatif::adjust::Adjustments;
use cloudtrim::whatif::plan::{PlanTerms, compare_plan};
use cloudtrim::whatif::terraform::{UsageFile, read_plan};
use serde_json::{Map, Value, json};

use super::costed_configurations::{Case, blueprints};

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn plans_of_costed_configurations_cost_the_same() {
    let folder = PathBuf::from(std::env::var("CLOUDTRIM_SHARED_DATA").unwrap()).join("plans/infracost-golden");
    let usage: Map<String, Value> =
        serde_json::from_str(&fs::read_to_string(folder.join("usage.json")).unwrap()).unwrap();
    let book = PriceBook::embedded();
    let (mut compared, mut different) = (0, Vec::new());
    for line in fs::read_to_string(folder.join("cases.jsonl")).unwrap().lines() {
        let case: Case = serde_json::from_str(line).unwrap();
        let name = case.name.clone();
        let plan = read_plan(&folder.join("plan-json").join(format!("{name}.json"))).unwrap();
        let of_case = usage.get(&name).cloned().unwrap_or_else(|| json!({}));
        let file = json!({ "version": "0.1", "resource_usage": of_case }).to_string();
        let usage_file = UsageFile::parse(Path::new("usage.yml"), &file).unwrap();
        let region = "us-east-1".into();
        let terms = PlanTerms {
            prices: book,
            adjustments: &Adjustments::default(),
            usage: Some(&usage_file),
            region: Some(&region),
            as_of: "2026-11-21".parse().unwrap(),
        };
        let comparison = compare_plan(plan, &name, &terms);
        let planned: BTreeMap<&str, _> =
            comparison.resources.iter().map(|resource| (resource.address.as_str(), resource)).collect();
        let (declared, expected) = blueprints(case, &usage);
        let neighbourhood = Neighbourhood::new(&declared).on(terms.as_of);
        for expected in expected {
            let blueprint = neighbourhood.get(&expected.address).unwrap();
            let Some(direct) = price(blueprint, &neighbourhood, book, None) else { continue };
            let known: Vec<_> = direct.lines.iter().map(|line| (line.name.clone(), line.monthly)).collect();
            let resource = planned.get(expected.address.as_str());
            let cost = resource.and_then(|resource| resource.after.as_ref());
            let found: Vec<_> = cost
                .iter()
                .flat_map(|cost| &cost.components)
                .map(|component| (component.name.clone(), component.monthly_usd))
                .collect();
            compared += 1;
            if known != found {
                different.push(format!("{name} {}:\n  direct {known:?}\n  plan {found:?}", expected.address));
            }
        }
    }
    assert!(compared > 0);
    assert!(different.is_empty(), "{} of {compared} differ:\n{}", different.len(), different.join("\n"));
}
