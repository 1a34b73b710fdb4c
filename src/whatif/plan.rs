//! A Terraform plan, priced before and after.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;

use super::adjust::Adjustments;
use super::amount::{Amount, Conditions, Usage};
use super::assemble::{Column, compare};
use super::setting::{Declared, Terms, priced};
use super::terraform::{Plan, PlannedResource, UsageEntry, UsageFile};
use crate::catalog::{Field, Form, find};
use crate::model::blueprint::Blueprint;
use crate::model::comparison::{Comparison, ComparisonSource};
use crate::model::ids::Region;
use crate::pricing::PriceBook;
use crate::rules::yaml::did_you_mean;

/// What a plan is priced with.
#[derive(Debug)]
pub struct PlanTerms<'a> {
    pub prices: &'a PriceBook,
    pub adjustments: &'a Adjustments,
    pub usage: Option<&'a UsageFile>,
    /// For resources whose region the plan does not tell.
    pub region: Option<&'a Region>,
    pub as_of: NaiveDate,
}

/// The comparison of what is and what the plan leaves; `name` is shown.
pub fn compare_plan(mut plan: Plan, name: &str, terms: &PlanTerms<'_>) -> Comparison {
    let mut warnings = std::mem::take(&mut plan.warnings);
    let mut alone = Vec::new();
    if let Some(usage) = terms.usage {
        let addresses: Vec<String> = plan.addresses().map(str::to_owned).collect();
        for entry in plan.apply_usage(usage) {
            let absent = usage.absent(entry, addresses.iter().map(String::as_str));
            // Other hints say which address of the plan is meant.
            let unlike = absent.hint.starts_with("the plan has");
            if find(entry.type_name()).is_some() && !entry.is_wildcard() && unlike {
                alone.push(of_usage_alone(entry, terms.region));
            } else {
                warnings.push(absent.in_one_line());
            }
        }
        warnings.extend(unknown_inputs(&plan, &alone, usage));
    }
    let actions = actions(&plan);
    place(&mut plan, terms.region, &mut warnings);
    let unplaced: BTreeMap<String, String> = plan
        .resources
        .iter()
        .filter(|resource| resource.blueprint().is_some_and(|blueprint| blueprint.region.is_none()))
        .filter_map(|resource| Some((resource.address().to_owned(), resource.region_gap.clone()?)))
        .collect();
    let (mut before, mut after): (Vec<Declared>, Vec<Declared>) = (Vec::new(), Vec::new());
    let mut renamed = BTreeMap::new();
    for resource in plan.resources {
        if let (Some(before), Some(after)) = (&resource.before, &resource.after)
            && before.address != after.address
        {
            renamed.insert(before.address.clone(), after.address.clone());
        }
        before.extend(resource.before.map(declared));
        after.extend(resource.after.map(declared));
    }
    for blueprint in alone {
        before.push(declared(blueprint.clone()));
        after.push(declared(blueprint));
    }
    let terms_of_price =
        Terms { prices: terms.prices, adjustments: terms.adjustments, allowance: None, as_of: terms.as_of };
    let column = |name: &str, resources: &[Declared]| {
        let mut entries = priced(resources, Conditions::EXPECTED, terms_of_price);
        for entry in entries.iter_mut().filter(|entry| entry.supported && !entry.free) {
            entry.gaps.extend(unplaced.get(&entry.address).cloned());
        }
        Column { name: name.to_owned(), entries, ..Column::default() }
    };
    let mut before = column("before", &before);
    for entry in &mut before.entries {
        if let Some(address) = renamed.get(&entry.address) {
            entry.address.clone_from(address);
        }
    }
    let after = column("after", &after);
    let mut comparison = compare(name, ComparisonSource::Terraform, terms.as_of, &[before, after], &actions);
    comparison.warnings = warnings;
    comparison
}

fn declared(blueprint: Blueprint) -> Declared {
    Declared { blueprint, usage: Usage::default(), count: Amount::exactly(1.0) }
}

/// Terraform's words: `create`, `no-op`, `replace`, …
fn actions(plan: &Plan) -> BTreeMap<String, String> {
    let word = |resource: &PlannedResource| resource.action.name().replace('_', "-");
    plan.resources.iter().map(|resource| (resource.address().to_owned(), word(resource))).collect()
}

/// Resources without a region of their own get the caller's, and the report says how many did.
fn place(plan: &mut Plan, region: Option<&Region>, warnings: &mut Vec<String>) {
    let Some(region) = region else { return };
    let mut placed = 0_usize;
    for resource in &mut plan.resources {
        let mut found = false;
        for side in [&mut resource.before, &mut resource.after].into_iter().flatten() {
            if side.region.is_none() {
                side.region = Some(region.clone());
                found = true;
            }
        }
        placed += usize::from(found && find(resource.type_name()).is_some());
    }
    if placed > 0 {
        warnings.push(format!("the plan does not tell the region of {placed} priced resource(s): taken as {region}"));
    }
}

/// A usage address that no resource of the plan has: `aws_data_transfer.out`. Its usage may name its region.
fn of_usage_alone(entry: &UsageEntry, region: Option<&Region>) -> Blueprint {
    let named = entry.usage.get("region").and_then(Value::as_str).map(Region::from);
    Blueprint {
        address: entry.address.clone(),
        type_name: entry.type_name().to_owned(),
        region: named.or_else(|| region.cloned()),
        usage: entry.usage.clone(),
        ..Blueprint::default()
    }
}

/// Usage inputs that their type does not have, each told once.
fn unknown_inputs(plan: &Plan, alone: &[Blueprint], usage: &UsageFile) -> Vec<String> {
    let mut told = Vec::new();
    let of_plan = plan.resources.iter().filter_map(PlannedResource::blueprint);
    for blueprint in of_plan.chain(alone) {
        let Some(kind) = find(&blueprint.type_name) else { continue };
        let mut unknown = Vec::new();
        inputs(&blueprint.usage, kind.usage, "", &mut unknown);
        for (path, hint) in unknown {
            let message = format!("{} has no such usage input; it is left out", kind.kind);
            let mistake = usage.mistake_at(&blueprint.address, &path, message, hint).in_one_line();
            if !told.contains(&mistake) {
                told.push(mistake);
            }
        }
    }
    told
}

fn inputs(usage: &serde_json::Map<String, Value>, fields: &[Field], path: &str, unknown: &mut Vec<(String, String)>) {
    for (name, value) in usage {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match (fields.iter().find(|field| field.name == name).map(|field| field.form), value) {
            (None, _) => unknown.push((path, did_you_mean(name, fields.iter().map(|field| field.name)))),
            (Some(Form::Block(fields)), Value::Object(nested)) => inputs(nested, fields, &path, unknown),
            _ => {}
        }
    }
}
