//! EC2 and EBS: instances, what a region offers, volumes, snapshots, images, addresses.

mod addresses;
mod images;
mod instance_types;
mod instances;
mod reserved_instances;
mod snapshots;
mod volumes;

use aws_sdk_ec2::types::Tag;

pub(super) use addresses::addresses;
pub(super) use images::images;
pub(super) use instance_types::instance_types;
pub(super) use instances::instances;
pub(super) use reserved_instances::reserved_instances;
pub(super) use snapshots::snapshots;
pub(super) use volumes::volumes;

use super::operation::Operation;
use crate::model::resource::Tags;

pub(super) const OPERATIONS: &[Operation] = &[
    addresses::DESCRIBE_ADDRESSES,
    images::DESCRIBE_IMAGES,
    instance_types::DESCRIBE_INSTANCE_TYPES,
    instances::DESCRIBE_INSTANCES,
    reserved_instances::DESCRIBE_RESERVED_INSTANCES,
    snapshots::DESCRIBE_SNAPSHOTS,
    volumes::DESCRIBE_VOLUMES,
];

fn tags(tags: &[Tag]) -> Tags {
    tags.iter().filter_map(|tag| Some((tag.key()?.to_owned(), tag.value().unwrap_or_default().to_owned()))).collect()
}

/// A count that AWS gives as a signed integer; negative ones are no counts.
fn count(number: Option<i32>) -> Option<u32> {
    u32::try_from(number?).ok()
}
