//! What the calls cost, against what the caller allows.

use super::operation::Charge;
use crate::units::{Quantity, Request, UnitPrice, Usd};

/// A running account of charged calls.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spending {
    limit: Option<Usd>,
    spent: Usd,
}

impl Spending {
    pub(super) const fn new(limit: Option<Usd>) -> Self {
        Self { limit, spent: Usd::ZERO }
    }

    /// Whether so many more are within the limit; if so, they count as spent.
    pub(super) fn allows(&mut self, charge: Charge, count: u64) -> bool {
        let after = self.spent + price(charge, count);
        if self.limit.is_some_and(|limit| after > limit) {
            return false;
        }
        self.spent = after;
        true
    }

    pub(super) const fn spent(&self) -> Usd {
        self.spent
    }
}

/// The list price of so many.
pub(super) fn price(charge: Charge, count: u64) -> Usd {
    // The charges are decimal numbers, as the test says.
    charge.usd().parse::<UnitPrice<Request>>().map_or(Usd::ZERO, |price| Quantity::of(count) * price)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_metrics_cost_a_cent() {
        assert_eq!(price(Charge::MetricRequested, 1_000), "0.01".parse().unwrap());
        assert_eq!(price(Charge::CostExplorerRequest, 2), "0.02".parse().unwrap());
        assert_eq!(price(Charge::S3List, 1_000), "0.005".parse().unwrap());
        assert_eq!(price(Charge::S3Get, 1_000), "0.0004".parse().unwrap());
    }

    #[test]
    fn what_would_pass_the_limit_is_not_spent() {
        let mut spending = Spending::new("0.02".parse().ok());
        assert!(spending.allows(Charge::CostExplorerRequest, 2));
        assert!(!spending.allows(Charge::MetricRequested, 1));
        assert_eq!(spending.spent(), "0.02".parse().unwrap());
        assert!(Spending::new(None).allows(Charge::MetricRequested, u64::MAX));
    }
}
