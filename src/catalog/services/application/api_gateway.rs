//! API Gateway REST APIs: requests, and the cache of a stage (Amazon API Gateway pricing).

use super::amounts::size;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::Request;

/// The caches that are offered, in GB.
const CACHE_SIZES: &[&str] = &["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"];

pub(super) const REST_API: Kind = Kind {
    type_name: "aws_api_gateway_rest_api",
    kind: "api-gateway-rest-api",
    service: "AmazonApiGateway",
    attributes: &[],
    usage: &[Field::number("monthly_requests", "requests a month", "API calls.")],
    price: |api, sheet| {
        sheet.usage::<Request>("Requests", api.usage("monthly_requests"), sheet.rate("apigateway.rest.request"));
    },
};

pub(super) const STAGE: Kind = Kind {
    type_name: "aws_api_gateway_stage",
    kind: "api-gateway-stage",
    service: "AmazonApiGateway",
    attributes: &[
        Field::flag("cache_cluster_enabled", "Whether it has a cache; none without it."),
        Field::number("cache_cluster_size", "GB", "0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118 or 237."),
    ],
    usage: &[],
    price: cache,
};

/// By the hour and size; a stage without a cache costs nothing of its own.
fn cache(stage: &Resource<'_>, sheet: &mut Sheet<'_>) {
    if stage.is_unknown("cache_cluster_enabled") {
        return sheet.gap("whether it has a cache is known only after apply");
    }
    if stage.flag("cache_cluster_enabled") != Some(true) {
        return;
    }
    let Some(size) = size(stage, "cache_cluster_size") else {
        return sheet.gap("the size of its cache is not known");
    };
    let size = size.normalize().to_string();
    if !CACHE_SIZES.contains(&size.as_str()) {
        return sheet.gap(format!("API Gateway has no cache of {size} GB"));
    }
    sheet.all_month(&format!("Cache ({size} GB)"), sheet.rate(&format!("apigateway.cache.{size}gb")));
}
