//! The terms of reservations, and what an hour of one costs.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::pricing::{OfferItem, OfferTerm};

const HOURS_PER_YEAR: u32 = 8_760;

/// By the code that the price list has for each.
const TERMS: [(&str, Reservation); 12] = [
    ("4NA7Y494T4", Reservation::new("standard", 1, Payment::No)),
    ("HU7G6KETJZ", Reservation::new("standard", 1, Payment::Partial)),
    ("6QCMYABX3D", Reservation::new("standard", 1, Payment::All)),
    ("BPH4J8HBKS", Reservation::new("standard", 3, Payment::No)),
    ("38NPMPTW36", Reservation::new("standard", 3, Payment::Partial)),
    ("NQ3QZPMQV9", Reservation::new("standard", 3, Payment::All)),
    ("7NE97W5U4E", Reservation::new("convertible", 1, Payment::No)),
    ("CUZHX8X6JH", Reservation::new("convertible", 1, Payment::Partial)),
    ("VJWZNREJX2", Reservation::new("convertible", 1, Payment::All)),
    ("Z2E3P23VKM", Reservation::new("convertible", 3, Payment::No)),
    ("R5XV2EPZQZ", Reservation::new("convertible", 3, Payment::Partial)),
    ("MZU6U2429S", Reservation::new("convertible", 3, Payment::All)),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Payment {
    No,
    Partial,
    All,
}

/// How a thing is reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reservation {
    class: &'static str,
    years: u32,
    payment: Payment,
}

impl Reservation {
    const fn new(class: &'static str, years: u32, payment: Payment) -> Self {
        Self { class, years, payment }
    }

    pub(super) fn of_code(code: &str) -> Option<Self> {
        TERMS.iter().find(|(known, _)| *known == code).map(|(_, reservation)| *reservation)
    }

    /// The item of a rule with the words of this reservation in it.
    pub(super) fn item(self, item: &OfferItem) -> OfferItem {
        let payment = match self.payment {
            Payment::No => "no-upfront",
            Payment::Partial => "partial-upfront",
            Payment::All => "all-upfront",
        };
        let name = item.item.replace("{class}", self.class).replace("{term}", &format!("{}yr", self.years));
        let name = name.replace("{payment}", payment).replace("{payment_}", &payment.replace('-', "_"));
        OfferItem { item: name, ..item.clone() }
    }
}

/// What the rows of a term say of one item.
#[derive(Clone, Debug)]
pub(super) struct Reserved {
    pub(super) reservation: Reservation,
    pub(super) term: OfferTerm,
    pub(super) unit: &'static str,
    pub(super) sku: String,
    hourly: Vec<Decimal>,
    upfront: Vec<Decimal>,
}

/// Reserved prices by item, until both of their parts are read.
pub(super) type ReservedPrices = BTreeMap<OfferItem, Reserved>;

impl Reserved {
    pub(super) fn new(reservation: Reservation, term: OfferTerm, unit: &'static str, sku: &str) -> Self {
        Self { reservation, term, unit, sku: sku.to_owned(), hourly: Vec::new(), upfront: Vec::new() }
    }

    /// A price by the hour, or the fee that is paid at the start.
    pub(super) fn push(&mut self, usd: Decimal, is_upfront: bool) {
        let known = if is_upfront { &mut self.upfront } else { &mut self.hourly };
        if !known.contains(&usd) {
            known.push(usd);
        }
    }

    /// Dollars an hour; `None` for an hour that costs nothing by itself.
    ///
    /// # Errors
    /// With what is wrong: a part that is missing or there twice.
    pub(super) fn usd_per_hour(&self) -> Result<Option<Decimal>, &'static str> {
        let one = |amounts: &[Decimal]| match amounts {
            [] => Ok(None),
            [amount] => Ok(Some(*amount)),
            _ => Err("has several prices"),
        };
        let (hourly, upfront) = (one(&self.hourly)?, one(&self.upfront)?);
        let (hourly, upfront) = match (self.reservation.payment, hourly, upfront) {
            (Payment::No, Some(hourly), upfront) if upfront.unwrap_or_default().is_zero() => (hourly, Decimal::ZERO),
            (Payment::Partial, Some(hourly), Some(upfront)) => (hourly, upfront),
            (Payment::All, hourly, Some(upfront)) => (hourly.unwrap_or_default(), upfront),
            (Payment::No | Payment::Partial, None, _) => return Err("has no price by the hour"),
            (Payment::No, ..) => return Err("has an upfront fee that its term does not have"),
            (Payment::Partial | Payment::All, _, None) => return Err("has no upfront fee"),
        };
        let spread = match self.term {
            OfferTerm::ReservedEffective => {
                let hours = Decimal::from(HOURS_PER_YEAR.saturating_mul(self.reservation.years));
                upfront.checked_div(hours).unwrap_or_default()
            }
            OfferTerm::OnDemand | OfferTerm::ReservedHourly => Decimal::ZERO,
        };
        let usd = hourly.saturating_add(spread).round_dp(10).normalize();
        Ok(Some(usd).filter(|usd| !usd.is_zero()))
    }
}
