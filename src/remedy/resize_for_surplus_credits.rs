//! The next size of a burstable family, or a fixed-performance type of the same size, where that costs less than size and
//! surplus credits together.

use super::Case;
use super::instance_type_change::Changeable;
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::metric::Statistic;
use crate::pricing::InstanceSpec;
use crate::rightsize::burstable::steadier;
use crate::rightsize::series::Series;
use crate::units::Usd;

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
    let offered = |spec: &InstanceSpec| {
        Changeable::offered(case, &spec.instance_type)
            && changeable.image_starts_on(spec)
            && changeable.volumes_fit(spec)
    };
    let Some(now) = changeable.list_cost(case, changeable.spec) else {
        return case.unknown(GapReason::PriceMissing, format!("no list price for {}", changeable.spec.instance_type));
    };
    let mut best: Option<(&InstanceSpec, Usd)> = None;
    for spec in steadier(specs, changeable.spec, &offered) {
        let Some(cost) = changeable.list_cost(case, spec) else { continue };
        if cost < best.map_or(now, |(_, least)| least) {
            best = Some((spec, cost));
        }
    }
    let Some((target, _)) = best else { return Remedy::Nothing };
    let left = match changeable.surplus_as(target) {
        Some(hours) => format!("{hours:.1} vCPU-hours a month"),
        None => "none: fixed performance".to_owned(),
    };
    let evidence = [
        Evidence::fact("surplus CPU credits charged", format!("{surplus:.1} vCPU-hours a month")),
        Evidence::fact(format!("surplus CPU credits left as {}", target.instance_type), left),
    ];
    Proposal::exact(Action::Rightsize, case.key(), changeable.edit_to(target))
        .with_evidence(evidence)
        .with_caveats(["assumes the same load over a month as within the lookback"])
        .with_caveats(changeable.caveats_to(target))
        .into_remedy()
}
