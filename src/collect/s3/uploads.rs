//! ListMultipartUploads and ListParts: incomplete uploads with their age and size.

use futures::{StreamExt, stream};

use super::super::operation::{Charge, Operation};
use super::super::time::utc;
use super::buckets::{Answer, BucketCall};
use crate::model::gap::GapReason;
use crate::model::resource::{IncompleteUpload, IncompleteUploads};

pub(super) const LIST_MULTIPART_UPLOADS: Operation =
    Operation::free("S3", "ListMultipartUploads", &["s3:ListBucketMultipartUploads"]).charged(Charge::S3List);
pub(in super::super) const LIST_PARTS: Operation =
    Operation::free("S3", "ListParts", &["s3:ListMultipartUploadParts"]).charged(Charge::S3List);

/// One page (a thousand uploads); the parts of the oldest are listed, up to the cap. More than that is said as a gap.
pub(super) async fn incomplete_uploads(call: &BucketCall<'_>) -> Option<IncompleteUploads> {
    let result = {
        let _permit = call.session.permit().await;
        call.client.list_multipart_uploads().bucket(call.bucket).send().await
    };
    let answer = call.answer(&LIST_MULTIPART_UPLOADS, result)?;
    let mut listed: Vec<(IncompleteUpload, Option<String>)> = answer
        .uploads()
        .iter()
        .filter_map(|upload| {
            let incomplete = IncompleteUpload {
                key: upload.key()?.to_owned(),
                initiated_at: utc(upload.initiated()?)?,
                bytes: None,
                storage_class: upload.storage_class().map(|class| class.as_str().to_owned()),
            };
            Some((incomplete, upload.upload_id().map(str::to_owned)))
        })
        .collect();
    let truncated = answer.is_truncated() == Some(true);
    listed.sort_by(|(one, _), (other, _)| (one.initiated_at, &one.key).cmp(&(other.initiated_at, &other.key)));
    let cap = call.session.options.upload_cap;
    if truncated || listed.len() > cap {
        let more = if truncated { "more than " } else { "" };
        let detail = format!(
            "the bucket has {more}{} incomplete uploads; the sizes of the oldest {} were read",
            listed.len(),
            cap.min(listed.len())
        );
        let (region, bucket) = (Some(call.region), Some(call.bucket));
        call.session.journal().noted(&LIST_PARTS, region, bucket, GapReason::Truncated, detail);
    }
    let sizes: Vec<Option<u64>> =
        stream::iter(listed.iter().take(cap).map(|(upload, id)| (upload.key.clone(), id.clone())))
            .map(async |(key, id)| bytes_of_parts(call, &key, &id?).await)
            .buffered(call.session.options.concurrency.max(1))
            .collect()
            .await;
    let mut sizes = sizes.into_iter();
    let uploads =
        listed.into_iter().map(|(upload, _)| IncompleteUpload { bytes: sizes.next().flatten(), ..upload }).collect();
    Some(IncompleteUploads { uploads, truncated })
}

/// Their sum; `None` when a page failed, since a part of the sum is no size.
async fn bytes_of_parts(call: &BucketCall<'_>, key: &str, upload_id: &str) -> Option<u64> {
    let _permit = call.session.permit().await;
    let mut pages = call.client.list_parts().bucket(call.bucket).key(key).upload_id(upload_id).into_paginator().send();
    let mut bytes = 0_u64;
    while let Some(page) = pages.next().await {
        // An upload that was completed or aborted meanwhile has no parts left.
        let page = match call.answer_or_absent(&LIST_PARTS, "NoSuchUpload", page) {
            Answer::Given(page) => page,
            Answer::Absent => return Some(0),
            Answer::Failed => return None,
        };
        for part in page.parts() {
            bytes = bytes.saturating_add(u64::try_from(part.size()?).ok()?);
        }
    }
    Some(bytes)
}
