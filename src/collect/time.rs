//! AWS's timestamps as chrono's.

use aws_smithy_types::DateTime;
use chrono::Utc;

use crate::dataset::first_day;

/// `None` when it is not a moment of the calendar.
pub(super) fn utc(moment: &DateTime) -> Option<chrono::DateTime<Utc>> {
    chrono::DateTime::from_timestamp(moment.secs(), moment.subsec_nanos())
}

/// CloudWatch Logs counts milliseconds since 1970.
pub(super) fn utc_from_millis(millis: i64) -> Option<chrono::DateTime<Utc>> {
    chrono::DateTime::from_timestamp_millis(millis)
}

/// Start and end of a term; what cannot be is not known: no purchase is older than EC2.
pub(super) fn term(
    start: Option<chrono::DateTime<Utc>>,
    end: Option<chrono::DateTime<Utc>>,
) -> (Option<chrono::DateTime<Utc>>, Option<chrono::DateTime<Utc>>) {
    let possible = |moment: Option<chrono::DateTime<Utc>>| moment.filter(|moment| *moment >= first_day());
    let (start, end) = (possible(start), possible(end));
    (start, end.filter(|end| start.is_none_or(|start| start < *end)))
}
