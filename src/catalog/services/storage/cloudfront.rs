//! CloudFront distributions: transfer and requests by price area, and what a distribution may do besides
//! (Amazon CloudFront pricing, pay as you go).

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Certificate, Gb, InvalidationPath, LogLine, Request};

/// Charges that are the same everywhere stand in the book under these places.
const EVERYWHERE: &str = "us-east-1";
const GLOBAL: &str = "global";

/// A price area: its input in the usage, its place in the price book.
struct Area {
    usage: &'static str,
    place: &'static str,
    name: &'static str,
}

const AREAS: [Area; 8] = [
    Area { usage: "us", place: "edge:United States", name: "United States, Mexico and Canada" },
    Area { usage: "europe", place: "edge:EU", name: "Europe and Israel" },
    Area { usage: "south_africa", place: "edge:South Africa", name: "South Africa, Kenya and Middle East" },
    Area { usage: "south_america", place: "edge:South America", name: "South America" },
    Area { usage: "japan", place: "edge:Japan", name: "Japan" },
    Area { usage: "australia", place: "edge:Australia", name: "Australia and New Zealand" },
    Area { usage: "asia_pacific", place: "edge:Asia Pacific", name: "Asia Pacific" },
    Area { usage: "india", place: "edge:India", name: "India" },
];

/// Inputs that are split by area.
const BY_AREA: [&str; 4] = [
    "monthly_data_transfer_to_internet_gb",
    "monthly_data_transfer_to_origin_gb",
    "monthly_http_requests",
    "monthly_https_requests",
];

const GIB: &[Field] = &of_areas("GiB a month");
const REQUESTS: &[Field] = &of_areas("requests a month");

const fn of_areas(unit: &'static str) -> [Field; 8] {
    let mut fields = [Field::number("", unit, ""); 8];
    let mut at = 0;
    while at < fields.len() {
        fields[at] = Field::number(AREAS[at].usage, unit, AREAS[at].name);
        at += 1;
    }
    fields
}

const fn shield_area(name: &'static str) -> Field {
    Field::number(name, "requests a month", "Requests to an origin shield there.")
}

const SHIELD: &[Field] = &[
    shield_area("us"),
    shield_area("europe"),
    shield_area("south_america"),
    shield_area("japan"),
    shield_area("australia"),
    shield_area("singapore"),
    shield_area("south_korea"),
    shield_area("india"),
];

const BEHAVIOR: &[Field] = &[
    Field::text("field_level_encryption_id", "Set where fields of requests are encrypted."),
    Field::text("realtime_log_config_arn", "Set where requests are logged in real time."),
];

pub(super) const DISTRIBUTION: Kind = Kind {
    type_name: "aws_cloudfront_distribution",
    kind: "cloudfront-distribution",
    service: "AmazonCloudFront",
    attributes: &[
        Field::block(
            "origin",
            &[Field::block(
                "origin_shield",
                &[
                    Field::flag("enabled", "Whether requests go through the shield."),
                    Field::text("origin_shield_region", "The region of the shield."),
                ],
                "A cache before the origin.",
            )],
            "Where content comes from.",
        ),
        Field::block("default_cache_behavior", BEHAVIOR, "What holds without another behavior."),
        Field::block("ordered_cache_behavior", BEHAVIOR, "What holds for some paths."),
        Field::any("logging_config", "Standard logs, which cost nothing; real-time logs may be kept beside."),
        Field::block(
            "viewer_certificate",
            &[Field::text("ssl_support_method", "`vip` for dedicated addresses.")],
            "The certificate that viewers see.",
        ),
    ],
    usage: &[
        Field::block(BY_AREA[0], GIB, "Data sent to viewers."),
        Field::block(BY_AREA[1], GIB, "Data sent to the origin."),
        Field::block(BY_AREA[2], REQUESTS, "HTTP requests."),
        Field::block(BY_AREA[3], REQUESTS, "HTTPS requests."),
        Field::block("monthly_shield_requests", SHIELD, "Requests to origin shields."),
        Field::number("monthly_invalidation_requests", "paths a month", "Paths invalidated; 1,000 are free."),
        Field::number("monthly_encryption_requests", "requests a month", "Requests with encrypted fields."),
        Field::number("monthly_log_lines", "lines a month", "Lines of real-time logs."),
        Field::number("custom_ssl_certificates", "certificates", "Certificates with dedicated addresses."),
    ],
    price,
};

