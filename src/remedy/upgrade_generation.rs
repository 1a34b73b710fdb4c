//! A newer generation of the same line, cheaper and specified no lower.

use super::Case;
use super::instance_type_change::Changeable;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::finding::{Proposal, Remedy};
use crate::rightsize::generation::newer;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let changeable = match Changeable::of(case) {
        Ok(changeable) => changeable,
        Err(remedy) => return *remedy,
    };
    let spec_of = |name: &str| case.context.prices.instance_spec(name);
    let eligible = |name: &str| {
        Changeable::offered(case, name)
            && case
                .context
                .prices
                .instance_spec(name)
                .is_some_and(|spec| changeable.image_starts_on(spec) && changeable.volumes_fit(spec))
    };
    let specs = case.context.prices.instance_specs();
    let Some((target, _)) =
        newer(specs, &spec_of, changeable.spec, &eligible, &|spec| changeable.list_cost(case, spec))
    else {
        return Remedy::Nothing;
    };
    let evidence =
        Evidence::fact("newer generation", format!("{} after {}", target.instance_type, changeable.spec.family));
    Proposal::exact(Action::Upgrade, case.key(), changeable.edit_to(target))
        .with_evidence([evidence])
        .with_caveats(changeable.caveats_to(target))
        .into_remedy()
}
