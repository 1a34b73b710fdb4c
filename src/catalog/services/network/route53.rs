//! Route 53: hosted zones, queries and resolver endpoints (Amazon Route 53 pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::model::cost::PriceMissing;
use crate::pricing::TieredPrice;
use crate::units::{HOURS_PER_MONTH, HostedZone, Quantity, Query, Unit};

/// Where the book holds what AWS bills without a region, in all but its separate partitions.
const NO_REGION: &str = "us-east-1";

pub(super) const ZONE: Kind = Kind {
    type_name: "aws_route53_zone",
    kind: "route53-hosted-zone",
    service: "AmazonRoute53",
    attributes: &[],
    usage: &[],
    price: |_, sheet| {
        sheet.fixed("Hosted zone", Quantity::<HostedZone>::of(1_u32), global(sheet, "route53.hosted_zone"));
    },
};

pub(super) const RECORD: Kind = Kind {
    type_name: "aws_route53_record",
    kind: "route53-record",
    service: "AmazonRoute53",
    attributes: &[
        Field::block(
            "alias",
            &[Field::text("name", "The target; queries are free unless it is another record.")],
            "An alias of an AWS resource.",
        ),
        Field::any("cidr_routing_policy", "IP-based routing."),
    ],
    usage: &[
        Field::number(
            "monthly_standard_queries",
            "queries a month",
            "Queries of simple, weighted and failover records.",
        ),
        Field::number("monthly_latency_based_queries", "queries a month", "Latency-based queries."),
        Field::number("monthly_geo_queries", "queries a month", "Geolocation and geoproximity queries."),
    ],
    price: price_record,
};

pub(super) const RESOLVER_ENDPOINT: Kind = Kind {
    type_name: "aws_route53_resolver_endpoint",
    kind: "route53-resolver-endpoint",
    service: "AmazonRoute53",
    attributes: &[Field::any("ip_address", "The addresses, each with a network interface; at least two.")],
    usage: &[Field::number("monthly_queries", "queries a month", "DNS queries.")],
    price: price_resolver_endpoint,
};

/// AWS bills zones, queries and health checks without a region.
pub(super) fn global<U: Unit>(sheet: &Sheet<'_>, item: &str) -> Result<TieredPrice<U>, PriceMissing> {
    let own = sheet.region.as_str();
    let place = if own.starts_with("us-gov-") || own.starts_with("cn-") { own } else { NO_REGION };
    sheet.rate_at(place, item)
}

fn price_record(record: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let alias = record.block("alias").is_some();
    let of_record = record.referred("alias").is_some_and(|target| target.blueprint.type_name == "aws_route53_record");
    if alias && !of_record {
        return;
    }
    if record.is_given("cidr_routing_policy") {
        sheet.gap("queries of IP-based routing are not priced");
    }
    let queries = [
        ("Standard queries", "monthly_standard_queries", "route53.query.standard"),
        ("Latency-based queries", "monthly_latency_based_queries", "route53.query.latency"),
        ("Geolocation queries", "monthly_geo_queries", "route53.query.geo"),
    ];
    for (name, usage, item) in queries {
        sheet.usage::<Query>(name, record.usage(usage), global(sheet, item));
    }
}

fn price_resolver_endpoint(endpoint: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let addresses = endpoint.attributes().count("ip_address");
    if addresses == 0 {
        sheet.gap("how many addresses the endpoint has is not known");
    } else {
        let hours = HOURS_PER_MONTH.times(Decimal::from(addresses));
        sheet.fixed("Network interfaces", hours, sheet.rate("route53.resolver.network_interface"));
    }
    sheet.usage::<Query>("DNS queries", endpoint.usage("monthly_queries"), sheet.rate("route53.resolver.query"));
}
