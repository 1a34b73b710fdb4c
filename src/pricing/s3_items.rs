//! The items of the price book that S3 storage classes are billed by.

use super::RequestTier;
use crate::model::vocabulary::StorageClass;

/// Storage of a class; `None` for classes the book does not hold.
pub(super) const fn storage(class: &StorageClass) -> Option<&'static str> {
    Some(match class {
        StorageClass::Standard => "s3.storage.standard",
        StorageClass::StandardIa => "s3.storage.standard_ia",
        StorageClass::OneZoneIa => "s3.storage.onezone_ia",
        StorageClass::IntelligentTieringFrequent => "s3.storage.int.frequent",
        StorageClass::IntelligentTieringInfrequent => "s3.storage.int.infrequent",
        StorageClass::IntelligentTieringArchiveInstant => "s3.storage.int.archive_instant",
        StorageClass::IntelligentTieringArchive => "s3.storage.int.archive",
        StorageClass::IntelligentTieringDeepArchive => "s3.storage.int.deep_archive",
        StorageClass::GlacierInstantRetrieval => "s3.storage.glacier_ir",
        StorageClass::Glacier => "s3.storage.glacier_flexible",
        StorageClass::DeepArchive => "s3.storage.deep_archive",
        StorageClass::ExpressOneZone => "s3.storage.express_onezone",
        StorageClass::ReducedRedundancy | StorageClass::Other(_) => return None,
    })
}

/// Parts of incomplete uploads: in the archive classes they are billed as staging storage until the upload completes,
/// in the others like objects of the class (Amazon S3 User Guide, *Multipart upload and pricing*).
pub(super) const fn upload_parts(class: &StorageClass) -> Option<&'static str> {
    match class {
        StorageClass::Glacier | StorageClass::DeepArchive => Some("s3.storage.glacier_staging"),
        other => storage(other),
    }
}

/// How requests name a class; all tiers of Intelligent-Tiering are one.
const fn requests(class: &StorageClass) -> Option<&'static str> {
    Some(match class {
        StorageClass::Standard => "standard",
        StorageClass::StandardIa => "standard_ia",
        StorageClass::OneZoneIa => "onezone_ia",
        StorageClass::IntelligentTieringFrequent
        | StorageClass::IntelligentTieringInfrequent
        | StorageClass::IntelligentTieringArchiveInstant
        | StorageClass::IntelligentTieringArchive
        | StorageClass::IntelligentTieringDeepArchive => "int",
        StorageClass::GlacierInstantRetrieval => "glacier_ir",
        StorageClass::Glacier => "glacier_flexible",
        StorageClass::DeepArchive => "deep_archive",
        StorageClass::ReducedRedundancy | StorageClass::ExpressOneZone | StorageClass::Other(_) => return None,
    })
}

pub(super) fn request(class: &StorageClass, tier: RequestTier) -> Option<String> {
    let number = match tier {
        RequestTier::Tier1 => 1,
        RequestTier::Tier2 => 2,
    };
    requests(class).map(|class| format!("s3.request.tier{number}.{class}"))
}

/// Nothing moves *into* S3 Standard by lifecycle.
pub(super) fn transition(class: &StorageClass) -> Option<String> {
    requests(class).filter(|class| *class != "standard").map(|class| format!("s3.transition.to_{class}"))
}
