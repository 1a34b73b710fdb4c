//! NAT gateways: hours and processed data (Amazon VPC pricing).

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::Gb;

pub(super) const NAT_GATEWAY: Kind = Kind {
    type_name: "aws_nat_gateway",
    kind: "vpc-nat-gateway",
    service: "AmazonEC2",
    attributes: &[],
    usage: &[Field::number("monthly_data_processed_gb", "GB a month", "Data processed.")],
    price,
};

fn price(gateway: &Resource<'_>, sheet: &mut Sheet<'_>) {
    sheet.all_month("NAT gateway", sheet.rate("nat.hour"));
    sheet.usage::<Gb>("Data processed", gateway.usage("monthly_data_processed_gb"), sheet.rate("nat.data_processed"));
}
