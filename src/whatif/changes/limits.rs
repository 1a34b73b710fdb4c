//! What AWS takes as IOPS, throughput and retention.

use crate::model::vocabulary::VolumeType;

/// Retentions that `PutRetentionPolicy` takes, in days
/// (<https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>).
pub(super) const RETENTIONS: [u32; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/// What a volume type can be provisioned with
/// (<https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    /// Least and most.
    pub(super) iops: Option<(u32, u32)>,
    pub(super) throughput_mibps: Option<(u32, u32)>,
    /// More than the least takes a GiB for each so many.
    iops_per_gib: u32,
    size_gib: (u32, u32),
}

/// MiB/s of gp3 throughput for each IOPS: 0.25.
const IOPS_PER_MIBPS: u32 = 4;

pub(super) const fn limits(volume_type: &VolumeType) -> Limits {
    match volume_type {
        VolumeType::Gp3 => Limits {
            iops: Some((3000, 80_000)),
            throughput_mibps: Some((125, 2000)),
            iops_per_gib: 500,
            size_gib: (1, 65_536),
        },
        VolumeType::Io1 => provisioned(64_000, 50, (4, 16_384)),
        VolumeType::Io2 => provisioned(256_000, 1000, (4, 65_536)),
        VolumeType::St1 | VolumeType::Sc1 => sized((125, 16_384)),
        VolumeType::Standard => sized((1, 1024)),
        VolumeType::Gp2 => sized((1, 16_384)),
        VolumeType::Other(_) => sized((1, u32::MAX)),
    }
}

const fn provisioned(most_iops: u32, iops_per_gib: u32, size_gib: (u32, u32)) -> Limits {
    Limits { iops: Some((100, most_iops)), throughput_mibps: None, iops_per_gib, size_gib }
}

const fn sized(size_gib: (u32, u32)) -> Limits {
    Limits { iops: None, throughput_mibps: None, iops_per_gib: 0, size_gib }
}

impl Limits {
    /// What is wrong with the figures on a volume of the type, of this size where it is known.
    pub(super) fn wrong(
        self,
        volume_type: &VolumeType,
        iops: Option<u32>,
        throughput_mibps: Option<u32>,
        size_gib: Option<u32>,
    ) -> Option<String> {
        outside(volume_type, "GiB", Some(self.size_gib), size_gib)
            .or_else(|| outside(volume_type, "IOPS", self.iops, iops))
            .or_else(|| outside(volume_type, "MiB/s", self.throughput_mibps, throughput_mibps))
            .or_else(|| {
                let (iops, throughput) = iops.zip(throughput_mibps)?;
                let needed = throughput.saturating_mul(IOPS_PER_MIBPS);
                (needed > iops).then(|| format!("{throughput} MiB/s take at least {needed} IOPS"))
            })
            .or_else(|| {
                let ((iops, size), (least, _)) = iops.zip(size_gib).zip(self.iops)?;
                let most = size.saturating_mul(self.iops_per_gib).max(least);
                (iops > most).then(|| format!("{size} GiB of {volume_type} take at most {most} IOPS"))
            })
    }
}

fn outside(volume_type: &VolumeType, unit: &str, limits: Option<(u32, u32)>, given: Option<u32>) -> Option<String> {
    let given = given?;
    match limits {
        None => Some(format!("{volume_type} has no provisioned {unit}")),
        Some((least, most)) => (!(least..=most).contains(&given))
            .then(|| format!("{volume_type} takes {least} to {most} {unit}, not {given}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_outside_the_limits_are_told() {
        let gp3 = VolumeType::Gp3;
        let wrong = |iops, throughput, size| limits(&gp3).wrong(&gp3, iops, throughput, size);
        assert_eq!(wrong(Some(3000), Some(125), Some(1)), None);
        assert_eq!(wrong(Some(80_000), Some(2000), Some(160)), None);
        assert!(wrong(Some(80_001), None, None).is_some());
        assert!(wrong(Some(2999), None, None).is_some());
        assert!(wrong(Some(3000), Some(751), None).is_some(), "a quarter of a MiB/s for each IOPS");
        assert!(wrong(Some(5001), None, Some(10)).is_some(), "500 IOPS a GiB");
        let gp2 = VolumeType::Gp2;
        assert!(limits(&gp2).wrong(&gp2, Some(3000), None, None).is_some());
        let st1 = VolumeType::St1;
        assert!(limits(&st1).wrong(&st1, None, None, Some(124)).is_some());
        assert_eq!(limits(&st1).wrong(&st1, None, None, Some(125)), None);
    }
}
