//! The parts of a plan → [`Plan`]: which resources there are, their regions and references.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::configuration::Index;
use super::document::{Document, ResourceChange};
use super::identity::Identities;
use super::plan::{Action, Plan, PlannedResource};
use super::references::References;
use super::region::Regions;
use super::states::States;
use super::unknown::{self, TextReferences, are_related, take_references};
use crate::model::blueprint::Blueprint;
use crate::model::ids::Region;

type Values = Map<String, Value>;

/// A resource before it has a region and references.
#[derive(Default)]
struct Draft {
    address: String,
    type_name: String,
    action: Option<Action>,
    before: Option<Values>,
    after: Option<Values>,
    unknown: BTreeSet<String>,
    texts: TextReferences,
    previous_address: Option<String>,
}

impl ResourceChange {
    /// Whether the states need not be asked for the values of this resource.
    pub(super) fn tells_values(&self) -> bool {
        let gone =
            Action::of(&self.change.actions).is_some_and(|action| matches!(action, Action::Delete | Action::Forget));
        self.mode == "managed" && self.deposed.is_none() && (self.change.after.is_some() || gone)
    }
}

pub(super) fn plan(mut document: Document, states: States, format_version: String) -> Plan {
    let mut warnings = warnings(&document);
    let data = data_sources(&mut document, &states);
    let is_state = document.values.is_some() && document.resource_changes.is_none();
    let drafts = drafts(document.resource_changes.take(), states, is_state, &mut warnings);
    if drafts.is_empty() {
        warnings.push("the plan has no resources".to_owned());
    }
    let index = Index::of(&document.configuration);
    let existing = data.iter().map(|(address, data)| (address.as_str(), &data.1));
    let existing = existing.chain(drafts.iter().filter_map(Draft::existing));
    let managed = drafts.iter().filter_map(Draft::existing);
    let addresses = drafts.iter().map(|draft| draft.address.as_str()).chain(data.keys().map(String::as_str));
    let context = Context {
        references: References::new(&index, addresses),
        regions: Regions::new(&index, &document.variables, existing),
        identities: Identities::of(managed),
        index: &index,
    };
    warn_of_assumed_regions(&drafts, &context.regions, &mut warnings);
    let found: Vec<(Option<Found>, Option<Found>)> = drafts.iter().map(|draft| context.sides(draft)).collect();
    let data_found: Vec<Found> =
        data.iter().map(|(address, data)| context.find(address, &data.0, &data.1, None)).collect();
    drop(context);
    let data = data.into_iter().zip(data_found);
    Plan {
        resources: drafts.into_iter().zip(found).map(|(draft, found)| draft.resource(found)).collect(),
        data: data
            .map(|((address, data), found)| (address.clone(), found.blueprint(address, data.0, data.1)))
            .collect(),
        terraform_version: document.terraform_version,
        format_version,
        warnings,
    }
}

fn warnings(document: &Document) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut warn = |applies: bool, sentence: &str| {
        if applies {
            warnings.push(sentence.to_owned());
        }
    };
    warn(
        document.values.is_some() && document.resource_changes.is_none(),
        "this is a state, not a plan: every resource is taken as unchanged",
    );
    warn(document.errored == Some(true), "Terraform failed while it made this plan; resources may be missing");
    warn(
        document.complete == Some(false) || !document.deferred_changes.is_empty(),
        "Terraform deferred some changes to a later plan; they are not in this one",
    );
    warn(
        document.resource_changes.is_none() && (document.planned_values.is_some() || document.prior_state.is_some()),
        "the plan has no `resource_changes`: what changes is told from its values before and after",
    );
    warnings
}

/// Values of data sources by address, with their type.
fn data_sources(document: &mut Document, states: &States) -> BTreeMap<String, (String, Values)> {
    let mut found = BTreeMap::new();
    for state in states.prior.iter().chain(&states.own).chain(&states.planned).filter(|state| state.mode == "data") {
        found.insert(state.address.clone(), (state.type_name.clone(), state.values.clone()));
    }
    for change in document.resource_changes.iter_mut().flatten().filter(|change| change.mode == "data") {
        if let Some(values) = change.change.after.take() {
            found.insert(change.address.clone(), (change.type_name.clone(), values));
        }
    }
    found
}

