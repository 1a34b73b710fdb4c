//! Purchases by the price book: rates, break-even, and a gap where a rate is missing.

use cloudtrim::commitments::purchase::advise;
use cloudtrim::model::action::Action;
use cloudtrim::pricing::PriceBook;

use super::builder::{running, usd};

#[test]
fn rates_are_rows_of_the_book() {
    // m5.large: $0.096 on demand, $0.056393 for a year all upfront; 0.587 of it, so it is even in month 8.
    let (purchases, missing) = advise(&running(&["m5.large", "m5.large"]), 30, PriceBook::embedded());
    assert!(missing.is_empty());
    let purchase = &purchases[0];
    assert_eq!((purchase.action, purchase.instance_count), (Action::PurchaseReservedInstances, 2));
    assert_eq!(purchase.on_demand_monthly_usd, usd("140.16"));
    let option = &purchase.options[0];
    assert_eq!((option.term_years, option.payment_option.as_str()), (1, "All Upfront"));
    assert_eq!(option.monthly_usd, usd("82.33378"));
    assert_eq!(option.monthly_savings_usd, usd("57.82622"));
    assert_eq!(option.committed_usd, usd("988.00536"));
    assert_eq!(option.break_even_month, 8);
    assert!(!purchase.caveats.iter().any(|caveat| caveat.contains("seen for")));
}

#[test]
fn a_short_past_is_said() {
    let (purchases, _) = advise(&running(&["m5.large"]), 14, PriceBook::embedded());
    assert!(
        purchases[0].caveats.iter().any(|caveat| caveat.contains("seen for 14 days")),
        "{:?}",
        purchases[0].caveats
    );
}

#[test]
fn a_rate_that_the_book_lacks_is_a_gap_and_no_advice() {
    let (purchases, missing) = advise(&running(&["m5.large windows"]), 30, PriceBook::embedded());
    assert!(purchases.is_empty());
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].item, "EC2 reserved or Savings Plan m5.large windows shared");
}
