//! io1/io2: IOPS down to the measured peak with headroom.

use super::Case;
use super::volume_demand::{peak_iops, peak_throughput, with_headroom};
use crate::estate::Resource;
use crate::model::action::Action;
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::vocabulary::VolumeType;
use crate::units::Percent;

/// The least that io1 and io2 take (<https://docs.aws.amazon.com/ebs/latest/userguide/provisioned-iops.html>).
const LEAST_IOPS: u32 = 100;

/// Throughput comes with the IOPS: at most 256 KiB for each, so that many for one MiB/s (same page).
const IOPS_PER_MIBPS: f64 = 4.0;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::Volume(volume) = case.entry.resource else { return case.wrong_kind() };
    if !matches!(volume.volume_type, VolumeType::Io1 | VolumeType::Io2) {
        return Remedy::Nothing;
    }
    let Some(provisioned) = volume.iops else {
        return case.unknown(GapReason::NoData, "how many IOPS are provisioned is not known");
    };
    let (peak, evidence) = match peak_iops(case) {
        Ok(peak) => peak,
        Err(unmeasured) => return case.unknown(unmeasured.reason, unmeasured.detail),
    };
    let throughput = peak_throughput(case);
    let mibps = throughput.as_ref().map_or(0.0, |(mibps, _)| *mibps);
    let (used_below, headroom) = (case.percent("used_below", 50.0), case.percent("iops_headroom", 20.0));
    let Some(iops) = reduced(provisioned, peak, mibps, used_below, headroom) else {
        return Remedy::Nothing;
    };
    let unmeasured =
        throughput.is_none().then_some("throughput falls with the IOPS; how much of it is used was not measured");
    let edit =
        Edit::VolumePerformance { volume_type: volume.volume_type.clone(), iops: Some(iops), throughput_mibps: None };
    Proposal::exact(Action::Rightsize, case.key(), edit)
        .with_evidence([evidence])
        .with_evidence(throughput.map(|(_, evidence)| evidence))
        .with_caveats(unmeasured)
        .with_caveats([
            "peaks are averages over a metric's period; shorter bursts were not seen",
            "a volume can be modified once in six hours",
        ])
        .into_remedy()
}

/// What to provision instead, where the peak is below `used_below` of what is provisioned.
fn reduced(provisioned: u32, peak: f64, peak_mibps: f64, used_below: Percent, headroom: Percent) -> Option<u32> {
    if peak >= f64::from(provisioned) * used_below.fraction() {
        return None;
    }
    let peak = peak.max(peak_mibps * IOPS_PER_MIBPS);
    Some(with_headroom(peak, headroom, LEAST_IOPS)).filter(|iops| *iops < provisioned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_the_threshold_and_the_minimum() {
        let cases = [
            (10_000, 4999.0, 0.0, Some(5999)),
            (10_000, 5000.0, 0.0, None),
            (10_000, 0.0, 0.0, Some(100)),
            (100, 0.0, 0.0, None),
            (101, 0.0, 0.0, Some(100)),
            // 200 MiB/s in large operations need 800 IOPS, and headroom.
            (10_000, 200.0, 200.0, Some(960)),
            (1_000, 400.0, 240.0, None),
        ];
        for (provisioned, peak, mibps, expected) in cases {
            assert_eq!(
                reduced(provisioned, peak, mibps, Percent::new(50.0), Percent::new(20.0)),
                expected,
                "{provisioned} {peak} {mibps}"
            );
        }
    }
}
