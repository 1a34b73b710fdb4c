//! What is worth committing to: the floor of usage that stays, at rates of the price book.
//!
//! A reserved rate is a row of the book or a gap. The figures of an option are for all instances together; its rate has
//! the upfront fee spread over the term, as the book holds it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::reservations::hours_of_a_month;
use super::savings_plans::{Eligible, Plan};
use super::shape::{Shape, Usage};
use crate::model::action::Action;
use crate::model::commitments::{Purchase, PurchaseOption};
use crate::model::cost::PriceMissing;
use crate::model::vocabulary::{OfferingClass, SavingsPlanType, Tenancy};
use crate::pricing::{Price, PriceBook};
use crate::units::{Hour, Usd};

/// Tables of the price book: rates by instance type.
const RESERVED: &str = "AmazonEC2/reserved";
const SAVINGS_PLANS: &str = "AmazonEC2/savings-plans";

/// No advice on a shorter past.
pub const LEAST_FLOOR_DAYS: u32 = 14;
/// From so many days on a floor is called stable without a caveat.
pub const STABLE_FLOOR_DAYS: u32 = 30;

const MONTHS_PER_YEAR: u32 = 12;
const TERMS: [(&str, u32); 2] = [("1yr", 1), ("3yr", 3)];
/// The price book's words and AWS's, the least paid in advance first.
const PAYMENTS: [(&str, &str); 3] =
    [("no_upfront", "No Upfront"), ("partial_upfront", "Partial Upfront"), ("all_upfront", "All Upfront")];
const CLASSES: [OfferingClass; 2] = [OfferingClass::Standard, OfferingClass::Convertible];

/// Purchases for the usages of the floor (uncovered, running on demand all of `floor_days`), and the rates that are
/// missing, one a shape.
pub fn advise(floor: &[Usage], floor_days: u32, prices: &PriceBook) -> (Vec<Purchase>, Vec<PriceMissing>) {
    let mut by_shape: BTreeMap<&Shape, Vec<&Usage>> = BTreeMap::new();
    for usage in floor {
        by_shape.entry(&usage.shape).or_default().push(usage);
    }
    let (mut purchases, mut missing) = (Vec::new(), Vec::new());
    for (shape, usages) in by_shape {
        let Ok(on_demand) = prices.ec2_on_demand(&shape.region, &shape.instance_type, &shape.platform, &shape.tenancy)
        else {
            continue;
        };
        let offers = Offers { shape, on_demand: &on_demand, count: usages.len() };
        let (action, options) = offers.best(prices);
        if options.is_empty() {
            let Shape { region, instance_type, platform, tenancy, .. } = shape;
            let item = format!("EC2 reserved or Savings Plan {instance_type} {platform} {tenancy}");
            missing.push(PriceMissing { region: region.clone(), item });
            continue;
        }
        // The book has rates, and none is below on-demand: nothing to advise.
        let options: Vec<PurchaseOption> =
            options.into_iter().filter(|option| option.monthly_savings_usd > Usd::ZERO).collect();
        if !options.is_empty() {
            purchases.push(offers.purchase(action, options, &usages, floor_days));
        }
    }
    purchases
        .sort_by(|one, other| saving(other).cmp(&saving(one)).then_with(|| one.resource_ids.cmp(&other.resource_ids)));
    (purchases, missing)
}

/// What the sum of the section counts of a purchase.
pub fn saving(purchase: &Purchase) -> Usd {
    purchase.options.first().map_or(Usd::ZERO, |option| option.monthly_savings_usd)
}

/// The rate of a plan for a usage from the price book, scaled to what is left of it.
///
/// # Errors
/// With the item that is missing.
pub fn plan_rate(
    plan: &Plan,
    usage: &Eligible,
    shapes: &BTreeMap<crate::model::ids::ResourceKey, (Shape, Usd)>,
    prices: &PriceBook,
) -> Result<Usd, String> {
    let Some((shape, on_demand)) = shapes.get(&usage.key) else {
        return Err(format!("Savings Plan rate of {}", usage.key.id));
    };
    let years = plan.start.zip(plan.end).map(|(start, end)| (end - start).num_days());
    let term = if years.is_some_and(|days| days > 366) { "3yr" } else { "1yr" };
    let payment = plan.payment_option.as_deref().unwrap_or_default().to_lowercase().replace(' ', "_");
    let Shape { region, instance_type, platform, tenancy, .. } = shape;
    let item = format!("{instance_type} {platform} {tenancy} {} {term} {payment}", plan_word(&plan.kind));
    let rate = prices.hourly(SAVINGS_PLANS, region, &item).map_err(|_| format!("Savings Plan {item} in {region}"))?;
    let left = usage.on_demand_hourly.amount().checked_div(on_demand.amount()).unwrap_or(Decimal::ONE);
    Ok(Usd::new(rate.unit_price.usd_per_unit().saturating_mul(left)))
}

