//! S3 buckets.

use super::{GIB, columns, flag, gib, maybe, maybe_text};
use crate::model::resource::{Bucket, LifecycleRule, Versioning};
use crate::model::vocabulary::StorageClass;

columns! { S3Bucket: Bucket {
    "age": Age, "days since creation", "AWS did not say", |b, j| maybe(j.age(b.created_at));
    "lifecycle_rules_enabled": Number, "enabled lifecycle rules", "they could not be read",
        |b, _| maybe(b.lifecycle_rules.as_ref().map(|rules| {
            u32::try_from(rules.iter().filter(|rule| rule.enabled).count()).unwrap_or(u32::MAX)
        }));
    "has_enabled_lifecycle_rule": Flag, "a lifecycle rule is enabled", "they could not be read", |b, _| flag(any_rule(b, |_| true));
    "lifecycle_transitions": Flag, "an enabled lifecycle rule moves objects to another class", "they could not be read",
        |b, _| flag(any_rule(b, |rule| rule.transitions));
    "aborts_incomplete_uploads": Flag, "an enabled lifecycle rule for the whole bucket aborts incomplete uploads",
        "they could not be read", |b, _| flag(any_rule(b, |rule| rule.whole_bucket && rule.abort_uploads_after_days.is_some()));
    "expires_noncurrent": Flag, "an enabled lifecycle rule for the whole bucket expires noncurrent versions",
        "they could not be read", |b, _| flag(any_rule(b, |rule| rule.whole_bucket && rule.expires_noncurrent));
    "versioning": Text, "`never`, `enabled` or `suspended`", "it could not be read",
        |b, _| maybe_text(b.versioning.map(|versioning| match versioning {
            Versioning::Never => "never",
            Versioning::Enabled => "enabled",
            Versioning::Suspended => "suspended",
        }));
    "size": Gib, "stored bytes over all classes", "CloudWatch was not answered", |b, _| gib(bytes(b, |_| true));
    "standard_size": Gib, "stored bytes in S3 Standard", "CloudWatch was not answered",
        |b, _| gib(bytes(b, |class| *class == StorageClass::Standard));
    "intelligent_tiering_size": Gib, "stored bytes in S3 Intelligent-Tiering", "CloudWatch was not answered",
        |b, _| gib(bytes(b, intelligent));
    "wholly_intelligent_tiering": Flag, "all of it is in S3 Intelligent-Tiering", "CloudWatch was not answered",
        |b, _| flag(bytes(b, |_| true).map(|all| all > 0 && bytes(b, intelligent) == Some(all)));
    "objects": Number, "objects over all classes", "CloudWatch was not answered",
        |b, _| maybe(b.object_count.map(|count| count as f64));
    "average_object_size": Gib, "stored bytes ÷ objects", "CloudWatch was not answered, or it is empty",
        |b, _| maybe(match (bytes(b, |_| true), b.object_count) {
            (Some(bytes), Some(objects)) if objects > 0 => Some(bytes as f64 / GIB / objects as f64),
            _ => None,
        });
    "intelligent_tiering_configurations": Number, "enabled Intelligent-Tiering archive configurations",
        "they could not be read", |b, _| maybe(b.intelligent_tiering_configurations);
    "incomplete_uploads": Number, "incomplete multipart uploads (at least, where there are very many)",
        "they could not be listed", |b, _| maybe(b.incomplete_uploads.as_ref().map(|incomplete| {
            u32::try_from(incomplete.uploads.len()).unwrap_or(u32::MAX)
        }));
    "oldest_incomplete_upload_age": Age, "days since the oldest incomplete upload began; 0 without one",
        "they could not be listed", |b, j| maybe(b.incomplete_uploads.as_ref().map(|incomplete| {
            incomplete.uploads.iter().filter_map(|upload| j.age(Some(upload.initiated_at))).fold(0.0, f64::max)
        }));
    "incomplete_upload_size": Gib, "size of the parts of incomplete uploads", "the parts could not all be listed",
        |b, _| gib(b.incomplete_uploads.as_ref().filter(|incomplete| !incomplete.truncated).and_then(|incomplete| {
            incomplete.uploads.iter().try_fold(0_u64, |sum, upload| Some(sum.saturating_add(upload.bytes?)))
        }));
} }

/// A disabled lifecycle rule does nothing, so it does not count.
fn any_rule(bucket: &Bucket, condition: fn(&LifecycleRule) -> bool) -> Option<bool> {
    bucket.lifecycle_rules.as_ref().map(|rules| rules.iter().any(|rule| rule.enabled && condition(rule)))
}

fn bytes(bucket: &Bucket, of: fn(&StorageClass) -> bool) -> Option<u64> {
    let classes = bucket.bytes_by_class.as_ref()?;
    Some(classes.iter().filter(|(class, _)| of(class)).fold(0_u64, |sum, (_, bytes)| sum.saturating_add(*bytes)))
}

fn intelligent(class: &StorageClass) -> bool {
    class.word().starts_with("INTELLIGENT_TIERING")
}
