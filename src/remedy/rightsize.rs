//! The cheapest type that carries the demand, of the same architecture.

use super::Case;
use super::sizing::Sizing;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::rightsize::market::Offer;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let sizing = match Sizing::of(case) {
        Ok(sizing) => sizing,
        Err(remedy) => return *remedy,
    };
    let Some(compute_now) = sizing.compute_now() else { return Remedy::Nothing };
    let eligible = |offer: &Offer<'_>| offer.compute_monthly < compute_now && sizing.starts_as(offer);
    let found = sizing.candidates(&sizing.needs, &eligible);
    let waiting = found.waits_for_memory;
    let mut priced = sizing.priced(found.carrying);
    priced.retain(|priced| priced.list_cost < sizing.now);
    let Some(best) = priced.first() else { return nothing(case, &sizing, waiting, &eligible) };
    let more = waiting.filter(|offer| offer.compute_monthly < best.candidate.offer.compute_monthly).map(|offer| {
        Evidence::fact(
            "memory not measured",
            format!(
                "with the CloudWatch agent, {} ({} GiB) might do: {} a month less",
                offer.spec.instance_type,
                offer.spec.memory_gib,
                best.candidate.offer.compute_monthly - offer.compute_monthly
            ),
        )
    });
    let target = best.candidate.offer.spec;
    Proposal::sized(Action::Rightsize, sizing.options(&priced))
        .with_evidence(sizing.evidence())
        .with_evidence(more)
        .with_caveats(sizing.lookback_caveat())
        .with_caveats(sizing.changeable.caveats_to(target))
        .into_remedy()
}

/// Nothing cheaper carries it: because it is sized right, or because too little is known.
fn nothing(
    case: Case<'_>,
    sizing: &Sizing<'_>,
    waiting: Option<Offer<'_>>,
    eligible: &dyn Fn(&Offer<'_>) -> bool,
) -> Remedy {
    if let Some((offer, now)) = waiting.zip(sizing.compute_now()) {
        return case.unknown(
            GapReason::NoData,
            format!(
                "memory was not measured, so its {} GiB are not shrunk; all that was measured fits {} ({} GiB, {} a month less); install the CloudWatch agent",
                sizing.changeable.spec.memory_gib,
                offer.spec.instance_type,
                offer.spec.memory_gib,
                now - offer.compute_monthly
            ),
        );
    }
    let by_percentile = sizing.needs.by_percentile();
    if by_percentile != sizing.needs && !sizing.candidates(&by_percentile, eligible).carrying.is_empty() {
        return case.unknown(
            GapReason::LookbackTooShort,
            "the percentile would fit a cheaper type, but too little was seen to rule out its peaks; collect with `--lookback 63d`",
        );
    }
    Remedy::Nothing
}
