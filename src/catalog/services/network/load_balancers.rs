//! Elastic Load Balancing: hours, and capacity units by the largest of their dimensions (Elastic Load Balancing pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Gb, HOURS_PER_MONTH, LcuHour};

const SECONDS_PER_HOUR: u32 = 3_600;

const LOAD_BALANCER_USAGE: &[Field] = &[
    Field::number("new_connections", "connections a month", "Newly established connections or flows."),
    Field::number("new_connections_per_second", "connections a second", "The same as an average rate."),
    Field::number("active_connections", "connections", "Connections or flows that are open at a time, on average."),
    Field::number("processed_bytes_gb", "GB a month", "Bytes processed."),
    Field::number(
        "rule_evaluations",
        "evaluations a second",
        "Application load balancers: requests a second × rules beyond the ten free ones, on average.",
    ),
];

pub(super) const LOAD_BALANCER: Kind = Kind {
    type_name: "aws_lb",
    kind: "elb-load-balancer",
    service: "AWSELB",
    attributes: &[Field::text("load_balancer_type", "`application`, `network` or `gateway`; application without it.")],
    usage: LOAD_BALANCER_USAGE,
    price,
};

pub(super) const APPLICATION_LOAD_BALANCER: Kind =
    Kind { type_name: "aws_alb", kind: "elb-application-load-balancer", ..LOAD_BALANCER };

pub(super) const CLASSIC_LOAD_BALANCER: Kind = Kind {
    type_name: "aws_elb",
    kind: "elb-classic-load-balancer",
    service: "AWSELB",
    attributes: &[],
    usage: &[Field::number("monthly_data_processed_gb", "GB a month", "Data processed.")],
    price: price_classic,
};

/// What one capacity unit holds, on average over an hour; a GB an hour for all.
struct Capacity {
    /// `Application load balancer`.
    name: &'static str,
    item: &'static str,
    new_per_second: u32,
    active: u32,
    rules_per_second: Option<u32>,
}

const APPLICATION: Capacity = Capacity {
    name: "Application load balancer",
    item: "elb.alb",
    new_per_second: 25,
    active: 3_000,
    rules_per_second: Some(1_000),
};
/// The figures of TCP.
const NETWORK: Capacity = Capacity {
    name: "Network load balancer",
    item: "elb.nlb",
    new_per_second: 800,
    active: 100_000,
    rules_per_second: None,
};
const GATEWAY: Capacity = Capacity {
    name: "Gateway load balancer",
    item: "elb.gwlb",
    new_per_second: 600,
    active: 60_000,
    rules_per_second: None,
};

fn price(balancer: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if balancer.is_unknown("load_balancer_type") {
        return sheet.gap("the type of the load balancer is known only after apply");
    }
    let capacity = match balancer.text("load_balancer_type").unwrap_or("application") {
        "application" => APPLICATION,
        "network" => NETWORK,
        "gateway" => GATEWAY,
        other => return sheet.gap(format!("load balancers of the type `{other}` are not known")),
    };
    sheet.all_month(capacity.name, sheet.rate(&format!("{}.hour", capacity.item)));
    let rate = sheet.rate::<LcuHour>(&format!("{}.lcu", capacity.item)).map(|rate| rate.by_the_month());
    sheet.usage("Capacity units", capacity_units(balancer, &capacity), rate);
}

/// The largest dimension that the usage gives.
fn capacity_units(balancer: &Resource<'_>, capacity: &Capacity) -> Option<Decimal> {
    let hours = HOURS_PER_MONTH.amount();
    let per = |usage: Option<Decimal>, unit: u32| usage.map(|amount| amount / Decimal::from(unit));
    let monthly = balancer.usage("new_connections").map(|count| count / hours / Decimal::from(SECONDS_PER_HOUR));
    let dimensions = [
        per(monthly, capacity.new_per_second),
        per(balancer.usage("new_connections_per_second"), capacity.new_per_second),
        per(balancer.usage("active_connections"), capacity.active),
        balancer.usage("processed_bytes_gb").map(|gb| gb / hours),
        capacity.rules_per_second.and_then(|rules| per(balancer.usage("rule_evaluations"), rules)),
    ];
    dimensions.into_iter().flatten().max()
}

fn price_classic(balancer: &Resource<'_>, sheet: &mut Sheet<'_>) {
    sheet.all_month("Classic load balancer", sheet.rate("elb.clb.hour"));
    sheet.usage::<Gb>("Data processed", balancer.usage("monthly_data_processed_gb"), sheet.rate("elb.clb.data"));
}
