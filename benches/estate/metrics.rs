//! Fourteen days of five-minute points.

use chrono::TimeDelta;
use cloudtrim::dataset::MetricPoints;
use cloudtrim::model::resource::Instance;
use cloudtrim::units::Window;

use super::{LOOKBACK, MEASURED, PERIOD_S, as_of, scramble};

/// The series of one instance: a third of the estate is nearly idle, the rest has a daily rhythm.
pub(super) fn series(instance: &Instance) -> Vec<MetricPoints> {
    let seed = instance.id.bytes().fold(0, |sum, byte| scramble(sum ^ u64::from(byte)));
    let idle = seed.is_multiple_of(3);
    MEASURED
        .iter()
        .zip(1_u64..)
        .map(|(&(metric, statistic), number)| MetricPoints {
            account: instance.account.clone(),
            region: instance.region.clone(),
            resource: instance.id.clone(),
            metric: metric.to_owned(),
            statistic,
            period_s: PERIOD_S,
            points: points(scramble(seed ^ number), idle, if metric == "CPUUtilization" { 100.0 } else { 4e6 }),
        })
        .collect()
}

fn points(seed: u64, idle: bool, most: f64) -> Vec<(chrono::DateTime<chrono::Utc>, f64)> {
    let window = Window::before(as_of(), LOOKBACK);
    let step = TimeDelta::seconds(i64::from(PERIOD_S));
    std::iter::successors(Some(window.start), |at| Some(*at + step))
        .take_while(|at| window.contains(*at))
        .zip(1_u64..)
        .map(|(at, number)| {
            let share = (scramble(seed.wrapping_add(number)) % 1_000) as f64 / 1_000.0;
            let busy = if number % 288 < 100 { 0.8 } else { 0.3 };
            (at, (most * share * if idle { 0.002 } else { busy } * 10.0).round() / 10.0)
        })
        .collect()
}
