//! CloudWatch Logs: log groups, whether subscriptions read them, tags.

use std::collections::BTreeMap;

use aws_sdk_cloudwatchlogs::types::LogGroup as Answer;
use futures::{StreamExt, stream};

use super::failure::CallFailure;
use super::listing::{Listing, Malformed, read_pages};
use super::operation::Operation;
use super::session::Session;
use super::time::utc_from_millis;
use crate::dataset::CollectorState;
use crate::model::ids::Region;
use crate::model::resource::{LogGroup, Tags};
use crate::model::vocabulary::LogClass;

const DESCRIBE_LOG_GROUPS: Operation =
    Operation::free("CloudWatch Logs", "DescribeLogGroups", &["logs:DescribeLogGroups"]);
const DESCRIBE_SUBSCRIPTION_FILTERS: Operation =
    Operation::free("CloudWatch Logs", "DescribeSubscriptionFilters", &["logs:DescribeSubscriptionFilters"]);
const LIST_TAGS_FOR_RESOURCE: Operation =
    Operation::free("CloudWatch Logs", "ListTagsForResource", &["logs:ListTagsForResource"]);
pub(super) const OPERATIONS: &[Operation] =
    &[DESCRIBE_LOG_GROUPS, DESCRIBE_SUBSCRIPTION_FILTERS, LIST_TAGS_FOR_RESOURCE];
/// Called once for each group.
pub(super) const DETAIL_OPERATIONS: &[Operation] = &[DESCRIBE_SUBSCRIPTION_FILTERS, LIST_TAGS_FOR_RESOURCE];

/// A log group as listed, with the ARN that its tags are asked by.
#[derive(Debug)]
pub(super) struct ListedGroup {
    pub(super) group: LogGroup,
    arn: Option<String>,
}

/// The log groups of a region, without tags and subscription filters, in the order of their names.
pub(super) async fn listed_groups(session: &Session<'_>, region: &Region) -> Listing<ListedGroup> {
    let client = session.clients(region).logs;
    let mut pages = client.describe_log_groups().limit(50).into_paginator().send();
    let mut listing = read_pages(
        session,
        Some(region),
        &DESCRIBE_LOG_GROUPS,
        async || pages.next().await,
        |page| page.log_groups().iter().map(|answer| listed(session, region, answer)).collect(),
    )
    .await;
    listing.items.sort_by(|one, other| one.group.id.cmp(&other.group.id));
    listing
}

/// The same with tags and subscription filters, two calls a group (one where its class has no subscriptions).
pub(super) async fn with_details(
    session: &Session<'_>,
    region: &Region,
    listing: Listing<ListedGroup>,
) -> Listing<LogGroup> {
    let mut state = listing.state;
    let results: Vec<(LogGroup, bool)> = stream::iter(listing.items)
        .map(|listed| details(session, region, listed))
        .buffered(session.options.concurrency.max(1))
        .collect()
        .await;
    let mut items = Vec::with_capacity(results.len());
    for (group, complete) in results {
        if !complete {
            state = if state == CollectorState::Complete { CollectorState::Partial } else { state };
        }
        items.push(group);
    }
    Listing { items, state }
}

fn listed(session: &Session<'_>, region: &Region, answer: &Answer) -> Result<ListedGroup, Malformed> {
    let name = answer.log_group_name().ok_or(Malformed::new(None, "logGroupName"))?;
    let number = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
    let group = LogGroup {
        account: session.account.clone(),
        region: region.clone(),
        id: name.to_owned(),
        // A group without a class is from before classes.
        class: answer.log_group_class().map_or(LogClass::Standard, |class| LogClass::from_word(class.as_str())),
        retention_days: number(answer.retention_in_days()).filter(|days| *days > 0),
        stored_bytes: answer.stored_bytes().and_then(|bytes| u64::try_from(bytes).ok()),
        created_at: answer.creation_time().and_then(utc_from_millis),
        metric_filter_count: number(answer.metric_filter_count()),
        subscription_filter_count: None,
        tags: None,
    };
    let arn = answer.log_group_arn().or(answer.arn()).map(|arn| arn.trim_end_matches(":*").to_owned());
    Ok(ListedGroup { group, arn })
}

async fn details(session: &Session<'_>, region: &Region, listed: ListedGroup) -> (LogGroup, bool) {
    let ListedGroup { mut group, arn } = listed;
    group.subscription_filter_count = match group.class {
        // The class does not support subscription filters:
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
        LogClass::InfrequentAccess | LogClass::Delivery => Some(0),
        _ => subscription_filters(session, region, &group.id).await,
    };
    let arn = arn.unwrap_or_else(|| group.key().arn());
    group.tags = tags(session, region, &group.id, &arn).await;
    let complete = group.subscription_filter_count.is_some() && group.tags.is_some();
    (group, complete)
}

/// A group has at most two, so there is one page.
async fn subscription_filters(session: &Session<'_>, region: &Region, group: &str) -> Option<u32> {
    let _permit = session.permit().await;
    let call = session.clients(region).logs.describe_subscription_filters().log_group_name(group).send().await;
    match call {
        Ok(answer) => {
            session.journal().answered(&DESCRIBE_SUBSCRIPTION_FILTERS, Some(region));
            u32::try_from(answer.subscription_filters().len()).ok()
        }
        Err(error) => {
            let failure = CallFailure::of(&error);
            session.journal().failed(&DESCRIBE_SUBSCRIPTION_FILTERS, Some(region), Some(group), &failure);
            None
        }
    }
}

async fn tags(session: &Session<'_>, region: &Region, group: &str, arn: &str) -> Option<Tags> {
    let _permit = session.permit().await;
    match session.clients(region).logs.list_tags_for_resource().resource_arn(arn).send().await {
        Ok(answer) => {
            session.journal().answered(&LIST_TAGS_FOR_RESOURCE, Some(region));
            let tags = answer.tags().map(|tags| tags.iter().map(|(k, v)| (k.clone(), v.clone())).collect());
            Some(tags.unwrap_or_else(BTreeMap::new))
        }
        Err(error) => {
            let failure = CallFailure::of(&error);
            session.journal().failed(&LIST_TAGS_FOR_RESOURCE, Some(region), Some(group), &failure);
            None
        }
    }
}
