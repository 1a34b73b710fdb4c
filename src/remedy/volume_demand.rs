//! What a volume was measured to use at its peak, and what a provisioned figure must then be.

use super::Case;
use crate::model::analysis::Evidence;
use crate::model::metric::{Aggregate, Statistic};
use crate::rightsize::series::{Series, Unmeasured, mibps, per_second};
use crate::units::Percent;

/// The busiest period of the window.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct VolumePeak {
    /// Reads and writes a second.
    pub(super) iops: f64,
    /// MiB/s read and written.
    pub(super) throughput_mibps: f64,
    pub(super) evidence: Vec<Evidence>,
}

/// Peak operations a second, with the fact.
pub(super) fn peak_iops(case: Case<'_>) -> Result<(f64, Evidence), Unmeasured> {
    let series = series(case, "VolumeOps");
    let points = series.indispensable()?;
    let iops = per_second(points);
    Ok((iops, series.evidence(points, Aggregate::Maximum, format!("{iops:.0} IOPS"))))
}

/// Peak operations and bytes a second.
pub(super) fn peak(case: Case<'_>) -> Result<VolumePeak, Unmeasured> {
    let (iops, operations) = peak_iops(case)?;
    let series = series(case, "VolumeBytes");
    let points = series.indispensable()?;
    let throughput_mibps = mibps(points);
    let bytes = series.evidence(points, Aggregate::Maximum, format!("{throughput_mibps:.1} MiB/s"));
    Ok(VolumePeak { iops, throughput_mibps, evidence: vec![operations, bytes] })
}

/// Peak MiB/s, with the fact; `None` where it was not measured.
pub(super) fn peak_throughput(case: Case<'_>) -> Option<(f64, Evidence)> {
    let series = series(case, "VolumeBytes");
    let points = series.covered()?;
    let throughput = mibps(points);
    Some((throughput, series.evidence(points, Aggregate::Maximum, format!("{throughput:.1} MiB/s"))))
}

fn series<'a>(case: Case<'a>, metric: &'static str) -> Series<'a> {
    Series {
        statistics: &case.context.tables.statistics,
        key: case.key(),
        metric,
        statistic: Statistic::Sum,
        window: case.days("window"),
        coverage: case.percent("coverage", 90.0),
    }
}

/// `peak` plus headroom, rounded up, and no less than `least`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and the value is not negative")]
pub(super) fn with_headroom(peak: f64, headroom: Percent, least: u32) -> u32 {
    // A millionth less, so that binary fractions (1000 × 1.2 = 1200.0000000000002) do not round up by one.
    let needed = (peak.max(0.0) * (1.0 + headroom.fraction().max(0.0)) - 1e-6).ceil();
    (needed as u32).max(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headroom_goes_on_top_and_minimums_hold() {
        let cases = [
            (1000.0, 100, 1200),
            (1000.1, 100, 1201),
            (0.0, 100, 100),
            (83.0, 100, 100),
            (84.0, 100, 101),
            (f64::INFINITY, 1, u32::MAX),
            (f64::NAN, 7, 7),
        ];
        for (peak, least, expected) in cases {
            assert_eq!(with_headroom(peak, Percent::new(20.0), least), expected, "{peak}");
        }
    }
}
