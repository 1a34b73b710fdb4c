//! Traffic Mirroring: a session's network interface by the hour (Amazon VPC pricing).

use crate::catalog::{Kind, Resource, Sheet};

pub(super) const SESSION: Kind = Kind {
    type_name: "aws_ec2_traffic_mirror_session",
    kind: "traffic-mirror-session",
    service: "AmazonVPC",
    attributes: &[],
    usage: &[],
    price,
};

fn price(_: &Resource<'_>, sheet: &mut Sheet<'_>) {
    sheet.all_month("Traffic mirroring", sheet.rate("vpc.traffic_mirroring.eni"));
}
