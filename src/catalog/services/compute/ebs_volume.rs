//! EBS volumes (Amazon EBS pricing).

use super::devices::{Volume, volume_type};
use super::ebs_snapshot;
use crate::catalog::{Field, Kind, Resource, Sheet};

pub(super) const VOLUME: Kind = Kind {
    type_name: "aws_ebs_volume",
    kind: "ebs-volume",
    service: "AmazonEC2",
    attributes: &[
        Field::text("type", "`gp3`, `io2`, …; gp2 without it."),
        Field::number("size", "GiB", "The snapshot's without it."),
        Field::number("iops", "IOPS", "Of gp3 (3,000 without it), io1 and io2."),
        Field::number("throughput", "MiB/s", "Of gp3 (125 without it)."),
        Field::text("snapshot_id", "The snapshot it is made from."),
    ],
    usage: &[Field::number("monthly_standard_io_requests", "requests a month", "I/O requests of a magnetic volume.")],
    price,
};

fn price(volume: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let size = ebs_snapshot::size_of_volume(volume, 0);
    let volume = Volume {
        storage: volume_type(volume.text("type")),
        size,
        iops: volume.number("iops"),
        throughput: volume.number("throughput"),
        requests: volume.usage("monthly_standard_io_requests"),
    };
    volume.price(sheet);
}
