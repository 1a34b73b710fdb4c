//! The estate while it is changed: edits in order, what wrote what, what could not be done.

use std::collections::BTreeMap;

use crate::model::configuration::{Configuration, Placed};
use crate::model::edit::Edit;
use crate::model::ids::{Region, ResourceKey};
use crate::units::Usd;

/// Ids that a sentence names before it counts the rest.
const NAMED: usize = 3;

/// One resource that a change touches.
#[derive(Clone, Debug)]
pub(super) struct Changed {
    pub(super) region: Region,
    /// What is expected, and the other end where a change leaves a range.
    pub(super) after: Configuration,
    pub(super) other: Configuration,
    /// Attribute → the number of the change that wrote it last.
    written: BTreeMap<&'static str, usize>,
    pub(super) gaps: Vec<String>,
}

/// An edit of one resource with its other end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    pub(super) edit: Edit,
    pub(super) other: Option<Edit>,
    pub(super) writes: Vec<&'static str>,
}

/// Sentences with the ids that they are about, in the order they came up.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes(Vec<(String, Vec<String>)>);

impl Notes {
    pub(super) fn say(&mut self, sentence: impl Into<String>, id: Option<&str>) {
        let sentence = sentence.into();
        let at = match self.0.iter().position(|(known, _)| *known == sentence) {
            Some(at) => at,
            None => {
                self.0.push((sentence, Vec::new()));
                self.0.len().saturating_sub(1)
            }
        };
        if let (Some(id), Some((_, ids))) = (id, self.0.get_mut(at))
            && !ids.iter().any(|known| known == id)
        {
            ids.push(id.to_owned());
        }
    }

    /// `sentence: 5 resources (vol-1, vol-2, vol-3 and 2 more)`.
    pub(super) fn told(&self) -> Vec<String> {
        self.0.iter().map(|(sentence, ids)| told(sentence, ids)).collect()
    }
}

fn told(sentence: &str, ids: &[String]) -> String {
    if ids.is_empty() {
        return sentence.to_owned();
    }
    let named: Vec<&str> = ids.iter().take(NAMED).map(String::as_str).collect();
    let more = ids.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{sentence}: {} ({}{more})", ids.len(), named.join(", "))
}

/// What all changes leave.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    pub(super) changed: BTreeMap<ResourceKey, Changed>,
    /// Resources that a change could not be done to, or is not known to be meant for, with why.
    pub(super) held: Vec<(ResourceKey, String)>,
    pub(super) warnings: Notes,
    /// What a change costs once: its number, what it is for, and how much.
    pub(super) once: BTreeMap<(usize, String), (Usd, Vec<String>)>,
}

impl Outcome {
    /// The configuration as earlier changes left it.
    pub(super) fn now<'a>(&'a self, key: &ResourceKey, before: &'a Placed) -> &'a Configuration {
        self.changed.get(key).map_or(&before.configuration, |changed| &changed.after)
    }

    /// Do it; a warning says where it undoes what an earlier change did.
    pub(super) fn apply(&mut self, number: usize, key: &ResourceKey, before: &Placed, step: &Step) {
        let changed = self.changed.entry(key.clone()).or_insert_with(|| Changed {
            region: before.region.clone(),
            after: before.configuration.clone(),
            other: before.configuration.clone(),
            written: BTreeMap::new(),
            gaps: Vec::new(),
        });
        for attribute in &step.writes {
            let earlier = changed.written.insert(attribute, number).filter(|earlier| *earlier != number);
            if let Some(earlier) = earlier {
                let sentence =
                    format!("change {earlier} and change {number} both write {attribute}; the later one holds");
                self.warnings.say(sentence, Some(&key.id));
            }
        }
        changed.after = step.edit.apply(&changed.after);
        changed.other = step.other.as_ref().unwrap_or(&step.edit).apply(&changed.other);
    }

    pub(super) fn gap(&mut self, key: &ResourceKey, gap: impl Into<String>) {
        let gap = gap.into();
        if let Some(changed) = self.changed.get_mut(key).filter(|changed| !changed.gaps.contains(&gap)) {
            changed.gaps.push(gap);
        }
    }

    pub(super) fn hold(&mut self, key: &ResourceKey, why: impl Into<String>) {
        self.held.push((key.clone(), why.into()));
    }

    pub(super) fn once(&mut self, number: usize, what: &str, key: &ResourceKey, usd: Usd) {
        let (sum, ids) = self.once.entry((number, what.to_owned())).or_default();
        *sum += usd;
        ids.push(key.id.clone());
    }
}

/// The formula of a one-off cost: how many resources, and which.
pub(super) fn formula(ids: &[String]) -> String {
    told("resources", ids)
}
