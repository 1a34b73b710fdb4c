//! The calculator: a configuration's monthly list cost as named components. One file a service.
//!
//! Pure: prices in, components out. A missing price or usage is said, never zero.

use crate::model::configuration::Placed;
use crate::model::cost::Estimate;
use crate::pricing::PriceBook;

/// The monthly list cost of one configuration, before commitments and discounts.
pub fn estimate(_placed: &Placed, _prices: &PriceBook) -> Estimate {
    todo!()
}
