//! Direct Connect: port hours, data out by region, gateway associations (AWS Direct Connect pricing).

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::Gb;

use super::transit_gateway::{self, Attachment};

pub(super) const CONNECTION: Kind = Kind {
    type_name: "aws_dx_connection",
    kind: "direct-connect-connection",
    service: "AWSDirectConnect",
    attributes: &[Field::text("bandwidth", "Of the port: `1Gbps`, `10Gbps`, `500Mbps`, …")],
    usage: &[
        Field::text("dx_connection_type", "`dedicated` or `hosted`; dedicated without it."),
        Field::text("dx_virtual_interface_type", "`private` or `public`; private without it."),
        Field::number(
            "monthly_outbound_region_to_dx_location_gb",
            "GB a month",
            "Data out of the connection's region.",
        ),
        Field::any(
            "monthly_outbound_from_region_to_dx_connection_location",
            "GB a month by region, `eu_west_1: 1000`; replaces the one figure.",
        ),
    ],
    price: price_connection,
};

pub(super) const GATEWAY_ASSOCIATION: Kind = Kind {
    type_name: "aws_dx_gateway_association",
    kind: "direct-connect-gateway-association",
    service: "AmazonVPC",
    attributes: &[Field::text(
        "associated_gateway_id",
        "The transit gateway or virtual private gateway (free) behind it.",
    )],
    usage: &[transit_gateway::DATA_PROCESSED],
    price: price_gateway_association,
};

fn price_connection(connection: &Resource<'_>, sheet: &mut Sheet<'_>) {
    match connection.text("bandwidth") {
        Some(bandwidth) => {
            let form = connection.usage_text("dx_connection_type").unwrap_or("dedicated").to_ascii_lowercase();
            let item = format!("directconnect.port.{form}.{}", bandwidth.to_ascii_lowercase());
            sheet.all_month(&format!("Port ({form}, {bandwidth})"), sheet.rate(&item));
        }
        None => sheet.gap("the bandwidth of the port is not known"),
    }
    price_data_out(connection, sheet);
}

fn price_data_out(connection: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let public = match connection.usage_text("dx_virtual_interface_type") {
        Some("public") => "public.",
        _ => "",
    };
    let own_region = sheet.region.as_str();
    let mut write = |region: &str, gb| {
        let item = format!("directconnect.data_out.{public}from.{region}");
        sheet.usage::<Gb>(&format!("Data out from {region}"), gb, sheet.rate(&item));
    };
    let by_region = "monthly_outbound_from_region_to_dx_connection_location";
    if let Some(regions) = connection.usage_block().block(by_region) {
        for (key, _) in regions.entries() {
            write(&key.replace('_', "-"), connection.usage(&format!("{by_region}.{key}")));
        }
    } else if let Some(gb) = connection.usage("monthly_outbound_region_to_dx_location_gb") {
        write(own_region, Some(gb));
    }
}

fn price_gateway_association(association: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let path = "associated_gateway_id";
    let by_reference = association.referred(path).map(|gateway| gateway.blueprint.type_name == "aws_vpn_gateway");
    let private_gateway = association.text(path).map(|id| id.starts_with("vgw-")).or(by_reference);
    match private_gateway {
        Some(true) => {}
        Some(false) => transit_gateway::price_attachment(Attachment::DirectConnect, association, sheet),
        None => sheet.gap("whether it is a transit gateway (billed) or a virtual private gateway (free) is not known"),
    }
}
