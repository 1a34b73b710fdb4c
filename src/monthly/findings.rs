//! What the history adds to the recommendations: their lives, what was realized, how waste went.

use std::collections::{BTreeMap, HashMap};

use super::families::{Sum, is_resolved_in};
use crate::model::analysis::{Analysis, Recommendation};
use crate::model::history::{FindingLife, FindingState, History, RealizedSaving};
use crate::model::monthly::{HourOfWeekProfile, RealizedTotal, ReportedRecommendation, StateTotal, WastePoint};
use crate::units::Usd;
use crate::units::month::Month;

/// In the order of the analysis.
pub(super) fn recommendations(analysis: &Analysis, history: Option<&History>) -> Vec<ReportedRecommendation> {
    let lives: HashMap<&str, &FindingLife> =
        history.into_iter().flat_map(|history| &history.lives).map(|life| (life.id.as_str(), life)).collect();
    let recommendations = analysis.recommendations.iter().map(|recommendation| ReportedRecommendation {
        life: lives.get(recommendation.id.as_str()).map(|life| (*life).clone()),
        // The hours stand once, among the profiles.
        recommendation: Recommendation { hours_of_week: None, ..recommendation.clone() },
    });
    recommendations.collect()
}

/// The weeks of what a schedule is advised for, in the order of the analysis.
pub(super) fn profiles(analysis: &Analysis) -> Vec<HourOfWeekProfile> {
    let advised = analysis.recommendations.iter().filter(|it| it.selected || it.hygiene);
    let profile = |it: &Recommendation| {
        let hours = it.hours_of_week.as_ref()?;
        Some(HourOfWeekProfile {
            account: it.account.clone(),
            region: it.region.clone(),
            resource_kind: it.resource_kind,
            resource_id: it.resource_id.clone(),
            name: it.name.clone(),
            metric: hours.metric.clone(),
            unit: hours.unit.clone(),
            time_zone: hours.schedule.time_zone.clone(),
            hour_of_week: hours.highest.clone(),
            plan: hours.schedule.to_string(),
            runs: hours.runs(),
        })
    };
    advised.filter_map(profile).collect()
}

/// Of those that may be added up.
pub(super) fn states(history: &History) -> Vec<StateTotal> {
    let mut sums: BTreeMap<FindingState, Sum> = BTreeMap::new();
    for life in &history.lives {
        let sum = sums.entry(life.state).or_default();
        // An alternative to another finding is one more finding, but not one more saving.
        let savings = if life.selected { life.monthly_savings_usd } else { Some(Usd::ZERO) };
        sum.add(savings);
    }
    let states = FindingState::ALL.into_iter().filter_map(|state| Some((state, sums.get(&state)?)));
    let totals = states.map(|(state, sum)| StateTotal {
        state,
        findings: sum.findings,
        monthly_savings_usd: sum.savings,
        unknown: sum.unknown,
    });
    totals.collect()
}

/// What was resolved in the month.
pub(super) fn realized(history: &History, month: Month) -> Vec<RealizedSaving> {
    history.realized.iter().filter(|saving| month.contains(saving.resolved_at.date_naive())).cloned().collect()
}

pub(super) fn realized_total(realized: &[RealizedSaving]) -> RealizedTotal {
    let claimed: Usd = realized.iter().filter_map(|saving| saving.claimed_monthly_usd).sum();
    let confirmed: Usd = realized.iter().filter_map(|saving| saving.confirmed_monthly_usd).sum();
    RealizedTotal {
        findings: realized.len(),
        claimed_monthly_usd: claimed,
        confirmed_monthly_usd: confirmed,
        unconfirmed_monthly_usd: claimed - confirmed,
        unknown: realized.iter().filter(|saving| saving.claimed_monthly_usd.is_none()).count(),
    }
}

/// What is not resolved, and what was resolved in the month.
pub(super) fn lives(history: &History, month: Month) -> Vec<FindingLife> {
    let told = |life: &&FindingLife| life.state != FindingState::Resolved || is_resolved_in(life, month);
    history.lives.iter().filter(told).cloned().collect()
}

/// What open findings have cost so far; `None` where that of one is unknown.
pub(super) fn cost_of_delay(history: &History) -> Option<Usd> {
    let open = history.lives.iter().filter(|life| life.selected && life.state.is_found());
    open.map(|life| life.cost_of_delay_usd).try_fold(Usd::ZERO, |sum, cost| Some(sum + cost?))
}

/// One point an analysis, up to the report's.
pub(super) fn waste_trend(history: &History, analysis: &Analysis) -> Vec<WastePoint> {
    let entries = history.entries.iter().filter(|entry| entry.accounts == analysis.accounts);
    let mut points: Vec<WastePoint> = entries
        .filter(|entry| entry.as_of <= analysis.as_of)
        .map(|entry| WastePoint {
            as_of: entry.as_of,
            list_cost_monthly_usd: entry.totals.list_cost_monthly_usd,
            list_cost_at_least: entry.totals.list_cost_at_least,
            net_savings_monthly_usd: entry.totals.net_savings_monthly_usd,
            savings_at_least: entry.totals.savings_at_least,
            findings: entry.recommendations,
            gaps: entry.gaps,
        })
        .collect();
    points.sort_by_key(|point| point.as_of);
    points
}
