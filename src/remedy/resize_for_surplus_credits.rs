//! The next larger size of a burstable family, where its price is below size + surplus credits.

use super::Case;
use super::instance_type_change::Changeable;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::metric::Statistic;
use crate::rightsize::demand::Series;
use crate::rightsize::family::next_larger;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let changeable = match Changeable::of(case) {
        Ok(changeable) => changeable,
        Err(remedy) => return *remedy,
    };
    if changeable.spec.burstable != Some(true) {
        return Remedy::Nothing;
    }
    let Some(surplus) = changeable.configuration.surplus_vcpu_hours_per_month else {
        return case.unknown(GapReason::NoData, "surplus CPU credits were not measured");
    };
    let average = Series {
        statistics: &case.context.tables.statistics,
        key: case.key(),
        metric: "CPUUtilization",
        statistic: Statistic::Average,
        window: case.days("window"),
        coverage: case.percent("coverage", 50.0),
    }
    .covered()
    .map(|points| points.average);
    let changeable = changeable.with_cpu_average(average);
    let specs = case.context.prices.instance_specs();
    let offered = |name: &str| Changeable::offered(case, name);
    let next = next_larger(specs, changeable.spec, &offered).filter(|next| changeable.image_starts_on(next));
    let Some(next) = next else { return Remedy::Nothing };
    let costs = changeable.list_cost(case, changeable.spec).zip(changeable.list_cost(case, next));
    let Some((now, then)) = costs else {
        return case.unknown(GapReason::PriceMissing, format!("no list price for {}", next.instance_type));
    };
    let left = changeable.surplus_as(next);
    if left.is_none() || then >= now {
        return Remedy::Nothing;
    }
    let evidence = [
        Evidence::fact("surplus CPU credits charged", format!("{surplus:.1} vCPU-hours a month")),
        Evidence::fact(
            format!("surplus CPU credits left as {}", next.instance_type),
            format!("{:.1} vCPU-hours a month", left.unwrap_or_default()),
        ),
    ];
    Proposal::exact(Action::Rightsize, case.key(), changeable.edit_to(next))
        .with_evidence(evidence)
        .with_caveats(["the surplus that is left assumes the same load over a month as within the lookback"])
        .with_caveats(changeable.caveats())
        .into_remedy()
}
