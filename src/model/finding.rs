//! Between rule and report: a finding (fact with evidence) and the proposal made of it (edits).

use super::action::Action;
use super::analysis::Evidence;
use super::edit::Edit;
use super::gap::Gap;
use super::ids::ResourceKey;
use super::rightsizing::SizeOption;
use super::schedule::HoursOfWeek;
use crate::units::Usd;

/// A resource that a rule flagged.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub rule: String,
    pub key: ResourceKey,
    pub evidence: Vec<Evidence>,
}

/// Edits of one or more resources that belong together.
pub type Edits = Vec<(ResourceKey, Edit)>;

/// What a change would save, before it is priced.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The configuration after is known.
    Exact(Edits),
    /// Somewhere between two configurations; which end saves least is for the estimator to say.
    Range { one: Edits, other: Edits },
    /// Worth doing; what it saves cannot be told, for this reason.
    Unknown { reason: String },
}

/// A change that a remediation word proposes for a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub action: Action,
    pub effect: Effect,
    pub one_off_cost: Option<Usd>,
    pub evidence: Vec<Evidence>,
    pub caveats: Vec<String>,
    /// Sizes to choose from; the first is the one of the effect.
    pub options: Vec<ProposedSize>,
    /// Of schedules.
    pub hours_of_week: Option<HoursOfWeek>,
}

/// One size to choose from, before it is priced.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedSize {
    pub edits: Edits,
    pub option: SizeOption,
}

/// What a remediation word makes of a finding.
#[derive(Clone, Debug, PartialEq)]
pub enum Remedy {
    Propose(Box<Proposal>),
    /// Nothing better exists: the resource passes after all.
    Nothing,
    /// Cannot be told; the gap says why.
    Unknown(Gap),
}
