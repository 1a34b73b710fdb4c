//! Which resources a change is for: yes, no, or unknown.

use std::collections::{BTreeMap, BTreeSet};

use super::DatasetChanges;
use super::change::What;
use super::selection::Selection;
use crate::dataset::Dataset;
use crate::estate::{Entry, Estate};
use crate::model::configuration::Configuration;
use crate::model::ids::ResourceKey;
use crate::rules::{Rule, RuleSet, evaluate_with_gaps};
use crate::tables::Tables;

/// The conditions of all selections and the rules that they name, as one set.
pub(super) fn conditions(changes: &DatasetChanges, rules: &RuleSet) -> RuleSet {
    let selections = changes.changes.iter().filter_map(|change| match &change.what {
        What::Set(selection, _) => Some(selection),
        What::Apply(_) => None,
    });
    let mut found: Vec<Rule> = Vec::new();
    for selection in selections {
        let named = selection.rule.as_ref().and_then(|rule| rules.get(&rule.value));
        for rule in selection.condition.iter().chain(named) {
            if !found.iter().any(|other| other.id == rule.id) {
                found.push(rule.clone());
            }
        }
    }
    RuleSet { rules: found }
}

#[derive(Debug, Default)]
struct Verdict {
    holds: BTreeSet<ResourceKey>,
    unknown: BTreeMap<ResourceKey, String>,
}

/// What holds for which resource, by the id of the condition or rule.
#[derive(Debug, Default)]
pub(super) struct Verdicts(BTreeMap<String, Verdict>);

impl Verdicts {
    pub(super) fn of(conditions: &RuleSet, tables: &Tables, dataset: &Dataset) -> Self {
        let mut all = BTreeMap::new();
        for verdicts in evaluate_with_gaps(conditions, tables, &dataset.gaps, &|_| false) {
            let unknown = verdicts.unknown.into_iter().filter_map(|gap| {
                let (account, region, id) = (gap.account?, gap.region?, gap.resource_id?);
                Some((ResourceKey { kind: verdicts.rule.kind, account, region, id }, gap.detail))
            });
            let verdict = Verdict {
                unknown: unknown.collect(),
                holds: verdicts.flagged.into_iter().map(|finding| finding.key).collect(),
            };
            all.insert(verdicts.rule.id.clone(), verdict);
        }
        Self(all)
    }

    /// `Err` where it is not known, for this reason.
    fn holds(&self, id: &str, key: &ResourceKey) -> Result<bool, String> {
        let Some(verdict) = self.0.get(id) else { return Ok(false) };
        match verdict.unknown.get(key) {
            Some(reason) => Err(reason.clone()),
            None => Ok(verdict.holds.contains(key)),
        }
    }
}

/// What a selection makes of the estate.
#[derive(Debug, Default)]
pub(super) struct Selected {
    pub(super) keys: Vec<ResourceKey>,
    /// Not known to be meant, for this reason.
    pub(super) unknown: Vec<(ResourceKey, String)>,
}

/// What is no longer billed is never meant.
pub(super) fn select(selection: &Selection, estate: &Estate<'_>, verdicts: &Verdicts) -> Selected {
    let mut selected = Selected::default();
    let gone =
        |entry: &Entry<'_>| entry.placed.as_ref().is_some_and(|placed| placed.configuration == Configuration::Absent);
    for (key, entry) in estate.iter().filter(|(key, entry)| key.kind == selection.kind && !gone(entry)) {
        match meant(selection, key, entry, verdicts) {
            Ok(true) => selected.keys.push(key.clone()),
            Ok(false) => {}
            Err(reason) => selected.unknown.push((key.clone(), reason)),
        }
    }
    selected
}

/// What is false decides, whatever else is unknown.
fn meant(selection: &Selection, key: &ResourceKey, entry: &Entry<'_>, verdicts: &Verdicts) -> Result<bool, String> {
    let any = |wanted: &[super::Located<String>], is: &str| wanted.is_empty() || wanted.iter().any(|it| it.value == is);
    if !any(&selection.ids, &key.id)
        || !any(&selection.regions, key.region.as_str())
        || !any(&selection.accounts, key.account.as_str())
    {
        return Ok(false);
    }
    let tags = match (entry.resource.tags(), selection.tags.is_empty()) {
        (_, true) => Ok(true),
        (Some(tags), false) => Ok(selection.tags.iter().all(|(name, value)| tags.get(name) == Some(value))),
        (None, false) => Err("its tags could not be read".to_owned()),
    };
    let named = selection.condition.as_ref().map(|rule| rule.id.as_str());
    let rule = selection.rule.as_ref().map(|rule| rule.value.as_str());
    let mut answers: Vec<Result<bool, String>> = vec![tags];
    answers.extend([named, rule].into_iter().flatten().map(|id| verdicts.holds(id, key)));
    if answers.contains(&Ok(false)) {
        return Ok(false);
    }
    answers.into_iter().collect::<Result<Vec<bool>, String>>().map(|_| true)
}
