//! The honest total: changes to one resource exclude each other or stack; the best compatible set counts once.
//!
//! Pure: items with edits in, a selection out. The value of a set is what its resources cost before, minus what they
//! cost after all edits of the set; so it can never exceed what they cost.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::edit::Edit;
use crate::model::finding::Edits;
use crate::model::ids::ResourceKey;
use crate::units::Usd;

/// One recommendation that counts.
#[derive(Clone, Debug)]
pub struct Item {
    /// Decides between sets of equal value: the smaller first.
    pub id: String,
    pub edits: Edits,
    /// What it saves on its own, low end.
    pub standalone: Usd,
}

/// The monthly list cost of a resource after the edits; `None` when it is not known. No edit: as it is.
pub type CostAfter<'a> = dyn Fn(&ResourceKey, &[&Edit]) -> Option<Usd> + 'a;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Positions in the items, ascending.
    pub selected: BTreeSet<usize>,
    /// The plain sum of what the items save on their own; losses count nothing.
    pub gross: Usd,
    /// The value of the selected set.
    pub net: Usd,
}

/// Steps of exact search for one group of entangled items; beyond it the search is greedy with improvement.
const EXACT_STEPS: usize = 20_000;

/// The best compatible set of `items`.
pub fn select(items: &[Item], cost_after: &CostAfter<'_>) -> Selection {
    let gross = items.iter().map(|item| item.standalone.max(Usd::ZERO)).sum();
    let mut selection = Selection { gross, ..Selection::default() };
    for group in groups(items, &(0..items.len()).collect::<Vec<_>>()) {
        let (chosen, value) = best_of(items, &group, cost_after);
        selection.net += value;
        selection.selected.extend(chosen);
    }
    // Together, changes may save more than each on its own; the overlap is then nothing, never negative.
    selection.gross = selection.gross.max(selection.net);
    selection
}

/// Whether all edits of the two can be done together. The same edit of the same resource is done once.
pub fn compatible(one: &[(ResourceKey, Edit)], other: &[(ResourceKey, Edit)]) -> bool {
    one.iter().all(|(key, edit)| {
        other
            .iter()
            .filter(|(other_key, _)| other_key == key)
            .all(|(_, other)| edit == other || edit.stacks_with(other))
    })
}

/// Items that share no resource do not bear on each other: the connected groups, each in order of id.
fn groups(items: &[Item], members: &[usize]) -> Vec<Vec<usize>> {
    let mut group_of: BTreeMap<&ResourceKey, usize> = BTreeMap::new();
    let mut parent: Vec<usize> = (0..members.len()).collect();
    for (position, member) in members.iter().enumerate() {
        for (key, _) in items.get(*member).map_or(&[][..], |item| &item.edits) {
            let other = *group_of.entry(key).or_insert(position);
            let (one, other) = (root(&mut parent, position), root(&mut parent, other));
            if let Some(slot) = parent.get_mut(one.max(other)) {
                *slot = one.min(other);
            }
        }
    }
    let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (position, member) in members.iter().enumerate() {
        by_root.entry(root(&mut parent, position)).or_default().push(*member);
    }
    let mut found: Vec<Vec<usize>> = by_root.into_values().collect();
    for group in &mut found {
        group.sort_by(|one, other| id_of(items, *one).cmp(id_of(items, *other)));
    }
    found
}

fn root(parent: &mut [usize], mut position: usize) -> usize {
    while let Some(above) = parent.get(position).copied().filter(|above| *above != position) {
        position = above;
    }
    position
}

fn id_of(items: &[Item], position: usize) -> &str {
    items.get(position).map_or("", |item| item.id.as_str())
}

/// The best set of one group and its value.
fn best_of(items: &[Item], group: &[usize], cost_after: &CostAfter<'_>) -> (Vec<usize>, Usd) {
    let mut order = group.to_vec();
    // Large savings first, so that a good set is found early and bounds the rest.
    order.sort_by(|one, other| {
        let standalone = |position: &usize| items.get(*position).map_or(Usd::ZERO, |item| item.standalone);
        standalone(other).cmp(&standalone(one)).then_with(|| id_of(items, *one).cmp(id_of(items, *other)))
    });
    let mut search = Search::new(items, &order, cost_after);
    if !search.exact(0) {
        search.greedy();
    }
    search.drop_what_adds_nothing();
    let best = search.best.iter().filter_map(|at| order.get(*at).copied()).collect();
    (best, search.best_value)
}

/// One resource of a group, with the edits chosen so far.
struct Touched<'a> {
    key: &'a ResourceKey,
    before: Usd,
    after: Usd,
    edits: Vec<&'a Edit>,
    /// The last item of the order that touches it.
    last: usize,
}

struct Search<'a> {
    edits: Vec<&'a [(ResourceKey, Edit)]>,
    resources: BTreeMap<&'a ResourceKey, usize>,
    touched: Vec<Touched<'a>>,
    cost_after: &'a CostAfter<'a>,
    steps: usize,
    chosen: Vec<usize>,
    best: Vec<usize>,
    best_value: Usd,
}

