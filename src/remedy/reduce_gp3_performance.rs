//! gp3: IOPS and throughput above the included ones down to the measured peak with headroom.

use super::Case;
use super::migrate_to_gp3::{GP3_INCLUDED, Performance};
use super::volume_demand::{peak, with_headroom};
use crate::estate::Resource;
use crate::model::action::Action;
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::vocabulary::VolumeType;
use crate::units::Percent;

/// gp3 takes at most 0.25 MiB/s for each provisioned IOPS
/// (<https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html>).
const IOPS_PER_MIBPS: u32 = 4;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::Volume(volume) = case.entry.resource else { return case.wrong_kind() };
    if volume.volume_type != VolumeType::Gp3 {
        return Remedy::Nothing;
    }
    let (Some(iops), Some(throughput_mibps)) = (volume.iops, volume.throughput_mibps) else {
        return case.unknown(GapReason::NoData, "what IOPS and throughput are provisioned is not known");
    };
    let peak = match peak(case) {
        Ok(peak) => peak,
        Err(unmeasured) => return case.unknown(unmeasured.reason, unmeasured.detail),
    };
    let now = Performance { iops, throughput_mibps };
    let Some(then) = reduced(now, peak.iops, peak.throughput_mibps, case.percent("headroom", 20.0)) else {
        return Remedy::Nothing;
    };
    let edit = Edit::VolumePerformance {
        volume_type: VolumeType::Gp3,
        iops: Some(then.iops),
        throughput_mibps: Some(then.throughput_mibps),
    };
    Proposal::exact(Action::Rightsize, case.key(), edit)
        .with_evidence(peak.evidence)
        .with_caveats([
            "peaks are averages over a metric's period; shorter bursts were not seen",
            "a volume can be modified once in six hours",
        ])
        .into_remedy()
}

/// What to provision instead; neither figure rises, and neither falls below what is included.
fn reduced(now: Performance, peak_iops: f64, peak_mibps: f64, headroom: Percent) -> Option<Performance> {
    let throughput_mibps = with_headroom(peak_mibps, headroom, GP3_INCLUDED.throughput_mibps).min(now.throughput_mibps);
    let least_iops = throughput_mibps.saturating_mul(IOPS_PER_MIBPS).max(GP3_INCLUDED.iops);
    let iops = with_headroom(peak_iops, headroom, least_iops).min(now.iops);
    let then = Performance { iops, throughput_mibps };
    (then != now).then_some(then)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn down_to_the_peak_and_no_further_than_what_is_included() {
        let cases = [
            ((3000, 125), (0.0, 0.0), None),
            ((6000, 250), (0.0, 0.0), Some((3000, 125))),
            ((6000, 250), (4000.0, 150.0), Some((4800, 180))),
            ((6000, 250), (5000.0, 0.0), Some((6000, 125))),
            ((6000, 250), (5000.0, 209.0), None),
            // 800 MiB/s need 3,200 IOPS.
            ((16_000, 1000), (0.0, 666.6), Some((3200, 800))),
        ];
        for ((iops, throughput), (peak_iops, peak_mibps), expected) in cases {
            let now = Performance { iops, throughput_mibps: throughput };
            let found = reduced(now, peak_iops, peak_mibps, Percent::new(20.0));
            assert_eq!(found.map(|then| (then.iops, then.throughput_mibps)), expected, "{now:?} {peak_iops}");
        }
    }
}
