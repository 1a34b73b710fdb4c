//! A retention for a log group: what is stored beyond it goes, from today's ingestion; never the whole stored cost.

use chrono::{DateTime, Utc};

use super::Case;
use super::proposal::one;
use crate::estate::{INGESTION_WINDOW, LIFE_WINDOW, Resource, gib};
use crate::model::action::Action;
use crate::model::analysis::Evidence;
use crate::model::configuration::Configuration;
use crate::model::edit::Edit;
use crate::model::finding::{Effect, Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::metric::Statistic;
use crate::tables::Answered;
use crate::units::{Days, HOURS_PER_MONTH};

/// Stored ÷ ingested of typical text logs: the ratio of the examples on <https://aws.amazon.com/cloudwatch/pricing/>.
/// The end of the range that saves most; it never enters a total.
const COMPRESSED_AT_BEST: f64 = 0.15;

/// Stored ÷ ingested bytes: at least, at most.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ratio {
    low: f64,
    high: f64,
    known: bool,
}

/// The ratio of a group: exact when every byte it ever got was counted and nothing has expired, else a range.
///
/// What came in within the life window is still stored, so the ratio cannot exceed stored ÷ ingested in that window.
fn ratio(stored_gib: f64, ingested_within_life_window_gib: Option<f64>, whole_life_counted: bool) -> Ratio {
    match ingested_within_life_window_gib {
        Some(ingested) if ingested > 0.0 => {
            let most = stored_gib / ingested;
            if whole_life_counted {
                Ratio { low: most, high: most, known: true }
            } else {
                let high = most.min(1.0);
                Ratio { low: COMPRESSED_AT_BEST.min(high), high, known: false }
            }
        }
        _ => Ratio { low: COMPRESSED_AT_BEST, high: 1.0, known: false },
    }
}

/// GiB still stored under the target: `target_days` of today's ingestion, compressed, and no more than is stored now.
fn stored_after(stored_gib: f64, ingested_gib_per_day: f64, target_days: f64, ratio: f64) -> f64 {
    (ingested_gib_per_day * target_days * ratio).min(stored_gib).max(0.0)
}

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::LogGroup(group) = case.entry.resource else { return case.wrong_kind() };
    let Some(Configuration::LogsGroup(now)) = case.entry.placed.as_ref().map(|placed| &placed.configuration) else {
        return case.unknown(GapReason::NoData, case.entry.unmeasured.join("; "));
    };
    let target = case.days("target_retention").count();
    if now.retention_days.is_some_and(|days| days <= target) {
        return Remedy::Nothing;
    }
    let caveat = "events older than the retention are gone for good; export them first where they must be kept";
    let Some(monthly) = now.ingested_gib_per_month else {
        let reason = "how much the group ingests was not measured, so what it stores beyond the target is not known";
        return Proposal::of(Action::Configure, Effect::Unknown { reason: reason.to_owned() })
            .with_caveats([caveat])
            .into_remedy();
    };
    let per_day = monthly / (hours_per_month() / 24.0);
    let as_of = case.context.dataset.manifest.as_of;
    let age_days = group.created_at.map(|created| days_between(created, as_of));
    let life = LIFE_WINDOW.count();
    let life_ingested =
        match case.context.tables.statistics.get(case.key(), "IncomingBytes", Statistic::Sum, LIFE_WINDOW) {
            Answered::Points(points) => Some(points.sum.max(0.0) / 2_f64.powi(30)),
            Answered::NoPoints => Some(0.0),
            Answered::NotAnswered(_) => None,
        };
    let kept_at_least = now.retention_days.unwrap_or(u32::MAX);
    let whole_life = age_days.is_some_and(|age| age <= f64::from(life.min(kept_at_least)));
    // A retention shorter than the window has already expired part of what came in within it.
    let comparable = life_ingested.filter(|_| kept_at_least >= life || whole_life);
    let ratio = ratio(now.stored_gib, comparable, whole_life);
    let after = |ratio: f64| Edit::LogRetention {
        retention_days: target,
        // Nothing is older than the target yet.
        stored_gib: if age_days.is_some_and(|age| age <= f64::from(target)) {
            now.stored_gib
        } else {
            stored_after(now.stored_gib, per_day, f64::from(target), ratio)
        },
    };
    // Nothing comes in, but the target reaches back further than is known: what is stored may all be younger than it.
    let silent = silent_days(case);
    let undated = monthly <= 0.0 && silent < target && age_days.is_none_or(|age| age > f64::from(target));
    let stored = |stored_gib: f64| Edit::LogRetention { retention_days: target, stored_gib };
    let (least, most) =
        if undated { (stored(now.stored_gib), stored(0.0)) } else { (after(ratio.high), after(ratio.low)) };
    let effect = if least == most {
        Effect::Exact(one(case.key(), least))
    } else {
        Effect::Range { one: one(case.key(), least), other: one(case.key(), most) }
    };
    let steady = |ratio: f64| per_day * f64::from(target) * ratio;
    let evidence = [
        Evidence::fact("stored", format!("{:.2} GiB", gib(group.stored_bytes.unwrap_or_default()))),
        Evidence::fact("ingestion today", format!("{per_day:.3} GiB a day")),
        Evidence::fact(
            "stored ÷ ingested",
            if ratio.known {
                format!("{:.3}, over the group's life", ratio.high)
            } else {
                format!("{:.3} to {:.3}", ratio.low, ratio.high)
            },
        ),
        Evidence::fact(
            "steady state under the target",
            if ratio.known {
                format!("{:.2} GiB", steady(ratio.high))
            } else {
                format!("{:.2} to {:.2} GiB", steady(ratio.low), steady(ratio.high))
            },
        ),
    ];
    Proposal::of(Action::Configure, effect)
        .with_evidence(evidence)
        .with_caveats([begins_to_show(age_days, target), caveat.to_owned()])
        .with_caveats(undated.then(|| {
            format!(
                "nothing came in for {silent} days; which of the {target} days before hold what is stored is not known"
            )
        }))
        .into_remedy()
}