/// Those that change, then those that only the states hold.
fn drafts(
    changes: Option<Vec<ResourceChange>>,
    states: States,
    is_state: bool,
    warnings: &mut Vec<String>,
) -> Vec<Draft> {
    let without_changes = changes.is_none() && !is_state;
    let mut drafts = Vec::new();
    for change in changes.unwrap_or_default().into_iter().filter(|change| change.mode == "managed") {
        if change.deposed.is_some() {
            let address = change.address;
            warnings.push(format!(
                "a leftover object of `{address}` is to be deleted; what it costs until then is not counted"
            ));
            continue;
        }
        drafts.push(Draft::of_change(change, warnings));
    }
    let mut known: HashMap<String, usize> =
        drafts.iter().enumerate().map(|(position, draft)| (draft.address.clone(), position)).collect();
    let before = states.prior.into_iter().map(|state| (true, state));
    let after = states.planned.into_iter().chain(states.own).map(|state| (false, state));
    for (is_before, state) in before.chain(after).filter(|(_, state)| state.mode == "managed") {
        let draft = Draft::meet(&mut drafts, &mut known, state.address, state.type_name);
        let side = draft.map(|draft| if is_before { &mut draft.before } else { &mut draft.after });
        side.map(|side| side.get_or_insert(state.values));
    }
    for draft in &mut drafts {
        draft.settle(without_changes);
    }
    drafts
}

impl Draft {
    fn of_change(change: ResourceChange, warnings: &mut Vec<String>) -> Self {
        let ResourceChange { address, previous_address, type_name, change, .. } = change;
        let action = Action::of(&change.actions);
        if change.actions.iter().any(|word| word == "forget") {
            warnings
                .push(format!("Terraform forgets `{address}` without deleting it; it goes on to cost what it costs"));
        }
        let after = if action == Some(Action::Forget) { change.before.clone() } else { change.after };
        let (before, unknown) = (change.before, change.after_unknown);
        Self { address, type_name, action, before, after, unknown, previous_address, ..Self::default() }
    }

    /// The draft of a resource in a state; a new one where no change names it.
    fn meet<'d>(
        drafts: &'d mut Vec<Self>,
        known: &mut HashMap<String, usize>,
        address: String,
        type_name: String,
    ) -> Option<&'d mut Self> {
        let next = drafts.len();
        let position = *known.entry(address.clone()).or_insert(next);
        if position == next {
            drafts.push(Self { address, type_name, ..Self::default() });
        }
        drafts.get_mut(position)
    }

    fn settle(&mut self, without_changes: bool) {
        if let Some(values) = &mut self.after {
            self.texts = take_references(values, &mut self.unknown);
        }
        match self.action {
            Some(Action::Create) => drop(self.after.get_or_insert_default()),
            Some(Action::Delete) => self.after = None,
            Some(_) => {}
            None => self.action = Some(self.told(without_changes)),
        }
    }

    /// The action of a resource that no change names: none; or, where the plan has no changes at all, what the values
    /// tell.
    fn told(&mut self, without_changes: bool) -> Action {
        if !without_changes {
            let values = self.after.take().or(self.before.take());
            self.before.clone_from(&values);
            self.after = values;
            return Action::NoOp;
        }
        match (&self.before, &self.after) {
            (None, Some(_)) => Action::Create,
            (Some(_), None) => Action::Delete,
            (Some(before), Some(after)) if before != after => Action::Update,
            _ => Action::NoOp,
        }
    }

    fn resource(self, (before, after): (Option<Found>, Option<Found>)) -> PlannedResource {
        let region_gap = after.as_ref().or(before.as_ref()).and_then(|found| found.gap.clone());
        let (address, type_name) = (&self.address, &self.type_name);
        let side = |found: Option<Found>, values: Option<Values>| {
            found.zip(values).map(|(found, values)| found.blueprint(address.clone(), type_name.clone(), values))
        };
        let unknown = after.as_ref().map(|found| found.unknown.clone()).unwrap_or_default();
        let after = side(after, self.after);
        PlannedResource {
            action: self.action.unwrap_or(Action::NoOp),
            before: side(before, self.before),
            after: after.map(|after| Blueprint { unknown, ..after }),
            previous_address: self.previous_address,
            region_gap,
        }
    }

    fn existing(&self) -> Option<(&str, &Values)> {
        self.before.as_ref().map(|values| (self.address.as_str(), values))
    }
}

