//! Route 53 health checks: the check and its optional features, each by what is checked (Amazon Route 53 pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Month, Quantity};

use super::route53::global;

/// Seconds between requests that are an optional feature.
const FAST_INTERVAL_S: u32 = 10;

pub(super) const HEALTH_CHECK: Kind = Kind {
    type_name: "aws_route53_health_check",
    kind: "route53-health-check",
    service: "AmazonRoute53",
    attributes: &[
        Field::text("type", "`HTTP`, `HTTPS_STR_MATCH`, `CALCULATED`, …"),
        Field::number("request_interval", "seconds", "10 is an optional feature; 30 without it."),
        Field::flag("measure_latency", "An optional feature; off without it."),
    ],
    usage: &[Field::text("endpoint_type", "`aws` or `non_aws`; an endpoint in AWS without it.")],
    price,
};

fn price(check: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let Some(form) = check.text("type") else { return sheet.gap("the type of the health check is not known") };
    // Routing controls of Application Recovery Controller are billed with their cluster.
    if form == "RECOVERY_CONTROL" {
        return;
    }
    let outside = check.usage_text("endpoint_type").is_some_and(|endpoint| endpoint.eq_ignore_ascii_case("non_aws"));
    let (name, place) = if outside { ("outside AWS", "other") } else { ("in AWS", "aws") };
    let item = format!("route53.health_check.{place}");
    sheet.fixed(&format!("Health check ({name})"), Quantity::<Month>::of(1_u32), global(sheet, &item));
    let features = features(check, form);
    if features > Decimal::ZERO {
        let item = format!("route53.health_check.option.{place}");
        sheet.fixed("Optional features", Quantity::<Month>::new(features), global(sheet, &item));
    }
}

/// HTTPS, string matching, fast interval, latency.
fn features(check: &Resource<'_>, form: &str) -> Decimal {
    let features = [
        form.starts_with("HTTPS"),
        form.ends_with("STR_MATCH"),
        check.number("request_interval") == Some(Decimal::from(FAST_INTERVAL_S)),
        check.flag("measure_latency") == Some(true),
    ];
    Decimal::from(features.into_iter().filter(|feature| *feature).count())
}
