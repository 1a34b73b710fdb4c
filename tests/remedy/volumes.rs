//! Volumes and snapshots.

use cloudtrim::model::configuration::Configuration;
use cloudtrim::model::ids::ResourceKind::EbsVolume;
use serde_json::{Value, json};

use super::{caveated, range, usd};
use crate::analyze::estate_builder::{EstateBuilder, recommendation};

const FIVE_MINUTES: (i64, i64) = (300, 14);

/// A volume on a running instance, with the same operations and bytes a second throughout.
fn used(more: &Value, iops: f64, mibps: f64) -> EstateBuilder {
    let mut estate = EstateBuilder::new();
    estate.instance("i-1", "m5.large", json!({ "volume_ids": ["vol-1"] }));
    estate.volume("vol-1", json!({ "state": "in-use", "attachments": [{ "instance_id": "i-1" }] }));
    for (name, value) in more.as_object().unwrap() {
        let mut volume = serde_json::to_value(&estate.resources.volumes[0]).unwrap();
        volume[name.as_str()] = value.clone();
        estate.resources.volumes[0] = serde_json::from_value(volume).unwrap();
    }
    for (metric, a_second) in [
        ("VolumeReadOps", iops),
        ("VolumeWriteOps", 0.0),
        ("VolumeReadBytes", mibps * 1_048_576.0),
        ("VolumeWriteBytes", 0.0),
    ] {
        estate.metric(EbsVolume, "vol-1", metric, "Sum", FIVE_MINUTES, |_| a_second * 300.0);
    }
    estate
}

fn performance(estate: &EstateBuilder, rule: &str) -> Option<(Option<u32>, Option<u32>)> {
    let analysis = estate.analysis();
    let it = recommendation(&analysis, rule, "vol-1")?;
    match &it.after.as_ref()?.configuration {
        Configuration::EbsVolume(volume) => Some((volume.iops, volume.throughput_mibps)),
        other => panic!("{other:?}"),
    }
}

fn gp2(size_gib: u32) -> Value {
    json!({ "volume_type": "gp2", "size_gib": size_gib, "iops": null, "throughput_mibps": null })
}

#[test]
fn gp2_as_provisioned_and_as_used() {
    // 1000 GiB: parity needs 250 MiB/s ($5 on top); as used, what is included is enough.
    let analysis = used(&gp2(1000), 100.0, 10.0).analysis();
    let it = recommendation(&analysis, "ebs-volume-gp2", "vol-1").unwrap();
    assert_eq!(it.savings_range, Some(range("15", "20")));
    assert_eq!(it.monthly_savings_usd, Some(usd("15")));
}

#[test]
fn gp2_cheaper_as_used_only() {
    // 200 GiB: gp2 $20; parity $16 + $5; as used $16.
    let analysis = used(&gp2(200), 100.0, 10.0).analysis();
    let it = recommendation(&analysis, "ebs-volume-gp2", "vol-1").unwrap();
    assert_eq!(it.savings_range, Some(range("4", "4")));
    assert!(caveated(it, "cheaper as used only"));
    // Nothing is known of its use: nothing is cheaper for sure.
    let mut estate = EstateBuilder::new();
    estate.volume("vol-1", gp2(200));
    estate.resources.volumes[0].state = cloudtrim::model::vocabulary::VolumeState::InUse;
    assert!(recommendation(&estate.analysis(), "ebs-volume-gp2", "vol-1").is_none());
}

#[test]
fn provisioned_iops_far_above_the_peak() {
    let io1 = json!({ "volume_type": "io1", "iops": 10_000, "throughput_mibps": null });
    for (peak, expected) in [(4999.0, Some(5999)), (5000.0, None), (1.0, Some(100))] {
        let found = performance(&used(&io1, peak, 1.0), "ebs-volume-overprovisioned-iops");
        assert_eq!(found, expected.map(|iops| (Some(iops), None)), "{peak} IOPS");
    }
    let analysis = used(&io1, 1.0, 1.0).analysis();
    // 9,900 IOPS at $0.065.
    assert_eq!(
        recommendation(&analysis, "ebs-volume-overprovisioned-iops", "vol-1").unwrap().monthly_savings_usd,
        Some(usd("643.5"))
    );
}

#[test]
fn gp3_extras_that_are_not_used() {
    let gp3 = json!({ "iops": 6000, "throughput_mibps": 250 });
    let cases = [((100.0, 10.0), Some((3000, 125))), ((4000.0, 150.0), Some((4800, 180))), ((5000.0, 209.0), None)];
    for ((iops, mibps), expected) in cases {
        let found = performance(&used(&gp3, iops, mibps), "ebs-volume-overprovisioned-gp3");
        assert_eq!(found, expected.map(|(iops, mibps)| (Some(iops), Some(mibps))), "{iops} IOPS");
    }
}

#[test]
fn a_volume_without_points_is_not_shrunk() {
    let mut estate = EstateBuilder::new();
    estate
        .volume("vol-1", json!({ "state": "in-use", "volume_type": "io1", "iops": 10_000, "throughput_mibps": null }));
    let analysis = estate.analysis();
    assert!(recommendation(&analysis, "ebs-volume-overprovisioned-iops", "vol-1").is_none());
    assert!(analysis.gaps.iter().any(|gap| gap.rule.as_deref() == Some("ebs-volume-overprovisioned-iops")));
}
