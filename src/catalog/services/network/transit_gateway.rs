//! Transit gateways: attachment hours and processed data (AWS Transit Gateway pricing).

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::Gb;

pub(super) const DATA_PROCESSED: Field = Field::number(
    "monthly_data_processed_gb",
    "GB a month",
    "Data that the attachment sends into the transit gateway.",
);

pub(super) const VPC_ATTACHMENT: Kind = Kind {
    type_name: "aws_ec2_transit_gateway_vpc_attachment",
    kind: "transit-gateway-vpc-attachment",
    service: "AmazonVPC",
    attributes: &[],
    usage: &[DATA_PROCESSED],
    price: |attachment, sheet| price_attachment(Attachment::Vpc, attachment, sheet),
};

/// Data over a peering is billed by the attachment that it came in by, and between regions as transfer.
pub(super) const PEERING_ATTACHMENT: Kind = Kind {
    type_name: "aws_ec2_transit_gateway_peering_attachment",
    kind: "transit-gateway-peering-attachment",
    service: "AmazonVPC",
    attributes: &[],
    usage: &[],
    price: |_, sheet| sheet.all_month(ATTACHMENT, sheet.rate("vpc.tgw.attachment.peering")),
};

const ATTACHMENT: &str = "Transit gateway attachment";

/// What is attached.
#[derive(Clone, Copy)]
pub(super) enum Attachment {
    Vpc,
    Vpn,
    DirectConnect,
}

/// The lines of an attachment that brings data in.
pub(super) fn price_attachment(attachment: Attachment, resource: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let (hour, data) = match attachment {
        Attachment::Vpc => ("vpc.tgw.attachment.vpc", "vpc.tgw.data"),
        Attachment::Vpn => ("vpc.tgw.attachment.vpn", "vpc.tgw.data.vpn"),
        Attachment::DirectConnect => ("vpc.tgw.attachment.direct_connect", "vpc.tgw.data.direct_connect"),
    };
    sheet.all_month(ATTACHMENT, sheet.rate(hour));
    sheet.usage::<Gb>("Data processed", resource.usage("monthly_data_processed_gb"), sheet.rate(data));
}