/// One sentence for all modules whose provider Terraform before 1.1 does not tell.
fn warn_of_assumed_regions(drafts: &[Draft], regions: &Regions<'_>, warnings: &mut Vec<String>) {
    let aws = drafts.iter().filter(|draft| draft.type_name.starts_with("aws_"));
    let assumed: Vec<&str> =
        aws.map(|draft| draft.address.as_str()).filter(|address| regions.is_assumed(address)).collect();
    if let Some(first) = assumed.first() {
        warnings.push(format!(
            "Terraform before 1.1 does not tell which provider a module was given; the region of {} resources in modules \
             (`{first}`) is that of the default provider",
            assumed.len()
        ));
    }
}

/// What the regions and references of resources are found with.
struct Context<'p> {
    index: &'p Index<'p>,
    references: References<'p>,
    regions: Regions<'p>,
    identities: Identities<'p>,
}

/// What the values of a resource do not hold.
struct Found {
    region: Option<Region>,
    /// Why the region of an AWS resource is not known.
    gap: Option<String>,
    references: BTreeMap<String, Vec<String>>,
    unknown: BTreeSet<String>,
}

impl Context<'_> {
    fn sides(&self, draft: &Draft) -> (Option<Found>, Option<Found>) {
        let find = |values, texts| self.find(&draft.address, &draft.type_name, values, texts);
        let before = draft.before.as_ref().map(|values| find(values, None));
        let after = draft.after.as_ref().map(|values| {
            let found = find(values, Some(&draft.texts));
            let unknown = self.unknown(draft, &found);
            Found { unknown, ..found }
        });
        (before, after)
    }

    /// What is known only after apply, of what the author sets. A variable that leads to no resource is known: it is null.
    fn unknown(&self, draft: &Draft, found: &Found) -> BTreeSet<String> {
        let Some(declared) = self.index.declared(&draft.address) else { return draft.unknown.clone() };
        let computed = |references: &[String]| references.iter().any(|name| !name.starts_with("var."));
        unknown::of_author(draft.unknown.clone(), |path| {
            let related = |other: &String| are_related(path, other);
            draft.texts.keys().any(related)
                || found.references.iter().any(|(other, targets)| related(other) && !targets.is_empty())
                || declared.references.iter().any(|(other, references)| related(other) && computed(references))
        })
    }

    fn find(&self, address: &str, type_name: &str, values: &Values, texts: Option<&TextReferences>) -> Found {
        let mut references = self.references.of(address, texts);
        if !self.index.holds(address) {
            for (path, targets) in self.identities.references(address, values) {
                references.entry(path).or_insert(targets);
            }
        }
        let unknown = BTreeSet::new();
        if !type_name.starts_with("aws_") {
            return Found { region: None, gap: None, references, unknown };
        }
        match self.regions.of(address, values) {
            Ok(region) => Found { region: Some(region), gap: None, references, unknown },
            Err(gap) => Found { region: None, gap: Some(gap), references, unknown },
        }
    }
}

impl Found {
    fn blueprint(self, address: String, type_name: String, attributes: Values) -> Blueprint {
        let Self { region, references, .. } = self;
        Blueprint { address, type_name, region, attributes, references, ..Blueprint::default() }
    }
}
