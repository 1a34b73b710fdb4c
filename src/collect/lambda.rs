//! Lambda: functions, their tags and their provisioned concurrency.

use std::collections::BTreeMap;

use aws_sdk_lambda::types::{FunctionConfiguration as Answer, SnapStartApplyOn};
use chrono::{DateTime, Utc};
use futures::{StreamExt, stream};

use super::failure::CallFailure;
use super::listing::{Listing, Malformed, read_pages};
use super::operation::Operation;
use super::session::Session;
use crate::dataset::CollectorState;
use crate::model::ids::Region;
use crate::model::resource::{Function, Tags};
use crate::model::vocabulary::{Architecture, PackageType};

const LIST_FUNCTIONS: Operation = Operation::free("Lambda", "ListFunctions", &["lambda:ListFunctions"]);
const LIST_TAGS: Operation = Operation::free("Lambda", "ListTags", &["lambda:ListTags"]);
const LIST_PROVISIONED_CONCURRENCY_CONFIGS: Operation =
    Operation::free("Lambda", "ListProvisionedConcurrencyConfigs", &["lambda:ListProvisionedConcurrencyConfigs"]);
pub(super) const OPERATIONS: &[Operation] = &[LIST_FUNCTIONS, LIST_TAGS, LIST_PROVISIONED_CONCURRENCY_CONFIGS];
/// Called once for each function.
pub(super) const DETAIL_OPERATIONS: &[Operation] = &[LIST_TAGS, LIST_PROVISIONED_CONCURRENCY_CONFIGS];

/// The functions of a region, without tags and provisioned concurrency.
pub(super) async fn listed_functions(session: &Session<'_>, region: &Region) -> Listing<Function> {
    let client = session.clients(region).lambda;
    let mut pages = client.list_functions().into_paginator().send();
    let mut listing = read_pages(
        session,
        Some(region),
        &LIST_FUNCTIONS,
        async || pages.next().await,
        |page| page.functions().iter().map(|answer| function(session, region, answer)).collect(),
    )
    .await;
    listing.items.sort_by(|one, other| one.id.cmp(&other.id));
    listing
}

/// The same with tags and provisioned concurrency, two calls a function.
pub(super) async fn with_details(
    session: &Session<'_>,
    region: &Region,
    listing: Listing<Function>,
) -> Listing<Function> {
    let items: Vec<Function> = stream::iter(listing.items)
        .map(|function| details(session, region, function))
        .buffered(session.options.concurrency.max(1))
        .collect()
        .await;
    let complete = items.iter().all(|it| it.tags.is_some() && it.provisioned_concurrency.is_some());
    let state = match listing.state {
        CollectorState::Complete if !complete => CollectorState::Partial,
        state => state,
    };
    Listing { items, state }
}

fn function(session: &Session<'_>, region: &Region, answer: &Answer) -> Result<Function, Malformed> {
    let name = answer.function_name().ok_or(Malformed::new(None, "FunctionName"))?;
    let number = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok()).filter(|value| *value > 0);
    let package_type = answer.package_type().map(|package_type| PackageType::from_word(package_type.as_str()));
    // What is from before the choice of an architecture runs on x86_64.
    let architecture =
        answer.architectures().first().map_or(Architecture::X8664, |word| Architecture::from_word(word.as_str()));
    let snap_start = answer.snap_start().and_then(|snap_start| snap_start.apply_on());
    Ok(Function {
        account: session.account.clone(),
        region: region.clone(),
        id: name.to_owned(),
        memory_mb: number(answer.memory_size()).ok_or(Malformed::new(Some(name), "MemorySize"))?,
        architecture,
        ephemeral_storage_mb: number(answer.ephemeral_storage().map(aws_sdk_lambda::types::EphemeralStorage::size)),
        timeout_s: number(answer.timeout()),
        runtime: answer.runtime().map(|runtime| runtime.as_str().to_owned()),
        package_type,
        provisioned_concurrency: None,
        snap_start: Some(snap_start == Some(&SnapStartApplyOn::PublishedVersions)),
        modified_at: answer.last_modified().and_then(moment),
        tags: None,
    })
}

/// `2026-08-01T09:00:00.123+0000`, Lambda's own spelling.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let parsed = DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z").or_else(|_| text.parse()).ok()?;
    DateTime::from_timestamp(parsed.timestamp(), 0)
}

async fn details(session: &Session<'_>, region: &Region, mut function: Function) -> Function {
    function.tags = tags(session, region, &function).await;
    function.provisioned_concurrency = provisioned_concurrency(session, region, &function.id).await;
    function
}

async fn tags(session: &Session<'_>, region: &Region, function: &Function) -> Option<Tags> {
    let _permit = session.permit().await;
    match session.clients(region).lambda.list_tags().resource(function.key().arn()).send().await {
        Ok(answer) => {
            session.journal().answered(&LIST_TAGS, Some(region));
            let tags = answer.tags().map(|tags| tags.iter().map(|(k, v)| (k.clone(), v.clone())).collect());
            Some(tags.unwrap_or_else(BTreeMap::new))
        }
        Err(error) => {
            session.journal().failed(&LIST_TAGS, Some(region), Some(&function.id), &CallFailure::of(&error));
            None
        }
    }
}

/// Over all versions and aliases of the function.
async fn provisioned_concurrency(session: &Session<'_>, region: &Region, function: &str) -> Option<u32> {
    let _permit = session.permit().await;
    let client = session.clients(region).lambda;
    let mut pages = client.list_provisioned_concurrency_configs().function_name(function).into_paginator().send();
    let mut executions = 0_u32;
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => {
                session.journal().answered(&LIST_PROVISIONED_CONCURRENCY_CONFIGS, Some(region));
                for config in page.provisioned_concurrency_configs() {
                    let requested = config.requested_provisioned_concurrent_executions();
                    executions = executions.saturating_add(u32::try_from(requested.unwrap_or(0)).unwrap_or(0));
                }
            }
            Err(error) => {
                let failure = CallFailure::of(&error);
                let operation = &LIST_PROVISIONED_CONCURRENCY_CONFIGS;
                session.journal().failed(operation, Some(region), Some(function), &failure);
                return None;
            }
        }
    }
    Some(executions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lambdas_moments_have_no_colon_in_their_offset() {
        assert_eq!(moment("2026-08-01T09:00:00.123+0000"), "2026-08-01T09:00:00Z".parse().ok());
        assert_eq!(moment("2026-08-01T11:00:00.000+0200"), "2026-08-01T09:00:00Z".parse().ok());
        assert_eq!(moment("yesterday"), None);
    }
}
