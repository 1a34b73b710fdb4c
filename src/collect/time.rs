//! AWS's timestamps as chrono's.

use aws_smithy_types::DateTime;
use chrono::Utc;

/// `None` when it is not a moment of the calendar.
pub(super) fn utc(moment: &DateTime) -> Option<chrono::DateTime<Utc>> {
    chrono::DateTime::from_timestamp(moment.secs(), moment.subsec_nanos())
}

/// CloudWatch Logs counts milliseconds since 1970.
pub(super) fn utc_from_millis(millis: i64) -> Option<chrono::DateTime<Utc>> {
    chrono::DateTime::from_timestamp_millis(millis)
}