impl<'a> Search<'a> {
    /// Items of unknown cost are left out: their resources have no cost to save.
    fn new(items: &'a [Item], order: &[usize], cost_after: &'a CostAfter<'a>) -> Self {
        let edits: Vec<&[(ResourceKey, Edit)]> =
            order.iter().map(|at| items.get(*at).map_or(&[][..], |item| &item.edits)).collect();
        let mut search = Self {
            edits,
            resources: BTreeMap::new(),
            touched: Vec::new(),
            cost_after,
            steps: 0,
            chosen: Vec::new(),
            best: Vec::new(),
            best_value: Usd::ZERO,
        };
        for (at, edits) in search.edits.iter().enumerate() {
            for (key, _) in *edits {
                if let Some(touched) = search.resources.get(key).and_then(|number| search.touched.get_mut(*number)) {
                    touched.last = at;
                } else {
                    let before = cost_after(key, &[]).unwrap_or(Usd::ZERO);
                    search.resources.insert(key, search.touched.len());
                    search.touched.push(Touched { key, before, after: before, edits: Vec::new(), last: at });
                }
            }
        }
        search
    }

    fn edits(&self, at: usize) -> &'a [(ResourceKey, Edit)] {
        self.edits.get(at).copied().unwrap_or(&[])
    }

    fn fits(&self, at: usize, set: &[usize]) -> bool {
        set.iter().all(|other| compatible(self.edits(at), self.edits(*other)))
    }

    /// What a larger change of the set includes adds nothing, and is left to that one.
    fn drop_what_adds_nothing(&mut self) {
        // The smallest savings stand last in the order.
        for at in self.best.clone().into_iter().rev() {
            let without: Vec<usize> = self.best.iter().copied().filter(|other| *other != at).collect();
            if self.worth(&without) == Some(self.best_value) {
                self.best = without;
            }
        }
    }

    /// Do the edits of an item. Gives back what was there before, or `None` (and nothing done) when a cost is not known.
    fn apply(&mut self, at: usize) -> Option<Vec<(usize, Usd, usize)>> {
        let mut undo = Vec::new();
        for (key, edit) in self.edits(at) {
            let Some(number) = self.resources.get(key).copied() else { continue };
            let Some(touched) = self.touched.get_mut(number) else { continue };
            undo.push((number, touched.after, touched.edits.len()));
            // The same edit of the same resource is done once.
            if touched.edits.contains(&edit) {
                continue;
            }
            touched.edits.push(edit);
            if let Some(after) = (self.cost_after)(touched.key, &touched.edits) {
                touched.after = after;
            } else {
                self.undo(undo);
                return None;
            }
        }
        Some(undo)
    }

    fn undo(&mut self, undo: Vec<(usize, Usd, usize)>) {
        for (number, after, edits) in undo.into_iter().rev() {
            if let Some(touched) = self.touched.get_mut(number) {
                touched.after = after;
                touched.edits.truncate(edits);
            }
        }
    }

    fn value(&self) -> Usd {
        self.touched.iter().map(|touched| touched.before - touched.after).sum()
    }

    /// The most that the items from `depth` on can still add: what is left of the resources that they touch.
    fn rest(&self, depth: usize) -> Usd {
        self.touched.iter().filter(|touched| touched.last >= depth).map(|touched| touched.after.max(Usd::ZERO)).sum()
    }

    /// Branch and bound from `depth` of the order; `false` when it ran out of steps.
    fn exact(&mut self, depth: usize) -> bool {
        self.steps += 1;
        if self.steps > EXACT_STEPS {
            return false;
        }
        let value = self.value();
        // Of equal sets the one with more changes: what saves nothing more is no alternative to anything.
        if value > self.best_value || (value == self.best_value && self.chosen.len() > self.best.len()) {
            self.best_value = value;
            self.best.clone_from(&self.chosen);
        }
        let left = self.edits.len().saturating_sub(depth);
        if left == 0 {
            return true;
        }
        let at_best = value + self.rest(depth);
        if at_best < self.best_value || (at_best == self.best_value && self.chosen.len() + left <= self.best.len()) {
            return true;
        }
        if self.fits(depth, &self.chosen)
            && let Some(undo) = self.apply(depth)
        {
            self.chosen.push(depth);
            let finished = self.exact(depth + 1);
            self.chosen.pop();
            self.undo(undo);
            if !finished {
                return false;
            }
        }
        self.exact(depth + 1)
    }

    /// The value of a set; `None` when a cost is not known.
    fn worth(&mut self, set: &[usize]) -> Option<Usd> {
        let mut undos = Vec::new();
        let mut worth = None;
        if set.iter().all(|at| self.apply(*at).map(|undo| undos.push(undo)).is_some()) {
            worth = Some(self.value());
        }
        while let Some(undo) = undos.pop() {
            self.undo(undo);
        }
        worth
    }

    /// Largest first, then exchanges: an item comes in when it is worth more than all that it drives out.
    fn greedy(&mut self) {
        let leftover = std::mem::take(&mut self.chosen);
        debug_assert!(leftover.is_empty(), "the exact search cleans up behind itself");
        let (mut set, mut value) = (self.best.clone(), self.best_value);
        for _round in 0..4 {
            let before = value;
            for at in 0..self.edits.len() {
                if set.contains(&at) {
                    continue;
                }
                let mut candidate: Vec<usize> =
                    set.iter().copied().filter(|other| compatible(self.edits(at), self.edits(*other))).collect();
                candidate.push(at);
                if let Some(worth) = self.worth(&candidate).filter(|worth| *worth > value) {
                    set = candidate;
                    value = worth;
                }
            }
            if value == before {
                break;
            }
        }
        (self.best, self.best_value) = (set, value);
    }
}

#[cfg(test)]
#[path = "total_tests.rs"]
mod tests;
