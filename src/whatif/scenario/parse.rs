//! A scenario file: every mistake at once, in the user's file.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::resources::{Defaults, KindDefaults, resources, settings};
use super::values::{amount, decimal, dollars, percent, plain};
use super::{BusinessUnit, Configuration, DeclaredCost, OneOff, Scenario, share};
use crate::catalog::{Kind, find, kinds};
use crate::model::ids::Region;
use crate::model::mistake::Mistake;
use crate::rules::yaml::{Diagnostics, Fields, Node, Value, did_you_mean, parse};
use crate::units::Usd;
use crate::whatif::adjust::{Adjustments, CustomPrice, Discount};
use crate::whatif::scaling;

/// Scenarios are written by people: a larger file is one that was meant for something else.
const LARGEST_BYTES: u64 = 16 * 1024 * 1024;
const KNOWN: [&str; 13] = [
    "name",
    "as_of",
    "summary",
    "region",
    "free_tier",
    "defaults",
    "prices",
    "discounts",
    "configurations",
    "unit",
    "budget",
    "dataset",
    "changes",
];

#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    #[error("cannot read {path}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path} has {bytes} bytes: no scenario is that large")]
    TooLarge { path: PathBuf, bytes: u64 },
    /// Sorted by line and column.
    #[error("{} mistake(s) in the scenario", .0.len())]
    Mistakes(Vec<Mistake>),
}

/// Read and check a scenario; paths in it are relative to its folder.
pub fn load(file: &Path) -> Result<Scenario, ScenarioError> {
    let io = |source| ScenarioError::Io { path: file.to_owned(), source };
    let bytes = std::fs::metadata(file).map_err(io)?.len();
    if bytes > LARGEST_BYTES {
        return Err(ScenarioError::TooLarge { path: file.to_owned(), bytes });
    }
    let text = std::fs::read(file).map_err(io)?;
    let text = String::from_utf8(text).map_err(|error| {
        let hint = "save it as UTF-8 text";
        ScenarioError::Mistakes(vec![Mistake::of_file(file, format!("not valid UTF-8: {error}"), hint)])
    })?;
    read(file, &text).map_err(ScenarioError::Mistakes)
}

/// The same for text that is already read; `file` is named in mistakes.
pub fn read(file: &Path, text: &str) -> Result<Scenario, Vec<Mistake>> {
    let document = parse(file, text).map_err(|mistake| vec![mistake])?;
    let mut diagnostics = Diagnostics::of(file);
    let scenario = scenario(&document, file, &mut diagnostics);
    let mut mistakes = diagnostics.mistakes;
    match scenario {
        Some(scenario) if mistakes.is_empty() => Ok(scenario),
        _ => {
            Mistake::sort(&mut mistakes);
            Err(mistakes)
        }
    }
}

fn scenario(document: &Node, file: &Path, diagnostics: &mut Diagnostics) -> Option<Scenario> {
    let fields = Fields::of(document, "", &KNOWN, diagnostics)?;
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("scenario");
    let base = file.parent().unwrap_or(Path::new(""));
    let region = fields.optional_text("region", diagnostics).map(Region::from);
    let defaults = defaults(&fields, region.clone(), diagnostics);
    let dataset = crate::whatif::changes::section(&fields, base, diagnostics);
    let configurations = configurations(&fields, &defaults, base, dataset.is_some(), diagnostics);
    let unit = fields.get("unit").and_then(|node| business_unit(node, diagnostics));
    let budget = fields.get("budget").and_then(|node| budget(node, fields.get("unit").is_some(), diagnostics));
    Some(Scenario {
        name: fields.optional_text("name", diagnostics).unwrap_or(stem).to_owned(),
        summary: fields.optional_text("summary", diagnostics).map(str::to_owned),
        region,
        as_of: fields.optional_text("as_of", diagnostics).and_then(|text| day(text, &fields, diagnostics)),
        free_tier: fields.flag("free_tier", false, diagnostics),
        adjustments: adjustments(&fields, diagnostics),
        configurations,
        unit,
        budget,
        dataset,
    })
}

