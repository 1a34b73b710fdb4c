//! The resources: of every hundred 30 instances, 40 volumes, 15 snapshots, 5 addresses, 8 log groups and 2 buckets.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use cloudtrim::dataset::Resources;
use cloudtrim::model::ids::{AccountId, Region};
use cloudtrim::model::resource::{
    Address, Attachment, Bucket, IncompleteUploads, Instance, LogGroup, Snapshot, Tags, Versioning, Volume,
};
use cloudtrim::model::vocabulary::{
    Architecture, InstanceState, Lifecycle, LogClass, Platform, SnapshotTier, StorageClass, Tenancy, VolumeState,
    VolumeType,
};

use super::{ACCOUNT, REGIONS, as_of, scramble};

const INSTANCE_TYPES: [&str; 8] =
    ["m5.large", "m5.2xlarge", "m6i.xlarge", "c5.4xlarge", "r5.large", "t3.medium", "t2.small", "c4.xlarge"];

pub(super) fn resources(count: usize) -> Resources {
    let mut all = Resources::default();
    for number in 0..count as u64 {
        match number % 100 {
            0..30 => all.instances.push(instance(number)),
            30..70 => all.volumes.push(volume(number)),
            70..85 => all.snapshots.push(snapshot(number)),
            85..90 => all.addresses.push(address(number)),
            90..98 => all.log_groups.push(log_group(number)),
            _ => all.buckets.push(bucket(number)),
        }
    }
    all
}

fn account() -> AccountId {
    AccountId::from(ACCOUNT)
}

fn region(number: u64) -> Region {
    // Whole hundreds share a region, so that volumes live where their instances do.
    Region::from(if (number / 100).is_multiple_of(2) { REGIONS[0] } else { REGIONS[1] })
}

fn days_ago(number: u64, most: u64) -> Option<DateTime<Utc>> {
    as_of().checked_sub_signed(TimeDelta::days(i64::try_from(scramble(number) % most).unwrap_or(0) + 1))
}

fn tags(number: u64) -> Tags {
    let team = ["tracking", "routing", "finance", "platform"][(number % 4) as usize];
    Tags::from([("Name".to_owned(), format!("node-{number}")), ("team".to_owned(), team.to_owned())])
}

fn instance(number: u64) -> Instance {
    let stopped = number.is_multiple_of(10);
    Instance {
        network_interfaces: Some(1),
        account: account(),
        region: region(number),
        id: format!("i-{number:017x}"),
        availability_zone: Some("us-east-1a".to_owned()),
        instance_type: INSTANCE_TYPES[(scramble(number) % 8) as usize].to_owned(),
        platform: if number.is_multiple_of(13) { Platform::Windows } else { Platform::Linux },
        tenancy: Tenancy::Shared,
        lifecycle: Lifecycle::OnDemand,
        architecture: Architecture::X8664,
        state: if stopped { InstanceState::Stopped } else { InstanceState::Running },
        stopped_at: if stopped { days_ago(number, 200) } else { None },
        launched_at: days_ago(number, 900),
        root_attached_at: days_ago(number, 900),
        detailed_monitoring: Some(number.is_multiple_of(7)),
        auto_scaling_group: number.is_multiple_of(5).then(|| "fleet".to_owned()),
        managed_by: None,
        image_id: None,
        ebs_optimized: Some(true),
        virtualization: Some("hvm".to_owned()),
        volume_ids: vec![format!("vol-{:017x}", number + 30)],
        auto_assigned_public_ipv4: Some(false),
        tags: Some(tags(number)),
    }
}

/// The first thirty of a hundred hang on its instances, the other ten on nothing.
fn volume(number: u64) -> Volume {
    let attached = number % 100 < 60;
    let (volume_type, iops, throughput_mibps) = match scramble(number) % 4 {
        0 => (VolumeType::Gp2, Some(300), None),
        1 => (VolumeType::Io1, Some(4_000), None),
        2 => (VolumeType::Gp3, Some(6_000), Some(250)),
        _ => (VolumeType::Gp3, Some(3_000), Some(125)),
    };
    let created_at = days_ago(number, 900);
    let attachment = Attachment {
        instance_id: format!("i-{:017x}", number - number % 100 + number % 100 % 30),
        attached_at: created_at,
        device: Some("/dev/xvda".to_owned()),
    };
    Volume {
        account: account(),
        region: region(number),
        id: format!("vol-{number:017x}"),
        volume_type,
        size_gib: 100 + u32::try_from(scramble(number) % 900).unwrap_or(0),
        iops,
        throughput_mibps,
        state: if attached { VolumeState::InUse } else { VolumeState::Available },
        created_at,
        snapshot_id: None,
        attachments: if attached { vec![attachment] } else { Vec::new() },
        multi_attach: Some(false),
        tags: Some(tags(number)),
    }
}

fn snapshot(number: u64) -> Snapshot {
    let source = if number.is_multiple_of(2) { number - 30 } else { number + 1_000_000_000 };
    Snapshot {
        account: account(),
        region: region(number),
        id: format!("snap-{number:017x}"),
        volume_id: Some(format!("vol-{source:017x}")),
        volume_size_gib: 200,
        full_snapshot_bytes: Some(90 << 30),
        tier: SnapshotTier::Standard,
        state: "completed".to_owned(),
        started_at: days_ago(number, 900),
        description: None,
        tags: Some(tags(number)),
    }
}

fn address(number: u64) -> Address {
    Address {
        account: account(),
        region: region(number),
        id: format!("eipalloc-{number:017x}"),
        public_ip: "198.51.100.1".to_owned(),
        association_id: number.is_multiple_of(2).then(|| format!("eipassoc-{number:017x}")),
        instance_id: None,
        network_interface_id: number.is_multiple_of(2).then(|| format!("eni-{number:017x}")),
        service_managed: None,
        pool: Some("amazon".to_owned()),
        tags: Some(tags(number)),
    }
}

fn log_group(number: u64) -> LogGroup {
    LogGroup {
        account: account(),
        region: region(number),
        id: format!("/fleet/{number}"),
        class: LogClass::Standard,
        retention_days: [None, Some(30), Some(731)][(number % 3) as usize],
        stored_bytes: Some(scramble(number) % (500 << 30)),
        created_at: days_ago(number, 900),
        metric_filter_count: Some(0),
        subscription_filter_count: Some(0),
        tags: Some(tags(number)),
    }
}

fn bucket(number: u64) -> Bucket {
    let bytes = scramble(number) % (5_000 << 30);
    Bucket {
        account: account(),
        region: region(number),
        id: format!("fleet-{number}"),
        created_at: days_ago(number, 900),
        lifecycle_rules: Some(Vec::new()),
        versioning: Some(Versioning::Enabled),
        intelligent_tiering_configurations: Some(0),
        incomplete_uploads: Some(IncompleteUploads::default()),
        bytes_by_class: Some(BTreeMap::from([(StorageClass::Standard, bytes)])),
        object_count: Some(bytes / 400_000 + 1),
        tags: Some(tags(number)),
    }
}
