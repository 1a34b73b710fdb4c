//! EBS snapshots.

use super::{columns, flag, gib, maybe, maybe_text, number, text};
use crate::model::resource::Snapshot;
use crate::tables::joins::COPIED_VOLUME;

columns! { EbsSnapshot: Snapshot {
    "volume_id": Text, "the volume it was made of", "AWS did not say", |s, _| maybe_text(s.volume_id.as_deref());
    "volume_size": Gib, "the size of that volume", "never", |s, _| number(s.volume_size_gib);
    "full_snapshot_size": Gib, "the full size of the snapshot", "AWS did not say", |s, _| gib(s.full_snapshot_bytes);
    "tier": Text, "`standard` or `archive`", "never", |s, _| text(s.tier.word());
    "state": Text, "the snapshot's state", "never", |s, _| text(&s.state);
    "age": Age, "days since it was started", "AWS did not say", |s, j| maybe(j.age(s.started_at));
    "copied": Flag, "it is a copy of another snapshot, which names no volume", "the volume is not known",
        |s, _| flag(s.volume_id.as_deref().map(|id| id == COPIED_VOLUME));
    "volume_exists": Flag, "its volume exists", "volumes could not be read, or it is a copy",
        |s, j| flag(j.volume_exists(s));
    "backs_image": Flag, "an image uses it", "images could not be read", |s, j| flag(j.backs_image(s));
    "service_managed": Flag, "AWS Backup or Data Lifecycle Manager owns it (tags `aws:backup:*`, `aws:dlm:*`)",
        "its tags could not be read", |s, _| flag(s.tags.as_ref().map(|tags| tags.keys().any(|key| owner_tag(key))));
    "description": Text, "the snapshot's description", "AWS did not say", |s, _| maybe_text(s.description.as_deref());
} }

/// Tags that AWS Backup and Amazon Data Lifecycle Manager put on the snapshots they keep.
/// <https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html>
fn owner_tag(key: &str) -> bool {
    key.starts_with("aws:backup:") || key.starts_with("aws:dlm:")
}
