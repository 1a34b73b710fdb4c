//! VPN: site-to-site connections, client endpoints and their associations (AWS VPN pricing).

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::HOURS_PER_MONTH;

use super::transit_gateway::{self, Attachment};

pub(super) const CONNECTION: Kind = Kind {
    type_name: "aws_vpn_connection",
    kind: "vpn-connection",
    service: "AmazonVPC",
    attributes: &[Field::text("transit_gateway_id", "The transit gateway that it ends at, if it does.")],
    usage: &[transit_gateway::DATA_PROCESSED],
    price: price_connection,
};

pub(super) const CLIENT_ENDPOINT: Kind = Kind {
    type_name: "aws_ec2_client_vpn_endpoint",
    kind: "client-vpn-endpoint",
    service: "AmazonVPC",
    attributes: &[],
    usage: &[Field::number(
        "monthly_connection_hrs",
        "hours a month",
        "Hours of all client connections together; those of one client all month without it.",
    )],
    price: price_client_endpoint,
};

pub(super) const CLIENT_ASSOCIATION: Kind = Kind {
    type_name: "aws_ec2_client_vpn_network_association",
    kind: "client-vpn-network-association",
    service: "AmazonVPC",
    attributes: &[],
    usage: &[],
    price: |_, sheet| sheet.all_month("Endpoint association", sheet.rate("vpc.client_vpn.association")),
};

fn price_connection(connection: &Resource<'_>, sheet: &mut Sheet<'_>) {
    sheet.all_month("VPN connection", sheet.rate("vpc.vpn.connection"));
    if connection.is_given("transit_gateway_id") {
        transit_gateway::price_attachment(Attachment::Vpn, connection, sheet);
    }
}

fn price_client_endpoint(endpoint: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let rate = sheet.rate("vpc.client_vpn.connection");
    match endpoint.usage("monthly_connection_hrs") {
        Some(hours) => sheet.usage("Client connections", Some(hours), rate),
        None => sheet.fixed("Client connection (one client all month)", HOURS_PER_MONTH, rate),
    }
}
