//! io1/io2: IOPS down to the measured peak with headroom.

use super::Case;
use super::volume_demand::{peak_iops, with_headroom};
use crate::estate::Resource;
use crate::model::action::Action;
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, Remedy};
use crate::model::gap::GapReason;
use crate::model::vocabulary::VolumeType;
use crate::units::Percent;

/// The least that io1 and io2 take (<https://docs.aws.amazon.com/ebs/latest/userguide/provisioned-iops.html>).
const LEAST_IOPS: u32 = 100;

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
    let Some(iops) = reduced(provisioned, peak, case.percent("used_below", 50.0), case.percent("iops_headroom", 20.0))
    else {
        return Remedy::Nothing;
    };
    let edit =
        Edit::VolumePerformance { volume_type: volume.volume_type.clone(), iops: Some(iops), throughput_mibps: None };
    Proposal::exact(Action::Rightsize, case.key(), edit)
        .with_evidence([evidence])
        .with_caveats([
            "peaks are averages over a metric's period; shorter bursts were not seen",
            "a volume can be modified once in six hours",
        ])
        .into_remedy()
}

/// What to provision instead, where the peak is below `used_below` of what is provisioned.
fn reduced(provisioned: u32, peak: f64, used_below: Percent, headroom: Percent) -> Option<u32> {
    if peak >= f64::from(provisioned) * used_below.fraction() {
        return None;
    }
    Some(with_headroom(peak, headroom, LEAST_IOPS)).filter(|iops| *iops < provisioned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_the_threshold_and_the_minimum() {
        let cases = [
            (10_000, 4999.0, Some(5999)),
            (10_000, 5000.0, None),
            (10_000, 0.0, Some(100)),
            (100, 0.0, None),
            (101, 0.0, Some(100)),
        ];
        for (provisioned, peak, expected) in cases {
            assert_eq!(
                reduced(provisioned, peak, Percent::new(50.0), Percent::new(20.0)),
                expected,
                "{provisioned} {peak}"
            );
        }
    }
}