fn day(text: &str, fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<NaiveDate> {
    let day = text.parse().ok();
    if let (None, Some(node)) = (day, fields.get("as_of")) {
        diagnostics.at(node, "as_of", format!("`{text}` is no day"), "write it as `2026-11-21`");
    }
    day
}

/// `defaults: { kinds: { ec2-instance: { attributes, usage } }, regions: { eu-west-1: { ec2-instance: … } } }`.
fn defaults(fields: &Fields<'_>, region: Option<Region>, diagnostics: &mut Diagnostics) -> Defaults {
    let mut found = Defaults { region, ..Defaults::default() };
    let Some(node) = fields.get("defaults") else { return found };
    let Some(fields) = Fields::of(node, "defaults", &["kinds", "regions"], diagnostics) else { return found };
    for (kind, settings) in
        fields.get("kinds").map(|node| by_kind(node, "defaults.kinds", diagnostics)).unwrap_or_default()
    {
        found.of_kind.insert(kind.type_name, settings);
    }
    if let Some(Node { value: Value::Map(regions), .. }) = fields.get("regions") {
        for (region, node) in regions {
            let path = format!("defaults.regions.{}", region.name);
            for (kind, settings) in by_kind(node, &path, diagnostics) {
                found.of_region.insert((region.name.clone(), kind.type_name), settings);
            }
        }
    }
    found
}

fn by_kind(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Vec<(&'static Kind, KindDefaults)> {
    let Value::Map(entries) = &node.value else {
        diagnostics.at(node, path, format!("expected a mapping, found {}", node.value.noun()), "");
        return Vec::new();
    };
    let mut found = Vec::new();
    for (key, node) in entries {
        let path = format!("{path}.{}", key.name);
        let Some(kind) = find(&key.name) else {
            let hint = did_you_mean(&key.name, kinds().iter().flat_map(|kind| [kind.kind, kind.type_name]));
            diagnostics.at_key(key, &path, format!("`{}` is not supported", key.name), hint);
            continue;
        };
        let Some(fields) = Fields::of(node, &path, &["attributes", "usage"], diagnostics) else { continue };
        found.push((kind, settings(&fields, kind, diagnostics)));
    }
    found
}

fn adjustments(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Adjustments {
    let mut found = Adjustments::default();
    for (position, node) in fields.list("prices", diagnostics).iter().enumerate() {
        let path = format!("prices[{position}]");
        let known = ["item", "region", "usd_per_unit", "note"];
        let Some(fields) = Fields::of(node, &path, &known, diagnostics) else { continue };
        let item = fields.text("item", diagnostics);
        let price = fields
            .required("usd_per_unit", diagnostics)
            .and_then(|node| plain(node, &fields.name("usd_per_unit"), "dollars", diagnostics));
        let region = fields.optional_text("region", diagnostics).map(Region::from);
        let note = fields.optional_text("note", diagnostics).map(str::to_owned);
        if let (Some(item), Some(price)) = (item, price) {
            found.prices.push(CustomPrice { item: item.to_owned(), region, usd_per_unit: decimal(price), note });
        }
    }
    for (position, node) in fields.list("discounts", diagnostics).iter().enumerate() {
        let path = format!("discounts[{position}]");
        let known = ["item", "region", "percent", "note"];
        let Some(fields) = Fields::of(node, &path, &known, diagnostics) else { continue };
        let item = fields.optional_text("item", diagnostics).unwrap_or_default().to_owned();
        let off =
            fields.required("percent", diagnostics).and_then(|node| off(node, &fields.name("percent"), diagnostics));
        let region = fields.optional_text("region", diagnostics).map(Region::from);
        let note = fields.optional_text("note", diagnostics).map(str::to_owned);
        found.discounts.extend(off.map(|share| Discount { item, region, share, note }));
    }
    found
}

/// A discount is between 0 and 100 percent.
fn off(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<rust_decimal::Decimal> {
    let percent = percent(node, path, diagnostics)?;
    if !(0.0..=100.0).contains(&percent) {
        diagnostics.at(node, path, format!("{percent} % off is no discount"), "give 0 % to 100 %");
        return None;
    }
    share(percent)
}

fn business_unit(node: &Node, diagnostics: &mut Diagnostics) -> Option<BusinessUnit> {
    let fields = Fields::of(node, "unit", &["name", "per_month"], diagnostics)?;
    let name = fields.text("name", diagnostics);
    let per_month = fields
        .required("per_month", diagnostics)
        .and_then(|node| amount(node, "unit.per_month", "units a month", diagnostics));
    Some(BusinessUnit { name: name?.to_owned(), per_month: per_month? })
}

/// `{ monthly_usd: 5 }`; counted in the scenario's unit.
fn budget(node: &Node, has_unit: bool, diagnostics: &mut Diagnostics) -> Option<Usd> {
    let fields = Fields::of(node, "budget", &["monthly_usd"], diagnostics)?;
    if !has_unit {
        let hint = "say what traffic is counted in: `unit: { name: request, per_month: 500000 }`";
        diagnostics.at(node, "budget", "a budget needs the scenario's `unit`", hint);
    }
    let amount = fields.required("monthly_usd", diagnostics)?;
    plain(amount, "budget.monthly_usd", "dollars", diagnostics).map(|usd| Usd::new(decimal(usd)))
}

fn configurations(
    fields: &Fields<'_>,
    defaults: &Defaults,
    base: &Path,
    of_dataset: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<Configuration> {
    let node = match fields.get("configurations") {
        Some(node) => node,
        None if of_dataset => return Vec::new(),
        None => {
            let hint = "give `configurations:` (before, after, …), or `dataset:` with `changes:`";
            diagnostics.at(fields.node(), "configurations", "missing field", hint);
            return Vec::new();
        }
    };
    if of_dataset {
        diagnostics.at(node, "configurations", "a dataset brings its own configurations", "keep one of the two");
        return Vec::new();
    }
    let Value::Map(entries) = &node.value else {
        diagnostics.at(node, "configurations", format!("expected a mapping, found {}", node.value.noun()), "");
        return Vec::new();
    };
    if entries.is_empty() {
        diagnostics.at(node, "configurations", "must not be empty", "give `before:` and `after:`");
    }
    let mut found: Vec<Configuration> =
        entries.iter().filter_map(|(key, node)| configuration(&key.name, node, defaults, base, diagnostics)).collect();
    // `before` is first and `after` last, wherever they stand.
    found.sort_by_key(|one| match one.name.as_str() {
        "before" => 0,
        "after" => 2,
        _ => 1,
    });
    found
}

fn configuration(
    name: &str,
    node: &Node,
    defaults: &Defaults,
    base: &Path,
    diagnostics: &mut Diagnostics,
) -> Option<Configuration> {
    let path = format!("configurations.{name}");
    let known = ["label", "units_per_month", "resources", "declared", "one_off", "scaling"];
    let fields = Fields::of(node, &path, &known, diagnostics)?;
    let nodes = fields.list("resources", diagnostics);
    let resources = resources(nodes, &fields.name("resources"), defaults, diagnostics);
    let mut found = Configuration {
        name: name.to_owned(),
        label: fields.optional_text("label", diagnostics).map(str::to_owned),
        units_per_month: fields
            .get("units_per_month")
            .and_then(|node| amount(node, &fields.name("units_per_month"), "units a month", diagnostics)),
        ..Configuration::default()
    };
    for (position, node) in fields.list("declared", diagnostics).iter().enumerate() {
        let path = format!("{path}.declared[{position}]");
        found.declared.extend(declared(node, &path, &resources, diagnostics));
    }
    for (position, node) in fields.list("one_off", diagnostics).iter().enumerate() {
        let path = format!("{path}.one_off[{position}]");
        found.one_off.extend(one_off(node, &path, diagnostics));
    }
    found.scaling = fields.get("scaling").and_then(|node| {
        let path = fields.name("scaling");
        let mut section = scaling::section(node, &path, base, diagnostics)?;
        match address(&section.unit, &resources) {
            Some(address) => section.unit = address,
            None => unknown_resource(node, &format!("{path}.unit"), &section.unit, &resources, diagnostics),
        }
        Some(section)
    });
    found.resources = resources;
    Some(found)
}

/// A resource by its name or address.
fn address(name: &str, resources: &[crate::whatif::setting::Declared]) -> Option<String> {
    let mut addresses = resources.iter().map(|one| &one.blueprint.address);
    addresses
        .find(|address| *address == name || address.split_once('.').is_some_and(|(_, short)| short == name))
        .cloned()
}

fn unknown_resource(
    node: &Node,
    path: &str,
    name: &str,
    resources: &[crate::whatif::setting::Declared],
    diagnostics: &mut Diagnostics,
) {
    let names = resources.iter().filter_map(|one| one.blueprint.address.split_once('.')).map(|(_, name)| name);
    let hint = did_you_mean(name, names);
    diagnostics.at(node, path, format!("no resource `{name}` in this configuration"), hint);
}

fn declared(
    node: &Node,
    path: &str,
    resources: &[crate::whatif::setting::Declared],
    diagnostics: &mut Diagnostics,
) -> Option<DeclaredCost> {
    let fields = Fields::of(node, path, &["name", "monthly_usd", "of", "note"], diagnostics)?;
    let name = fields.text("name", diagnostics);
    let cost = fields
        .required("monthly_usd", diagnostics)
        .and_then(|node| dollars(node, &fields.name("monthly_usd"), diagnostics));
    let (mut of, mut of_change) = (Vec::new(), false);
    let single = fields.get("of").filter(|node| matches!(node.value, Value::Text(_)));
    let nodes: Vec<&Node> = match single {
        Some(node) => vec![node],
        None => fields.list("of", diagnostics).iter().collect(),
    };
    for node in nodes {
        let Value::Text(name) = &node.value else {
            diagnostics.at(node, &fields.name("of"), "expected the name of a resource", "");
            continue;
        };
        if name == "change" {
            of_change = true;
            continue;
        }
        if name == "all" {
            of.extend(resources.iter().map(|one| one.blueprint.address.clone()));
            continue;
        }
        match address(name, resources) {
            Some(address) => of.push(address),
            None => unknown_resource(node, &fields.name("of"), name, resources, diagnostics),
        }
    }
    let usd = |number: f64| Usd::new(decimal(number));
    let cost = cost?;
    Some(DeclaredCost {
        name: name?.to_owned(),
        low: usd(cost.low),
        expected: usd(cost.expected),
        high: usd(cost.high),
        of,
        of_change,
        note: fields.optional_text("note", diagnostics).map(str::to_owned),
    })
}

/// `{ name, usd }`, or a quantity at a price: `{ name, hours: 40, usd_per_hour: 90 }`, `{ name, quantity, usd_each }`.
fn one_off(node: &Node, path: &str, diagnostics: &mut Diagnostics) -> Option<OneOff> {
    let known = ["name", "usd", "hours", "usd_per_hour", "quantity", "usd_each"];
    let fields = Fields::of(node, path, &known, diagnostics)?;
    let name = fields.text("name", diagnostics);
    let mut number = |field: &str, unit: &str| {
        fields.get(field).and_then(|node| plain(node, &fields.name(field), unit, diagnostics))
    };
    let whole = number("usd", "dollars");
    let hours = number("hours", "hours").zip(number("usd_per_hour", "dollars"));
    let each = number("quantity", "units").zip(number("usd_each", "dollars"));
    let product = |many: f64, each: f64| Usd::new(decimal(many).saturating_mul(decimal(each)));
    let (usd, formula) = match (whole, hours, each) {
        (Some(usd), None, None) => (Usd::new(decimal(usd)), String::new()),
        (None, Some((hours, each)), None) => (product(hours, each), format!("{hours} h × {}", Usd::new(decimal(each)))),
        (None, None, Some((many, each))) => (product(many, each), format!("{many} × ${each}")),
        _ => {
            let hint = "give `usd`, or `hours` and `usd_per_hour`, or `quantity` and `usd_each`";
            diagnostics.at(node, path, "not one amount", hint);
            return None;
        }
    };
    Some(OneOff { name: name?.to_owned(), usd, formula })
}
