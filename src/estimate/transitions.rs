//! What moving objects between storage classes costs once.

use crate::model::cost::{CostComponent, PriceMissing};
use crate::model::ids::Region;
use crate::model::vocabulary::StorageClass;
use crate::pricing::PriceBook;
use crate::units::{Quantity, Request};

/// The one-off list cost of moving `objects` into `class` by lifecycle: one request each. Its `monthly` is paid once.
pub fn transition_list_cost(
    prices: &PriceBook,
    region: &Region,
    class: &StorageClass,
    objects: u64,
) -> Result<CostComponent, PriceMissing> {
    let price = prices.s3_transition(region, class)?;
    let name = format!("Lifecycle transition into {class} (once)");
    Ok(CostComponent::new(name, Quantity::<Request>::of(objects), price.unit_price, price.source))
}
