//! ListBuckets, and per bucket: location (where the listing does not tell it), lifecycle, versioning,
//! Intelligent-Tiering, tags, incomplete uploads: at most six calls, and one for the parts of each upload up to the cap.

use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::types::{BucketVersioningStatus, IntelligentTieringStatus};
use chrono::{DateTime, Utc};
use futures::{StreamExt, stream};

use super::super::failure::CallFailure;
use super::super::listing::{Listing, Malformed, read_pages};
use super::super::operation::{Charge, Operation};
use super::super::session::Session;
use super::super::time::utc;
use super::{lifecycle, uploads};
use crate::dataset::CollectorState;
use crate::model::ids::Region;
use crate::model::resource::{Bucket, Tags, Versioning};

pub(super) const LIST_BUCKETS: Operation =
    Operation::free("S3", "ListBuckets", &["s3:ListAllMyBuckets"]).charged(Charge::S3List);
pub(super) const GET_BUCKET_LOCATION: Operation =
    Operation::free("S3", "GetBucketLocation", &["s3:GetBucketLocation"]).charged(Charge::S3Get);
pub(super) const GET_BUCKET_VERSIONING: Operation =
    Operation::free("S3", "GetBucketVersioning", &["s3:GetBucketVersioning"]).charged(Charge::S3Get);
pub(super) const GET_BUCKET_TAGGING: Operation =
    Operation::free("S3", "GetBucketTagging", &["s3:GetBucketTagging"]).charged(Charge::S3Get);
pub(super) const LIST_INTELLIGENT_TIERING: Operation =
    Operation::free("S3", "ListBucketIntelligentTieringConfigurations", &["s3:GetIntelligentTieringConfiguration"])
        .charged(Charge::S3Get);

/// A bucket as listed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct ListedBucket {
    pub(in super::super) name: String,
    pub(in super::super) region: Region,
    created_at: Option<DateTime<Utc>>,
}

impl ListedBucket {
    /// With nothing known but its name.
    pub(in super::super) fn without_details(self, session: &Session<'_>) -> Bucket {
        Bucket {
            account: session.account.clone(),
            region: self.region,
            id: self.name,
            created_at: self.created_at,
            lifecycle_rules: None,
            versioning: None,
            intelligent_tiering_configurations: None,
            incomplete_uploads: None,
            bytes_by_class: None,
            object_count: None,
            tags: None,
        }
    }
}

/// All buckets of the account with their regions. A bucket whose region cannot be told is a gap.
pub(in super::super) async fn listed_buckets(session: &Session<'_>) -> Listing<ListedBucket> {
    let client = session.clients(&session.home()).s3;
    let mut pages = client.list_buckets().max_buckets(1000).into_paginator().send();
    let listing = read_pages(
        session,
        None,
        &LIST_BUCKETS,
        async || pages.next().await,
        |page| {
            page.buckets()
                .iter()
                .map(|bucket| {
                    let name = bucket.name().ok_or(Malformed::new(None, "Name"))?.to_owned();
                    Ok((name, bucket.bucket_region().map(Region::new), bucket.creation_date().and_then(utc)))
                })
                .collect()
        },
    )
    .await;
    let mut state = listing.state;
    let located: Vec<Option<ListedBucket>> = stream::iter(listing.items)
        .map(async |(name, region, created_at)| {
            let region = match region {
                Some(region) => region,
                None => location(session, &name).await?,
            };
            Some(ListedBucket { name, region, created_at })
        })
        .buffered(session.options.concurrency.max(1))
        .collect()
        .await;
    if state == CollectorState::Complete && located.iter().any(Option::is_none) {
        state = CollectorState::Partial;
    }
    let mut items: Vec<ListedBucket> = located.into_iter().flatten().collect();
    items.sort();
    Listing { items, state }
}

/// Older APIs do not list the region. An empty answer is us-east-1 and `EU` is eu-west-1:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html>.
async fn location(session: &Session<'_>, bucket: &str) -> Option<Region> {
    let _permit = session.permit().await;
    let client = session.clients(&session.home()).s3;
    match client.get_bucket_location().bucket(bucket).send().await {
        Ok(answer) => {
            session.journal().answered(&GET_BUCKET_LOCATION, None);
            Some(match answer.location_constraint().map(aws_sdk_s3::types::BucketLocationConstraint::as_str) {
                None | Some("") => Region::from("us-east-1"),
                Some("EU") => Region::from("eu-west-1"),
                Some(region) => Region::from(region),
            })
        }
        Err(error) => {
            session.journal().failed(&GET_BUCKET_LOCATION, None, Some(bucket), &CallFailure::of(&error));
            None
        }
    }
}

/// The buckets with their configurations, in the order given; `complete` is false where a call failed.
pub(in super::super) async fn with_details(session: &Session<'_>, buckets: Vec<ListedBucket>) -> Vec<(Bucket, bool)> {
    stream::iter(buckets)
        .map(|listed| details(session, listed))
        .buffered(session.options.concurrency.max(1))
        .collect()
        .await
}

