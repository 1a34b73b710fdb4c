//! S3 buckets: storage by class, Intelligent-Tiering monitoring, parts of incomplete uploads.
//!
//! The bytes by class are billed bytes: neither the 128 KiB minimum of small objects nor the overhead of archived ones is
//! in them (CloudWatch counts these apart); parts of incomplete uploads must not be in them either, or they count twice.

use super::lines::Lines;
use crate::model::configuration::BucketConfiguration;
use crate::model::vocabulary::StorageClass;
use crate::units::{ObjectMonth, Quantity};

pub(super) fn price(bucket: &BucketConfiguration, lines: &mut Lines<'_>) {
    for (class, gib) in &bucket.gib_by_class {
        let stored = lines.amount(&format!("storage {class}"), *gib);
        let price = lines.prices.s3_storage(lines.region, class);
        lines.add_tiered(&format!("Storage {class}"), Quantity::ZERO, stored, price);
    }
    monitoring(bucket, lines);
    incomplete_uploads(bucket, lines);
    per_object_charges(bucket, lines);
    if !bucket.gib_by_class.is_empty() {
        lines.unmeasured("requests, retrievals and transfer were not measured");
    }
}

/// What a class bills by the object cannot be known from its bytes.
fn per_object_charges(bucket: &BucketConfiguration, lines: &mut Lines<'_>) {
    for class in bucket.gib_by_class.iter().filter(|(_, gib)| **gib > 0.0).map(|(class, _)| class) {
        let rule = lines.prices.storage_class_rule(class);
        if rule.is_some_and(|rule| rule.minimum_billable_bytes > 0) {
            lines.unmeasured(format!("what {class} bills for objects below its minimum size was not measured"));
        }
        let archive_tier =
            matches!(class, StorageClass::IntelligentTieringArchive | StorageClass::IntelligentTieringDeepArchive);
        if archive_tier || rule.is_some_and(|rule| rule.overhead_bytes_at_class_rate > 0) {
            lines.unmeasured(format!("what {class} adds to each archived object was not measured"));
        }
    }
}

fn monitoring(bucket: &BucketConfiguration, lines: &mut Lines<'_>) {
    if let Some(objects) = bucket.monitored_objects {
        let price = lines.prices.s3_intelligent_tiering_monitoring(lines.region);
        lines.add("Intelligent-Tiering monitoring", Quantity::<ObjectMonth>::of(objects), price);
    } else if bucket.gib_by_class.iter().any(|(class, gib)| class.is_intelligent_tiering() && *gib > 0.0) {
        lines.unmeasured("objects under Intelligent-Tiering monitoring were not counted");
    }
}

/// Parts lie on top of the objects of their class in its tiers.
fn incomplete_uploads(bucket: &BucketConfiguration, lines: &mut Lines<'_>) {
    for (class, gib) in &bucket.incomplete_upload_gib_by_class {
        let parts = lines.amount(&format!("incomplete uploads {class}"), *gib);
        let objects = bucket.gib_by_class.get(class).copied().and_then(Quantity::from_f64);
        let already = objects.unwrap_or(Quantity::ZERO).max(Quantity::ZERO);
        let price = lines.prices.s3_upload_parts(lines.region, class);
        lines.add_tiered(&format!("Incomplete uploads {class}"), already, parts, price);
    }
}
