//! Network Firewall: hours for each endpoint and processed data (AWS Network Firewall pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Gb, HOURS_PER_MONTH};

pub(super) const FIREWALL: Kind = Kind {
    type_name: "aws_networkfirewall_firewall",
    kind: "network-firewall",
    service: "AWSNetworkFirewall",
    attributes: &[
        Field::any("subnet_mapping", "Subnets, each with an endpoint; one without it."),
        Field::any("availability_zone_mapping", "The same for a firewall attached to a transit gateway."),
    ],
    usage: &[Field::number("monthly_data_processed_gb", "GB a month", "Data processed.")],
    price,
};

fn price(firewall: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let places = ["subnet_mapping", "availability_zone_mapping"];
    let endpoints = places.iter().map(|path| firewall.attributes().count(path)).sum::<usize>();
    if endpoints == 0 && places.iter().any(|path| firewall.is_unknown(path)) {
        sheet.gap("how many endpoints the firewall has is known only after apply; one is counted");
    }
    let hours = HOURS_PER_MONTH.times(Decimal::from(endpoints.max(1)));
    sheet.fixed("Firewall endpoint", hours, sheet.rate("networkfirewall.endpoint.hour"));
    let processed = firewall.usage("monthly_data_processed_gb");
    sheet.usage::<Gb>("Data processed", processed, sheet.rate("networkfirewall.data"));
}
