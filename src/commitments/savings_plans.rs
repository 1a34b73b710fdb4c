//! Which usage the Savings Plans take, by AWS's rules:
//! <https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html>.
//!
//! After reservations; EC2 Instance plans before Compute plans; within a kind the largest saving over on-demand first,
//! of equal ones the lower rate. Every rate is asked for; without one nothing is told.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::model::ids::{AccountId, Region, ResourceKey};
use crate::model::vocabulary::SavingsPlanType;
use crate::units::Usd;

/// An active plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub key: ResourceKey,
    pub kind: SavingsPlanType,
    pub region: Region,
    pub family: Option<String>,
    pub commitment_hourly: Usd,
    pub payment_option: Option<String>,
    pub start: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
}

/// What plans can cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    Ec2,
    Fargate,
    Lambda,
}

/// Usage that reservations left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligible {
    pub key: ResourceKey,
    pub account: AccountId,
    pub service: Service,
    pub region: Region,
    /// Of EC2 usage.
    pub family: Option<String>,
    /// What of it is left, at on-demand rates.
    pub on_demand_hourly: Usd,
}

/// What a plan charges for a usage that costs `on_demand_hourly`; the item that is missing else.
pub type Rate<'a> = dyn Fn(&Plan, &Eligible) -> Result<Usd, String> + 'a;

/// What the plans take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlansApplied {
    /// Of each usage, by the hour at on-demand rates.
    pub covered_hourly: BTreeMap<ResourceKey, Usd>,
    /// Of each plan's commitment, by the hour.
    pub used_hourly: BTreeMap<ResourceKey, Usd>,
}

impl Plan {
    pub fn covers(&self, usage: &Eligible) -> bool {
        if self.key.account != usage.account {
            return false;
        }
        match self.kind {
            SavingsPlanType::Compute => true,
            SavingsPlanType::Ec2Instance => {
                usage.service == Service::Ec2 && self.region == usage.region && self.family == usage.family
            }
            _ => false,
        }
    }
}

/// # Errors
/// With every rate that is missing: then nothing is told.
pub fn apply(plans: &[Plan], usages: &[Eligible], rate: &Rate<'_>) -> Result<PlansApplied, BTreeSet<String>> {
    let mut missing = BTreeSet::new();
    let mut applied = PlansApplied::default();
    let mut left: BTreeMap<&ResourceKey, Usd> =
        usages.iter().map(|usage| (&usage.key, usage.on_demand_hourly)).collect();
    let mut budget: BTreeMap<&ResourceKey, Usd> =
        plans.iter().map(|plan| (&plan.key, plan.commitment_hourly)).collect();
    for kind in [SavingsPlanType::Ec2Instance, SavingsPlanType::Compute] {
        let mut offers = Vec::new();
        for plan in plans.iter().filter(|plan| plan.kind == kind) {
            for usage in usages.iter().filter(|usage| plan.covers(usage) && usage.on_demand_hourly > Usd::ZERO) {
                match rate(plan, usage) {
                    Ok(rate) => offers.push(Offer::new(plan, usage, rate)),
                    Err(item) => {
                        missing.insert(item);
                    }
                }
            }
        }
        offers.sort_by(|one, other| one.order().cmp(&other.order()));
        for offer in offers {
            let (Some(open), Some(funds)) = (left.get_mut(&offer.usage.key), budget.get_mut(&offer.plan.key)) else {
                continue;
            };
            let covered = offer.affordable(*funds).min(*open);
            let cost = offer.cost(covered).min(*funds);
            *open = *open - covered;
            *funds = *funds - cost;
            *applied.covered_hourly.entry(offer.usage.key.clone()).or_default() += covered;
            *applied.used_hourly.entry(offer.plan.key.clone()).or_default() += cost;
        }
    }
    if missing.is_empty() { Ok(applied) } else { Err(missing) }
}

/// One usage under one plan.
struct Offer<'a> {
    plan: &'a Plan,
    usage: &'a Eligible,
    rate: Usd,
    /// Rate ÷ on-demand: the smaller, the larger the saving.
    paid: Decimal,
}

impl<'a> Offer<'a> {
    fn new(plan: &'a Plan, usage: &'a Eligible, rate: Usd) -> Self {
        let paid = rate.amount().checked_div(usage.on_demand_hourly.amount()).unwrap_or(Decimal::ONE);
        Self { plan, usage, rate, paid }
    }

    fn order(&self) -> (Decimal, Usd, &ResourceKey, &ResourceKey) {
        (self.paid, self.rate, &self.usage.key, &self.plan.key)
    }

    /// What `funds` buy, at on-demand rates; a free rate covers all.
    fn affordable(&self, funds: Usd) -> Usd {
        funds.amount().checked_div(self.paid).map_or(self.usage.on_demand_hourly, Usd::new)
    }

    fn cost(&self, covered: Usd) -> Usd {
        Usd::new(covered.amount().saturating_mul(self.paid))
    }
}
