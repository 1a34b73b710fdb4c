//! S3 buckets: GiB by storage class, parts of incomplete uploads apart.

use std::collections::BTreeMap;

use super::Usage;
use crate::model::configuration::{BucketConfiguration, Configuration};
use crate::model::resource::{Bucket, IncompleteUpload};
use crate::model::vocabulary::StorageClass;

/// Bytes as the binary gigabytes that AWS bills.
pub fn gib(bytes: u64) -> f64 {
    bytes as f64 / 2_f64.powi(30)
}

/// The class whose rate parts of an upload are billed at. Parts on their way to the two Glacier classes are staged and
/// billed as Standard (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>, pricing).
pub fn billed_class(upload: &IncompleteUpload) -> StorageClass {
    match upload.storage_class.as_deref() {
        None => StorageClass::Standard,
        Some("INTELLIGENT_TIERING") => StorageClass::IntelligentTieringFrequent,
        Some(word) => match StorageClass::from_word(word) {
            StorageClass::Glacier | StorageClass::DeepArchive => StorageClass::Standard,
            class => class,
        },
    }
}

pub(super) fn configuration(bucket: &Bucket) -> Usage {
    let mut unmeasured = Vec::new();
    let mut incomplete_upload_gib_by_class = BTreeMap::<StorageClass, f64>::new();
    match &bucket.incomplete_uploads {
        None => unmeasured.push("incomplete uploads could not be listed".to_owned()),
        Some(listed) => {
            if listed.truncated || listed.uploads.iter().any(|upload| upload.bytes.is_none()) {
                unmeasured.push("not all parts of incomplete uploads were listed".to_owned());
            }
            for upload in &listed.uploads {
                if let Some(bytes) = upload.bytes.filter(|bytes| *bytes > 0) {
                    *incomplete_upload_gib_by_class.entry(billed_class(upload)).or_default() += gib(bytes);
                }
            }
        }
    }
    let Some(bytes_by_class) = &bucket.bytes_by_class else {
        if incomplete_upload_gib_by_class.is_empty() {
            return Usage::unknown("CloudWatch gave no bytes by storage class");
        }
        unmeasured.push("CloudWatch gave no bytes by storage class".to_owned());
        return Usage {
            configuration: Some(Configuration::S3Bucket(BucketConfiguration {
                gib_by_class: BTreeMap::new(),
                monitored_objects: None,
                incomplete_upload_gib_by_class,
            })),
            unmeasured,
        };
    };
    let gib_by_class = without_parts(bytes_by_class, &incomplete_upload_gib_by_class);
    let monitored_objects = monitored_objects(&gib_by_class, bucket.object_count);
    Usage {
        configuration: Some(Configuration::S3Bucket(BucketConfiguration {
            gib_by_class,
            monitored_objects,
            incomplete_upload_gib_by_class,
        })),
        unmeasured,
    }
}

/// `BucketSizeBytes` counts the parts of incomplete uploads too, so they are taken out of their class here
/// (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html>).
fn without_parts(
    bytes_by_class: &BTreeMap<StorageClass, u64>,
    parts: &BTreeMap<StorageClass, f64>,
) -> BTreeMap<StorageClass, f64> {
    bytes_by_class
        .iter()
        .map(|(class, bytes)| (class.clone(), (gib(*bytes) - parts.get(class).copied().unwrap_or(0.0)).max(0.0)))
        .filter(|(_, held)| *held > 0.0)
        .collect()
}

/// Objects under Intelligent-Tiering's monitoring charge: known only where everything is Intelligent-Tiering, since
/// CloudWatch counts objects over all classes. No more than objects of 128 KiB fit into the bytes.
fn monitored_objects(gib_by_class: &BTreeMap<StorageClass, f64>, object_count: Option<u64>) -> Option<u64> {
    if gib_by_class.is_empty() || !gib_by_class.keys().all(StorageClass::is_intelligent_tiering) {
        return None;
    }
    let held: f64 = gib_by_class.values().sum();
    object_count.map(|count| count.min(objects_of_128_kib_in(held)))
}

/// How many objects of 128 KiB or more `gib` can hold at most.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and the value is not negative")]
fn objects_of_128_kib_in(gib: f64) -> u64 {
    (gib.max(0.0) * 8192.0).floor() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(standard: Option<u64>, parts: &[(Option<&str>, Option<u64>)]) -> Bucket {
        Bucket {
            account: "123456789012".into(),
            region: "eu-west-1".into(),
            id: "logs".to_owned(),
            created_at: None,
            lifecycle_rules: None,
            versioning: None,
            intelligent_tiering_configurations: None,
            incomplete_uploads: Some(crate::model::resource::IncompleteUploads {
                uploads: parts
                    .iter()
                    .map(|(class, bytes)| IncompleteUpload {
                        key: "part".to_owned(),
                        initiated_at: "2026-11-01T00:00:00Z".parse().unwrap(),
                        bytes: *bytes,
                        storage_class: class.map(str::to_owned),
                    })
                    .collect(),
                truncated: false,
            }),
            bytes_by_class: standard.map(|bytes| BTreeMap::from([(StorageClass::Standard, bytes)])),
            object_count: None,
            tags: None,
        }
    }

    fn placed(bucket: &Bucket) -> BucketConfiguration {
        match configuration(bucket).configuration {
            Some(Configuration::S3Bucket(it)) => it,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn parts_are_counted_once() {
        let it = placed(&bucket(Some(10 << 30), &[(None, Some(3 << 30)), (Some("GLACIER"), Some(1 << 30))]));
        assert_eq!(it.gib_by_class, BTreeMap::from([(StorageClass::Standard, 6.0)]));
        assert_eq!(it.incomplete_upload_gib_by_class, BTreeMap::from([(StorageClass::Standard, 4.0)]));
    }

    #[test]
    fn unlisted_parts_and_bytes_are_said() {
        assert_eq!(configuration(&bucket(Some(1), &[(None, None)])).unmeasured.len(), 1);
        let unknown = configuration(&bucket(None, &[]));
        assert!(unknown.configuration.is_none() && unknown.unmeasured.len() == 1);
    }

    #[test]
    fn monitored_objects_are_known_only_where_all_is_tiered() {
        let tiered = BTreeMap::from([(StorageClass::IntelligentTieringFrequent, 1.0)]);
        assert_eq!(monitored_objects(&tiered, Some(100)), Some(100));
        assert_eq!(monitored_objects(&tiered, Some(1_000_000)), Some(8192));
        let mut mixed = tiered.clone();
        mixed.insert(StorageClass::Standard, 1.0);
        assert_eq!(monitored_objects(&mixed, Some(100)), None);
    }
}
