//! A smaller type of the same family that carries the demand.

use super::Case;
use super::instance_type_change::Changeable;
use crate::model::action::Action;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::rightsize::family::{Search, smaller};
use crate::rightsize::measure;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let changeable = match Changeable::of(case) {
        Ok(changeable) => changeable,
        Err(remedy) => return *remedy,
    };
    let attached = u32::try_from(changeable.instance.volume_ids.len()).unwrap_or(u32::MAX);
    let (window, coverage) = (case.days("window"), case.percent("coverage", 50.0));
    let measured = match measure(&case.context.tables.statistics, case.key(), window, coverage, attached) {
        Ok(measured) => measured,
        Err(unmeasured) => return case.unknown(unmeasured.reason, unmeasured.detail),
    };
    let changeable = changeable.with_cpu_average(Some(measured.demand.cpu_average_percent));
    let found = smaller(
        case.context.prices.instance_specs(),
        changeable.spec,
        &measured.demand,
        case.percent("cpu_headroom", 20.0),
        &|name| Changeable::offered(case, name),
        &|spec| changeable.list_cost(case, spec),
    );
    match found {
        Search::Found(target) => Proposal::exact(Action::Rightsize, case.key(), changeable.edit_to(target.spec))
            .with_evidence(measured.evidence)
            .with_caveats(target.caveats)
            .with_caveats(changeable.caveats())
            .into_remedy(),
        Search::Nothing => Remedy::Nothing,
        Search::WaitsForMemory(spec) => case.unknown(
            GapReason::NoData,
            format!(
                "memory was not measured, so its {} GiB are not shrunk; all that was measured fits {} ({} GiB); install the CloudWatch agent",
                changeable.spec.memory_gib, spec.instance_type, spec.memory_gib
            ),
        ),
    }
}
