//! Elastic IP addresses: by the hour, in use or idle (Amazon VPC pricing, *Public IPv4 address*).

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::estimate;
use crate::model::configuration::{AddressConfiguration, Configuration, Placed};

pub(super) const ADDRESS: Kind = Kind {
    type_name: "aws_eip",
    kind: "elastic-ip",
    service: "AmazonVPC",
    attributes: &[
        Field::text("instance", "The instance it is associated with."),
        Field::text("network_interface", "The network interface it is associated with."),
        Field::text("public_ipv4_pool", "A pool of the customer's own addresses, which are free; `amazon` without it."),
        Field::text("customer_owned_ipv4_pool", "A pool of an Outpost, which is free."),
    ],
    usage: &[],
    price,
};

/// What uses an address that it refers to.
const USERS: [&str; 7] = [
    "aws_eip_association",
    "aws_nat_gateway",
    "aws_lb",
    "aws_alb",
    "aws_network_interface",
    "aws_transfer_server",
    "aws_instance",
];

fn price(address: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let set = |path: &str| address.text(path).is_some() || address.blueprint.references.contains_key(path);
    let in_use =
        set("instance") || set("network_interface") || USERS.iter().any(|user| !address.referring(user).is_empty());
    let brought = address.text("public_ipv4_pool").is_some_and(|pool| pool != "amazon");
    let amazon_owned = !brought && address.text("customer_owned_ipv4_pool").is_none();
    let configuration = Configuration::Ec2Address(AddressConfiguration { in_use, amazon_owned });
    let placed = Placed { region: sheet.region.clone(), configuration };
    sheet.adopt(estimate::estimate(&placed, sheet.prices));
}
