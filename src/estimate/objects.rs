//! What can be said of objects when only their number and total size are known.
//!
//! CloudWatch reports the bytes of each class and one object count, in which it also counts the parts of incomplete
//! uploads. How the bytes spread over the objects decides what a minimum size bills and what a lifecycle rule moves, so
//! these functions give the two ends that any spread lies between.

use std::ops::RangeInclusive;

use crate::pricing::StorageClassRule;

/// Smaller objects are neither monitored by Intelligent-Tiering nor moved by lifecycle rules unless these say so (Amazon
/// S3 User Guide, *Transitioning objects using Amazon S3 Lifecycle*).
pub const LARGE_ENOUGH_OBJECT_BYTES: u64 = 131_072;

/// Bytes billed for `objects` of `bytes` together, where each is billed as at least `minimum_object_bytes`.
///
/// Least when all are of one size, or none is below the minimum; most when one holds everything and the others nothing.
pub fn billable_bytes(bytes: u64, objects: u64, minimum_object_bytes: u64) -> RangeInclusive<u64> {
    let all_at_minimum = objects.saturating_mul(minimum_object_bytes);
    let low = bytes.max(all_at_minimum);
    let others_at_minimum = objects.saturating_sub(1).saturating_mul(minimum_object_bytes);
    low..=low.max(bytes.saturating_add(others_at_minimum))
}

/// Of some objects, those that are large enough to move: at least and at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovableObjects {
    pub bytes: RangeInclusive<u64>,
    pub objects: RangeInclusive<u64>,
}

/// How many of `objects` of `bytes` together are of at least `minimum_object_bytes`, and how much they hold.
///
/// At the low end all but a few objects are one byte short of the minimum; no more bytes than that can hide in small
/// objects. At the high end no byte lies in a small object.
pub fn movable_objects(bytes: u64, objects: u64, minimum_object_bytes: u64) -> MovableObjects {
    if minimum_object_bytes == 0 {
        return MovableObjects { bytes: bytes..=bytes, objects: objects..=objects };
    }
    let hidden_at_most = objects.saturating_mul(minimum_object_bytes - 1);
    if bytes <= hidden_at_most {
        let most = objects.min(bytes / minimum_object_bytes);
        let bytes_at_most = if most == 0 { 0 } else { bytes };
        return MovableObjects { bytes: 0..=bytes_at_most, objects: 0..=most };
    }
    // At least one object is large; the others can be small.
    let others_hide = objects.saturating_sub(1).saturating_mul(minimum_object_bytes - 1);
    MovableObjects {
        bytes: bytes.saturating_sub(others_hide)..=bytes,
        objects: objects.min(1)..=objects.min(bytes / minimum_object_bytes),
    }
}

/// Bytes that archiving `objects` adds: at the class's own price, and at the price of S3 Standard.
pub fn archive_overhead(rule: &StorageClassRule, objects: u64) -> (u64, u64) {
    (
        objects.saturating_mul(rule.overhead_bytes_at_class_rate),
        objects.saturating_mul(rule.overhead_bytes_at_standard_rate),
    )
}
