//! What a table and its indexes were measured to consume, hour by hour.

use super::Case;
use crate::model::analysis::Evidence;
use crate::model::configuration::TableConfiguration;
use crate::model::gap::GapReason;
use crate::model::metric::{Statistic, metric_of_part};
use crate::model::vocabulary::{BillingMode, CapacityDirection};
use crate::rightsize::capacity::{HourOfUse, hours};
use crate::rightsize::series::Unmeasured;
use crate::rightsize::{Preset, Resource, need};
use crate::tables::Answered;
use crate::units::{HOURS_PER_MONTH, Percent};

/// One direction of the table or of an index.
#[derive(Clone, Debug, Default)]
pub(super) struct DirectionUse {
    pub(super) hours: Vec<HourOfUse>,
    /// What recurring peaks, growth and the like ask for, with headroom; 0 where too little was measured to tell.
    pub(super) needed: f64,
}

/// Reads and writes, in the order of the configuration's capacity.
#[derive(Clone, Debug, Default)]
pub(super) struct TableUse {
    pub(super) capacity: Vec<(DirectionUse, DirectionUse)>,
    /// Requests were refused for want of capacity.
    pub(super) throttled: bool,
    pub(super) evidence: Vec<Evidence>,
}

/// Consumed ÷ provisioned over the table and its indexes; `None` where nothing is provisioned.
pub(super) fn utilization(now: &TableConfiguration, direction: &CapacityDirection) -> Option<Percent> {
    if now.billing_mode != BillingMode::Provisioned {
        return None;
    }
    let of = |it: &crate::model::configuration::TableCapacity| match direction {
        CapacityDirection::Write => it.write,
        CapacityDirection::Read | CapacityDirection::Other(_) => it.read,
    };
    let provisioned = now.capacity.iter().try_fold(0.0, |sum, it| Some(sum + of(it).provisioned_units?))?;
    let consumed = now.capacity.iter().try_fold(0.0, |sum, it| Some(sum + of(it).consumed_units_per_month?))?;
    let share = consumed / (provisioned * HOURS_PER_MONTH.to_f64() * 3_600.0);
    share.is_finite().then(|| Percent::new(100.0 * share))
}

/// The consumption of every hour of the lookback; no point of an hour is no consumption, where CloudWatch was asked.
pub(super) fn table_use(case: Case<'_>, now: &TableConfiguration) -> Result<TableUse, Unmeasured> {
    let mut measured = TableUse::default();
    for capacity in &now.capacity {
        let index = capacity.index.as_deref();
        let read = direction(case, index, &CapacityDirection::Read, &mut measured)?;
        let write = direction(case, index, &CapacityDirection::Write, &mut measured)?;
        measured.capacity.push((read, write));
    }
    Ok(measured)
}

fn direction(
    case: Case<'_>,
    index: Option<&str>,
    direction: &CapacityDirection,
    measured: &mut TableUse,
) -> Result<DirectionUse, Unmeasured> {
    let tables = case.context.tables;
    let lookback = case.context.dataset.manifest.lookback_days;
    let own = format!("Consumed{direction}CapacityUnits");
    let metric = metric_of_part(&own, index);
    let throttles = metric_of_part(&format!("{direction}ThrottleEvents"), index);
    if let Answered::Points(points) = tables.statistics.get(case.key(), &throttles, Statistic::Sum, lookback)
        && points.sum > 0.0
    {
        measured.throttled = true;
        measured
            .evidence
            .push(Evidence::fact(format!("{throttles} Sum over {lookback}"), format!("{:.0}", points.sum)));
    }
    match tables.statistics.get(case.key(), &metric, Statistic::Sum, lookback) {
        Answered::Points(points) => {
            let Some(usage) = tables.usage.get(case.key(), &metric) else { return Ok(DirectionUse::default()) };
            let needed = need(&usage.profile, &Preset::default(), Resource::Cpu).map_or(0.0, |need| need.capacity);
            measured.evidence.push(Evidence {
                fact: format!("{metric} a second, busiest five minutes over {lookback}"),
                value: format!("{:.1}", usage.profile.peak.max(0.0)),
                condition: String::new(),
                coverage_percent: Some(points.coverage_percent),
                window: Some(points.window),
            });
            Ok(DirectionUse { hours: usage.hours.as_ref().map(hours).unwrap_or_default(), needed })
        }
        Answered::NoPoints => Ok(DirectionUse::default()),
        Answered::NotAnswered(gap) => Err(Unmeasured {
            reason: gap.map_or(GapReason::NotCollected, |gap| gap.reason),
            detail: gap.map_or_else(
                || format!("`{metric}` was not collected for {lookback}"),
                |gap| format!("`{metric}`: {}", gap.detail),
            ),
        }),
    }
}
