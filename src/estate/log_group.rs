//! CloudWatch Logs: what is stored and what comes in.

use super::{Measured, Usage, gib};
use crate::model::configuration::{Configuration, LogGroupConfiguration};
use crate::model::metric::Statistic;
use crate::model::resource::LogGroup;
use crate::tables::{Answered, SeriesStatistics};
use crate::units::{Days, HOURS_PER_MONTH};

/// The days that say what a log group ingests today; the lookback stands in where they were not asked for.
pub const INGESTION_WINDOW: Days = Days::new(30);
/// The longest window of ingestion that is collected: a younger group's whole life.
pub const LIFE_WINDOW: Days = Days::new(90);

pub(super) fn configuration(group: &LogGroup, measured: Measured<'_>) -> Usage {
    let Some(stored_bytes) = group.stored_bytes else {
        return Usage::unknown("how much the log group stores is not known");
    };
    Usage::known(Configuration::LogsGroup(LogGroupConfiguration {
        class: group.class.clone(),
        retention_days: group.retention_days,
        stored_gib: gib(stored_bytes),
        ingested_gib_per_month: ingested_gib_per_month(group, measured),
    }))
}

/// Uncompressed GiB ingested in 730 hours; CloudWatch keeps no point of a day on which nothing came in.
fn ingested_gib_per_month(group: &LogGroup, measured: Measured<'_>) -> Option<f64> {
    let key = group.key();
    let age_days = group.created_at.map(|created| (measured.as_of - created).num_minutes() as f64 / 1440.0);
    [INGESTION_WINDOW, measured.lookback].into_iter().find_map(|window| {
        match measured.statistics.get(&key, "IncomingBytes", Statistic::Sum, window) {
            Answered::Points(points) => Some(scaled_to_a_month(points, window, age_days)),
            Answered::NoPoints => Some(0.0),
            Answered::NotAnswered(_) => None,
        }
    })
}

fn scaled_to_a_month(points: &SeriesStatistics, window: Days, age_days: Option<f64>) -> f64 {
    let days = days_of_ingestion(window, age_days);
    let days_per_month = HOURS_PER_MONTH.to_f64() / 24.0;
    points.sum.max(0.0) / 2_f64.powi(30) / days * days_per_month
}

/// The days of the window in which the group existed; at least one.
fn days_of_ingestion(window: Days, age_days: Option<f64>) -> f64 {
    let days = f64::from(window.count());
    age_days.map_or(days, |age| age.min(days)).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_young_group_is_scaled_by_its_age() {
        let cases = [(None, 30.0), (Some(400.0), 30.0), (Some(6.0), 6.0), (Some(0.1), 1.0), (Some(-3.0), 1.0)];
        for (age, expected) in cases {
            assert!((days_of_ingestion(INGESTION_WINDOW, age) - expected).abs() < 1e-9, "{age:?}");
        }
    }
}
