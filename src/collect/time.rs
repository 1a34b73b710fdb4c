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

/// 2006-01-01T00:00:00Z: no purchase is older than EC2.
const FIRST_SECOND: i64 = 1_136_073_600;

/// Start and end of a term; what cannot be is not known.
pub(super) fn term(
    start: Option<chrono::DateTime<Utc>>,
    end: Option<chrono::DateTime<Utc>>,
) -> (Option<chrono::DateTime<Utc>>, Option<chrono::DateTime<Utc>>) {
    let possible = |moment: Option<chrono::DateTime<Utc>>| moment.filter(|moment| moment.timestamp() >= FIRST_SECOND);
    let (start, end) = (possible(start), possible(end));
    (start, end.filter(|end| start.is_none_or(|start| start < *end)))
}
