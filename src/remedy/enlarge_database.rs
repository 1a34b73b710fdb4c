//! The cheapest class that carries a database whose own class does not.

use super::Case;
use super::database::Measured;
use super::rightsize_database::action;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::rightsize::database::{ClassSearch, carrying, vetoes};

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let measured = match Measured::of(case) {
        Ok(measured) => measured,
        Err(remedy) => return *remedy,
    };
    if vetoes(&measured.demand, measured.database, measured.database.spec).is_empty() {
        return Remedy::Nothing;
    }
    let list_cost = |class: &str| measured.cost_as(case, class);
    let specs = case.context.prices.instance_specs();
    let found = carrying(specs, measured.database, &measured.demand, None, &list_cost);
    let ClassSearch::Found(targets) = found else {
        let detail = format!("no class that succeeds {} carries it", measured.instance.instance_class);
        return case.unknown(GapReason::NotSupported, detail);
    };
    let Some(best) = targets.first() else { return Remedy::Nothing };
    let options = targets.iter().map(|target| measured.option(case.key(), target)).collect();
    Proposal::sized(action(&measured, best), options)
        .with_evidence(measured.demand.evidence())
        .with_caveats(measured.caveats_to(best.spec))
        .into_remedy()
}