async fn details(session: &Session<'_>, listed: ListedBucket) -> (Bucket, bool) {
    let (name, region) = (listed.name.clone(), listed.region.clone());
    let call = BucketCall { session, client: session.clients(&region).s3, region: &region, bucket: &name };
    let lifecycle_rules = lifecycle::rules(&call).await;
    let versioning = versioning(&call).await;
    let intelligent_tiering_configurations = intelligent_tiering(&call).await;
    let tags = tags(&call).await;
    let incomplete_uploads = uploads::incomplete_uploads(&call).await;
    let complete = lifecycle_rules.is_some()
        && versioning.is_some()
        && intelligent_tiering_configurations.is_some()
        && tags.is_some()
        && incomplete_uploads.is_some();
    let bucket = Bucket {
        lifecycle_rules,
        versioning,
        intelligent_tiering_configurations,
        incomplete_uploads,
        tags,
        ..listed.without_details(session)
    };
    (bucket, complete)
}

/// One bucket being asked about.
pub(super) struct BucketCall<'a> {
    pub(super) session: &'a Session<'a>,
    pub(super) client: aws_sdk_s3::Client,
    pub(super) region: &'a Region,
    pub(super) bucket: &'a str,
}

impl BucketCall<'_> {
    /// The answer; a failure is a gap of the bucket.
    pub(super) fn answer<T, E: ProvideErrorMetadata, R>(
        &self,
        operation: &Operation,
        result: Result<T, SdkError<E, R>>,
    ) -> Option<T> {
        match self.answer_or_absent(operation, "", result) {
            Answer::Given(answer) => Some(answer),
            Answer::Absent | Answer::Failed => None,
        }
    }

    /// The same where S3 says by the error code `absent` that there is none.
    pub(super) fn answer_or_absent<T, E: ProvideErrorMetadata, R>(
        &self,
        operation: &Operation,
        absent: &str,
        result: Result<T, SdkError<E, R>>,
    ) -> Answer<T> {
        let mut journal = self.session.journal();
        match result {
            Ok(answer) => {
                journal.answered(operation, Some(self.region));
                Answer::Given(answer)
            }
            Err(error) if error.as_service_error().and_then(|error| error.code()) == Some(absent) => {
                journal.answered(operation, Some(self.region));
                Answer::Absent
            }
            Err(error) => {
                journal.failed(operation, Some(self.region), Some(self.bucket), &CallFailure::of(&error));
                Answer::Failed
            }
        }
    }
}

/// What S3 says of a configuration.
pub(super) enum Answer<T> {
    Given(T),
    /// The bucket has none.
    Absent,
    Failed,
}

async fn versioning(call: &BucketCall<'_>) -> Option<Versioning> {
    let _permit = call.session.permit().await;
    let result = call.client.get_bucket_versioning().bucket(call.bucket).send().await;
    let answer = call.answer(&GET_BUCKET_VERSIONING, result)?;
    match answer.status() {
        None => Some(Versioning::Never),
        Some(BucketVersioningStatus::Enabled) => Some(Versioning::Enabled),
        Some(BucketVersioningStatus::Suspended) => Some(Versioning::Suspended),
        Some(_) => None,
    }
}

/// Enabled configurations. A page holds a hundred; a bucket with more is asked again.
async fn intelligent_tiering(call: &BucketCall<'_>) -> Option<u32> {
    let _permit = call.session.permit().await;
    let mut enabled = 0_usize;
    let mut token: Option<String> = None;
    loop {
        let result = call
            .client
            .list_bucket_intelligent_tiering_configurations()
            .bucket(call.bucket)
            .set_continuation_token(token.clone())
            .send()
            .await;
        let answer = call.answer(&LIST_INTELLIGENT_TIERING, result)?;
        enabled = enabled.saturating_add(
            answer
                .intelligent_tiering_configuration_list()
                .iter()
                .filter(|configuration| configuration.status() == &IntelligentTieringStatus::Enabled)
                .count(),
        );
        let next = answer.next_continuation_token().map(str::to_owned);
        if answer.is_truncated() != Some(true) || next.is_none() || next == token {
            return u32::try_from(enabled).ok();
        }
        token = next;
    }
}

async fn tags(call: &BucketCall<'_>) -> Option<Tags> {
    let _permit = call.session.permit().await;
    let result = call.client.get_bucket_tagging().bucket(call.bucket).send().await;
    match call.answer_or_absent(&GET_BUCKET_TAGGING, "NoSuchTagSet", result) {
        Answer::Given(answer) => {
            Some(answer.tag_set().iter().map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect())
        }
        Answer::Absent => Some(Tags::new()),
        Answer::Failed => None,
    }
}
