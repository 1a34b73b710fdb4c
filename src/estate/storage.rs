//! EBS volumes and snapshots, public IPv4 addresses.

use super::{Usage, gib};
use crate::model::configuration::{AddressConfiguration, Configuration, SnapshotConfiguration, VolumeConfiguration};
use crate::model::resource::{Address, Snapshot, Volume};
use crate::model::vocabulary::VolumeState;

pub(super) fn volume(volume: &Volume) -> Usage {
    if volume.state == VolumeState::Deleting {
        return Usage::known(Configuration::Absent);
    }
    Usage::known(Configuration::EbsVolume(VolumeConfiguration {
        volume_type: volume.volume_type.clone(),
        size_gib: volume.size_gib,
        iops: volume.iops,
        throughput_mibps: volume.throughput_mibps,
    }))
}

/// Snapshots are incremental: at most the full snapshot size, where AWS tells it, and never more than the volume.
pub(super) fn snapshot(snapshot: &Snapshot) -> Usage {
    if snapshot.state == "error" {
        return Usage::known(Configuration::Absent);
    }
    let volume_gib = f64::from(snapshot.volume_size_gib);
    let size_gib_at_most = snapshot.full_snapshot_bytes.map_or(volume_gib, |bytes| gib(bytes).min(volume_gib));
    Usage::known(Configuration::EbsSnapshot(SnapshotConfiguration { tier: snapshot.tier.clone(), size_gib_at_most }))
}

pub(super) fn address(address: &Address) -> Usage {
    Usage::known(Configuration::Ec2Address(AddressConfiguration {
        in_use: address.association_id.is_some(),
        amazon_owned: address.pool.as_deref().is_none_or(|pool| pool == "amazon"),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vocabulary::SnapshotTier;

    fn size(volume_size_gib: u32, full_snapshot_bytes: Option<u64>) -> f64 {
        let it = Snapshot {
            account: "123456789012".into(),
            region: "eu-west-1".into(),
            id: "snap-1".to_owned(),
            volume_id: None,
            volume_size_gib,
            full_snapshot_bytes,
            tier: SnapshotTier::Standard,
            state: "completed".to_owned(),
            started_at: None,
            description: None,
            tags: None,
        };
        match snapshot(&it).configuration {
            Some(Configuration::EbsSnapshot(it)) => it.size_gib_at_most,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_snapshot_is_at_most_the_smaller_of_volume_and_full_size() {
        let cases =
            [(100, None, 100.0), (100, Some(20 << 30), 20.0), (100, Some(200 << 30), 100.0), (100, Some(0), 0.0)];
        for (volume, full, expected) in cases {
            assert!((size(volume, full) - expected).abs() < 1e-9, "{volume} {full:?}");
        }
    }
}
