//! Plans of many Terraform versions, and plans whose resources have known costs.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use cloudtrim::model::ids::Region;
use cloudtrim::whatif::terraform::{Plan, UsageFile, read_plan};
use serde::Deserialize;

fn folder() -> PathBuf {
    PathBuf::from(std::env::var("CLOUDTRIM_SHARED_DATA").expect("CLOUDTRIM_SHARED_DATA names a folder")).join("plans")
}

#[derive(Deserialize)]
struct Known {
    file: String,
    terraform_version: String,
    format_version: String,
    by_action: BTreeMap<String, usize>,
    by_type: BTreeMap<String, usize>,
    constant_region: Vec<String>,
}

fn counted(words: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    words.fold(BTreeMap::new(), |mut counts, word| {
        *counts.entry(word).or_default() += 1;
        counts
    })
}

/// Resources that a change names: those that only a state holds are no-ops of ours, which the index does not count.
fn changing(plan: &Plan, path: &Path) -> BTreeSet<String> {
    let document: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let changes = document["resource_changes"].as_array().unwrap();
    let named: BTreeSet<&str> = changes.iter().filter_map(|change| change["address"].as_str()).collect();
    plan.addresses().filter(|address| named.contains(address)).map(str::to_owned).collect()
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn every_plan_has_the_resources_of_the_index() {
    let folder = folder().join("terraform-show-json");
    let index: Vec<Known> = serde_json::from_slice(&std::fs::read(folder.join("INDEX.json")).unwrap()).unwrap();
    assert_eq!(index.len(), 53);
    let (mut resources, mut gaps, mut referring) = (0, Vec::new(), 0);
    for known in index {
        let path = folder.join(&known.file);
        let plan = read_plan(&path).unwrap_or_else(|error| panic!("{}: {error}", known.file));
        assert_eq!(plan.terraform_version, known.terraform_version, "{}", known.file);
        assert_eq!(plan.format_version, known.format_version, "{}", known.file);
        let changing = changing(&plan, &path);
        let named = || plan.resources.iter().filter(|resource| changing.contains(resource.address()));
        let actions = counted(named().map(|resource| resource.action.name().replace('_', "-")));
        assert_eq!(actions, known.by_action, "{}", known.file);
        assert_eq!(counted(named().map(|resource| resource.type_name().to_owned())), known.by_type, "{}", known.file);
        for resource in &plan.resources {
            let side = resource.blueprint().unwrap();
            resources += 1;
            referring += usize::from(!side.references.is_empty());
            let told = known.constant_region.iter().any(|region| region != "?");
            if let (Some(gap), true) = (&resource.region_gap, told) {
                gaps.push(format!("{} {}: {gap}", known.file, side.address));
            }
        }
    }
    println!("{resources} resources, {referring} refer to others");
    assert!(gaps.is_empty(), "no region, though the plan names one:\n{}", gaps.join("\n"));
}

#[derive(Deserialize)]
struct Costed {
    case: String,
    address: String,
    resource_type: String,
    region: String,
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn every_costed_resource_is_there_in_its_region() {
    let folder = folder().join("infracost-golden");
    let usage: HashMap<String, HashMap<String, serde_json::Value>> =
        serde_json::from_slice(&std::fs::read(folder.join("usage.json")).unwrap()).unwrap();
    let mut plans: HashMap<String, Plan> = HashMap::new();
    let mut checked = BTreeSet::new();
    for row in csv::Reader::from_path(folder.join("components.csv")).unwrap().deserialize::<Costed>() {
        let row = row.unwrap();
        let plan = plans
            .entry(row.case.clone())
            .or_insert_with(|| read_plan(&folder.join(format!("plan-json/{}.json", row.case))).unwrap());
        let Some(resource) = plan.resources.iter().find(|resource| resource.address() == row.address) else {
            let only_usage = row.resource_type == "aws_data_transfer" && usage[&row.case].contains_key(&row.address);
            assert!(only_usage, "{}: no {}", row.case, row.address);
            continue;
        };
        assert_eq!(resource.type_name(), row.resource_type);
        let region = resource.after.as_ref().unwrap().region.as_ref().map(Region::as_str);
        // A resource of several regions has none in the table.
        if !row.region.is_empty() {
            assert_eq!(region, Some(row.region.as_str()), "{}: {}", row.case, row.address);
        }
        checked.insert((row.case, row.address));
    }
    println!("{} resources of {} plans", checked.len(), plans.len());
    assert!(checked.len() > 270);
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn every_other_plan_is_read_too() {
    for entry in std::fs::read_dir(folder().join("infracost-golden/plan-json")).unwrap() {
        let path = entry.unwrap().path();
        read_plan(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

#[test]
#[ignore = "needs CLOUDTRIM_SHARED_DATA"]
fn every_known_usage_is_read_as_it_is() {
    let text = std::fs::read_to_string(folder().join("infracost-golden/usage.json")).unwrap();
    let cases: BTreeMap<String, BTreeMap<String, serde_json::Value>> = serde_json::from_str(&text).unwrap();
    for (case, resources) in cases {
        let file = serde_json::json!({"version": 0.1, "resource_usage": resources}).to_string();
        let usage =
            UsageFile::parse(Path::new("usage.yml"), &file).unwrap_or_else(|mistakes| panic!("{case}: {mistakes:#?}"));
        for (address, expected) in &resources {
            assert_eq!(&serde_json::Value::Object(usage.for_resource(address, address)), expected, "{case}: {address}");
        }
    }
}
