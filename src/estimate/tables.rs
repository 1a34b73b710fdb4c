//! DynamoDB tables: capacity by the hour or requests, storage (Amazon DynamoDB pricing).

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::lines::Lines;
use crate::model::configuration::{CapacityConfiguration, TableConfiguration};
use crate::model::cost::PriceMissing;
use crate::model::ids::Region;
use crate::model::vocabulary::{BillingMode, CapacityDirection, TableClass};
use crate::pricing::{PriceBook, TieredPrice};
use crate::units::{
    GbMonth, Hourly, Percent, Quantity, ReadCapacityUnitHour, ReadRequestUnit, ReplicatedWriteCapacityUnitHour,
    ReplicatedWriteRequestUnit, Unit, WriteCapacityUnitHour, WriteRequestUnit,
};

/// The service in the price book.
const SERVICE: &str = "AmazonDynamoDB";
const SECONDS_PER_HOUR: f64 = 3_600.0;

/// A table class, as far as it moves the price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Standard,
    InfrequentAccess,
}

impl Class {
    /// `None` for a class that has no price here.
    pub fn of(class: &TableClass) -> Option<Self> {
        match class {
            TableClass::Standard => Some(Self::Standard),
            TableClass::StandardInfrequentAccess => Some(Self::InfrequentAccess),
            TableClass::Other(_) => None,
        }
    }

    /// The item of the price book: `dynamodb.storage.ia`.
    pub fn item(self, what: &str) -> String {
        let class = match self {
            Self::Standard => "standard",
            Self::InfrequentAccess => "ia",
        };
        format!("dynamodb.{what}.{class}")
    }
}

pub(super) fn price(table: &TableConfiguration, lines: &mut Lines<'_>) {
    let Some(class) = Class::of(&table.table_class) else {
        return lines.missing(format!("DynamoDB {}", table.table_class));
    };
    for capacity in &table.capacity {
        let of = capacity.index.as_ref().map_or_else(String::new, |index| format!(" of index {index}"));
        match (&table.billing_mode, table.replicated) {
            (BillingMode::Provisioned, false) => {
                let rate = rate::<WriteCapacityUnitHour>(lines, &class.item("provisioned.wcu"));
                provisioned(&format!("Write capacity{of}"), capacity.write, rate, lines);
            }
            (BillingMode::Provisioned, true) => {
                let rate = rate::<ReplicatedWriteCapacityUnitHour>(lines, &class.item("provisioned.rwcu"));
                provisioned(&format!("Replicated write capacity{of}"), capacity.write, rate, lines);
            }
            (BillingMode::PayPerRequest, false) => {
                let rate = rate::<WriteRequestUnit>(lines, &class.item("ondemand.wru"));
                requests(&format!("Write requests{of}"), capacity.write, rate, lines);
            }
            (BillingMode::PayPerRequest, true) => {
                let rate = rate::<ReplicatedWriteRequestUnit>(lines, &class.item("ondemand.rwru"));
                requests(&format!("Replicated write requests{of}"), capacity.write, rate, lines);
            }
            (BillingMode::Other(word), _) => lines.missing(format!("DynamoDB {word}")),
        }
        match &table.billing_mode {
            BillingMode::Provisioned => {
                let rate = rate::<ReadCapacityUnitHour>(lines, &class.item("provisioned.rcu"));
                provisioned(&format!("Read capacity{of}"), capacity.read, rate, lines);
            }
            BillingMode::PayPerRequest => {
                let rate = rate::<ReadRequestUnit>(lines, &class.item("ondemand.rru"));
                requests(&format!("Read requests{of}"), capacity.read, rate, lines);
            }
            BillingMode::Other(_) => {}
        }
    }
    storage(table, class, lines);
}

fn rate<U: Unit>(lines: &Lines<'_>, item: &str) -> Result<TieredPrice<U>, PriceMissing> {
    lines.prices.rate(SERVICE, lines.region, item)
}

fn provisioned<U: Hourly>(
    name: &str,
    capacity: CapacityConfiguration,
    rate: Result<TieredPrice<U>, PriceMissing>,
    lines: &mut Lines<'_>,
) {
    let Some(units) = capacity.provisioned_units else {
        return lines.unmeasured(format!("{name} is not known"));
    };
    let units = lines.amount(name, units);
    let name = if capacity.scaling.is_some() { format!("{name} (autoscaling)") } else { name.to_owned() };
    lines.add_tiered(&name, Quantity::ZERO, units, rate.map(|rate| rate.by_the_month()));
}

fn requests<U: Unit>(
    name: &str,
    capacity: CapacityConfiguration,
    rate: Result<TieredPrice<U>, PriceMissing>,
    lines: &mut Lines<'_>,
) {
    let Some(consumed) = capacity.consumed_units_per_month else {
        return lines.unmeasured(format!("{name} were not measured"));
    };
    let units = lines.amount(name, consumed);
    lines.add_tiered(name, Quantity::ZERO, units, rate);
}

fn storage(table: &TableConfiguration, class: Class, lines: &mut Lines<'_>) {
    if let Some(gib) = table.stored_gib {
        let stored = lines.amount("data storage", gib);
        let rate = rate::<GbMonth>(lines, &class.item("storage"));
        lines.add_tiered("Data storage", Quantity::ZERO, stored, rate);
    } else {
        lines.unmeasured("how much the table stores is not known");
    }
}

/// The utilization of provisioned capacity at which on-demand costs the same: the price of a unit for an hour ÷ that of
/// 3,600 requests. Below it on-demand is cheaper.
pub fn break_even_utilization(
    prices: &PriceBook,
    region: &Region,
    class: Class,
    direction: &CapacityDirection,
) -> Result<Percent, PriceMissing> {
    let (hour, request) = match direction {
        CapacityDirection::Write => (
            first::<WriteCapacityUnitHour>(prices, region, &class.item("provisioned.wcu"))?,
            first::<WriteRequestUnit>(prices, region, &class.item("ondemand.wru"))?,
        ),
        CapacityDirection::Read | CapacityDirection::Other(_) => (
            first::<ReadCapacityUnitHour>(prices, region, &class.item("provisioned.rcu"))?,
            first::<ReadRequestUnit>(prices, region, &class.item("ondemand.rru"))?,
        ),
    };
    let share = hour / (request * SECONDS_PER_HOUR);
    Ok(Percent::new(if share.is_finite() { 100.0 * share } else { 100.0 }))
}

/// The price of the first unit that is charged.
fn first<U: Unit>(prices: &PriceBook, region: &Region, item: &str) -> Result<f64, PriceMissing> {
    let tiered = prices.rate::<U>(SERVICE, region, item)?;
    let price = tiered.first_charged().map_or(Decimal::ZERO, |price| price.unit_price.usd_per_unit());
    Ok(price.to_f64().unwrap_or(f64::NAN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_demand_and_provisioned_cost_the_same_at_the_break_even() {
        let prices = PriceBook::embedded();
        let region = Region::from("us-east-1");
        // $0.00013 an hour against 3,600 × $0.125 a million: 28.9 %; writes: $0.00065 against 3,600 × $0.625 a million.
        for direction in [CapacityDirection::Read, CapacityDirection::Write] {
            let at = break_even_utilization(prices, &region, Class::Standard, &direction).unwrap();
            assert!((at.percent() - 28.888_888).abs() < 1e-4, "{direction}: {at}");
        }
        assert!(
            break_even_utilization(prices, &Region::from("zz-1"), Class::Standard, &CapacityDirection::Read).is_err()
        );
    }
}
