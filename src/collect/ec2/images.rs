//! DescribeImages: the account's own images, disabled and deprecated ones included, to know which snapshots back one.

use std::collections::BTreeSet;

use aws_sdk_ec2::types::Image as Answer;
use chrono::{DateTime, Utc};

use super::super::listing::{Listing, Malformed, read_pages};
use super::super::operation::Operation;
use super::super::session::Session;
use crate::model::ids::Region;
use crate::model::resource::Image;

pub(super) const DESCRIBE_IMAGES: Operation = Operation::free("EC2", "DescribeImages", &["ec2:DescribeImages"]);

pub(in super::super) async fn images(session: &Session<'_>, region: &Region) -> Listing<Image> {
    let client = session.clients(region).ec2;
    let mut pages = client
        .describe_images()
        .owners("self")
        .include_disabled(true)
        .include_deprecated(true)
        .max_results(1000)
        .into_paginator()
        .send();
    read_pages(
        session,
        Some(region),
        &DESCRIBE_IMAGES,
        async || pages.next().await,
        |page| page.images().iter().map(|answer| image(session, region, answer)).collect(),
    )
    .await
}

fn image(session: &Session<'_>, region: &Region, answer: &Answer) -> Result<Image, Malformed> {
    let id = answer.image_id().ok_or(Malformed::new(None, "imageId"))?;
    let snapshots: BTreeSet<String> = answer
        .block_device_mappings()
        .iter()
        .filter_map(|mapping| Some(mapping.ebs()?.snapshot_id()?.to_owned()))
        .filter(|snapshot| !snapshot.is_empty())
        .collect();
    Ok(Image {
        account: session.account.clone(),
        region: region.clone(),
        id: id.to_owned(),
        state: answer.state().map_or("unknown", |state| state.as_str()).to_owned(),
        created_at: answer
            .creation_date()
            .and_then(|date| DateTime::parse_from_rfc3339(date).ok())
            .map(|date| date.with_timezone(&Utc)),
        snapshot_ids: snapshots.into_iter().collect(),
        tags: Some(super::tags(answer.tags())),
    })
}
