//! Reserved capacity: what is billed by the hour, and the upfront fee spread over the term.

use crate::catalog::Sheet;
use crate::model::cost::PriceMissing;
use crate::pricing::TieredPrice;
use crate::units::{HOURS_PER_MONTH, Hour};

/// The terms of a reservation, in the words of the price book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reservation {
    pub(super) class: &'static str,
    pub(super) term: &'static str,
    pub(super) payment: &'static str,
}

const CLASSES: [&str; 2] = ["standard", "convertible"];
const PAYMENTS: [&str; 3] = ["no_upfront", "partial_upfront", "all_upfront"];
const TERMS: [(&str, &str); 2] = [("1_year", "1yr"), ("3_year", "3yr")];

impl Reservation {
    /// `None` where nothing is said of a reservation; a text names what is not understood.
    pub(super) fn read(class: Option<&str>, term: Option<&str>, payment: Option<&str>) -> Option<Result<Self, String>> {
        if class.is_none() && term.is_none() && payment.is_none() {
            return None;
        }
        let class = class.unwrap_or("standard");
        let known = |word: &str, words: &[&'static str]| words.iter().find(|known| **known == word).copied();
        let Some(class) = known(class, &CLASSES) else {
            return Some(Err(format!("reserved_instance_type `{class}` is none of {}", CLASSES.join(", "))));
        };
        let Some((_, term)) = TERMS.iter().find(|(word, _)| Some(*word) == term) else {
            return Some(Err("reserved_instance_term is neither 1_year nor 3_year".to_owned()));
        };
        let Some(payment) = payment.and_then(|word| known(word, &PAYMENTS)) else {
            return Some(Err(format!("reserved_instance_payment_option is none of {}", PAYMENTS.join(", "))));
        };
        Some(Ok(Self { class, term, payment }))
    }

    /// `standard 1yr all upfront`.
    pub(super) fn words(&self) -> String {
        format!("{} {} {}", self.class, self.term, self.payment.replace('_', " "))
    }

    /// A reservation is billed for every hour of the month. `by_hour` is the hourly part alone, `spread` has the upfront
    /// fee divided over the hours of the term.
    pub(super) fn price(
        &self,
        name: &str,
        by_hour: Result<TieredPrice<Hour>, PriceMissing>,
        spread: Result<TieredPrice<Hour>, PriceMissing>,
        sheet: &mut Sheet<'_>,
    ) {
        match (self.payment, by_hour, spread) {
            ("all_upfront", _, spread) => {
                sheet.included(name, HOURS_PER_MONTH);
                sheet.all_month(&format!("{name}: upfront fee spread over the term"), spread);
            }
            ("partial_upfront", Ok(by_hour), spread) => {
                sheet.all_month(name, Ok(by_hour.clone()));
                upfront(name, &by_hour, spread, sheet);
            }
            ("partial_upfront", Err(_), Ok(spread)) => {
                sheet.all_month(&format!("{name}, with its upfront fee spread over the term"), Ok(spread));
            }
            (_, Ok(price), _) | (_, Err(_), Ok(price)) => sheet.all_month(name, Ok(price)),
            (_, Err(_), Err(missing)) => sheet.all_month(name, Err(missing)),
        }
    }
}

/// The fee is what the spread price holds beyond the hourly part.
fn upfront(
    name: &str,
    by_hour: &TieredPrice<Hour>,
    spread: Result<TieredPrice<Hour>, PriceMissing>,
    sheet: &mut Sheet<'_>,
) {
    let hourly = by_hour.first().map(|price| price.unit_price.usd_per_unit()).unwrap_or_default();
    let fee = spread.map(|mut spread| {
        for (_, price) in &mut spread.tiers {
            let fee = price.unit_price.usd_per_unit().saturating_sub(hourly);
            price.unit_price = crate::units::UnitPrice::new(fee);
        }
        spread
    });
    sheet.all_month(&format!("{name}: upfront fee spread over the term"), fee);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reservation_is_whole_or_says_what_it_lacks() {
        assert_eq!(Reservation::read(None, None, None), None);
        let read = Reservation::read(None, Some("3_year"), Some("no_upfront")).unwrap().unwrap();
        assert_eq!(read.words(), "standard 3yr no upfront");
        let wrong = [
            (Some("scheduled"), Some("1_year"), Some("no_upfront"), "`scheduled`"),
            (Some("standard"), None, Some("no_upfront"), "term"),
            (Some("standard"), Some("2_year"), Some("no_upfront"), "term"),
            (Some("standard"), Some("1_year"), Some("monthly"), "payment_option"),
        ];
        for (class, term, payment, named) in wrong {
            let said = Reservation::read(class, term, payment).unwrap().unwrap_err();
            assert!(said.contains(named), "{said}");
        }
    }
}
