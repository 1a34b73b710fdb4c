//! S3: buckets of the selected regions; their sizes come from CloudWatch.

mod buckets;
mod lifecycle;
mod uploads;

pub(super) use buckets::{ListedBucket, listed_buckets, with_details};
pub(super) use uploads::LIST_PARTS;

use super::operation::Operation;

pub(super) const OPERATIONS: &[Operation] = &[
    buckets::LIST_BUCKETS,
    buckets::GET_BUCKET_LOCATION,
    buckets::GET_BUCKET_VERSIONING,
    buckets::GET_BUCKET_TAGGING,
    buckets::LIST_INTELLIGENT_TIERING,
    lifecycle::GET_LIFECYCLE,
    uploads::LIST_MULTIPART_UPLOADS,
    uploads::LIST_PARTS,
];

/// Called once for each bucket; listing locates buckets, parts are by upload.
pub(super) const DETAIL_OPERATIONS: &[Operation] = &[
    buckets::GET_BUCKET_VERSIONING,
    buckets::GET_BUCKET_TAGGING,
    buckets::LIST_INTELLIGENT_TIERING,
    lifecycle::GET_LIFECYCLE,
    uploads::LIST_MULTIPART_UPLOADS,
];
