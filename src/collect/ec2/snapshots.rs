//! DescribeSnapshots: those the account owns.

use aws_sdk_ec2::types::Snapshot as Answer;

use super::super::listing::{Listing, Malformed, read_pages};
use super::super::operation::Operation;
use super::super::session::Session;
use super::super::time::utc;
use crate::model::ids::Region;
use crate::model::resource::Snapshot;
use crate::model::vocabulary::SnapshotTier;

pub(super) const DESCRIBE_SNAPSHOTS: Operation =
    Operation::free("EBS", "DescribeSnapshots", &["ec2:DescribeSnapshots"]);

pub(in super::super) async fn snapshots(session: &Session<'_>, region: &Region) -> Listing<Snapshot> {
    let client = session.clients(region).ec2;
    let mut pages = client.describe_snapshots().owner_ids("self").max_results(1000).into_paginator().send();
    read_pages(
        session,
        Some(region),
        &DESCRIBE_SNAPSHOTS,
        async || pages.next().await,
        |page| page.snapshots().iter().map(|answer| snapshot(session, region, answer)).collect(),
    )
    .await
}

fn snapshot(session: &Session<'_>, region: &Region, answer: &Answer) -> Result<Snapshot, Malformed> {
    let id = answer.snapshot_id().ok_or(Malformed::new(None, "snapshotId"))?;
    let missing = |what| Malformed::new(Some(id), what);
    Ok(Snapshot {
        account: session.account.clone(),
        region: region.clone(),
        id: id.to_owned(),
        volume_id: answer.volume_id().filter(|volume| !volume.is_empty()).map(str::to_owned),
        volume_size_gib: super::count(answer.volume_size()).ok_or(missing("volumeSize"))?,
        full_snapshot_bytes: answer.full_snapshot_size_in_bytes().and_then(|bytes| u64::try_from(bytes).ok()),
        // AWS names the tier of archived snapshots; one without a tier is in the standard tier.
        tier: answer.storage_tier().map_or(SnapshotTier::Standard, |tier| SnapshotTier::from_word(tier.as_str())),
        state: answer.state().ok_or(missing("status"))?.as_str().to_owned(),
        started_at: answer.start_time().and_then(utc),
        description: answer.description().filter(|text| !text.is_empty()).map(str::to_owned),
        tags: Some(super::tags(answer.tags())),
    })
}
