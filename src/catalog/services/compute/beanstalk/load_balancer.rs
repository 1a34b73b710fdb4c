//! The load balancer of an environment (Elastic Load Balancing pricing).

use rust_decimal::Decimal;

use super::Settings;
use crate::catalog::{Field, Resource, Sheet};
use crate::units::{Gb, HOURS_PER_MONTH, LcuHour};

pub(super) const FIELDS: &[Field] = &[
    Field::number("new_connections", "connections a month", "New connections."),
    Field::number("active_connections", "connections", "Open connections, sampled by the minute."),
    Field::number("processed_bytes_gb", "GiB a month", "Traffic through the load balancer."),
];
pub(super) const CLASSIC_FIELDS: &[Field] =
    &[Field::number("monthly_data_processed_gb", "GiB a month", "Traffic through the load balancer.")];

const SERVICE: &str = "AWSELB";
const OPTIONS: &str = "aws:elasticbeanstalk:environment";

/// Classic is Elastic Beanstalk's default outside its console.
pub(super) fn price(environment: &Resource<'_>, settings: Settings<'_>, sheet: &mut Sheet<'_>) {
    if settings.flag(OPTIONS, "LoadBalancerIsShared") == Some(true) {
        return;
    }
    match settings.text(OPTIONS, "LoadBalancerType").as_deref() {
        None | Some("classic") => {
            sheet.all_month("Classic Load Balancer", sheet.rate_of(SERVICE, "elb.clb.hour"));
            let traffic = environment.usage("elb.monthly_data_processed_gb");
            sheet.usage::<Gb>("Data processed", traffic, sheet.rate_of(SERVICE, "elb.clb.data"));
        }
        Some("application") => by_capacity("Application Load Balancer", "alb", (25, 3_000), environment, sheet),
        Some("network") => by_capacity("Network Load Balancer", "nlb", (800, 100_000), environment, sheet),
        Some(other) => sheet.gap(format!("load balancers of type `{other}` are not priced")),
    }
}

/// A capacity unit holds so many new connections a second, so many open ones, and 1 GiB an hour; the largest share is
/// billed.
fn by_capacity(name: &str, item: &str, (new, open): (u32, u32), environment: &Resource<'_>, sheet: &mut Sheet<'_>) {
    sheet.all_month(name, sheet.rate_of(SERVICE, &format!("elb.{item}.hour")));
    let hours = HOURS_PER_MONTH.amount();
    let seconds = hours.saturating_mul(Decimal::from(3_600));
    let shares = [
        environment.usage("lb.new_connections").map(|count| count / seconds / Decimal::from(new)),
        environment.usage("lb.active_connections").map(|count| count / Decimal::from(open)),
        environment.usage("lb.processed_bytes_gb").map(|gib| gib / hours),
    ];
    let price = sheet.rate_of::<LcuHour>(SERVICE, &format!("elb.{item}.lcu"));
    let units = shares.into_iter().flatten().max();
    sheet.usage("Capacity units", units, price.map(|rate| rate.by_the_month()));
}
