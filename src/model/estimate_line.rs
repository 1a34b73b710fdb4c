//! One line of the estimate of a declared resource: a cost component that may lack its usage or its price.

use rust_decimal::Decimal;

use super::cost::{CostComponent, PriceSource};
use crate::units::Usd;

/// `quantity` × `unit_price` = `monthly`; what is `None` is not known, never zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EstimateLine {
    /// The part of the resource it belongs to: `root_block_device`, `Standard`; empty for the resource itself.
    pub part: String,
    /// `Compute (Linux, on-demand, m5.large)`, `Storage (gp3)`, …
    pub name: String,
    /// The item of the price book, with its service: `AWSQueueService sqs.request.standard`.
    pub item: String,
    pub unit: String,
    pub quantity: Option<Decimal>,
    pub unit_price: Option<Decimal>,
    pub monthly: Option<Usd>,
    /// Driven by a usage input rather than by the configuration.
    pub usage_based: bool,
    pub price: Option<PriceSource>,
    /// Why the cost is not known; empty where it is.
    pub gap: String,
}

impl EstimateLine {
    /// A line whose quantity and price are known.
    pub fn known(part: &str, usage_based: bool, component: CostComponent) -> Self {
        Self {
            part: part.to_owned(),
            item: Self::item_of_key(&component.price.key),
            name: component.name,
            unit: component.unit,
            quantity: Some(component.quantity),
            unit_price: Some(component.unit_price),
            monthly: Some(component.monthly),
            usage_based,
            price: Some(component.price),
            gap: String::new(),
        }
    }

    /// The item of a price's key (`service region item from …`): service and item.
    pub fn item_of_key(key: &str) -> String {
        let key = key.split_once(" from ").map_or(key, |(key, _)| key);
        let (service, rest) = key.split_once(' ').unwrap_or((key, ""));
        // Only the names of edge locations hold spaces; their items hold none.
        let parted = if rest.starts_with("edge:") { rest.rsplit_once(' ') } else { rest.split_once(' ') };
        let item = parted.map_or("", |(_, item)| item);
        format!("{service} {item}")
    }
}

#[cfg(test)]
mod tests {
    use super::EstimateLine;

    #[test]
    fn the_item_of_a_key_leaves_out_place_and_tier() {
        for (key, item) in [
            ("AWSQueueService eu-west-1 sqs.request.standard", "AWSQueueService sqs.request.standard"),
            ("AmazonEC2 eu-west-1 m5.large linux shared", "AmazonEC2 m5.large linux shared"),
            (
                "AmazonCloudFront edge:South America cloudfront.data_out from 10240 GB",
                "AmazonCloudFront cloudfront.data_out",
            ),
            ("AmazonCloudFront", "AmazonCloudFront "),
        ] {
            assert_eq!(EstimateLine::item_of_key(key), item);
        }
    }
}
