//! The instance types that a region sells, by price: built once for all instances of one platform and tenancy.

use std::collections::HashMap;

use crate::model::ids::Region;
use crate::model::vocabulary::{Platform, Tenancy};
use crate::pricing::{InstanceSpec, PriceBook};
use crate::units::{HOURS_PER_MONTH, Usd};

/// One type with its on-demand compute price a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer<'a> {
    pub spec: &'a InstanceSpec,
    /// 730 hours of compute; nothing that hangs on it.
    pub compute_monthly: Usd,
}

type Place = (Region, Platform, Tenancy);

/// Offers by region, platform and tenancy, cheapest first.
#[derive(Debug, Default)]
pub struct Market<'a> {
    offers: HashMap<Place, Vec<Offer<'a>>>,
}

impl<'a> Market<'a> {
    /// What is sold at each of `places`. A type without a price there is not sold there.
    pub fn of(places: impl IntoIterator<Item = Place>, prices: &'a PriceBook) -> Self {
        let mut offers: HashMap<Place, Vec<Offer<'a>>> = HashMap::new();
        for place in places {
            offers.entry(place).or_insert_with_key(|(region, platform, tenancy)| {
                let offer = |spec: &'a InstanceSpec| {
                    let price = prices.ec2_on_demand(region, &spec.instance_type, platform, tenancy).ok()?;
                    Some(Offer { spec, compute_monthly: HOURS_PER_MONTH * price.unit_price })
                };
                let mut sold: Vec<Offer<'a>> = prices.instance_specs().iter().filter_map(offer).collect();
                sold.sort_by(|one, other| {
                    one.compute_monthly
                        .cmp(&other.compute_monthly)
                        .then_with(|| one.spec.instance_type.cmp(&other.spec.instance_type))
                });
                sold
            });
        }
        Self { offers }
    }

    /// Cheapest first.
    pub fn offers(&self, region: &Region, platform: &Platform, tenancy: &Tenancy) -> &[Offer<'a>] {
        let place = (region.clone(), platform.clone(), tenancy.clone());
        self.offers.get(&place).map_or(&[], Vec::as_slice)
    }
}
