//! S3 buckets: storage by class, Intelligent-Tiering monitoring, parts of incomplete uploads.
//!
//! The bytes by class are billed bytes: neither the 128 KiB minimum of small objects nor the overhead of archived ones is
//! in them, which CloudWatch counts apart; parts of incomplete uploads must not be in them either, or they count twice.

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
    let used = |class: &StorageClass| bucket.gib_by_class.get(class).is_some_and(|gib| *gib > 0.0);
    if used(&StorageClass::Glacier) || used(&StorageClass::DeepArchive) {
        lines.unmeasured("overheads of archived objects (40 KiB each) were not measured");
    }
    if !bucket.gib_by_class.is_empty() {
        lines.unmeasured("requests, retrievals and transfer were not measured");
    }
}

fn monitoring(bucket: &BucketConfiguration, lines: &mut Lines<'_>) {
    if let Some(objects) = bucket.monitored_objects {
        let price = lines.prices.s3_intelligent_tiering_monitoring(lines.region);
        lines.add("Intelligent-Tiering monitoring", Quantity::<ObjectMonth>::of(objects), price);
    } else if bucket.gib_by_class.iter().any(|(class, gib)| is_intelligent_tiering(class) && *gib > 0.0) {
        lines.unmeasured("objects under Intelligent-Tiering monitoring were not counted");
    }
}

const fn is_intelligent_tiering(class: &StorageClass) -> bool {
    matches!(
        class,
        StorageClass::IntelligentTieringFrequent
            | StorageClass::IntelligentTieringInfrequent
            | StorageClass::IntelligentTieringArchiveInstant
            | StorageClass::IntelligentTieringArchive
            | StorageClass::IntelligentTieringDeepArchive
    )
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
