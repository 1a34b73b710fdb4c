//! Building a proposal of one change.

use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::edit::Edit;
use crate::model::finding::{Edits, Effect, Proposal, ProposedSize, Remedy};
use crate::model::ids::ResourceKey;
use crate::model::schedule::HoursOfWeek;
use crate::units::Usd;

impl Proposal {
    /// A change whose effect is `effect`.
    pub(super) fn of(action: Action, effect: Effect) -> Self {
        let (evidence, caveats, options) = (Vec::new(), Vec::new(), Vec::new());
        Self { action, effect, one_off_cost: None, evidence, caveats, options, hours_of_week: None }
    }

    /// One edit of one resource.
    pub(super) fn exact(action: Action, key: &ResourceKey, edit: Edit) -> Self {
        Self::of(action, Effect::Exact(one(key, edit)))
    }

    /// The first of some sizes, with the others to choose from.
    pub(super) fn sized(action: Action, options: Vec<ProposedSize>) -> Self {
        let edits = options.first().map(|size| size.edits.clone()).unwrap_or_default();
        let caveats = options.first().map(|size| size.option.caveats.clone()).unwrap_or_default();
        Self { caveats, options, ..Self::of(action, Effect::Exact(edits)) }
    }

    pub(super) fn with_evidence(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    pub(super) fn with_caveats<C: Into<String>>(mut self, caveats: impl IntoIterator<Item = C>) -> Self {
        self.caveats.extend(caveats.into_iter().map(Into::into));
        self
    }

    pub(super) fn with_one_off_cost(mut self, cost: Option<Usd>) -> Self {
        self.one_off_cost = cost;
        self
    }

    pub(super) fn with_hours_of_week(mut self, hours: HoursOfWeek) -> Self {
        self.hours_of_week = Some(hours);
        self
    }

    pub(super) fn into_remedy(self) -> Remedy {
        Remedy::Propose(Box::new(self))
    }
}

/// One edit of one resource.
pub(super) fn one(key: &ResourceKey, edit: Edit) -> Edits {
    vec![(key.clone(), edit)]
}
