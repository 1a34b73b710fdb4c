//! What an instance was measured to need, with the evidence.

use crate::model::analysis::Evidence;
use crate::model::gap::GapReason;
use crate::model::ids::ResourceKey;
use crate::model::metric::{Aggregate, Statistic};
use crate::tables::{Answered, MetricStatistics, SeriesStatistics};
use crate::units::{Days, Percent};

/// Measured demand; `None` where it was not measured, never zero.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Demand {
    /// 99.5th percentile of `CPUUtilization` Average, percent of all vCPUs.
    pub cpu_p99_5_percent: f64,
    /// Mean of `CPUUtilization` Average, percent of all vCPUs.
    pub cpu_average_percent: f64,
    /// Largest `CPUUtilization` Maximum, percent of all vCPUs.
    pub cpu_peak_percent: Option<f64>,
    /// Largest `mem_used_percent` Maximum, percent of the memory.
    pub memory_peak_percent: Option<f64>,
    /// The busier direction in the busiest period, Gbit/s averaged over that period.
    pub network_peak_gbps: Option<f64>,
    /// Busiest period's EBS operations a second.
    pub ebs_peak_iops: Option<f64>,
    /// Busiest period's EBS throughput, MiB/s.
    pub ebs_peak_mibps: Option<f64>,
    /// Volumes attached now.
    pub attached_volumes: u32,
}

/// Demand with the facts behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredDemand {
    pub demand: Demand,
    pub evidence: Vec<Evidence>,
}

/// Why demand cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmeasured {
    pub reason: GapReason,
    pub detail: String,
}

/// What `key` was measured to need in `window`. CPU is indispensable; any other dimension whose points cover less than
/// `coverage` of the window's hours counts as not measured.
pub fn measure<'a>(
    statistics: &'a MetricStatistics,
    key: &'a ResourceKey,
    window: Days,
    coverage: Percent,
    attached_volumes: u32,
) -> Result<MeasuredDemand, Unmeasured> {
    let series = |metric: &'static str, statistic| Series { statistics, key, metric, statistic, window, coverage };
    let cpu = series("CPUUtilization", Statistic::Average);
    let points = cpu.indispensable()?;
    let mut evidence = vec![
        cpu.evidence(points, Aggregate::P99_5, percent(points.p99_5)),
        cpu.evidence(points, Aggregate::Average, percent(points.average)),
    ];
    let mut largest = |series: Series<'a>, shown: fn(&SeriesStatistics) -> String| {
        let points = series.covered()?;
        evidence.push(series.evidence(points, Aggregate::Maximum, shown(points)));
        Some(points)
    };
    let cpu_peak = largest(series("CPUUtilization", Statistic::Maximum), |points| percent(points.maximum));
    let memory = largest(series("mem_used_percent", Statistic::Maximum), |points| percent(points.maximum));
    let received = largest(series("NetworkIn", Statistic::Sum), |points| format!("{:.3} Gbit/s", gbps(points)));
    let sent = largest(series("NetworkOut", Statistic::Sum), |points| format!("{:.3} Gbit/s", gbps(points)));
    let operations = largest(series("EBSOps", Statistic::Sum), |points| format!("{:.0} IOPS", per_second(points)));
    let bytes = largest(series("EBSBytes", Statistic::Sum), |points| format!("{:.1} MiB/s", mibps(points)));
    let demand = Demand {
        cpu_p99_5_percent: points.p99_5,
        cpu_average_percent: points.average,
        cpu_peak_percent: cpu_peak.map(|points| points.maximum),
        memory_peak_percent: memory.map(|points| points.maximum),
        network_peak_gbps: received.zip(sent).map(|(received, sent)| gbps(received).max(gbps(sent))),
        ebs_peak_iops: operations.map(per_second),
        ebs_peak_mibps: bytes.map(mibps),
        attached_volumes,
    };
    Ok(MeasuredDemand { demand, evidence })
}

/// The largest point of a Sum series as a rate: its value ÷ its period.
pub fn per_second(points: &SeriesStatistics) -> f64 {
    points.maximum.max(0.0) / f64::from(points.period_s.max(1))
}

/// Bytes a period → MiB/s.
pub fn mibps(points: &SeriesStatistics) -> f64 {
    per_second(points) / 2_f64.powi(20)
}

/// Bytes a period → Gbit/s (decimal, as network bandwidth is stated).
pub fn gbps(points: &SeriesStatistics) -> f64 {
    per_second(points) * 8.0 / 1e9
}

fn percent(value: f64) -> String {
    Percent::new(value).to_string()
}

/// One series of one resource in one window.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    pub statistics: &'a MetricStatistics,
    pub key: &'a ResourceKey,
    pub metric: &'static str,
    pub statistic: Statistic,
    pub window: Days,
    /// The least share of the window's hours with a point.
    pub coverage: Percent,
}

impl<'a> Series<'a> {
    /// The statistics, where the points cover enough of the window.
    pub fn covered(self) -> Option<&'a SeriesStatistics> {
        self.indispensable().ok()
    }

    /// The statistics, or why there are none to rely on.
    pub fn indispensable(self) -> Result<&'a SeriesStatistics, Unmeasured> {
        let Self { metric, statistic, window, coverage, .. } = self;
        match self.statistics.get(self.key, metric, statistic, window) {
            Answered::Points(points) if points.coverage_percent < coverage.percent() => Err(Unmeasured {
                reason: GapReason::LowCoverage,
                detail: format!("`{metric}` covers {} of {window}", Percent::new(points.coverage_percent)),
            }),
            Answered::Points(points) => Ok(points),
            Answered::NoPoints => Err(Unmeasured {
                reason: GapReason::NoData,
                detail: format!("CloudWatch keeps no point of `{metric}` within {window}"),
            }),
            Answered::NotAnswered(gap) => Err(Unmeasured {
                reason: gap.map_or(GapReason::NotCollected, |gap| gap.reason),
                detail: gap.map_or_else(
                    || format!("`{metric}` was not collected for {window}"),
                    |gap| format!("`{metric}`: {}", gap.detail),
                ),
            }),
        }
    }

    /// One aggregate of it as evidence: `CPUUtilization Average p99_5 over 14 days`.
    pub fn evidence(self, points: &SeriesStatistics, aggregate: Aggregate, value: String) -> Evidence {
        Evidence {
            fact: format!("{} {} {} over {}", self.metric, self.statistic, aggregate.name(), self.window),
            value,
            condition: String::new(),
            coverage_percent: Some(points.coverage_percent),
            window: Some(points.window),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Window;

    #[test]
    fn a_sum_of_a_period_becomes_a_rate() {
        let end = "2026-11-15T00:00:00Z".parse().unwrap();
        let points = SeriesStatistics {
            window: Window::before(end, Days::new(14)),
            period_s: 300,
            count: 1,
            coverage_percent: 100.0,
            first: end,
            last: end,
            average: 0.0,
            minimum: 0.0,
            maximum: 300.0 * 2_f64.powi(20),
            sum: 0.0,
            p50: 0.0,
            p90: 0.0,
            p95: 0.0,
            p99: 0.0,
            p99_5: 0.0,
            maximum_daily_sum: 0.0,
        };
        assert!((mibps(&points) - 1.0).abs() < 1e-12);
        assert!((gbps(&points) - 0.008_388_608).abs() < 1e-12);
    }
}
