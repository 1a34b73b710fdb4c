//! GetBucketLifecycleConfiguration: rules, so far as cost goes.

use aws_sdk_s3::types::{ExpirationStatus, LifecycleRule as AwsRule};

use super::super::operation::{Charge, Operation};
use super::buckets::{Answer, BucketCall};
use crate::model::resource::LifecycleRule;

pub(super) const GET_LIFECYCLE: Operation =
    Operation::free("S3", "GetBucketLifecycleConfiguration", &["s3:GetLifecycleConfiguration"]).charged(Charge::S3Get);

/// Empty when the bucket has none, `None` when it could not be read.
pub(super) async fn rules(call: &BucketCall<'_>) -> Option<Vec<LifecycleRule>> {
    let _permit = call.session.permit().await;
    let result = call.client.get_bucket_lifecycle_configuration().bucket(call.bucket).send().await;
    match call.answer_or_absent(&GET_LIFECYCLE, "NoSuchLifecycleConfiguration", result) {
        Answer::Given(answer) => Some(answer.rules().iter().map(rule).collect()),
        Answer::Absent => Some(Vec::new()),
        Answer::Failed => None,
    }
}

fn rule(answer: &AwsRule) -> LifecycleRule {
    LifecycleRule {
        id: answer.id().map(str::to_owned),
        enabled: answer.status() == &ExpirationStatus::Enabled,
        whole_bucket: covers_all(answer),
        transitions: !answer.transitions().is_empty(),
        // An expiration that only cleans up delete markers expires no object.
        expires_current: answer
            .expiration()
            .is_some_and(|expiration| expiration.days().is_some_and(|days| days > 0) || expiration.date().is_some()),
        expires_noncurrent: answer.noncurrent_version_expiration().is_some(),
        abort_uploads_after_days: answer
            .abort_incomplete_multipart_upload()
            .and_then(|abort| u32::try_from(abort.days_after_initiation()?).ok()),
    }
}

/// No prefix, tag or size narrows the rule.
fn covers_all(answer: &AwsRule) -> bool {
    #[expect(deprecated, reason = "rules made before filters existed have their prefix here")]
    let old_prefix = answer.prefix();
    let Some(filter) = answer.filter() else { return old_prefix.unwrap_or_default().is_empty() };
    filter.prefix().unwrap_or_default().is_empty()
        && filter.tag().is_none()
        && filter.object_size_greater_than().is_none()
        && filter.object_size_less_than().is_none()
        && filter.and().is_none()
        && old_prefix.unwrap_or_default().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_s3::types::{LifecycleExpiration, LifecycleRuleFilter};

    #[test]
    fn a_disabled_rule_and_a_narrow_rule_say_so() {
        let filter = LifecycleRuleFilter::builder().prefix("logs/").build();
        let expiration = LifecycleExpiration::builder().expired_object_delete_marker(true).build();
        let answer = AwsRule::builder()
            .status(ExpirationStatus::Disabled)
            .filter(filter)
            .expiration(expiration)
            .build()
            .unwrap();
        let rule = rule(&answer);
        assert!(!rule.enabled && !rule.whole_bucket && !rule.expires_current);
    }

    #[test]
    fn an_empty_filter_covers_the_bucket() {
        let filter = LifecycleRuleFilter::builder().prefix("").build();
        let expiration = LifecycleExpiration::builder().days(30).build();
        let answer =
            AwsRule::builder().status(ExpirationStatus::Enabled).filter(filter).expiration(expiration).build().unwrap();
        let rule = rule(&answer);
        assert!(rule.enabled && rule.whole_bucket && rule.expires_current);
    }
}
