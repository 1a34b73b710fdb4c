//! Finding + proposal → recommendation: both states priced, the saving their difference.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use sha2::{Digest, Sha256};

use super::total::{Item, Selection, select};
use super::{Chosen, commitments};
use crate::estimate::estimate;
use crate::model::action::Action;
use crate::model::analysis::{AttachedConfiguration, PricedState, Recommendation};
use crate::model::commitments::{CommitmentEffect, CommitmentState};
use crate::model::configuration::{Configuration, Placed};
use crate::model::cost::{Estimate, PriceMissing};
use crate::model::edit::Edit;
use crate::model::finding::{Edits, Effect, Finding, Proposal, ProposedSize};
use crate::model::ids::{ResourceKey, ResourceKind};
use crate::model::rightsizing::SizeOption;
use crate::remedy::Context;
use crate::rules::Rule;
use crate::units::{Usd, UsdRange};

const COMMITMENTS_UNREAD: &str =
    "commitments (Savings Plans, Reserved Instances) were not wholly read: what they cover saves less";
const TAGS_UNREAD: &str = "its tags could not be read, so an exempting tag would not be seen";

/// A recommendation with the edits that its low end stands for.
#[derive(Debug)]
pub(super) struct Recommended {
    pub(super) recommendation: Recommendation,
    edits: Edits,
    /// The edits of the high end, where it is another one.
    high_edits: Option<Edits>,
}

impl Recommended {
    fn high(&self) -> Option<Usd> {
        self.recommendation.savings_range.map(|range| range.high)
    }

    /// What saves nothing, or less than asked for, is not recommended, unless for order's sake. Unknown stays.
    pub(super) fn is_worth_saying(&self, min_savings: Usd) -> bool {
        self.recommendation.hygiene || self.high().is_none_or(|high| high > Usd::ZERO && high >= min_savings)
    }

    /// What is unknown, or kept for order's sake alone, counts nothing.
    fn counts(&self, min_savings: Usd) -> bool {
        self.high().is_some_and(|high| high > Usd::ZERO && high >= min_savings)
    }
}

/// Price both states of the proposal.
pub(super) fn recommend(rule: &Rule, finding: Finding, proposal: Proposal, context: Context<'_>) -> Recommended {
    let Finding { key, evidence: mut facts, .. } = finding;
    let entry = context.estate.get(&key);
    let mut caveats = proposal.caveats;
    let (before, low, high) = match &proposal.effect {
        Effect::Exact(edits) => {
            let states = States::of(&key, edits, context);
            (states.before(), Some(states), None)
        }
        Effect::Range { one, other } => {
            let (one, other) = (States::of(&key, one, context), States::of(&key, other, context));
            let other_is_low = matches!((one.saving, other.saving), (Some(one), Some(other)) if other < one);
            let (low, high) = if other_is_low { (other, one) } else { (one, other) };
            (low.before(), Some(low), Some(high))
        }
        Effect::Unknown { reason } => {
            caveats.insert(0, format!("saving unknown: {reason}"));
            (States::of(&key, &[], context).before(), None, None)
        }
    };
    let saving = low.as_ref().and_then(|states| states.saving);
    let range = match &high {
        Some(high) => saving.zip(high.saving).map(|(low, high)| UsdRange::new(low, high)),
        None => saving.map(|saving| UsdRange::new(saving, saving)),
    };
    let saving = range.map(|range| range.low);
    let edits = low.as_ref().map(|states| states.edits.clone()).unwrap_or_default();
    let high_edits = high.map(|states| states.edits);
    if low.as_ref().is_some_and(|states| states.partly_unpriced && states.saving.is_some()) {
        caveats.push("at least: part of what goes has no price here".to_owned());
    }
    if saving.is_none() && low.is_some() {
        caveats.push("saving unknown: a price is missing".to_owned());
    }
    let unread = || !matches!(commitments::state(context.dataset).0, CommitmentState::None | CommitmentState::Known);
    let touches_compute = proposal.action == Action::ScaleIn || edits.iter().any(|(key, edit)| is_compute(key, edit));
    if touches_compute && unread() {
        caveats.push(COMMITMENTS_UNREAD.to_owned());
    }
    if let Some(what) = edits.iter().find_map(|(key, edit)| reserved_otherwise(key, edit)) {
        caveats.push(format!("{what}: of what a commitment covers, less is saved until it ends"));
    }
    let tags = entry.and_then(|entry| entry.resource.tags());
    if tags.is_none() {
        caveats.push(TAGS_UNREAD.to_owned());
    }
    facts.extend(proposal.evidence);
    let options = proposal.options.into_iter().map(|size| priced(&key, size, context)).collect();
    let recommendation = Recommendation {
        id: fingerprint(&rule.id, &key),
        rule: rule.id.clone(),
        severity: rule.severity,
        arn: key.arn(),
        name: entry.and_then(|entry| entry.resource.name()).map(str::to_owned),
        tags: tags.cloned().unwrap_or_default(),
        action: proposal.action,
        effort: rule.effort,
        selected: false,
        hygiene: rule.hygiene,
        monthly_savings_usd: saving,
        savings_range: range,
        commitments: None,
        one_off_cost_usd: proposal.one_off_cost,
        before,
        after: low.as_ref().filter(|_| saving.is_some()).map(States::after),
        options,
        hours_of_week: proposal.hours_of_week,
        evidence: facts,
        caveats,
        restore: rule.restore.clone(),
        account: key.account,
        region: key.region,
        resource_kind: key.kind,
        resource_id: key.id,
    };
    Recommended { recommendation, edits, high_edits }
}

