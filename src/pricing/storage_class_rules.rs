//! What S3 storage classes bill beyond bytes: `pricing/AmazonS3/storage-class-rules.csv`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::source::source;
use crate::model::vocabulary::StorageClass;

pub(super) const TEXT: &str = include_str!("../../pricing/AmazonS3/storage-class-rules.csv");

/// Minimum duration, minimum size and overhead of one storage class.
///
/// Source: Amazon S3 User Guide, *Understanding and managing Amazon S3 storage classes*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageClassRule {
    /// Days that are billed also when an object goes sooner; 0 for none.
    pub minimum_storage_days: u32,
    /// Smaller objects are billed as this many bytes; 0 for none.
    pub minimum_billable_bytes: u64,
    /// Added to each object, at the class's own price.
    pub overhead_bytes_at_class_rate: u64,
    /// Added to each object, at the price of S3 Standard.
    pub overhead_bytes_at_standard_rate: u64,
    pub source: &'static str,
    /// `YYYY-MM-DD`.
    pub as_of: &'static str,
}

#[derive(Deserialize)]
struct Line {
    storage_class: String,
    minimum_storage_days: u32,
    minimum_billable_bytes: u64,
    overhead_bytes_at_class_rate: u64,
    overhead_bytes_at_standard_rate: u64,
    source: String,
}

/// By the word of the S3 API.
static RULES: LazyLock<Vec<(String, StorageClassRule)>> = LazyLock::new(|| {
    csv::Reader::from_reader(TEXT.as_bytes())
        .deserialize::<Line>()
        .filter_map(|line| {
            let line = line.ok()?;
            let source = source(&line.source)?;
            let rule = StorageClassRule {
                minimum_storage_days: line.minimum_storage_days,
                minimum_billable_bytes: line.minimum_billable_bytes,
                overhead_bytes_at_class_rate: line.overhead_bytes_at_class_rate,
                overhead_bytes_at_standard_rate: line.overhead_bytes_at_standard_rate,
                source: source.text.as_ref(),
                as_of: source.as_of.as_ref(),
            };
            Some((line.storage_class, rule))
        })
        .collect()
});

/// The rule of a class; `None` for classes that the table does not hold (Reduced Redundancy, Express One Zone).
pub(super) fn rule(class: &StorageClass) -> Option<&'static StorageClassRule> {
    let word = match class {
        StorageClass::IntelligentTieringFrequent
        | StorageClass::IntelligentTieringInfrequent
        | StorageClass::IntelligentTieringArchiveInstant
        | StorageClass::IntelligentTieringArchive
        | StorageClass::IntelligentTieringDeepArchive => "INTELLIGENT_TIERING",
        other => other.word(),
    };
    RULES.iter().find(|(class, _)| class == word).map(|(_, rule)| rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        assert_eq!(RULES.len(), TEXT.lines().count() - 1);
    }

    #[test]
    fn rules_are_the_documented_ones() {
        let cases = [
            (StorageClass::Standard, 0, 0, 0, 0),
            (StorageClass::StandardIa, 30, 131_072, 0, 0),
            (StorageClass::OneZoneIa, 30, 131_072, 0, 0),
            (StorageClass::IntelligentTieringArchive, 0, 0, 0, 0),
            (StorageClass::GlacierInstantRetrieval, 90, 131_072, 0, 0),
            (StorageClass::Glacier, 90, 0, 32_768, 8_192),
            (StorageClass::DeepArchive, 180, 0, 32_768, 8_192),
        ];
        for (class, days, minimum, at_class, at_standard) in cases {
            let rule = rule(&class).unwrap();
            assert_eq!((rule.minimum_storage_days, rule.minimum_billable_bytes), (days, minimum), "{class}");
            assert_eq!(
                (rule.overhead_bytes_at_class_rate, rule.overhead_bytes_at_standard_rate),
                (at_class, at_standard),
                "{class}"
            );
        }
        assert_eq!(rule(&StorageClass::ExpressOneZone), None);
        assert_eq!(rule(&StorageClass::Other("NEW".to_owned())), None);
    }
}
