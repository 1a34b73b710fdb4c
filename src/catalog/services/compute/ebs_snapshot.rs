//! EBS snapshots and copies of them: at most the size of their volume is stored (Amazon EBS pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::model::vocabulary::SnapshotTier;
use crate::pricing::TieredPrice;
use crate::units::{DsuHour, Request, SnapshotApiUnit};

/// A copy of a copy of a volume made from a snapshot of … is followed so far.
const DEPTH: u8 = 8;

const TIER: Field = Field::text("storage_tier", "`standard` or `archive`; standard without it.");
const SIZE: Field = Field::number("volume_size", "GiB", "Size of the volume; the declared volume's without it.");
const USAGE: &[Field] = &[
    Field::number("monthly_list_block_requests", "requests a month", "ListChangedBlocks and ListSnapshotBlocks."),
    Field::number("monthly_get_block_requests", "requests a month", "GetSnapshotBlock: a unit each."),
    Field::number("monthly_put_block_requests", "requests a month", "PutSnapshotBlock: a unit each."),
    Field::number("fast_snapshot_restore_hours", "hours a month", "Hours of fast restore, over all zones."),
];

pub(super) const SNAPSHOT: Kind = Kind {
    type_name: "aws_ebs_snapshot",
    kind: "ebs-snapshot",
    service: "AmazonEC2",
    attributes: &[Field::text("volume_id", "The volume it is made of."), SIZE, TIER],
    usage: USAGE,
    price,
};

pub(super) const COPY: Kind = Kind {
    type_name: "aws_ebs_snapshot_copy",
    kind: "ebs-snapshot-copy",
    service: "AmazonEC2",
    attributes: &[Field::text("source_snapshot_id", "The snapshot it copies."), SIZE, TIER],
    usage: USAGE,
    price,
};

fn price(snapshot: &Resource<'_>, sheet: &mut Sheet<'_>) {
    storage(snapshot, sheet);
    if let Some(hours) = snapshot.usage("fast_snapshot_restore_hours") {
        sheet.usage::<DsuHour>("Fast snapshot restore", Some(hours), sheet.rate("ebs.snapshot.fast_restore"));
    }
    if let Some(requests) = snapshot.usage("monthly_list_block_requests") {
        sheet.usage::<Request>("Direct API list requests", Some(requests), sheet.rate("ebs.snapshot.api.list"));
    }
    for (key, name, item) in [
        ("monthly_get_block_requests", "Direct API units read", "ebs.snapshot.api.get"),
        ("monthly_put_block_requests", "Direct API units written", "ebs.snapshot.api.put"),
    ] {
        if let Some(units) = snapshot.usage(key) {
            sheet.usage::<SnapshotApiUnit>(name, Some(units), sheet.rate(item));
        }
    }
}

fn storage(snapshot: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let tier = snapshot.text("storage_tier").map_or(SnapshotTier::Standard, SnapshotTier::from_word);
    let price = sheet.prices.ebs_snapshot(sheet.region, &tier).map(TieredPrice::from);
    let size = size_of_snapshot(snapshot, 0);
    if size.is_none() {
        sheet.gap("the size of its volume is not known: the volume is not among the declared resources");
    }
    sheet.usage("Snapshot storage (at most)", size, price);
}

/// The declared size, or that of the snapshot it is made from.
pub(super) fn size_of_volume(volume: &Resource<'_>, depth: u8) -> Option<Decimal> {
    volume.number("size").or_else(|| size_behind(volume, "snapshot_id", depth))
}

fn size_of_snapshot(snapshot: &Resource<'_>, depth: u8) -> Option<Decimal> {
    let is_copy = snapshot.blueprint.type_name == "aws_ebs_snapshot_copy";
    let origin = if is_copy { "source_snapshot_id" } else { "volume_id" };
    snapshot.number("volume_size").or_else(|| size_behind(snapshot, origin, depth))
}

fn size_behind(resource: &Resource<'_>, path: &str, depth: u8) -> Option<Decimal> {
    let target = resource.referred(path).filter(|_| depth < DEPTH)?;
    match target.blueprint.type_name.as_str() {
        "aws_ebs_volume" => size_of_volume(&target, depth + 1),
        "aws_ebs_snapshot" | "aws_ebs_snapshot_copy" => size_of_snapshot(&target, depth + 1),
        _ => None,
    }
}