/// One size to choose from, with what it costs and saves on its own.
fn priced(key: &ResourceKey, size: ProposedSize, context: Context<'_>) -> SizeOption {
    let states = States::of(key, &size.edits, context);
    let known = states.cost_after.is_complete().then(|| states.cost_after.known());
    SizeOption { list_cost_monthly_usd: known, monthly_savings_usd: states.saving, ..size.option }
}

/// What Savings Plans or reservations may cover.
fn is_compute(key: &ResourceKey, edit: &Edit) -> bool {
    match key.kind {
        ResourceKind::Ec2Instance => matches!(edit, Edit::Stop | Edit::InstanceType { .. } | Edit::Schedule { .. }),
        // Compute Savings Plans cover Fargate and Lambda.
        ResourceKind::EcsService | ResourceKind::LambdaFunction => true,
        _ => false,
    }
}

/// What is reserved of its kind, where the change uses less of it.
fn reserved_otherwise(key: &ResourceKey, edit: &Edit) -> Option<&'static str> {
    let less = match key.kind {
        ResourceKind::RdsInstance => matches!(edit, Edit::Stop | Edit::Delete | Edit::DbInstanceClass { .. }),
        ResourceKind::ElasticacheCluster | ResourceKind::DynamodbTable => true,
        _ => false,
    };
    less.then(|| commitments::unread(key.kind)).flatten()
}

/// First 16 hex digits of the SHA-256 of rule, account, region, kind and id: the same from run to run.
fn fingerprint(rule: &str, key: &ResourceKey) -> String {
    let text = format!("{rule}\n{}\n{}\n{}\n{}", key.account, key.region, key.kind.name(), key.id);
    let mut digits = hex::encode(Sha256::digest(text.as_bytes()));
    digits.truncate(16);
    digits
}

/// The states before and after some edits, of every resource they touch.
struct States<'a> {
    key: &'a ResourceKey,
    edits: Edits,
    /// The resource itself first.
    touched: Vec<(ResourceKey, Configuration, Configuration)>,
    cost_before: Estimate,
    cost_after: Estimate,
    unmeasured: Vec<String>,
    /// `None` when a price that matters is missing.
    saving: Option<Usd>,
    partly_unpriced: bool,
}

impl<'a> States<'a> {
    fn of(key: &'a ResourceKey, edits: &[(ResourceKey, Edit)], context: Context<'_>) -> Self {
        let mut keys = vec![key];
        for (touched, _) in edits {
            if !keys.contains(&touched) {
                keys.push(touched);
            }
        }
        let mut states = Self {
            key,
            edits: edits.to_vec(),
            touched: Vec::with_capacity(keys.len()),
            cost_before: Estimate::default(),
            cost_after: Estimate::default(),
            unmeasured: Vec::new(),
            saving: None,
            partly_unpriced: false,
        };
        for key in keys {
            let Some(before) = context.estate.placed(key) else { continue };
            let own: Vec<&Edit> = edits.iter().filter(|(touched, _)| touched == key).map(|(_, edit)| edit).collect();
            let after = after(before, &own);
            states.cost_before.extend(estimate(before, context.prices));
            states.cost_after.extend(estimate(&after, context.prices));
            if let Some(entry) = context.estate.get(key) {
                states.unmeasured.extend(entry.unmeasured.iter().cloned());
            }
            states.touched.push((key.clone(), before.configuration.clone(), after.configuration));
        }
        states.partly_unpriced = !states.cost_before.missing.is_empty();
        states.saving = difference(&states.cost_before, &states.cost_after);
        states
    }

    fn before(&self) -> PricedState {
        let configurations = self.touched.iter().map(|(key, before, _)| (key, before)).collect();
        self.state(configurations, &self.cost_before)
    }

    fn after(&self) -> PricedState {
        let configurations = self.touched.iter().map(|(key, _, after)| (key, after)).collect();
        self.state(configurations, &self.cost_after)
    }

    fn state(&self, configurations: Vec<(&ResourceKey, &Configuration)>, cost: &Estimate) -> PricedState {
        let own =
            configurations.iter().find(|(key, _)| *key == self.key).map(|(_, configuration)| (*configuration).clone());
        let mut missing: Vec<String> =
            cost.missing.iter().map(|missing| format!("no price for {}", missing.item)).collect();
        missing.extend(cost.unmeasured.iter().chain(&self.unmeasured).cloned());
        missing.sort();
        missing.dedup();
        PricedState {
            configuration: own.unwrap_or(Configuration::Absent),
            attached: configurations
                .into_iter()
                .filter(|(key, _)| *key != self.key)
                .map(|(key, configuration)| AttachedConfiguration {
                    resource_kind: key.kind,
                    resource_id: key.id.clone(),
                    configuration: configuration.clone(),
                })
                .collect(),
            components: cost.components.clone(),
            list_cost_monthly_usd: cost.known(),
            missing,
        }
    }
}

