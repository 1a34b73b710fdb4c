//! Global Accelerator: a fee by the hour, and a premium on the larger direction of the traffic
//! (AWS Global Accelerator pricing).

use rust_decimal::Decimal;

use super::declared::choice;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::Gb;

/// Inputs by where the edge location stands.
const AREAS: [(&str, &str); 9] = [
    ("us", "United States, Mexico and Canada"),
    ("europe", "Europe"),
    ("south_africa", "South Africa and Kenya"),
    ("south_america", "South America"),
    ("south_korea", "South Korea"),
    ("middle_east", "Middle East"),
    ("australia", "Australia and New Zealand"),
    ("asia_pacific", "Asia Pacific"),
    ("india", "India, Indonesia, Philippines and Thailand"),
];
const BY_AREA: &[Field] = &of_areas();
const INBOUND: &str = "monthly_inbound_data_transfer_gb";
const OUTBOUND: &str = "monthly_outbound_data_transfer_gb";

const fn of_areas() -> [Field; 9] {
    let mut fields = [Field::number("", "GiB a month", ""); 9];
    let mut at = 0;
    while at < fields.len() {
        fields[at] = Field::number(AREAS[at].0, "GiB a month", AREAS[at].1);
        at += 1;
    }
    fields
}

pub(super) const ACCELERATOR: Kind = Kind {
    type_name: "aws_globalaccelerator_accelerator",
    kind: "global-accelerator",
    service: "AWSGlobalAccelerator",
    attributes: &[],
    usage: &[],
    price: accelerator,
};

pub(super) const CUSTOM_ROUTING_ACCELERATOR: Kind = Kind {
    type_name: "aws_globalaccelerator_custom_routing_accelerator",
    kind: "global-accelerator-custom-routing",
    service: "AWSGlobalAccelerator",
    attributes: &[],
    usage: &[],
    price: accelerator,
};

pub(super) const ENDPOINT_GROUP: Kind = Kind {
    type_name: "aws_globalaccelerator_endpoint_group",
    kind: "global-accelerator-endpoint-group",
    service: "AWSGlobalAccelerator",
    attributes: &[Field::text("endpoint_group_region", "Where the endpoints are; the resource's region without it.")],
    usage: &[
        Field::block(INBOUND, BY_AREA, "Data from users, by edge location."),
        Field::block(OUTBOUND, BY_AREA, "Data to users, by edge location."),
    ],
    price: endpoint_group,
};

/// An accelerator is billed until it is deleted, also while it is disabled.
fn accelerator(_: &Resource<'_>, sheet: &mut Sheet<'_>) {
    sheet.all_month("Accelerator", sheet.rate_at("global", "globalaccelerator.accelerator"));
}

/// AWS takes the larger direction of each hour; a month's totals are taken as one hour's.
fn endpoint_group(group: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let own_region = sheet.region.as_str();
    let Some(region) = choice(group, "endpoint_group_region", own_region, sheet) else { return };
    let Some(source) = source(region) else {
        sheet.gap(format!("no premium is known for data of {region}"));
        return;
    };
    let mut shown = false;
    for (area, name) in AREAS {
        let inbound = group.usage(&format!("{INBOUND}.{area}"));
        let outbound = group.usage(&format!("{OUTBOUND}.{area}"));
        if let Some((direction, amount)) = dominant(inbound, outbound) {
            shown = true;
            premium(source, area, name, Some((direction, amount)), sheet);
        }
    }
    if !shown && let Some((area, name)) = AREAS.first() {
        premium(source, area, name, None, sheet);
    }
}

fn dominant(inbound: Option<Decimal>, outbound: Option<Decimal>) -> Option<(&'static str, Decimal)> {
    match (inbound, outbound) {
        (Some(inbound), outbound) if inbound > outbound.unwrap_or_default() => Some(("inbound", inbound)),
        (_, Some(outbound)) => Some(("outbound", outbound)),
        (Some(inbound), None) => Some(("inbound", inbound)),
        (None, None) => None,
    }
}

fn premium(source: &str, area: &str, name: &str, traffic: Option<(&str, Decimal)>, sheet: &mut Sheet<'_>) {
    let line = traffic.map_or_else(|| "Transfer premium".to_owned(), |(way, _)| format!("Transfer premium ({way})"));
    sheet.part(name, |sheet| {
        let price = sheet.rate_at("us-east-1", &format!("globalaccelerator.dt_premium.{source}.{area}"));
        sheet.usage::<Gb>(&line, traffic.map(|(_, amount)| amount), price);
    });
}

/// The group of regions by which the premium is listed.
fn source(region: &str) -> Option<&'static str> {
    Some(match region {
        "ap-northeast-2" => "south_korea",
        "ap-south-1" | "ap-south-2" => "india",
        "ap-southeast-2" | "ap-southeast-4" => "australia",
        _ => match region.split('-').next() {
            Some("us" | "ca" | "mx") => "north_america",
            Some("eu") => "europe",
            Some("ap") => "asia_pacific",
            Some("sa") => "south_america",
            Some("me" | "il") => "middle_east",
            Some("af") => "south_africa",
            _ => return None,
        },
    })
}
