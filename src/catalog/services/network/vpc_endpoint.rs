//! VPC endpoints: hours for each Availability Zone and processed data; gateway endpoints are free (AWS `PrivateLink` pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Gb, HOURS_PER_MONTH};

pub(super) const ENDPOINT: Kind = Kind {
    type_name: "aws_vpc_endpoint",
    kind: "vpc-endpoint",
    service: "AmazonVPC",
    attributes: &[
        Field::text("vpc_endpoint_type", "`Gateway`, `Interface` or `GatewayLoadBalancer`; Gateway without it."),
        Field::any("subnet_ids", "Subnets, one an Availability Zone; one without it."),
    ],
    usage: &[Field::number("monthly_data_processed_gb", "GB a month", "Data processed.")],
    price,
};

fn price(endpoint: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if endpoint.is_unknown("vpc_endpoint_type") {
        return sheet.gap("the type of the endpoint is known only after apply");
    }
    let (name, hour, data) = match endpoint.text("vpc_endpoint_type").unwrap_or("Gateway") {
        "Gateway" => return,
        "Interface" => ("Interface endpoint", "vpc.endpoint.interface.hour", "vpc.endpoint.interface.data"),
        "GatewayLoadBalancer" => ("Gateway Load Balancer endpoint", "vpc.endpoint.gwlb.hour", "vpc.endpoint.gwlb.data"),
        other => return sheet.gap(format!("endpoints of the type `{other}` are not priced")),
    };
    let subnets = endpoint.items("subnet_ids");
    if subnets == 0 && endpoint.is_unknown("subnet_ids") {
        sheet.gap("how many subnets the endpoint is in is known only after apply; one is counted");
    }
    let hours = HOURS_PER_MONTH.times(Decimal::from(subnets.max(1)));
    sheet.fixed(name, hours, sheet.rate(hour));
    sheet.usage::<Gb>("Data processed", endpoint.usage("monthly_data_processed_gb"), sheet.rate(data));
}