fn plan_word(kind: &SavingsPlanType) -> &'static str {
    if *kind == SavingsPlanType::Ec2Instance { "ec2-instance" } else { "compute" }
}

struct Offers<'a> {
    shape: &'a Shape,
    on_demand: &'a Price<Hour>,
    count: usize,
}

impl Offers<'_> {
    /// Reserved Instances where the book has them, else Savings Plans.
    fn best(&self, prices: &PriceBook) -> (Action, Vec<PurchaseOption>) {
        let reserved = self.options(|class, term, payment| {
            // The book's reserved rates are of shared hardware.
            (self.shape.tenancy == Tenancy::Shared).then(|| {
                let Shape { region, instance_type, platform, .. } = self.shape;
                prices.hourly(RESERVED, region, &format!("{instance_type} {platform} {class} {term} {payment}")).ok()
            })?
        });
        if !reserved.is_empty() {
            return (Action::PurchaseReservedInstances, reserved);
        }
        let plans = self.options(|class, term, payment| {
            (*class == OfferingClass::Standard).then(|| {
                let Shape { region, instance_type, platform, tenancy, .. } = self.shape;
                let item = format!("{instance_type} {platform} {tenancy} compute {term} {payment}");
                prices.hourly(SAVINGS_PLANS, region, &item).ok()
            })?
        });
        (Action::PurchaseSavingsPlans, plans)
    }

    /// By term, then what is paid in advance, then class.
    fn options(&self, rate: impl Fn(&OfferingClass, &str, &str) -> Option<Price<Hour>>) -> Vec<PurchaseOption> {
        let mut options = Vec::new();
        for (term, years) in TERMS {
            for (payment, words) in PAYMENTS {
                for class in CLASSES {
                    if let Some(price) = rate(&class, term, payment) {
                        options.push(self.option(class, years, words, price));
                    }
                }
            }
        }
        options
    }

    fn all(&self, price: &Price<Hour>) -> Usd {
        let one = hours_of_a_month(Usd::new(price.unit_price.usd_per_unit()));
        Usd::new(one.amount().saturating_mul(Decimal::from(self.count)))
    }

    fn option(&self, class: OfferingClass, years: u32, payment: &str, price: Price<Hour>) -> PurchaseOption {
        let (on_demand, monthly) = (self.all(self.on_demand), self.all(&price));
        let months = years.saturating_mul(MONTHS_PER_YEAR);
        let committed = Usd::new(monthly.amount().saturating_mul(Decimal::from(months)));
        let even = committed.amount().checked_div(on_demand.amount()).and_then(|months| months.ceil().to_u32());
        PurchaseOption {
            offering_class: class,
            term_years: years,
            payment_option: payment.to_owned(),
            monthly_usd: monthly,
            monthly_savings_usd: on_demand - monthly,
            committed_usd: committed,
            break_even_month: even.unwrap_or(months),
            price: price.source,
        }
    }

    fn purchase(&self, action: Action, options: Vec<PurchaseOption>, usages: &[&Usage], floor_days: u32) -> Purchase {
        let mut resource_ids: Vec<String> = usages.iter().map(|usage| usage.key.id.clone()).collect();
        resource_ids.sort();
        let mut caveats = vec!["owed for the whole term, whether the instances still run or not".to_owned()];
        if floor_days < STABLE_FLOOR_DAYS {
            caveats.push(format!(
                "seen for {floor_days} days; {STABLE_FLOOR_DAYS} or more tell better what stays (`--lookback`)"
            ));
        }
        let Shape { account, region, instance_type, platform, tenancy } = self.shape.clone();
        Purchase {
            action,
            account,
            region,
            instance_type,
            platform,
            tenancy,
            instance_count: u32::try_from(self.count).unwrap_or(u32::MAX),
            resource_ids,
            floor_days,
            on_demand_monthly_usd: self.all(self.on_demand),
            on_demand_price: self.on_demand.source.clone(),
            options,
            caveats,
        }
    }
}
