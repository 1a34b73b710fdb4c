//! DescribeVolumes.

use aws_sdk_ec2::types::{Volume as Answer, VolumeAttachmentState};

use super::super::listing::{Listing, Malformed, read_pages};
use super::super::operation::Operation;
use super::super::session::Session;
use super::super::time::utc;
use crate::model::ids::Region;
use crate::model::resource::{Attachment, Volume};
use crate::model::vocabulary::{VolumeState, VolumeType};

pub(super) const DESCRIBE_VOLUMES: Operation = Operation::free("EBS", "DescribeVolumes", &["ec2:DescribeVolumes"]);

pub(in super::super) async fn volumes(session: &Session<'_>, region: &Region) -> Listing<Volume> {
    let client = session.clients(region).ec2;
    let mut pages = client.describe_volumes().max_results(500).into_paginator().send();
    read_pages(
        session,
        Some(region),
        &DESCRIBE_VOLUMES,
        async || pages.next().await,
        |page| page.volumes().iter().map(|answer| volume(session, region, answer)).collect(),
    )
    .await
}

fn volume(session: &Session<'_>, region: &Region, answer: &Answer) -> Result<Volume, Malformed> {
    let id = answer.volume_id().ok_or(Malformed::new(None, "volumeId"))?;
    let missing = |what| Malformed::new(Some(id), what);
    let volume_type = answer.volume_type().ok_or(missing("volumeType"))?;
    // Magnetic and throughput-optimized volumes have no provisioned IOPS, though AWS may tell a baseline.
    let volume_type = VolumeType::from_word(volume_type.as_str());
    let iops = match volume_type {
        VolumeType::St1 | VolumeType::Sc1 | VolumeType::Standard => None,
        _ => super::count(answer.iops()).filter(|iops| *iops > 0),
    };
    let throughput_mibps = match volume_type {
        VolumeType::Gp3 => super::count(answer.throughput()).filter(|throughput| *throughput > 0),
        _ => None,
    };
    Ok(Volume {
        account: session.account.clone(),
        region: region.clone(),
        id: id.to_owned(),
        volume_type,
        size_gib: super::count(answer.size()).ok_or(missing("size"))?,
        iops,
        throughput_mibps,
        state: VolumeState::from_word(answer.state().ok_or(missing("state"))?.as_str()),
        created_at: answer.create_time().and_then(utc),
        snapshot_id: answer.snapshot_id().filter(|snapshot| !snapshot.is_empty()).map(str::to_owned),
        attachments: answer
            .attachments()
            .iter()
            .filter(|attachment| attachment.state() != Some(&VolumeAttachmentState::Detached))
            .filter_map(|attachment| {
                Some(Attachment {
                    instance_id: attachment.instance_id()?.to_owned(),
                    attached_at: attachment.attach_time().and_then(utc),
                    device: attachment.device().map(str::to_owned),
                })
            })
            .collect(),
        multi_attach: answer.multi_attach_enabled(),
        tags: Some(super::tags(answer.tags())),
    })
}