/// The longest window that CloudWatch answered for and in which nothing came in, in days.
fn silent_days(case: Case<'_>) -> u32 {
    let statistics = &case.context.tables.statistics;
    let windows = [LIFE_WINDOW, INGESTION_WINDOW, case.context.dataset.manifest.lookback_days];
    let silent = windows.into_iter().filter(|window| {
        match statistics.get(case.key(), "IncomingBytes", Statistic::Sum, *window) {
            Answered::Points(points) => points.sum <= 0.0,
            Answered::NoPoints => true,
            Answered::NotAnswered(_) => false,
        }
    });
    silent.map(Days::count).max().unwrap_or(0)
}

/// AWS deletes expired events within 72 hours
/// (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html>).
fn begins_to_show(age_days: Option<f64>, target_days: u32) -> String {
    match age_days {
        Some(age) if age <= f64::from(target_days) => format!(
            "saves nothing yet: the group is {age:.0} days old; it begins to show in {:.0} days, once events are older than {target_days} days",
            (f64::from(target_days) - age).ceil().max(1.0)
        ),
        _ => format!(
            "begins to show about 72 hours after the retention of {target_days} days is set, and stays so while ingestion stays"
        ),
    }
}

fn days_between(start: DateTime<Utc>, end: DateTime<Utc>) -> f64 {
    (end - start).num_minutes() as f64 / 1440.0
}

fn hours_per_month() -> f64 {
    HOURS_PER_MONTH.to_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_known_only_over_the_whole_life() {
        assert_eq!(ratio(20.0, Some(100.0), true), Ratio { low: 0.2, high: 0.2, known: true });
        assert_eq!(ratio(20.0, Some(100.0), false), Ratio { low: 0.15, high: 0.2, known: false });
        assert_eq!(ratio(10.0, Some(100.0), false), Ratio { low: 0.1, high: 0.1, known: false });
        assert_eq!(ratio(500.0, Some(100.0), false), Ratio { low: 0.15, high: 1.0, known: false });
        assert_eq!(ratio(500.0, Some(0.0), true), Ratio { low: 0.15, high: 1.0, known: false });
        assert_eq!(ratio(500.0, None, false), Ratio { low: 0.15, high: 1.0, known: false });
    }

    #[test]
    fn what_is_stored_after_is_ingestion_times_target() {
        assert!((stored_after(1000.0, 2.0, 30.0, 0.5) - 30.0).abs() < 1e-9);
        assert!((stored_after(10.0, 2.0, 30.0, 0.5) - 10.0).abs() < 1e-9, "never more than now");
        assert!(stored_after(10.0, 0.0, 30.0, 0.5).abs() < 1e-9, "nothing comes in");
    }

    #[test]
    fn says_when_it_begins_to_show() {
        assert!(begins_to_show(Some(30.0), 30).starts_with("saves nothing yet"));
        assert!(begins_to_show(Some(30.1), 30).starts_with("begins to show about 72 hours"));
        assert!(begins_to_show(None, 30).starts_with("begins to show about 72 hours"));
    }
}
