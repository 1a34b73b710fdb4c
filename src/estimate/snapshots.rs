//! EBS snapshots: storage of at most the size that is known.

use super::lines::Lines;
use crate::model::configuration::SnapshotConfiguration;

pub(super) fn price(snapshot: &SnapshotConfiguration, lines: &mut Lines<'_>) {
    let size = lines.amount("snapshot size", snapshot.size_gib_at_most);
    let price = lines.prices.ebs_snapshot(lines.region, &snapshot.tier);
    lines.add("Snapshot storage (at most)", size, price);
}