/// The configuration after all edits.
fn after(before: &Placed, edits: &[&Edit]) -> Placed {
    let configuration =
        edits.iter().fold(before.configuration.clone(), |configuration, edit| edit.apply(&configuration));
    Placed { region: before.region.clone(), configuration }
}

/// What the change saves. Prices that are missing on both sides cancel out; one that is missing before only makes the
/// difference an "at least", unless nothing of it is known; one that is missing after makes it unknown.
fn difference(before: &Estimate, after: &Estimate) -> Option<Usd> {
    let mut gone: Vec<&PriceMissing> = before.missing.iter().collect();
    for missing in &after.missing {
        let position = gone.iter().position(|other| *other == missing)?;
        gone.swap_remove(position);
    }
    let known = before.known() - after.known();
    (gone.is_empty() || known > Usd::ZERO).then_some(known)
}

/// All recommendations of a run.
#[derive(Debug, Default)]
pub(super) struct Recommendations {
    all: Vec<Recommended>,
    /// Those that count, by position.
    counting: BTreeSet<usize>,
}

impl Recommendations {
    pub(super) fn push(&mut self, it: Recommended, min_savings: Usd) {
        if it.counts(min_savings) {
            self.counting.insert(self.all.len());
        }
        self.all.push(it);
    }

    /// Whether the saving of some recommendation is unknown.
    pub(super) fn any_unknown(&self) -> bool {
        self.all.iter().any(|it| it.recommendation.monthly_savings_usd.is_none())
    }

    /// Mark the best compatible set of those that count.
    pub(super) fn select(&mut self, context: Context<'_>) -> Selection {
        let positions: Vec<usize> = self.counting.iter().copied().collect();
        let items: Vec<Item> = positions.iter().filter_map(|position| self.all.get(*position)).map(item).collect();
        let before: RefCell<HashMap<ResourceKey, Option<Estimate>>> = RefCell::default();
        let cost_after = |key: &ResourceKey, edits: &[&Edit]| -> Option<Usd> {
            let placed = context.estate.placed(key)?;
            let mut known = before.borrow_mut();
            let before = known.entry(key.clone()).or_insert_with(|| Some(estimate(placed, context.prices))).as_ref()?;
            if edits.is_empty() {
                return Some(before.known());
            }
            let after = estimate(&after(placed, edits), context.prices);
            difference(before, &after).map(|saving| before.known() - saving)
        };
        let selection = select(&items, &cost_after);
        for position in selection.selected.iter().filter_map(|at| positions.get(*at)) {
            if let Some(it) = self.all.get_mut(*position) {
                it.recommendation.selected = true;
            }
        }
        selection
    }

    /// All, each with the edits of its low end.
    pub(super) fn with_edits(&self) -> impl Iterator<Item = (&Recommendation, &Edits)> {
        self.all.iter().map(|it| (&it.recommendation, &it.edits))
    }

    /// What commitments leave of the savings, by id.
    pub(super) fn set_effects(&mut self, effects: &BTreeMap<String, CommitmentEffect>) {
        for it in &mut self.all {
            it.recommendation.commitments = effects.get(&it.recommendation.id).cloned();
        }
    }

    /// Those of the best compatible set, with their edits, by savings, then id.
    pub(super) fn into_selected(self) -> Vec<Chosen> {
        let selected = self.all.into_iter().filter(|it| it.recommendation.selected);
        let mut chosen: Vec<Chosen> = selected
            .map(|it| Chosen { recommendation: it.recommendation, edits: it.edits, high_edits: it.high_edits })
            .collect();
        chosen.sort_by(|one, other| order(&one.recommendation, &other.recommendation));
        chosen
    }

    /// By savings, then id.
    pub(super) fn into_sorted(self) -> Vec<Recommendation> {
        let mut all: Vec<Recommendation> = self.all.into_iter().map(|it| it.recommendation).collect();
        all.sort_by(order);
        all
    }
}

fn item(it: &Recommended) -> Item {
    // Of equal savings the change that can be undone goes first.
    let irreversible = it.edits.iter().any(|(_, edit)| *edit == Edit::Delete);
    Item {
        id: format!("{}{}", u8::from(irreversible), it.recommendation.id),
        edits: it.edits.clone(),
        standalone: it.recommendation.monthly_savings_usd.unwrap_or(Usd::ZERO),
    }
}

/// Largest known saving first, unknown ones last, then by id.
pub(super) fn order(one: &Recommendation, other: &Recommendation) -> Ordering {
    other.monthly_savings_usd.cmp(&one.monthly_savings_usd).then_with(|| one.id.cmp(&other.id))
}
