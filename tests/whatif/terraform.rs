//! Plans of all shapes: which resources, what happens to them, where they are and what they refer to.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use cloudtrim::model::blueprint::Blueprint;
use cloudtrim::model::ids::Region;
use cloudtrim::whatif::terraform::{Plan, PlannedResource, read_plan};

pub(super) fn plans() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plans")
}

fn read(name: &str) -> Plan {
    read_plan(&plans().join(name)).unwrap()
}

/// A line a resource, with what is not in its attributes below.
fn listing(plan: &Plan) -> String {
    let mut text = format!("Terraform {}, format {}\n", plan.terraform_version, plan.format_version);
    for warning in &plan.warnings {
        writeln!(text, "warning: {warning}").unwrap();
    }
    for resource in &plan.resources {
        list_resource(resource, &mut text);
    }
    for (address, data) in &plan.data {
        writeln!(text, "\n{address}  data  {}", serde_json::to_string(&data.attributes).unwrap()).unwrap();
    }
    text
}

fn list_resource(resource: &PlannedResource, text: &mut String) {
    writeln!(text, "\n{}  {}  {}", resource.address(), resource.action, resource.type_name()).unwrap();
    if let Some(previous) = &resource.previous_address {
        writeln!(text, "    was {previous}").unwrap();
    }
    if let Some(gap) = &resource.region_gap {
        writeln!(text, "    no region: {gap}").unwrap();
    }
    match (&resource.before, &resource.after) {
        (Some(before), Some(after)) if before == after => list_side("both", after, text),
        (before, after) => {
            for (name, side) in [("before", before), ("after", after)] {
                if let Some(side) = side {
                    list_side(name, side, text);
                }
            }
        }
    }
}

fn list_side(name: &str, side: &Blueprint, text: &mut String) {
    let region = side.region.as_ref().map_or("-", Region::as_str);
    writeln!(text, "    {name}: {region} {}", serde_json::to_string(&side.attributes).unwrap()).unwrap();
    if !side.unknown.is_empty() {
        writeln!(text, "      unknown: {}", side.unknown.iter().cloned().collect::<Vec<_>>().join(", ")).unwrap();
    }
    for (path, addresses) in &side.references {
        writeln!(text, "      {path} -> {}", addresses.join(", ")).unwrap();
    }
}

#[test]
fn every_plan_reads_as_its_golden() {
    insta::glob!("../../fixtures/plans", "*.json", |path| {
        let plan = read_plan(path).unwrap();
        insta::assert_snapshot!("plan", listing(&plan));
    });
}

#[test]
fn unchanged_means_equal_on_both_sides() {
    for name in ["changes.json", "targeted.json", "state.json", "without-changes.json"] {
        for resource in read(name).resources {
            if resource.action.name() == "no_op" {
                assert_eq!(resource.before, resource.after, "{name}: {}", resource.address());
            }
        }
    }
}

#[test]
fn the_order_of_keys_and_of_states_is_irrelevant() {
    let text = std::fs::read_to_string(plans().join("targeted.json")).unwrap();
    let members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
    let reversed: serde_json::Map<_, _> = members.into_iter().rev().collect();
    let file = Path::new("plan.json");
    let reversed = serde_json::to_vec(&reversed).unwrap();
    let plan = cloudtrim::whatif::terraform::parse_plan(&reversed, file).unwrap();
    assert_eq!(plan, read("targeted.json"));
}
