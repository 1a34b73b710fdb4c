//! The floor of what stays: instances that ran all of the lookback, that no change ends and no reservation covers.

use crate::commitments::Usage;
use crate::commitments::net::{Held, Outcome};
use crate::commitments::purchase::{LEAST_FLOOR_DAYS, advise, saving};
use crate::estate::Resource;
use crate::model::commitments::Purchase;
use crate::model::gap::{Gap, GapReason};
use crate::model::ids::{Region, ResourceKind};
use crate::model::metric::Statistic;
use crate::remedy::Context;
use crate::tables::Answered;
use crate::units::Usd;

/// Points in so many percent of the hours show that an instance ran throughout, where its launch is not known.
const RAN_THROUGHOUT_PERCENT: f64 = 99.0;

/// Advice on the floor, and why there is none where there could be.
pub(super) fn purchases(
    context: Context<'_>,
    held: &Held,
    left: &[Usage],
    after: &Outcome,
    min_savings: Usd,
) -> (Vec<Purchase>, Vec<Gap>) {
    let days = context.dataset.manifest.lookback_days.count();
    let floor: Vec<Usage> = left
        .iter()
        .filter(|usage| after.after.covered.get(&usage.key).is_none_or(|share| share.taken == 0))
        .filter(|usage| usage.hours.is_none() && ran_throughout(context, usage))
        .cloned()
        .collect();
    if floor.is_empty() {
        return Default::default();
    }
    if days < LEAST_FLOOR_DAYS {
        let detail = format!("what to commit to is not advised on {days} days; {LEAST_FLOOR_DAYS} are needed");
        return (Vec::new(), vec![gap(context, None, GapReason::TooYoung, detail)]);
    }
    if !held.plans.is_empty() {
        let detail = "what active Savings Plans cover of the instances that stay cannot be told, so nothing more is \
                      advised to commit to";
        return (Vec::new(), vec![gap(context, None, GapReason::NoData, detail.to_owned())]);
    }
    let (purchases, missing) = advise(&floor, days, context.prices);
    let gaps = missing
        .into_iter()
        .map(|missing| {
            let detail = format!("no price for {}: whether to commit to it is not known", missing.item);
            gap(context, Some(missing.region), GapReason::PriceMissing, detail)
        })
        .collect();
    (purchases.into_iter().filter(|purchase| saving(purchase) >= min_savings).collect(), gaps)
}

/// LaunchTime changes at every start, so an instance launched before the lookback ran all of it.
fn ran_throughout(context: Context<'_>, usage: &Usage) -> bool {
    let manifest = &context.dataset.manifest;
    let Some(Resource::Instance(instance)) = context.estate.get(&usage.key).map(|entry| entry.resource) else {
        return false;
    };
    if let Some(launched) = instance.launched_at {
        return manifest.as_of - launched >= manifest.lookback_days.delta();
    }
    let cpu = context.tables.statistics.get(&usage.key, "CPUUtilization", Statistic::Average, manifest.lookback_days);
    matches!(cpu, Answered::Points(points) if points.coverage_percent >= RAN_THROUGHOUT_PERCENT)
}

fn gap(context: Context<'_>, region: Option<Region>, reason: GapReason, detail: String) -> Gap {
    Gap {
        service: ResourceKind::Ec2ReservedInstances.service().to_owned(),
        account: context.dataset.manifest.accounts.first().cloned(),
        region,
        operation: None,
        rule: None,
        resource_id: None,
        reason,
        detail,
    }
}