fn price(distribution: &Resource<'_>, sheet: &mut Sheet<'_>) {
    areas(distribution, sheet);
    shields(distribution, sheet);
    let encrypted = distribution.usage("monthly_encryption_requests");
    if encrypted.is_some() || behaves(distribution, "field_level_encryption_id") {
        let price = sheet.rate_at(EVERYWHERE, "cloudfront.request.field_level_encryption");
        sheet.usage::<Request>("Field-level encryption requests", encrypted, price);
    }
    let lines = distribution.usage("monthly_log_lines");
    let logs = distribution.block("logging_config").is_some() || behaves(distribution, "realtime_log_config_arn");
    if lines.is_some() || logs {
        sheet.usage::<LogLine>("Real-time log lines", lines, sheet.rate_at(EVERYWHERE, "cloudfront.realtime_log.line"));
    }
    let paths = distribution.usage("monthly_invalidation_requests");
    sheet.usage::<InvalidationPath>("Invalidated paths", paths, sheet.rate_at(GLOBAL, "cloudfront.invalidation_path"));
    certificates(distribution, sheet);
}

/// The areas that the usage names; without any, the first shows its prices.
fn areas(distribution: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let amount = |input: &str, area: &Area| distribution.usage(&format!("{input}.{}", area.usage));
    let used = |area: &&Area| BY_AREA.iter().any(|input| amount(input, area).is_some());
    let mut shown: Vec<&Area> = AREAS.iter().filter(used).collect();
    if shown.is_empty() {
        shown.extend(AREAS.first());
    }
    for area in shown {
        let [out, origin, http, https] = BY_AREA.map(|input| amount(input, area));
        let place = area.place;
        sheet.part(area.name, |sheet| {
            sheet.usage::<Gb>("Data transfer to viewers", out, sheet.rate_at(place, "cloudfront.data_out"));
            sheet.usage::<Gb>("Data transfer to the origin", origin, sheet.rate_at(place, "cloudfront.data_to_origin"));
            sheet.usage::<Request>("HTTP requests", http, sheet.rate_at(place, "cloudfront.request.http"));
            sheet.usage::<Request>("HTTPS requests", https, sheet.rate_at(place, "cloudfront.request.https"));
        });
    }
}

fn behaves(distribution: &Resource<'_>, attribute: &str) -> bool {
    ["default_cache_behavior", "ordered_cache_behavior"].into_iter().any(|behavior| {
        let known = distribution.blocks(behavior).iter().any(|behavior| behavior.text(attribute).is_some());
        known || distribution.referred(&format!("{behavior}.{attribute}")).is_some()
    })
}

/// Requests through the shields; the usage of an area is of its first shield.
fn shields(distribution: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let origins = distribution.blocks("origin");
    let enabled = origins.iter().filter_map(|origin| origin.block("origin_shield"));
    let enabled = enabled.filter(|shield| shield.flag("enabled") == Some(true));
    let regions: BTreeSet<&str> = enabled.filter_map(|shield| shield.text("origin_shield_region")).collect();
    let mut taken = BTreeSet::new();
    for region in regions {
        let area = shield_usage(region);
        if area.is_some_and(|area| !taken.insert(area)) {
            continue;
        }
        let requests = area.and_then(|area| distribution.usage(&format!("monthly_shield_requests.{area}")));
        let price = sheet.rate_at(region, "cloudfront.origin_shield.request");
        sheet.usage::<Request>(&format!("Origin shield requests ({region})"), requests, price);
    }
}

/// The usage input of a shield's region.
fn shield_usage(region: &str) -> Option<&'static str> {
    Some(match region {
        "sa-east-1" => "south_america",
        "ap-northeast-1" => "japan",
        "ap-northeast-2" => "south_korea",
        "ap-southeast-1" => "singapore",
        "ap-southeast-2" => "australia",
        "ap-south-1" => "india",
        _ if region.starts_with("us-") => "us",
        _ if region.starts_with("eu-") => "europe",
        _ => return None,
    })
}

/// Certificates with dedicated addresses, by the month; SNI costs nothing.
fn certificates(distribution: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let given = distribution.usage("custom_ssl_certificates");
    let dedicated = distribution.text("viewer_certificate.ssl_support_method") == Some("vip");
    if let Some(certificates) = given.or_else(|| dedicated.then_some(Decimal::ONE)) {
        let price = sheet.rate_at(EVERYWHERE, "cloudfront.dedicated_ip_ssl");
        sheet.usage::<Certificate>("Dedicated addresses of certificates", Some(certificates), price);
    }
}
