//! ElastiCache nodes (Amazon ElastiCache pricing).

use super::lines::Lines;
use crate::model::configuration::CacheClusterConfiguration;
use crate::model::cost::PriceMissing;
use crate::model::ids::Region;
use crate::pricing::{Price, PriceBook};
use crate::units::{HOURS_PER_MONTH, Hour};

/// An hour of one node on demand.
pub fn cache_node_hour(
    prices: &PriceBook,
    region: &Region,
    node_type: &str,
    engine: &str,
) -> Result<Price<Hour>, PriceMissing> {
    prices.hourly("AmazonElastiCache/on-demand", region, &format!("{node_type} {engine}"))
}

pub(super) fn price(cluster: &CacheClusterConfiguration, lines: &mut Lines<'_>) {
    let price = cache_node_hour(lines.prices, lines.region, &cluster.node_type, &cluster.engine);
    lines.add("Node", HOURS_PER_MONTH.times(cluster.nodes), price);
}
