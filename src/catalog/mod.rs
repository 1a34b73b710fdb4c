//! The catalog: every resource type whose cost can be told from its declaration, in the words of the Terraform AWS
//! provider (attributes) and of usage files (usage).
//!
//! A [`Kind`] names a type's attributes and usage and prices them; all money still comes from the price book and the
//! arithmetic of [`sheet`]. Start with [`price`], then one file under `services`.

mod declared;
pub mod free_tier;
pub mod kind;
pub mod neighbourhood;
pub mod resource;
pub mod services;
pub mod sheet;

pub use free_tier::always_free;
pub use kind::{Field, Form, Kind};
pub use neighbourhood::Neighbourhood;
pub use resource::Resource;
pub use services::{find, free_types, is_free, kinds};
pub use sheet::{Allowance, Sheet};

use rust_decimal::Decimal;

use crate::model::blueprint::Blueprint;
use crate::model::estimate_line::EstimateLine;
use crate::pricing::PriceBook;

/// What one declared resource costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Priced {
    pub lines: Vec<EstimateLine>,
    /// What is not known, in words, beyond the gaps of the lines.
    pub gaps: Vec<String>,
}

/// The monthly list cost of a declared resource; `None` when its type is not in the catalog.
///
/// `allowance` is what is left of the account's free tier, and is used up in the order of the calls.
pub fn price(
    blueprint: &Blueprint,
    neighbourhood: &Neighbourhood<'_>,
    prices: &PriceBook,
    allowance: Option<&mut Allowance>,
) -> Option<Priced> {
    price_many(blueprint, Decimal::ONE, neighbourhood, prices, allowance)
}

/// The same for so many like resources, each with the declared usage.
pub fn price_many(
    blueprint: &Blueprint,
    count: Decimal,
    neighbourhood: &Neighbourhood<'_>,
    prices: &PriceBook,
    allowance: Option<&mut Allowance>,
) -> Option<Priced> {
    let kind = find(&blueprint.type_name)?;
    let Some(region) = &blueprint.region else {
        let gap = "its region is not known: name one with `--region`".to_owned();
        return Some(Priced { lines: Vec::new(), gaps: vec![gap] });
    };
    let resource = Resource::of(kind, blueprint, neighbourhood);
    let mut sheet = Sheet::new(prices, region, kind.service, allowance);
    sheet.times(count, |sheet| (kind.price)(&resource, sheet));
    Some(sheet.priced())
}
