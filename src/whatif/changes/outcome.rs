//! The estate while it is changed: edits in order, what wrote what, what could not be done.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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
pub(super) struct Notes {
    sentences: Vec<Note>,
    places: HashMap<String, usize>,
}

#[derive(Clone, Debug, Default)]
struct Note {
    sentence: String,
    ids: BTreeSet<String>,
    /// The reason that one of them has; others may have other ones.
    because: Option<String>,
}

/// Why a resource stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) sentence: String,
    pub(super) because: String,
}

impl Notes {
    pub(super) fn say(&mut self, sentence: impl Into<String>, id: Option<&str>) {
        let sentence = sentence.into();
        let at = *self.places.entry(sentence).or_insert_with_key(|sentence| {
            self.sentences.push(Note { sentence: sentence.clone(), ..Note::default() });
            self.sentences.len().saturating_sub(1)
        });
        if let (Some(id), Some(note)) = (id, self.sentences.get_mut(at)) {
            note.ids.insert(id.to_owned());
        }
    }

    pub(super) fn say_held(&mut self, held: &Held, id: &str) {
        self.say(&held.sentence, Some(id));
        let at = self.places.get(&held.sentence).copied();
        if let Some(note) = at.and_then(|at| self.sentences.get_mut(at)) {
            note.because.get_or_insert_with(|| held.because.clone());
        }
    }

    /// `sentence: 5 resources (vol-1, vol-2, vol-3 and 2 more)`.
    pub(super) fn told(&self) -> Vec<String> {
        let told = |Note { sentence, ids, because }: &Note| {
            let named = if ids.is_empty() { String::new() } else { format!(": {}", named(ids)) };
            match because {
                None => format!("{sentence}{named}"),
                Some(because) if ids.len() > 1 => format!("{sentence}{named}; of one of them, {because}"),
                Some(because) => format!("{sentence}{named}; {because}"),
            }
        };
        self.sentences.iter().map(told).collect()
    }
}

/// `vol-1`, `5 resources (vol-1, vol-2, vol-3 and 2 more)`.
pub(super) fn named(ids: &BTreeSet<String>) -> String {
    if let (Some(id), 1) = (ids.first(), ids.len()) {
        return id.clone();
    }
    let first: Vec<&str> = ids.iter().take(NAMED).map(String::as_str).collect();
    let more = ids.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{} resources ({}{more})", ids.len(), first.join(", "))
}

/// What all changes leave.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    pub(super) changed: BTreeMap<ResourceKey, Changed>,
    /// Resources that a change could not be done to, or is not known to be meant for, with why.
    pub(super) held: BTreeMap<ResourceKey, Vec<Held>>,
    pub(super) warnings: Notes,
    /// What a change costs once: its number, what it is for, and how much for which resource.
    pub(super) once: BTreeMap<(usize, String), BTreeMap<ResourceKey, Usd>>,
}

impl Outcome {
    /// The configuration as earlier changes left it.
    pub(super) fn now<'a>(&'a self, key: &ResourceKey, before: &'a Placed) -> &'a Configuration {
        self.changed.get(key).map_or(&before.configuration, |changed| &changed.after)
    }

    /// An earlier change deletes it.
    pub(super) fn is_gone(&self, key: &ResourceKey) -> bool {
        self.changed.get(key).is_some_and(|changed| changed.after == Configuration::Absent)
    }

    /// Do it; a warning says where it undoes what an earlier change did, whose one-off cost is then no more.
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
                for (_, costs) in self.once.iter_mut().filter(|((change, _), _)| *change == earlier) {
                    costs.remove(key);
                }
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

    pub(super) fn hold(&mut self, key: &ResourceKey, sentence: impl Into<String>, because: impl Into<String>) {
        let held = Held { sentence: sentence.into(), because: because.into() };
        self.held.entry(key.clone()).or_default().push(held);
    }

    pub(super) fn once(&mut self, number: usize, what: &str, key: &ResourceKey, usd: Usd) {
        let costs = self.once.entry((number, what.to_owned())).or_default();
        *costs.entry(key.clone()).or_default() += usd;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_ids_are_named_and_the_rest_is_counted() {
        let ids = |count: usize| (1..=count).map(|at| format!("vol-{at}")).collect::<BTreeSet<_>>();
        assert_eq!(named(&ids(1)), "vol-1");
        assert_eq!(named(&ids(3)), "3 resources (vol-1, vol-2, vol-3)");
        assert_eq!(named(&ids(5)), "5 resources (vol-1, vol-2, vol-3 and 2 more)");
        let mut notes = Notes::default();
        notes.say("b", None);
        notes.say("a", Some("vol-1"));
        notes.say("a", Some("vol-1"));
        assert_eq!(notes.told(), ["b", "a: vol-1"]);
    }
}
