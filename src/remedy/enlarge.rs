//! The cheapest type that carries what the one of now does not.

use super::Case;
use super::sizing::Sizing;
use crate::model::action::Action;
use crate::model::finding::{Proposal, Remedy};
use crate::rightsize::market::Offer;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let sizing = match Sizing::of(case) {
        Ok(sizing) => sizing,
        Err(remedy) => return *remedy,
    };
    let current = sizing.changeable.spec;
    if sizing.needs.unmet(current).is_empty() {
        return Remedy::Nothing;
    }
    let larger = |offer: &Offer<'_>| {
        sizing.starts_as(offer)
            && offer.spec.vcpus >= current.vcpus
            && offer.spec.memory_gib >= current.memory_gib
            && sizing.needs.unmet(offer.spec).is_empty()
    };
    let mut priced = sizing.priced(sizing.candidates(&sizing.needs, &larger).carrying);
    // What a cheaper type would mend is told by the rules that save.
    priced.retain(|priced| priced.list_cost >= sizing.now);
    let Some(best) = priced.first() else { return Remedy::Nothing };
    let target = best.candidate.offer.spec;
    Proposal::sized(Action::Rightsize, sizing.options(&priced))
        .with_evidence(sizing.evidence())
        .with_caveats(["costs more than now: what is lost to the shortage is not known here"])
        .with_caveats(sizing.changeable.caveats_to(target))
        .into_remedy()
}
