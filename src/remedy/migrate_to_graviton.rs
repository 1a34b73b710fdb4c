//! The cheapest Graviton type that carries the demand: software must be built for arm64.

use super::Case;
use super::sizing::Sizing;
use crate::model::action::Action;
use crate::model::finding::{Proposal, Remedy};
use crate::model::vocabulary::{Architecture, Platform};
use crate::rightsize::market::Offer;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let sizing = match Sizing::of(case) {
        Ok(sizing) => sizing,
        Err(remedy) => return *remedy,
    };
    // There is no Windows for arm64, and what is there already has nowhere to go.
    if sizing.changeable.instance.platform == Platform::Windows
        || sizing.changeable.instance.architecture != Architecture::X8664
    {
        return Remedy::Nothing;
    }
    let Some(compute_now) = sizing.compute_now() else { return Remedy::Nothing };
    let arm = |offer: &Offer<'_>| {
        offer.compute_monthly < compute_now
            && offer.spec.cpu_manufacturer == "AWS"
            && offer.spec.architecture.split(';').any(|word| word == Architecture::Arm64.word())
    };
    let mut priced = sizing.priced(sizing.candidates(&sizing.needs, &arm).carrying);
    priced.retain(|priced| priced.list_cost < sizing.now);
    let Some(best) = priced.first() else { return Remedy::Nothing };
    let target = best.candidate.offer.spec;
    Proposal::sized(Action::MigrateToGraviton, sizing.options(&priced))
        .with_evidence(sizing.evidence())
        .with_caveats(["software, agents and container images must exist for arm64; test before moving"])
        .with_caveats(sizing.lookback_caveat())
        .with_caveats(sizing.changeable.caveats_to(target))
        .into_remedy()
}
